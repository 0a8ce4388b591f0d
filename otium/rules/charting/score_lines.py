"""A line that states one score: instrument, part, colon, number. Anything else that names an instrument is not read."""

import re
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from otium.rules import instruments
from otium.rules.instruments.reading import is_percentile, is_same_unit
from otium.rules.instruments.registry import plain
from otium.terms.charting import NewScore
from otium.terms.instrument import Instrument, Part

_VALUE = re.compile(
    r"(?P<score>-?\d{1,5}(?:\.\d{1,2})?)(?:st|nd|rd|th)?(?:\s*(?P<unit>[A-Za-z][A-Za-z .-]{0,30}?))?\s*"
    r"(?:[(,;]\s*(?P<norm>[^()]{1,120}?)\)?)?\.?"
)
_SIDES = {"left": "left", "l": "left", "lt": "left", "right": "right", "r": "right", "rt": "right"}


def names_instrument(label: str) -> Instrument | None:
    """The instrument that a label begins with; the longest name counts, so that BOT-2 is not taken for BOT."""
    found = _split(label)
    return found[0] if found else None


def score_of(label: str, value: str) -> NewScore | None:
    """None where the part, the side, the unit or the number cannot be read for sure."""
    split, stated = _split(label), _VALUE.fullmatch(value.strip())
    if split is None or stated is None:
        return None
    instrument, rest = split
    side, unit, words = _aside(instrument, rest)
    part = instruments.part_of(instrument, " ".join(words))
    if part is None:
        return None
    unit = stated["unit"] or unit
    if unit and not (is_same_unit(part, unit) or is_percentile(unit)):
        return None
    if part.has_sides and not side:
        return None
    return NewScore(
        instrument=instrument.name,
        part=part.name,
        score=Decimal(stated["score"]),
        unit=_unit(part, unit),
        side=side if part.has_sides else "",
        norm=(stated["norm"] or "").strip(),
    )


def _unit(part: Part, unit: str) -> str:
    return "percentile" if is_percentile(unit) and not is_percentile(part.unit) else part.unit


def _split(label: str) -> tuple[Instrument, list[str]] | None:
    words = re.split(r"[\s,]+", label.strip())
    for count in range(min(len(words), 9), 0, -1):
        known = instruments.find(" ".join(words[:count]))
        if known:
            return known, [word for word in words[count:] if plain(word)]
    return None


def _aside(instrument: Instrument, words: Iterable[str]) -> tuple[str, str, list[str]]:
    """(side, unit, the words that are left to name the part). A unit may follow the part: standard score."""
    left = list(words)
    sides = [word for word in left if plain(word) in _SIDES]
    names = {plain(part.name) for part in instrument.parts}
    if len(sides) == 1 and plain(" ".join(left)) not in names:
        left.remove(sides[0])
    else:
        sides = []
    if left and plain(left[-1]) in ("hand", "side"):
        left.pop()
    unit = ""
    for count in (2, 1):
        tail = " ".join(left[-count:])
        if len(left) >= count and plain(" ".join(left)) not in names and _is_unit(instrument, tail):
            unit, left = tail, left[:-count]
            break
    return (_SIDES[plain(sides[0])] if sides else ""), unit, left


def _is_unit(instrument: Instrument, words: str) -> bool:
    return is_percentile(words) or any(is_same_unit(part, words) for part in instrument.parts)


def with_part(score: NewScore) -> NewScore:
    """A score whose name holds instrument and part in one, apart; as it is where that is not sure."""
    split = None if score.part or instruments.find(score.instrument) else _split(score.instrument)
    if split is None:
        return score
    instrument, rest = split
    side, _unit_words, words = _aside(instrument, rest)
    part = instruments.part_of(instrument, " ".join(words))
    return replace(score, instrument=instrument.name, part=part.name, side=score.side or side) if part else score
