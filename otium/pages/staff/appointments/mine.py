"""A therapist's own day, made for a phone: who comes next, whether the visit is cleared, whom to call."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_safe

from otium.desk import access, clock
from otium.desk.appointments import Event
from otium.pages import present
from otium.pages.middleware import shown
from otium.pages.staff.appointments import loading
from otium.pages.staff.appointments.cells import Cell, cell
from otium.pages.staff.appointments.contacts import Contact, contacts
from otium.pages.staff.appointments.loading import Booked
from otium.pages.staff.appointments.present import VOID, can_follow, day_of
from otium.pages.staff.clearance.strip import Strip
from otium.pages.staff.records.owner import practice_of
from otium.records.models import Practice, Therapist
from otium.terms.schedule import VisitStatus

NEXT = {
    VisitStatus.BOOKED: Event.ARRIVE, VisitStatus.ARRIVED: Event.START, VisitStatus.IN_SESSION: Event.FINISH,
}  # fmt: skip
WORDS = {
    Event.ARRIVE: lazy("Mark as arrived"), Event.START: lazy("Begin the session"), Event.FINISH: lazy("Mark as done"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Turn:
    """One visit of the day. `act`: the address that says the next step of it, `act_words` its button; empty where
    nothing can be said now. `finish`: of one whose time is over, where steps were left out.
    """

    cell: Cell
    hours: str
    contacts: tuple[Contact, ...]
    chart_url: str
    act: str
    act_words: str
    finish: str
    is_next: bool
    place: str = ""


@dataclass(frozen=True, slots=True)
class Mine:
    """`turns`: what is still open first, each in order of time; `over`: done, missed, cancelled."""

    title: str
    is_today: bool
    turns: tuple[Turn, ...]
    over: tuple[Turn, ...]
    before: str
    after: str
    after_words: str


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Of whoever signs in as a therapist; others choose whose day they look at."""
    practice = practice_of(request)
    today = clock.day(request.at, practice)
    therapists = list(Therapist.objects.filter(practice=practice).order_by("name", "id"))
    own = next((t for t in therapists if t.staff_id == request.user.pk), None)
    asked = request.GET.get("therapist")
    whose = next((t for t in therapists if str(t.pk) == asked), own)
    shown_on = day_of(request.GET.get("on", ""), today)
    member = next((m for m in request.memberships if m.practice_id == practice.pk), None)
    context = {
        "practice": practice,
        "whose": whose.name if whose else "",
        "is_own": whose is not None and whose == own,
        "therapists": [(f"{reverse('my_day')}?{urlencode({'practice': practice.slug, 'therapist': t.pk})}", t.name)
                       for t in therapists],
        "may_change": member is not None and access.may_enter(access.DOORS["visit_arrive"], member, None),
        "back": request.get_full_path(),
    }  # fmt: skip
    if whose:
        visits = loading.visits(practice, shown_on, therapist_id=whose.pk)
        shown(request, practice.pk, *(v.patient_id for v in visits))
        extra = {"therapist": str(whose.pk)} if whose != own else {}
        context["mine"] = _mine(visits, shown_on, practice, request.at, extra)
    return render(request, "appointments/mine.html", context)


def _mine(visits: list[Booked], shown_on: date, practice: Practice, at: datetime, extra: dict[str, str]) -> Mine:
    """Three queries and those of clearance."""
    today = clock.day(at, practice)
    strips, numbers = loading.strips(practice, visits, today), contacts(practice, visits, today)
    turns = turns_of(visits, practice, at, strips, numbers)

    def to(days: int) -> str:
        said = {"practice": practice.slug, "on": (shown_on + timedelta(days=days)).isoformat(), **extra}
        return f"{reverse('my_day')}?{urlencode(said)}"

    return Mine(
        title=_("Today") if shown_on == today else present.day(shown_on, today),
        is_today=shown_on == today,
        turns=tuple(turn for turn, is_open in turns if is_open),
        over=tuple(turn for turn, is_open in turns if not is_open),
        before=to(-1),
        after=to(1),
        after_words=_("Tomorrow") if shown_on == today else present.day(shown_on + timedelta(days=1), today),
    )


def turns_of(
    visits: list[Booked],
    practice: Practice,
    at: datetime,
    strips: Mapping[UUID, Strip],
    numbers: Mapping[UUID, tuple[Contact, ...]],
) -> list[tuple[Turn, bool]]:
    """Each with whether it is still open. The next is the first open one that is not over, else the first open one.

    The location is said where the day leads to more than one.
    """
    is_one_place = len({v.location_id for v in visits}) == 1
    is_open = [v.status not in VOID and v.status != "done" for v in visits]
    still = [v for v, stands in zip(visits, is_open, strict=True) if stands]
    upcoming = next((v for v in still if v.ends_at > at), still[0] if still else None)
    return [
        (
            replace(
                _turn(v, practice, at, strips.get(v.pk), numbers.get(v.patient_id, ()), is_next=v is upcoming),
                place=", ".join(filter(None, ("" if is_one_place else v.location, v.room))),
            ),
            stands,
        )
        for v, stands in zip(visits, is_open, strict=True)
    ]


def _turn(
    visit: Booked,
    practice: Practice,
    at: datetime,
    strip: Strip | None,
    numbers: tuple[Contact, ...],
    *,
    is_next: bool,
) -> Turn:
    zone, today = clock.zone(practice), clock.day(at, practice)
    start, end = visit.starts_at.astimezone(zone), visit.ends_at.astimezone(zone)

    def to(event: Event) -> str:
        may = can_follow(visit, event, start.date() > today, visit.starts_at > at)
        return reverse(f"visit_{event.value}", args=[visit.pk]) if may else ""

    event = NEXT.get(VisitStatus(visit.status))
    act = to(event) if event else ""
    return Turn(
        cell=cell(visit, practice, strip),
        hours=f"{present.hour(start)} – {present.hour(end)}",
        contacts=numbers,
        chart_url=f"{reverse('chart', args=[visit.patient_id])}?{urlencode({'visit': visit.pk})}",
        act=act,
        act_words=str(WORDS[event]) if event and act else "",
        finish=to(Event.FINISH) if event is not Event.FINISH and visit.ends_at <= at else "",
        is_next=is_next,
    )
