"""What a visit of each kind takes: kinds.toml, with what a practice laid over it."""

import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from otium.terms.schedule import ActorType, KindRule, Margins, VisitType

MARGINS = ("documentation_minutes", "turnover_minutes", "travel_minutes")
NUMBERS = ("minutes", *MARGINS)  # what a practice may change of every kind
WORDS = ("skills", "features")
MOST_MINUTES, MOST_MARGIN = 480, 240

Own = Mapping[str, Any]  # of one kind: name -> value


def read(text: str) -> dict[VisitType, KindRule]:
    """Raises ValueError where a kind lacks its row, or a row says what no rule reads."""
    rows = tomllib.loads(text)["kinds"]
    if missing := {kind.value for kind in VisitType} ^ set(rows):
        raise ValueError(f"kinds of visits: {', '.join(sorted(missing))}")
    return {VisitType(name): _rule(row) for name, row in rows.items()}


def own(shipped: KindRule, values: Own) -> KindRule:
    """The rule as the practice has it; what it does not name is as shipped. Raises ValueError for impossible values."""
    if problem := next(problems(values), None):
        raise ValueError(f"kind of visit: {problem} cannot be {values[problem]!r}")
    stands = {
        "minutes": shipped.minutes, "most_days": shipped.most_days, "least": shipped.least, "most": shipped.most,
        "needs_equipment": shipped.needs_equipment, "has_room": shipped.has_room,
        **{name: getattr(shipped, name) for name in WORDS},
        **{name: getattr(shipped.margins, name) for name in MARGINS},
    }  # fmt: skip
    return _rule(stands | {name: values[name] for name in (*NUMBERS, *WORDS) if name in values})


def problems(values: Own) -> Iterator[str]:
    """Names of values that cannot be."""
    for name in NUMBERS:
        least, most = (5, MOST_MINUTES) if name == "minutes" else (0, MOST_MARGIN)
        if name in values and not least <= values[name] <= most:
            yield name


def around(actor: ActorType, margins: Margins) -> tuple[int, int]:
    """Minutes (before, after) the visit that it takes of the actor as well. The patient is only there for the visit."""
    if actor is ActorType.THERAPIST:
        return margins.travel_minutes, margins.travel_minutes + margins.documentation_minutes
    return (0, margins.turnover_minutes) if actor is ActorType.ROOM else (0, 0)


def lacking(needed: tuple[str, ...], has: tuple[str, ...]) -> tuple[str, ...]:
    """Those of `needed` that are not among `has`, without case."""
    known = {word.casefold() for word in has}
    return tuple(word for word in needed if word.casefold() not in known)


def _rule(row: Mapping[str, Any]) -> KindRule:
    return KindRule(
        minutes=row["minutes"],
        margins=Margins(**{name: row.get(name, 0) for name in MARGINS}),
        most_days=row.get("most_days", 1),
        least=row.get("least"),
        most=row.get("most"),
        skills=tuple(row.get("skills", ())),
        features=tuple(row.get("features", ())),
        needs_equipment=row.get("needs_equipment", False),
        has_room=row.get("has_room", True),
    )
