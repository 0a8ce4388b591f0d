"""Standardized scores: the newest of each with how it stands, beside the one before the period that is followed.

What an instrument is, how a score stands and what a change is worth: rules/instruments. A score it cannot be is a gap
and is not said.
"""

from collections import defaultdict
from datetime import date

from otium.rules import instruments
from otium.rules.packet import words
from otium.rules.packet.course import period_start
from otium.rules.packet.draft import Draft, page
from otium.terms.chart import Chart, Measure
from otium.terms.instrument import Basis, Change, RetestState, ScoreProblem
from otium.terms.packet import Section
from otium.terms.provenance import Source, SourceKind

Series = tuple[str, str, str]  # instrument, part, side
BASES = {Basis.MCID: "the smallest change that matters to patients", Basis.MDC: "the measuring error of the test",
         Basis.HALF_SD: "half a standard deviation"}  # fmt: skip


def say(draft: Draft) -> None:
    since = period_start(draft.chart) if draft.chart.asked.renews else None
    for of_one in series(draft.chart).values():
        newest = of_one[-1]
        draft.say(Section.SCORES, _said(newest), Source(SourceKind.MEASURE, newest.id), *page(newest.page))
        earlier = compared(of_one, since)
        if earlier is not None:
            sources = (Source(SourceKind.MEASURE, earlier.id), Source(SourceKind.MEASURE, newest.id))
            text = _changed(earlier, newest, draft.chart.diagnoses)
            draft.say(Section.PROGRESS, text, *sources, *page(earlier.page), *page(newest.page))


def check(draft: Draft) -> None:
    """Scores that cannot be, that say nothing to a reviewer, or that are due again."""
    chart = draft.chart
    for measure in chart.measures:
        for problem in instruments.check(measure, born_on=chart.who.birth_on):
            _lack(draft, measure, problem)
    for of_one in series(chart).values():
        newest = of_one[-1]
        if _could_stand(newest) and instruments.standing(newest) is None:
            draft.lack("score_without_norm", Section.SCORES, is_blocking=False, instrument=name(newest))
        again = instruments.retest(newest.instrument, newest.taken_on, chart.on)
        if chart.asked.renews and again.state is RetestState.DUE:
            draft.lack("retest_due", Section.SCORES, is_blocking=False, instrument=name(newest), on=newest.taken_on)


def _lack(draft: Draft, measure: Measure, problem: ScoreProblem) -> None:
    if problem.is_refused:
        shown = words.number(measure.score)
        draft.lack("score_impossible", Section.SCORES, instrument=name(measure), score=shown, on=measure.taken_on)
    elif problem.code in ("age_under", "age_over"):
        draft.lack("score_for_another_age", Section.SCORES, is_blocking=False, instrument=name(measure))


def series(chart: Chart) -> dict[Series, list[Measure]]:
    """By instrument, part and side, oldest first; scores that cannot be are left out."""
    found = defaultdict(list)
    for measure in chart.measures:
        if measure.taken_on <= chart.on and not _is_refused(chart, measure):
            known = instruments.find(measure.instrument)
            part = instruments.part_of(known, measure.part) if known else None
            key = (known.key if known else measure.instrument, part.name if part else measure.part, measure.side)
            found[key].append(measure)
    return dict(found)


def _could_stand(measure: Measure) -> bool:
    """A norm is to be had: the scale has one, or nobody here knows the test."""
    known = instruments.find(measure.instrument)
    part = instruments.part_of(known, measure.part) if known else None
    return known is None or (part is not None and (part.norm is not None or bool(part.bands)))


def _is_refused(chart: Chart, measure: Measure) -> bool:
    return any(problem.is_refused for problem in instruments.check(measure, born_on=chart.who.birth_on))


def compared(of_one: list[Measure], since: date | None) -> Measure | None:
    """What the newest score is set beside: the last one before the period followed, else the first one in it.

    None where the newest was taken before the period, or is the only one on its scale.
    """
    newest = of_one[-1]
    earlier = [m for m in of_one[:-1] if m.taken_on < newest.taken_on and m.unit == newest.unit]
    if since is None or newest.taken_on < since or not earlier:
        return None
    before = [m for m in earlier if m.taken_on < since]
    return before[-1] if before else earlier[0]


def name(measure: Measure) -> str:
    """As a reviewer knows the test: its full name, the scale, the side."""
    known = instruments.find(measure.instrument)
    full = known.full if known else measure.instrument
    if known and known.name not in (full, "") and known.name.lower() not in full.lower():
        full = f"{full} ({known.name})"
    part = instruments.part_of(known, measure.part) if known else None
    shown = measure.part if part is None or not part.is_whole else ""
    return ", ".join(p for p in (full, shown, measure.side) if p)


def amount(measure: Measure) -> str:
    """The score with its unit; a scale that is counted in points is a bare number."""
    known = instruments.find(measure.instrument)
    part = instruments.part_of(known, measure.part) if known else None
    unit = measure.unit or (part.unit if part else "")
    shown = words.number(measure.score)
    if unit.endswith(("score", "quotient")):
        return f"{unit} {shown}"
    return f"{shown} {unit}" if unit else shown


def _said(measure: Measure) -> str:
    about = [measure.norm] if measure.norm.strip() else []
    stands = instruments.standing(measure)
    if stands is not None and stands.words != measure.norm.strip():
        about.insert(0, stands.words)
        if stands.deviations:
            side = "below" if stands.deviations < 0 else "above"
            away = words.count(abs(stands.deviations), "standard deviation")
            about.insert(1, f"{away} {side} the mean")
    tail = f" ({', '.join(about)})" if about else ""
    return f"{name(measure)}, {words.day(measure.taken_on)}: {amount(measure)}{tail}"


def _changed(earlier: Measure, newest: Measure, diagnoses: tuple[str, ...]) -> str:
    text = (
        f"{name(newest)}: from {amount(earlier)} on {words.day(earlier.taken_on)} "
        f"to {amount(newest)} on {words.day(newest.taken_on)}"
    )
    return text + _worth(instruments.change(earlier, newest, diagnoses=diagnoses))


def _worth(change: Change) -> str:
    """What the change means, where the instrument says in which direction a person does better."""
    if change.gain is None:
        return ""
    if not change.gain:
        return ", unchanged"
    text = f", {'better' if change.gain > 0 else 'worse'} by {words.number(abs(change.gain))}"
    if change.important is None:
        return text
    return f"{text} ({BASES[change.important.basis]} is {words.number(change.important.value)})"
