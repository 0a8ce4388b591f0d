"""How many of the visits planned since the authorization that is followed were made. Counted, never estimated."""

from datetime import date

from otium.rules.packet import words
from otium.rules.packet.course import period_start
from otium.rules.packet.draft import Draft
from otium.terms.chart import Chart
from otium.terms.packet import Section
from otium.terms.provenance import Source, SourceKind
from otium.terms.schedule import CALLED_OFF, MADE, Visit, VisitStatus

V = VisitStatus


def say(draft: Draft) -> None:
    chart = draft.chart
    past = visits(chart)
    settled = [v for v in past if v.status is not V.BOOKED]
    if not settled:
        return
    made, cancelled, missed = (sum(v.status in group for v in settled) for group in (MADE, CALLED_OFF, (V.NO_SHOW,)))
    parts = [f"{made} {'was' if made == 1 else 'were'} attended"]
    parts += [f"{cancelled} cancelled"] if cancelled else []
    parts += [f"{missed} missed without notice"] if missed else []
    first, last = settled[0].on, settled[-1].on
    text = (
        f"Of {words.count(len(settled), 'visit')} planned {_span(first, last)}, "
        f"{words.listed(parts)} ({words.percent(made, len(settled))} attended)"
    )
    draft.say(Section.ATTENDANCE, text, *(Source(SourceKind.APPOINTMENT, v.id) for v in settled))


def _span(first: date, last: date) -> str:
    return f"on {words.day(first)}" if first == last else f"from {words.day(first)} to {words.day(last)}"


def visits(chart: Chart) -> list[Visit]:
    """Before the day of the packet, since the start of what is followed, else of care; by time."""
    since = period_start(chart)
    return [v for v in chart.visits if v.on < chart.on and (since is None or v.on >= since)]


def unconfirmed(chart: Chart) -> int:
    """Visits of the past that nobody has marked as made or missed."""
    return sum(v.status is V.BOOKED for v in visits(chart))
