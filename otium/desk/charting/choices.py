"""What a person may choose from: instruments and parts, and the criteria that reviewers of a diagnosis go by."""

from collections.abc import Iterable

from otium.desk.packets import shelf
from otium.rules import instruments


def instrument_names() -> tuple[tuple[str, str], ...]:
    """(name, full name), as the list under the entry shows them."""
    return tuple((each.name, each.full) for each in sorted(instruments.every(), key=lambda i: i.name.casefold()))


def part_names() -> tuple[str, ...]:
    return tuple(sorted({part.name for each in instruments.every() for part in each.parts}))


def criteria(diagnoses: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """(code, question) of what a payer's reviewer asks about the first of these diagnoses that has criteria."""
    for code in (each.replace(".", "").upper() for each in diagnoses):
        fitting = [
            (len(prefix), group)
            for group in shelf.shipped().groups
            if not group.payers
            for prefix in group.prefixes
            if code.startswith(prefix)
        ]
        if fitting:
            group = max(fitting, key=lambda found: (found[0], found[1].key))[1]
            return tuple((criterion.code, criterion.asks) for criterion in group.criteria)
    return ()
