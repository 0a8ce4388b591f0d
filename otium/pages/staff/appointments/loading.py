"""What the pages of the calendar show: visits, talks and clearance of some days, each in a fixed number of queries."""

import json
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any, NamedTuple, Self
from uuid import UUID

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import BigIntegerField, F, Func, JSONField, QuerySet, TextField
from django.db.models.functions import Cast, TruncDate

from otium.desk import clearance, clock
from otium.desk.visit_messages import delivering
from otium.desk.visit_messages.delivering import Reach
from otium.pages.staff.appointments.present import VOID
from otium.pages.staff.clearance.strip import Strip, strip
from otium.records import house, prepared
from otium.records.models import Appointment, PeerToPeer, Practice
from otium.records.prepared import Rows
from otium.records.scope import Days
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


class Talk(NamedTuple):
    """A talk with a payer's clinician that is set for a time: it takes the therapist's as a visit does."""

    pk: UUID
    slot_at: datetime
    slot_minutes: int | None
    therapist_id: UUID | None
    therapist: str | None
    patient_id: UUID
    first_name: str
    last_name: str

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """The visits of one therapist (or of nobody) on one day, in order of time.

    Each is itself and like no other: what was read once from the same rows is the same block, so what is drawn of it
    can be kept.
    """

    visits: tuple[Booked, ...]
    patients: frozenset[UUID]
    count: int  # of visits that take place

    @classmethod
    def of(cls, visits: Iterable[Booked]) -> Self:
        """`visits` are some."""
        listed = tuple(visits)
        return cls(listed, frozenset(v.patient_id for v in listed), sum(v.status not in VOID for v in listed))


_COLUMNS = (
    "pk", "patient_id", "patient__first_name", "patient__last_name", "patient__phone", "therapist_id",
    "therapist__name", "location_id", "location__name", "room_id", "room__name", "starts_at", "ends_at", "status",
    "confirmed_at", "kind", "together_id", "series_id", "to_enter_in_emr",
)  # fmt: skip


_OF_TALKS = (
    "pk", "slot_at", "slot_minutes", "therapist_id", "therapist__name", "request__patient_id",
    "request__patient__first_name", "request__patient__last_name",
)  # fmt: skip

_KEPT = 2_048  # blocks: twenty weeks of twenty therapists, or ten megabytes
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


def between(first: date, days: int, practice: Practice) -> tuple[datetime, datetime]:
    """From the first midnight to the last, in the practice's zone: a day of 23 or 25 hours is a whole one."""
    return clock.instant(first, time(), practice), clock.instant(first + timedelta(days=days), time(), practice)


def _days(practice: Practice, first: date, days: int) -> Days:
    return Days(practice.pk, *between(first, days, practice), clock.zone(practice))


def at_once(practice: Practice, first: date, days: int) -> AbstractContextManager[None]:
    """Within, what pages of several days show is there already: visits, talks, hours, what is taken. One query."""
    scope = _days(practice, first, days)
    return prepared.asked_together(((_blocks, scope), (_talks, scope), *house.wanted(scope)))


def visits(
    practice: Practice, on: date, *, therapist_id: UUID | None = None, location_id: UUID | None = None
) -> list[Booked]:
    """Of one day in order of time, with how far the last message about each went. Two queries."""
    since, until = between(on, 1, practice)
    rows = Appointment.objects.filter(practice=practice, starts_at__gte=since, starts_at__lt=until)
    if therapist_id:
        rows = rows.filter(therapist_id=therapist_id)
    if location_id:
        rows = rows.filter(location_id=location_id)
    told = {visit.pk: delivering.mark(visit) for visit in delivering.marked(rows).only("pk")}
    return [visit._replace(told=told.get(visit.pk)) for visit in read(rows)]


