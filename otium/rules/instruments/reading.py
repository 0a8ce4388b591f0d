"""What a score says: how it stands against the norm, what a change is worth, when to test again."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from otium.rules.instruments.registry import find, part_of, plain
from otium.terms.chart import Measure
from otium.terms.instrument import (
    Band,
    Better,
    Change,
    ImportantDifference,
    Level,
    Part,
    Retest,
    RetestState,
    Standing,
    Verdict,
)

_PERCENTILES = frozenset({"percentile", "percentilerank", "pr", "th", "ile"})
_PERCENTILE_BANDS = (
    Band(Decimal(98), "well above average", Level.ABOVE),
    Band(Decimal(84), "above average", Level.ABOVE),
    Band(Decimal(16), "in the average range", Level.TYPICAL),
    Band(Decimal(2), "below average", Level.BELOW),
    Band(Decimal(0), "well below average", Level.FAR_BELOW),
)
_PERCENTILE_SOURCE = "Normal distribution, percentiles of one and two standard deviations"
# Other ways in which reports write a unit; compared in plain letters.
_SAME = (
    {"lb", "lbs", "pound", "pounds"},
    {"s", "sec", "secs", "second", "seconds"},
    {"degrees", "deg", "degree"},
    {"points", "point", "pts", "score", "rawscore", "raw"},
    {"rawscore", "raw", "rs"},
    {"standardscore", "ss", "standard", "quotient", "indexscore", "compositescore"},
    {"scaledscore", "scaled"},
    {"scalescore", "scale"},
    {"tscore", "t"},
    {"blocksaminute", "blocks", "blocksmin", "blocksperminute"},
)


def standing(measure: Measure) -> Standing | None:
    """How a score stands, in plain words; None: nothing says. Where no bands are known, what the report states."""
    instrument = find(measure.instrument)
    part = part_of(instrument, measure.part) if instrument else None
    if part and is_percentile(measure.unit) and part.norm and part.better is Better.HIGHER:
        return _in_bands(_PERCENTILE_BANDS, measure.score, None, _PERCENTILE_SOURCE, "knowledge")
    if instrument and part and part.bands and is_same_unit(part, measure.unit):
        norm = part.norm
        deviations = ((measure.score - norm.mean) / norm.sd).quantize(Decimal("0.1")) if norm else None
        ground = (
            (norm.source, norm.certainty)
            if norm and norm.bands == part.bands
            else (instrument.source, instrument.certainty)
        )
        return _in_bands(part.bands, measure.score, deviations, *ground)
    if measure.norm.strip():
        return Standing(measure.norm.strip(), None, None, "As the report states it", "practice")
    return None


def change(earlier: Measure, later: Measure, *, diagnoses: Iterable[str] = ()) -> Change:
    """What a change means. `diagnoses`: ICD-10 codes of the patient, for differences found in some conditions only."""
    instrument = find(earlier.instrument)
    if instrument is None or find(later.instrument) is not instrument:
        return Change(Verdict.UNKNOWN, None, None, None, "instrument_unknown")
    part = part_of(instrument, earlier.part)
    if part is None or part_of(instrument, later.part) is not part or earlier.side != later.side:
        return Change(Verdict.UNKNOWN, None, None, None, "other_part")
    if not (is_same_unit(part, earlier.unit) and is_same_unit(part, later.unit)):
        return Change(Verdict.UNKNOWN, None, None, None, "other_unit")
    difference = later.score - earlier.score
    if part.better is Better.NEITHER:
        return Change(Verdict.UNKNOWN, difference, None, None, "no_direction")
    gain = difference if part.better is Better.HIGHER else -difference
    important = important_difference(part, diagnoses)
    if important is None:
        return Change(Verdict.UNKNOWN, difference, gain, None, "no_difference")
    return Change(_verdict(gain, important.value), difference, gain, important)


def important_difference(part: Part, diagnoses: Iterable[str] = ()) -> ImportantDifference | None:
    """The one found in a condition of the patient, else one for all; None: not known for this patient."""
    codes = tuple(code.replace(".", "").upper() for code in diagnoses)
    for each in part.important:
        if each.diagnoses and any(code.startswith(each.diagnoses) for code in codes):
            return each
    return next((each for each in part.important if not each.diagnoses), None)


def retest(instrument_name: str, last_on: date, on: date) -> Retest:
    """Whether the same instrument may, or should, be given again on a day."""
    instrument = find(instrument_name)
    if instrument is None or instrument.retest_days is None:
        return Retest(RetestState.UNKNOWN)
    earliest_on, due_on = (last_on + timedelta(days=days) for days in instrument.retest_days)
    state = RetestState.POSSIBLE
    if on < earliest_on:
        state = RetestState.TOO_EARLY
    elif on >= due_on:
        state = RetestState.DUE
    return Retest(state, earliest_on, due_on)


def is_percentile(unit: str) -> bool:
    return plain(unit) in _PERCENTILES


def is_same_unit(part: Part, unit: str) -> bool:
    """True when a score of this unit is on the part's scale; a report that states no unit means the scale's own."""
    said, own = plain(unit), plain(part.unit)
    return not said or said == own or any(said in names and own in names for names in _SAME)


def _verdict(gain: Decimal, important: Decimal) -> Verdict:
    if gain >= important:
        return Verdict.IMPROVED
    return Verdict.WORSE if gain <= -important else Verdict.SAME


def _in_bands(
    bands: Iterable[Band], score: Decimal, deviations: Decimal | None, source: str, certainty: str
) -> Standing | None:
    band = next((band for band in bands if score >= band.starts_at), None)
    return Standing(band.words, band.level, deviations, source, certainty) if band else None
