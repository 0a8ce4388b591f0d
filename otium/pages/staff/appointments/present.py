"""One visit as plain values."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from django.urls import reverse
from django.utils.translation import gettext as _

from otium.desk import clock
from otium.desk.appointments import MOVES, Event
from otium.desk.appointments.kinds import margins_of
from otium.desk.mend.options import VISIT_STATES, VISIT_TYPES, words
from otium.desk.offers import freed
from otium.desk.offers.freed import FreedHour
from otium.pages import present
from otium.pages.words import missed
from otium.records.models import Appointment
from otium.terms.schedule import MISSED, VisitStatus

TONES = {
    VisitStatus.BOOKED: "unknown",
    VisitStatus.ARRIVED: "clear",
    VisitStatus.IN_SESSION: "clear",
    VisitStatus.DONE: "clear",
    VisitStatus.NO_SHOW: "risk",
    VisitStatus.CANCELLED: "unknown",
    VisitStatus.LATE_CANCEL: "risk",
}
VOID = tuple(status.value for status in MISSED)
YEARS = 50  # a week farther off is a mistyped one


class HasState(Protocol):
    """A visit, whole or as a row of the calendar."""

    @property
    def status(self) -> str: ...
    @property
    def confirmed_at(self) -> datetime | None: ...


@dataclass(frozen=True, slots=True)
class Detail:
    id: str
    patient: str
    patient_url: str
    when: str
    with_whom: str
    kind: str
    place: str
    held: str
    together: tuple["Beside", ...]
    state: str
    state_word: str
    reason: str
    note: str
    codes: str
    to_enter: bool
    is_clash: bool
    is_of_series: bool
    is_freed: bool
    is_void: bool
    can: tuple[str, ...]
    schedule_url: str


@dataclass(frozen=True, slots=True)
class Beside:
    """Another visit of the session."""

    words: str
    url: str


def detail(visit: Appointment, together: Iterable[Appointment], at: datetime) -> Detail:
    """`can` are the events that may follow now; `together` the others of its session."""
    zone = clock.zone(visit.practice)
    start, end = visit.starts_at.astimezone(zone), visit.ends_at.astimezone(zone)
    on = clock.day(at, visit.practice)
    return Detail(
        id=str(visit.pk),
        patient=f"{visit.patient.first_name} {visit.patient.last_name}",
        patient_url=reverse("patient", args=[visit.patient_id]),
        when=f"{present.full_day(start.date())}, {present.hour(start)} – {present.hour(end)}",
        with_whom=", ".join(p for p in (visit.therapist.name, visit.therapist.credential) if p)
        if visit.therapist
        else _("unknown"),
        kind=words(VISIT_TYPES, visit.kind),
        place=", ".join(p.name for p in (visit.location, visit.room) if p) or _("not said"),
        held=_held(visit, start, end),
        together=tuple(beside(each, visit) for each in together),
        state=tone_of(visit),
        state_word=state_of(visit),
        reason=missed.reason(visit.reason_code, visit.reason),
        note=visit.note,
        codes=", ".join(f"{code} × {units}" for code, units in visit.lines) or _("unknown"),
        to_enter=visit.to_enter_in_emr,
        is_clash=visit.is_clash,
        is_of_series=visit.series_id is not None,
        is_void=visit.status in VOID,
        is_freed=visit.status in VOID and freed.is_free(FreedHour(visit), at),
        can=(
            *(e.value for e in Event if can_follow(visit, e, start.date() > on, visit.starts_at > at)),
            *_confirm(visit, at),
        ),
        schedule_url=reverse("schedule") + f"?week={monday(start.date()).isoformat()}&practice={visit.practice.slug}",
    )


def _held(visit: Appointment, start: datetime, end: datetime) -> str:
    """What the time beside the visit is for, and until when whose; empty where there is none."""
    margins = margins_of(visit)
    travel, notes, turnover = margins.travel_minutes, margins.documentation_minutes, margins.turnover_minutes
    said = {
        "leaves": present.hour(start - timedelta(minutes=travel)),
        "back": present.hour(end + timedelta(minutes=travel)),
        "written": present.hour(end + timedelta(minutes=travel + notes)),
        "ready": present.hour(end + timedelta(minutes=turnover)),
    }
    parts = [
        _("travel from %(leaves)s and back by %(back)s") % said if travel else "",
        _("notes until %(written)s") % said if notes else "",
        _("the room made ready until %(ready)s") % said if turnover and visit.room_id else "",
    ]
    return ", ".join(filter(None, parts))


def _confirm(visit: Appointment, at: datetime) -> tuple[str, ...]:
    is_ahead = visit.status == VisitStatus.BOOKED.value and visit.starts_at > at
    return ("confirm",) if is_ahead and visit.confirmed_at is None else ()


def _is_confirmed(visit: HasState) -> bool:
    return visit.status == VisitStatus.BOOKED.value and visit.confirmed_at is not None


def tone_of(visit: HasState) -> str:
    return "clear" if _is_confirmed(visit) else TONES[VisitStatus(visit.status)]


def state_of(visit: HasState) -> str:
    return _("Confirmed") if _is_confirmed(visit) else words(VISIT_STATES, visit.status)


def beside(visit: Appointment, of: Appointment) -> Beside:
    """The other patient of a group, the other therapist of a co-treatment."""
    name = f"{visit.patient.first_name} {visit.patient.last_name}"
    if visit.patient_id == of.patient_id:
        name = ", ".join(filter(None, (visit.therapist.name, visit.therapist.discipline))) if visit.therapist else name
    is_void = visit.status in VOID
    return Beside(f"{name} ({state_of(visit).lower()})" if is_void else name, reverse("visit", args=[visit.pk]))


def can_follow(visit: HasState, event: Event, is_ahead: bool, is_to_come: bool) -> bool:
    is_said_by_itself = event is Event.CANCEL_LATE  # a cancellation turns out to be late
    if is_said_by_itself or (VisitStatus(visit.status), event) not in MOVES:
        return False
    if event in (Event.ARRIVE, Event.START):
        return not is_ahead
    return not is_to_come if event in (Event.FINISH, Event.MISS) else True


def monday_of(text: str, on: date) -> date:
    """The Monday of the week of an ISO day; of `on` when it cannot be meant."""
    return monday(day_of(text, on))


def day_of(text: str, on: date) -> date:
    """An ISO day; `on` when it cannot be meant."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return on
    return day if abs(day.year - on.year) <= YEARS else on


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
