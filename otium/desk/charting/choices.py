"""What a person may choose from when they type a score: instruments by name, and all their parts."""

from otium.rules import instruments


def instrument_names() -> tuple[tuple[str, str], ...]:
    """(name, full name), as the list under the entry shows them."""
    return tuple((each.name, each.full) for each in sorted(instruments.every(), key=lambda i: i.name.casefold()))


def part_names() -> tuple[str, ...]:
    return tuple(sorted({part.name for each in instruments.every() for part in each.parts}))
