"""Is this score possible, for this person, on this day?"""

from datetime import date

from otium.rules.instruments.reading import is_percentile, is_same_unit
from otium.rules.instruments.registry import find, part_of
from otium.terms.chart import Measure
from otium.terms.duty import Param
from otium.terms.instrument import Instrument, Part, ScoreProblem

Params = dict[str, Param]


def check(
    measure: Measure, *, born_on: date | None = None, last_taken_on: date | None = None
) -> tuple[ScoreProblem, ...]:
    """What is odd about a score, worst first; empty: nothing. A name that is not in the registry is said, not refused.

    `last_taken_on`: when the same scale was last given; too soon after it is said, not refused.
    """
    instrument = find(measure.instrument)
    if instrument is None:
        return (ScoreProblem("instrument_unknown", "instrument", False, {"instrument": measure.instrument}),)
    part = part_of(instrument, measure.part)
    found = [_of_part(instrument, measure)] if part is None else list(_of_score(instrument, part, measure))
    found += _of_age(instrument, born_on, measure.taken_on)
    found += _of_interval(instrument, last_taken_on, measure.taken_on)
    return tuple(sorted(found, key=lambda problem: not problem.is_refused))


def months_old(born_on: date, on: date) -> int:
    """Full months of age."""
    return (on.year - born_on.year) * 12 + on.month - born_on.month - (on.day < born_on.day)


def _of_part(instrument: Instrument, measure: Measure) -> ScoreProblem:
    parts = ", ".join(part.name for part in instrument.parts)
    if not measure.part.strip():
        return ScoreProblem("part_missing", "part", False, {"instrument": instrument.name, "parts": parts})
    return ScoreProblem(
        "part_unknown", "part", False, {"instrument": instrument.name, "part": measure.part, "parts": parts}
    )


def _of_score(instrument: Instrument, part: Part, measure: Measure) -> list[ScoreProblem]:
    named: Params = {"instrument": instrument.name, "part": part.name}
    found = []
    if part.has_sides and measure.side not in ("left", "right"):
        found.append(ScoreProblem("side_missing", "side", False, named))
    if is_percentile(measure.unit) and not is_percentile(part.unit):
        if not 0 <= measure.score <= 100:
            found.append(ScoreProblem("percentile_impossible", "score", True, {"score": measure.score}))
        return found
    if not is_same_unit(part, measure.unit):
        unit: Params = {"unit": measure.unit, "expected": part.unit}
        return [*found, ScoreProblem("unit_other", "unit", False, named | unit)]
    bounds: Params = named | {"score": measure.score, "low": part.low, "high": part.high}
    if measure.score < part.low:
        found.append(ScoreProblem("score_below", "score", True, bounds))
    elif measure.score > part.high:
        found.append(ScoreProblem("score_above", "score", True, bounds))
    elif (measure.score - part.low) % part.step:
        step: Params = {"score": measure.score, "step": part.step}
        found.append(ScoreProblem("score_between", "score", True, named | step))
    return found


def _of_age(instrument: Instrument, born_on: date | None, on: date) -> list[ScoreProblem]:
    if instrument.ages_months is None:
        return []
    named: Params = {"instrument": instrument.name}
    if born_on is None:
        return [ScoreProblem("age_unknown", "taken_on", False, named)]
    first, last = instrument.ages_months
    months = months_old(born_on, on)
    if months < first:
        return [ScoreProblem("age_under", "instrument", False, named | {"months": months, "first": first})]
    if months > last:
        return [ScoreProblem("age_over", "instrument", False, named | {"months": months, "last": last})]
    return []


def _of_interval(instrument: Instrument, last_on: date | None, on: date) -> list[ScoreProblem]:
    if last_on is None or instrument.retest_days is None or on <= last_on:
        return []
    earliest = instrument.retest_days[0]
    if (on - last_on).days >= earliest:
        return []
    params: Params = {"instrument": instrument.name, "taken_on": last_on, "days": earliest}
    return [ScoreProblem("too_early", "taken_on", False, params)]
