"""What the pages of the calendar show: visits, talks and clearance of some days, each in a fixed number of queries."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from otium.desk import clearance, clock
from otium.pages.staff.clearance.strip import Strip, strip
from otium.records.models import Appointment, PeerToPeer, Practice
from otium.terms.clearance import ClearanceLedger
from otium.terms.prior_auth import PeerToPeerState
from otium.terms.schedule import VisitStatus


class Booked(NamedTuple):
    """A visit as the calendar shows it, with the names of who takes part; None where nobody or nothing is named.

    Read as a plain row: a week has a thousand of them.
    """

    pk: UUID
    patient_id: UUID
    first_name: str
    last_name: str
    phone: str
    therapist_id: UUID | None
    therapist: str | None
    location_id: UUID | None
    location: str | None
    room_id: UUID | None
    room: str | None
    starts_at: datetime
    ends_at: datetime
    status: str
    confirmed_at: datetime | None
    kind: str
    together_id: UUID | None
    series_id: UUID | None
    to_enter_in_emr: bool

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"


_COLUMNS = (
    "pk", "patient_id", "patient__first_name", "patient__last_name", "patient__phone", "therapist_id",
    "therapist__name", "location_id", "location__name", "room_id", "room__name", "starts_at", "ends_at", "status",
    "confirmed_at", "kind", "together_id", "series_id", "to_enter_in_emr",
)  # fmt: skip


def between(first: date, days: int, practice: Practice) -> tuple[datetime, datetime]:
    """From the first midnight to the last, in the practice's zone: a day of 23 or 25 hours is a whole one."""
    return clock.instant(first, time(), practice), clock.instant(first + timedelta(days=days), time(), practice)


def visits(
    practice: Practice, first: date, days: int, *, therapist_id: UUID | None = None, location_id: UUID | None = None
) -> list[Booked]:
    """In order of time."""
    since, until = between(first, days, practice)
    rows = Appointment.objects.filter(practice=practice, starts_at__gte=since, starts_at__lt=until)
    if therapist_id:
        rows = rows.filter(therapist_id=therapist_id)
    if location_id:
        rows = rows.filter(location_id=location_id)
    return read(rows.order_by("starts_at", "pk"))


def read(rows: QuerySet[Appointment]) -> list[Booked]:
    return [Booked._make(row) for row in rows.values_list(*_COLUMNS)]


def talks(practice: Practice, first: date, days: int, *, therapist_id: UUID | None = None) -> list[PeerToPeer]:
    """With payers' clinicians, set for these days."""
    since, until = between(first, days, practice)
    rows = PeerToPeer.objects.filter(
        practice=practice, state=PeerToPeerState.SCHEDULED.value, slot_at__gte=since, slot_at__lt=until
    )
    if therapist_id:
        rows = rows.filter(therapist_id=therapist_id)
    return list(rows.select_related("request__patient", "therapist"))


def strips(practice: Practice, booked: list[Booked], on: date) -> dict[UUID, Strip]:
    """Of the visits to come, by visit; without the marks of each check."""
    return strips_of(ledgers(practice, booked, on), {v.pk for v in booked}, on)


def ledgers(practice: Practice, booked: Iterable[Booked], on: date) -> dict[UUID, ClearanceLedger]:
    """Of the patients with a visit to come among these, by patient."""
    people = {v.patient_id for v in booked if is_to_come(v, practice, on)}
    return clearance.of_patients(practice, on=on, patients=people) if people else {}


def strips_of(found: Mapping[UUID, ClearanceLedger], shown: set[UUID], on: date) -> dict[UUID, Strip]:
    """Of the visits in `shown` alone: a patient has many more to come than a page shows."""
    wanted = (v for ledger in found.values() for v in ledger.visits if v.visit_id in shown)
    return {v.visit_id: strip(v, on=on, is_short=True) for v in wanted}


def is_to_come(visit: Booked, practice: Practice, on: date) -> bool:
    return visit.status == VisitStatus.BOOKED.value and clock.day(visit.starts_at, practice) >= on
