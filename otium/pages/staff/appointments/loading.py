"""What the pages of the calendar show: visits, talks and clearance of some days, each in a fixed number of queries."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from operator import attrgetter
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Aggregate, BigIntegerField, F, Func, JSONField, QuerySet, TextField

from otium.desk import clearance, clock
from otium.desk.visit_messages import delivering
from otium.desk.visit_messages.delivering import Reach
from otium.pages.staff.clearance.strip import Strip, strip
from otium.records.models import Appointment, PeerToPeer, Practice
from otium.terms.clearance import ClearanceLedger
from otium.terms.prior_auth import PeerToPeerState
from otium.terms.schedule import VisitStatus


class Booked(NamedTuple):
    """A visit as the calendar shows it, with the names of who takes part; None where nobody or nothing is named."""

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
    key: str  # `pk` as an address says it
    told: Reach | None = None  # how far the last message about it went; None: nobody asked, or nothing was said

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"


_COLUMNS = (
    "pk", "patient_id", "patient__first_name", "patient__last_name", "patient__phone", "therapist_id",
    "therapist__name", "location_id", "location__name", "room_id", "room__name", "starts_at", "ends_at", "status",
    "confirmed_at", "kind", "together_id", "series_id", "to_enter_in_emr",
)  # fmt: skip


_MOMENTS = frozenset({"starts_at", "ends_at", "confirmed_at"})
_TIMES = tuple(n for n, name in enumerate(_COLUMNS) if name in _MOMENTS)
_KEYS = tuple(n for n, name in enumerate(_COLUMNS) if name == "pk" or name.endswith("_id"))
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class _Array(Func):
    function = "json_build_array"
    output_field = JSONField()


class _Microseconds(Func):
    """Of an instant since 1970, as a whole number: exact, and read in a moment."""

    template = "(extract(epoch from %(expressions)s) * 1000000)::bigint"
    output_field = BigIntegerField()


class _Listed(Aggregate):
    function = "json_agg"
    output_field = TextField()  # no converter: the driver reads json by itself


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
    booked = read(rows)
    return _told(booked, rows) if days == 1 else booked  # over a week it would be too much to read


def _told(booked: list[Booked], rows: QuerySet[Appointment]) -> list[Booked]:
    """With how far the last message about each went. One query."""
    found = {visit.pk: delivering.mark(visit) for visit in delivering.marked(rows).only("pk")}
    return [visit._replace(told=found.get(visit.pk)) for visit in booked]


def read(rows: QuerySet[Appointment]) -> list[Booked]:
    """All in one value of one row, in order of time: the driver spends longer on a thousand rows than the database."""
    parts = _Array(*(_Microseconds(name) if name in _MOMENTS else F(name) for name in _COLUMNS))
    found = rows.aggregate(listed=_Listed(parts))["listed"] or []
    keys: dict[str | None, UUID | None] = {None: None}
    return sorted((_booked(row, keys) for row in found), key=attrgetter("starts_at", "pk"))


def _booked(row: list[Any], keys: dict[str | None, UUID | None]) -> Booked:
    """`keys` are the ids read so far: a few therapists and rooms stand in many rows."""
    row.append(row[0])
    for n in _KEYS:
        text = row[n]
        if text not in keys:
            keys[text] = UUID(text)
        row[n] = keys[text]
    for n in _TIMES:
        row[n] = _EPOCH + timedelta(microseconds=row[n]) if row[n] is not None else None
    return Booked(*row)


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
