"""Who was asked about a coverage: inquiries by wire, calls; and when it is asked next."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from otium.desk import clock, standing
from otium.desk.board import NEEDS_PERSON, Board, BookedVisit
from otium.pages import present
from otium.pages.staff.eligibility.rows import next_step, why
from otium.pages.staff.patients.load import Chart
from otium.pages.staff.traffic.words import STANDINGS as PARCELS
from otium.pages.words.calls_made import OUTCOMES
from otium.pages.words.standings import STANDINGS
from otium.records import models as m
from otium.terms.coverage_standing import StandingState

SHOWN = 20  # the newest of each
PRESSING = NEEDS_PERSON | {StandingState.ASKING}


@dataclass(frozen=True, slots=True)
class Stands:
    """How the visits to come stand with the answer, in one line; `state` is a badge's."""

    state: str
    word: str
    why: str
    next: str
    check: str
    by_hand: bool  # no inquiry can be sent: by phone only, or the records lack something


@dataclass(frozen=True, slots=True)
class Inquiry:
    url: str
    day: str
    state: str
    word: str
    by: str


@dataclass(frozen=True, slots=True)
class CallMade:
    day: str
    state: str
    word: str
    number: str
    representative: str
    reference: str
    minutes: str
    promise: str
    note: str
    by: str


def stands(board: Board, row: m.Coverage) -> Stands | None:
    """The first visit that needs somebody or is asked about, else the next one. None without a visit."""
    mine = [b for b in board.visits if b.payer and b.payer.id == row.pk]
    if not mine:
        return None
    worst = next((b for b in mine if b.standing.state in PRESSING), None)
    asked_next = next((b for b in mine if b.standing.asks_from), mine[0])
    shown = worst or mine[0]
    state, word, _means = STANDINGS[shown.standing.state]
    return Stands(
        state=state,
        word=str(word),
        why=why(shown, board),
        next=next_step(shown, board),
        check=_next_check(worst or asked_next, board, len(mine)),
        by_hand=shown.standing.state is StandingState.CANNOT_ASK,
    )


def _next_check(shown: BookedVisit, board: Board, count: int) -> str:
    """When the payer is asked next, and for which visit."""
    stands, on = shown.standing, board.places[shown.practice_id].on
    if stands.asks_from is None or stands.asks_by is None:
        words = "The answer speaks for the one visit to come.", "The answer speaks for all %(n)d visits to come."
        return ngettext(*words, count) % {"n": count} if stands.state is StandingState.VERIFIED else ""
    days = {"visit": present.day(shown.visit.on, on), "by": present.day(stands.asks_by, on)}
    if stands.asks_from > on:
        start = present.day(stands.asks_from, on)
        return _("Next check from %(start)s, by %(by)s, for the visit on %(visit)s.") % {**days, "start": start}
    return _("Next check by %(by)s, for the visit on %(visit)s.") % days


def inquiries(chart: Chart, row: m.Coverage) -> list[Inquiry]:
    """Newest first. One query."""
    rows = m.Parcel.objects.filter(practice=chart.practice, kind="270", focus_type="coverage", focus_id=row.pk)
    rows = rows.select_related("transmission").order_by("-made_at", "-id")
    return [_inquiry(chart, parcel) for parcel in rows[:SHOWN]]


def _inquiry(chart: Chart, parcel: m.Parcel) -> Inquiry:
    said = PARCELS[standing.standing_of(parcel)]
    at = parcel.made_at.astimezone(clock.zone(chart.practice))
    day = f"{present.day(at.date(), chart.on)}, {present.hour(at)}"
    return Inquiry(reverse("parcel", args=[parcel.pk]), day, said.tone, str(said.word), chart.staff.get(parcel.by, ""))


def calls(chart: Chart, row: m.Coverage) -> list[CallMade]:
    """Newest first. One query."""
    rows = m.Call.objects.filter(practice=chart.practice, coverage=row, entered_in_error=False).select_related("by")
    return [_call(chart, each) for each in rows.order_by("-called_at", "-id")[:SHOWN]]


def _call(chart: Chart, call: m.Call) -> CallMade:
    at = call.called_at.astimezone(clock.zone(chart.practice))
    state, word = OUTCOMES[call.outcome]
    parts = []
    if call.hold_minutes is not None:
        parts.append(_("%(n)d min on hold") % {"n": call.hold_minutes})
    if call.talk_minutes is not None:
        parts.append(_("%(n)d min talking") % {"n": call.talk_minutes})
    return CallMade(
        day=f"{present.day(at.date(), chart.on)}, {present.hour(at)}",
        state=state,
        word=str(word),
        number=call.number,
        representative=call.representative,
        reference=call.reference,
        minutes=", ".join(parts),
        promise=_promise(chart, call),
        note=call.note,
        by=call.by.name if call.by else "",
    )


def _promise(chart: Chart, call: m.Call) -> str:
    if not call.promise and call.promised_on is None:
        return ""
    day = present.day(call.promised_on, chart.on) if call.promised_on else _("no day")
    words = _("Promised: %(what)s, %(day)s") % {"what": call.promise or _("an answer"), "day": day}
    return f"{words} ({_('kept')})" if call.promise_kept_at else words
