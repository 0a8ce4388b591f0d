"""Visits and weeks as plain values."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from otium.desk import clock
from otium.desk.appointments import MOVES, Event
from otium.desk.mend.options import VISIT_STATES, VISIT_TYPES, words
from otium.desk.visit_messages import delivering
from otium.desk.visit_messages.delivering import Reach
from otium.pages import present
from otium.pages.staff.clearance.strip import Strip
from otium.pages.words.families import MARKS
from otium.records.models import Appointment, PeerToPeer, Practice, Therapist
from otium.terms.schedule import VisitStatus

TONES = {"booked": "unknown", "arrived": "clear", "done": "clear", "no_show": "risk", "cancelled": "unknown"}
VOID = ("cancelled", "no_show")
WEEKEND = 5
YEARS = 50  # a week farther off is a mistyped one


@dataclass(frozen=True, slots=True)
class Detail:
    id: str
    patient: str
    patient_url: str
    when: str
    with_whom: str
    kind: str
    place: str
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
        together=tuple(_beside(each, visit) for each in together),
        state=_tone(visit),
        state_word=_state(visit),
        reason=visit.reason,
        note=visit.note,
        codes=", ".join(f"{code} × {units}" for code, units in visit.lines) or _("unknown"),
        to_enter=visit.to_enter_in_emr,
        is_clash=visit.is_clash,
        is_of_series=visit.series_id is not None,
        is_void=visit.status in VOID,
        is_freed=visit.status in VOID and visit.starts_at > at and visit.therapist_id is not None,
        can=(
            *(e.value for e in Event if _can(visit, e, start.date() > on, visit.starts_at > at)),
            *_confirm(visit, at),
        ),
        schedule_url=reverse("schedule") + f"?week={_monday(start.date()).isoformat()}&practice={visit.practice.slug}",
    )


def _confirm(visit: Appointment, at: datetime) -> tuple[str, ...]:
    is_ahead = visit.status == VisitStatus.BOOKED.value and visit.starts_at > at
    return ("confirm",) if is_ahead and visit.confirmed_at is None else ()


def _is_confirmed(visit: Appointment) -> bool:
    return visit.status == VisitStatus.BOOKED.value and visit.confirmed_at is not None


def _tone(visit: Appointment) -> str:
    return "clear" if _is_confirmed(visit) else TONES[visit.status]


def _state(visit: Appointment) -> str:
    return _("Confirmed") if _is_confirmed(visit) else words(VISIT_STATES, visit.status)


def _beside(visit: Appointment, of: Appointment) -> Beside:
    """The other patient of a group, the other therapist of a co-treatment."""
    name = f"{visit.patient.first_name} {visit.patient.last_name}"
    if visit.patient_id == of.patient_id:
        name = ", ".join(filter(None, (visit.therapist.name, visit.therapist.discipline))) if visit.therapist else name
    is_void = visit.status in VOID
    return Beside(f"{name} ({_state(visit).lower()})" if is_void else name, reverse("visit", args=[visit.pk]))


def _can(visit: Appointment, event: Event, is_ahead: bool, is_to_come: bool) -> bool:
    if (VisitStatus(visit.status), event) not in MOVES:
        return False
    if event is Event.ARRIVE:
        return not is_ahead
    return not is_to_come if event in (Event.FINISH, Event.MISS) else True


@dataclass(frozen=True, slots=True)
class Cell:
    url: str
    hour: str
    name: str
    what: str
    state: str
    state_word: str
    is_void: bool
    to_enter: bool
    strip: Strip | None


@dataclass(frozen=True, slots=True)
class Day:
    iso: str
    name: str
    is_today: bool


@dataclass(frozen=True, slots=True)
class Lane:
    """One therapist's week: visits by day."""

    name: str
    days: tuple[tuple[Day, tuple[Cell, ...]], ...]


@dataclass(frozen=True, slots=True)
class Week:
    title: str
    days: tuple[Day, ...]
    lanes: tuple[Lane, ...]
    before: str
    after: str
    count: int