def blocks(
    practice: Practice, first: date, days: int, *, therapist_id: UUID | None = None, location_id: UUID | None = None
) -> list[Block]:
    """The visits of some days by therapist and day of the practice, in no order; how far messages went would be too
    much to read. One query.

    A week is looked at far more often than it changes: what was read before is not taken apart again.
    """
    rows = prepared.rows(_blocks, _days(practice, first, days))
    found = [_block(listed) for _therapist, _on, listed in rows]
    if therapist_id:
        found = [block for block in found if block.visits[0].therapist_id == therapist_id]
    if location_id:
        found = [there for block in found if (there := _at(block, location_id))]
    return found


def _blocks(days: Days) -> Rows:
    rows = Appointment.objects.filter(practice_id=days.practice_id, starts_at__gte=days.since, starts_at__lt=days.until)
    by_day = rows.values("therapist_id", on=TruncDate("starts_at", tzinfo=days.zone)).order_by()
    return by_day.annotate(listed=_listed()).values_list("therapist_id", "on", "listed")


def read(rows: QuerySet[Appointment]) -> list[Booked]:
    """All in one value of one row, in order of time: the driver spends longer on a thousand rows than the database."""
    found = rows.aggregate(listed=_listed())["listed"]
    return list(_booked_of(found)) if found else []


def _listed() -> StringAgg:
    """JSON arrays one after the other, as text."""
    parts = _Array(*(_Microseconds(name) if name in _MOMENTS else F(name) for name in _COLUMNS))
    return StringAgg(Cast(parts, TextField()), delimiter=",", order_by=("starts_at", "pk"))


@lru_cache(maxsize=_KEPT)
def _block(listed: str) -> Block:
    return Block.of(_booked_of(listed))


@lru_cache(maxsize=_KEPT)
def _at(block: Block, location_id: UUID) -> Block | None:
    """Its visits at one location; the same part of the same block, so that what is drawn of it is kept as well."""
    visits = [visit for visit in block.visits if visit.location_id == location_id]
    return block if len(visits) == len(block.visits) else Block.of(visits) if visits else None


def _booked_of(listed: str) -> tuple[Booked, ...]:
    keys: dict[str | None, UUID | None] = {None: None}
    return tuple(_booked(row, keys) for row in json.loads(f"[{listed}]"))


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


def talks(practice: Practice, first: date, days: int, *, therapist_id: UUID | None = None) -> list[Talk]:
    """With payers' clinicians, set for these days."""
    found = (Talk._make(row) for row in prepared.rows(_talks, _days(practice, first, days)))
    return [talk for talk in found if therapist_id in (None, talk.therapist_id)]


def _talks(days: Days) -> Rows:
    rows = PeerToPeer.objects.filter(
        practice_id=days.practice_id,
        state=PeerToPeerState.SCHEDULED.value,
        slot_at__gte=days.since,
        slot_at__lt=days.until,
    )
    return rows.order_by("slot_at", "id").values_list(*_OF_TALKS)


def strips(practice: Practice, booked: list[Booked], on: date) -> dict[UUID, Strip]:
    """Of the visits to come, by visit; without the marks of each check."""
    return strips_of(ledgers(practice, booked, on), {v.pk for v in booked}, on)


def ledgers(practice: Practice, booked: Iterable[Booked], on: date) -> dict[UUID, ClearanceLedger]:
    """Of these visits, those of them that are to come; by patient."""
    to_come = {v.pk: v.patient_id for v in booked if is_to_come(v, practice, on)}
    if not to_come:
        return {}
    return clearance.of_patients(practice, on=on, patients=set(to_come.values()), visits=to_come.keys())


def strips_of(found: Mapping[UUID, ClearanceLedger], shown: set[UUID], on: date) -> dict[UUID, Strip]:
    """Of the visits in `shown` alone: a patient has many more to come than a page shows."""
    wanted = (v for ledger in found.values() for v in ledger.visits if v.visit_id in shown)
    return {v.visit_id: strip(v, on=on, is_short=True) for v in wanted}


def is_to_come(visit: Booked, practice: Practice, on: date) -> bool:
    return visit.status == VisitStatus.BOOKED.value and clock.day(visit.starts_at, practice) >= on
