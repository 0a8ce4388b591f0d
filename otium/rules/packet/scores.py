"""Standardized scores: the newest of each, beside the one before the period that is followed."""

from collections import defaultdict
from datetime import date

from otium.rules.packet import words
from otium.rules.packet.course import period_start
from otium.rules.packet.draft import Draft, page
from otium.terms.chart import Chart, Measure
from otium.terms.packet import Section
from otium.terms.provenance import Source, SourceKind

Series = tuple[str, str, str]  # instrument, part, side


def say(draft: Draft) -> None:
    since = period_start(draft.chart) if draft.chart.asked.renews else None
    for of_one in series(draft.chart).values():
        newest = of_one[-1]
        draft.say(Section.SCORES, _said(newest), Source(SourceKind.MEASURE, newest.id), *page(newest.page))
        earlier = compared(of_one, since)
        if earlier is not None:
            sources = (Source(SourceKind.MEASURE, earlier.id), Source(SourceKind.MEASURE, newest.id))
            draft.say(Section.PROGRESS, _change(earlier, newest), *sources)


def series(chart: Chart) -> dict[Series, list[Measure]]:
    """By instrument, part and side, oldest first."""
    found = defaultdict(list)
    for measure in chart.measures:
        if measure.taken_on <= chart.on:
            found[measure.instrument, measure.part, measure.side].append(measure)
    return dict(found)


def compared(of_one: list[Measure], since: date | None) -> Measure | None:
    """What the newest score is set beside: the last one before the period followed, else the first one in it.

    None where the newest was taken before the period, or is the only one.
    """
    newest = of_one[-1]
    earlier = [m for m in of_one[:-1] if m.taken_on < newest.taken_on and m.unit == newest.unit]
    if since is None or newest.taken_on < since or not earlier:
        return None
    before = [m for m in earlier if m.taken_on < since]
    return before[-1] if before else earlier[0]


def name(measure: Measure) -> str:
    return ", ".join(part for part in (measure.instrument, measure.part, measure.side) if part)


def _said(measure: Measure) -> str:
    unit = f" {measure.unit}" if measure.unit else ""
    norm = f" ({measure.norm})" if measure.norm else ""
    return f"{name(measure)}: {words.number(measure.score)}{unit}{norm} on {words.day(measure.taken_on)}"


def _change(earlier: Measure, newest: Measure) -> str:
    unit = f" {newest.unit}" if newest.unit else ""
    return (
        f"{name(newest)}: from {words.number(earlier.score)} on {words.day(earlier.taken_on)} "
        f"to {words.number(newest.score)}{unit} on {words.day(newest.taken_on)}"
    )
