"""Book a visit, or one each week."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from otium.desk import history, settle, verifying
from otium.desk.actor import Actor
from otium.desk.appointments import holding, times
from otium.desk.appointments.holding import Clash
from otium.desk.appointments.times import Slot
from otium.desk.mend.problems import Invalid, Problem
from otium.records.models import Appointment, EpisodeOfCare, Location, Patient, Practice, Series, Therapist
from otium.terms.schedule import VisitStatus, VisitType

MOST_VISITS = 104
WHY = "visit booked"


@dataclass(frozen=True, slots=True)
class Booking:
    """`visits` of more than one are a series, every `interval_weeks` weeks. `is_sure`: warnings are accepted, and
    days of a series on which somebody is taken are left out."""

    patient_id: UUID
    slot: Slot
    kind: str = VisitType.TREATMENT.value
    location_id: UUID | None = None
    note: str = ""
    visits: int = 1
    interval_weeks: int = 1
    is_sure: bool = False


@dataclass(frozen=True, slots=True)
class Booked:
    """`skipped`: days of the series without a visit, because the practice is closed or somebody is taken."""

    visits: tuple[Appointment, ...]
    skipped: tuple[date, ...] = ()


@transaction.atomic
def book(booking: Booking, *, practice_id: UUID, by: Actor, at: datetime) -> Booked:
    """All visits of the booking, or none. Raises Invalid for a time that cannot be, Taken where somebody is."""
    settle.lock_practice(practice_id)
    practice = Practice.objects.get(pk=practice_id)
    _check(booking, practice, at)
    days = _days(booking)
    open_days = days if len(days) == 1 else [d for d in days if times.is_open(d, practice)]
    slots = [slot for slot in map(booking.slot.on_day, open_days) if times.exists(slot, practice)]
    series = _series(booking, practice, days) if len(days) > 1 else None
    visits, clashes = [], []
    for slot in slots:
        visit = _visit(booking, slot, practice, series)
        if holding.hold(visit):
            visits.append(visit)
        else:
            clashes.append(holding.clash(visit, slot.on))
            visit.delete()
    if clashes and (len(days) == 1 or not booking.is_sure or not visits):
        raise _taken(clashes, booking, practice, at)
    for visit in visits:
        history.record(visit, "booked", by=by, at=at, after={"starts_at": visit.starts_at, "kind": visit.kind})
    settle.settle(practice, by=by, at=at, patients=[booking.patient_id], why=WHY)
    verifying.ask(practice, at=at, patients=[booking.patient_id])
    booked_on = {slot.on for slot in slots} - {c.on for c in clashes}
    return Booked(tuple(visits), tuple(d for d in days if d not in booked_on))


def _check(booking: Booking, practice: Practice, at: datetime) -> None:
    found = list(times.problems(booking.slot, practice, at))
    if not Patient.objects.filter(pk=booking.patient_id, practice=practice).exists():
        found.append(Problem("patient", _("Choose one of the list.")))
    if not Therapist.objects.filter(pk=booking.slot.therapist_id, practice=practice).exists():
        found.append(Problem("therapist", _("Choose one of the list.")))
    if booking.location_id and not Location.objects.filter(pk=booking.location_id, practice=practice).exists():
        found.append(Problem("location", _("Choose one of the list.")))
    if not 1 <= booking.visits <= MOST_VISITS or not 1 <= booking.interval_weeks <= 4:
        found.append(Problem("visits", _("Book 1 to 104 visits at once, every 1 to 4 weeks.")))
    elif not found and not times.is_near(_days(booking)[-1], practice, at):
        found.append(Problem("visits", _("The last of these visits is more than two years ahead. Book fewer.")))
    if booking.kind not in list(VisitType):
        found.append(Problem("kind", _("Choose one of the list.")))
    if booking.is_sure:
        found = [p for p in found if not p.is_warning]
    if found:
        raise Invalid(found)


def _days(booking: Booking) -> list[date]:
    step = timedelta(weeks=booking.interval_weeks)
    return [booking.slot.on + n * step for n in range(booking.visits)]


def _series(booking: Booking, practice: Practice, days: list[date]) -> Series:
    slot = booking.slot
    return Series.objects.create(
        practice=practice,
        patient_id=booking.patient_id,
        therapist_id=slot.therapist_id,
        weekdays=[slot.on.weekday()],
        interval_weeks=booking.interval_weeks,
        starts_at=slot.starts_at,
        minutes=slot.minutes,
        starts_on=days[0],
        ends_on=days[-1],
    )


def _visit(booking: Booking, slot: Slot, practice: Practice, series: Series | None) -> Appointment:
    starts_at, ends_at = times.span(slot, practice)
    episodes = EpisodeOfCare.objects.filter(practice=practice, patient_id=booking.patient_id, is_active=True)
    return Appointment.objects.create(
        practice=practice,
        patient_id=booking.patient_id,
        episode_id=episodes.order_by("-starts_on", "id").values_list("pk", flat=True).first(),
        therapist_id=slot.therapist_id,
        location_id=booking.location_id,
        series=series,
        starts_at=starts_at,
        ends_at=ends_at,
        status=VisitStatus.BOOKED.value,
        kind=booking.kind,
        note=booking.note.strip(),
        to_enter_in_emr=practice.calendar_master == "emr",
    )


def _taken(clashes: list[Clash], booking: Booking, practice: Practice, at: datetime) -> holding.Taken:
    slot = booking.slot.on_day(clashes[0].on)
    return holding.taken(clashes, slot, booking.patient_id, practice, at)