def monday_of(text: str, on: date) -> date:
    """The Monday of the week of an ISO day; of `on` when it cannot be meant."""
    return _monday(day_of(text, on))


def day_of(text: str, on: date) -> date:
    """An ISO day; `on` when it cannot be meant."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return on
    return day if abs(day.year - on.year) <= YEARS else on


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def week(
    visits: Iterable[Appointment],
    monday: date,
    practice: Practice,
    on: date,
    strips: Mapping[UUID, Strip] | None = None,
    talks: Iterable[PeerToPeer] = (),
) -> Week:
    """Weekends only where somebody is booked on them. `strips`: clearance by visit, where it was asked for.

    `talks`: those with payers that take a therapist's time.
    """
    known, booked = strips or {}, list(visits)
    placed = [_Placed(v.therapist, v.starts_at, cell(v, practice, known.get(v.pk))) for v in booked]
    placed += [_Placed(t.therapist, t.slot_at, talk_cell(t, t.slot_at, practice)) for t in talks if t.slot_at]
    by_place: dict[tuple[str, date], list[Cell]] = {}
    for each in sorted(placed, key=lambda each: (each.at, each.cell.url)):
        by_place.setdefault((each.lane, clock.day(each.at, practice)), []).append(each.cell)
    used = {day for _name, day in by_place}
    all_days = [monday + timedelta(days=n) for n in range(7)]
    days = [Day(d.isoformat(), present.day(d, on), d == on) for d in all_days if d.weekday() < WEEKEND or d in used]
    lanes = [
        Lane(name, tuple((d, tuple(by_place.get((name, date.fromisoformat(d.iso)), ()))) for d in days))
        for name in sorted({each.lane for each in placed})
    ]
    sunday = monday + timedelta(days=6)
    return Week(
        title=f"{present.short_day(monday, on)} – {present.short_day(sunday, on)}",
        days=tuple(days),
        lanes=tuple(lanes),
        before=(monday - timedelta(days=7)).isoformat(),
        after=(monday + timedelta(days=7)).isoformat(),
        count=sum(v.status not in VOID for v in booked),
    )


@dataclass(frozen=True, slots=True)
class _Placed:
    therapist: Therapist | None
    at: datetime
    cell: Cell

    @property
    def lane(self) -> str:
        return self.therapist.name if self.therapist else _("No therapist")


def talk_cell(talk: PeerToPeer, slot_at: datetime, practice: Practice) -> Cell:
    """A talk with a payer's clinician: it takes the therapist's time as a visit does."""
    patient = talk.request.patient
    return Cell(
        url=reverse("peer_to_peer", args=[talk.pk]),
        hour=present.hour(slot_at.astimezone(clock.zone(practice))),
        name=_("Peer-to-peer"),
        what=_("call with the payer about %(name)s") % {"name": f"{patient.first_name} {patient.last_name}"},
        state="",
        state_word="",
        is_void=False,
        to_enter=False,
        strip=None,
    )


def cell(visit: Appointment, practice: Practice, strip: Strip | None) -> Cell:
    shows_state = visit.status != VisitStatus.BOOKED.value or visit.confirmed_at is not None
    told = "" if shows_state else delivering.mark(visit) or ""
    return Cell(
        url=reverse("visit", args=[visit.pk]),
        hour=present.hour(visit.starts_at.astimezone(clock.zone(practice))),
        name=f"{visit.patient.first_name} {visit.patient.last_name}",
        what=_what(visit),
        state=_tone(visit) if shows_state else "blocked" if told == Reach.FAILED else "unknown" if told else "",
        state_word=_state(visit) if shows_state else str(MARKS.get(told, "")),
        is_void=visit.status in VOID,
        to_enter=visit.to_enter_in_emr,
        strip=strip,
    )


def _what(visit: Appointment) -> str:
    """What is not usual of it: no treatment, one of a session, in a room."""
    kind = words(VISIT_TYPES, visit.kind) if visit.kind != "treatment" else ""
    return ", ".join(
        filter(None, (kind, _("shared") if visit.together_id else "", visit.room.name if visit.room else ""))
    )
