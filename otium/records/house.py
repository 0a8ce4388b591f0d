"""Facts of the house: hours and days off on file, and what takes the time of therapists and rooms.

Each function takes one query, whatever there is.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Aggregate, BooleanField, F, Field, Func, QuerySet
from psycopg.types.range import Range

from otium.records import models, prepared
from otium.records.prepared import Asked, Rows
from otium.records.scope import Days
from otium.terms.capacity import Shift
from otium.terms.schedule import ActorType, DaysOff, Hours, Stretch

ONE_DAY = timedelta(days=1)  # longer than any visit
PLACES = (ActorType.THERAPIST.value, ActorType.ROOM.value)


class _RangeAgg(Aggregate):
    """Spans that touch or overlap become one: a therapist's full day is one span."""

    function = "range_agg"
    output_field: Field = Field()  # as the driver reads it: a Multirange


class _IsAny(Func):
    """The column is the id of one of these rows. They are looked up by the index of the column; joined, PostgreSQL
    reads all that a practice ever booked."""

    template, arg_joiner = "(%(expressions)s))", " = any("
    output_field: Field = BooleanField()

    def __init__(self, column: str, rows: QuerySet[Any]) -> None:
        super().__init__(F(column), ArraySubquery(rows.order_by().values("id")))


def hours(practice_id: UUID) -> dict[UUID, list[Shift]]:
    """By therapist; those of a location itself by location."""
    found: dict[UUID, list[Shift]] = defaultdict(list)
    for therapist, place, weekdays, starts_at, ends_at, first, last in prepared.rows(_hours, practice_id):
        read = Hours(frozenset(map(int, weekdays)), starts_at, ends_at, first, last)
        found[therapist or place].append(Shift(read, place))
    return found


def _hours(practice_id: UUID) -> Rows:
    rows = models.WorkingHours.objects.filter(practice_id=practice_id, entered_in_error=False).order_by("id")
    return rows.values_list(
        "therapist_id", "location_id", "weekdays", "starts_at", "ends_at", "starts_on", "ends_on"
    )  # fmt: skip


def days_off(practice_id: UUID) -> dict[UUID, list[DaysOff]]:
    """By therapist, room or location."""
    found: dict[UUID, list[DaysOff]] = defaultdict(list)
    for therapist, room, place, first, last in prepared.rows(_days_off, practice_id):
        found[therapist or room or place].append(DaysOff(first, last))
    return found


def _days_off(practice_id: UUID) -> Rows:
    rows = models.TimeOff.objects.filter(practice_id=practice_id, entered_in_error=False).order_by("id")
    return rows.values_list("therapist_id", "room_id", "location_id", "starts_on", "ends_on")


def wanted(days: Days) -> tuple[Asked, ...]:
    """What all functions of this module read, to be asked for at once."""
    of_practice = tuple((build, days.practice_id) for build in (_hours, _days_off))
    return *of_practice, *((build, _earlier(days)) for build in (_of_visits, _of_talks))


def taken(days: Days) -> dict[UUID, dict[int, tuple[Stretch, ...]]]:
    """By therapist or room and its seat, in order of time: what visits take that begin in these days or a day before.

    Asked by the start of visits, which an index knows, not by all that a practice ever booked.
    """
    return _by_seat(prepared.rows(_of_visits, _earlier(days)))


def talked(days: Days) -> dict[UUID, dict[int, tuple[Stretch, ...]]]:
    """As `taken`, of talks with payers."""
    return _by_seat(prepared.rows(_of_talks, _earlier(days)))


def _earlier(days: Days) -> Days:
    return replace(days, since=days.since - ONE_DAY)


def _of_visits(days: Days) -> Rows:
    visits = models.Appointment.objects.filter(
        practice_id=days.practice_id, starts_at__gte=days.since, starts_at__lt=days.until
    )
    return _spans(days, _IsAny("appointment_id", visits))


def _of_talks(days: Days) -> Rows:
    talks = models.PeerToPeer.objects.filter(
        practice_id=days.practice_id, slot_at__gte=days.since, slot_at__lt=days.until
    )
    return _spans(days, _IsAny("talk_id", talks))


def _spans(days: Days, of_them: _IsAny) -> Rows:
    rows = models.AppointmentParticipant.objects.filter(
        of_them, practice_id=days.practice_id, is_held=True, actor_type__in=PLACES
    )
    held = rows.order_by("actor_id", "seat").values("actor_id", "seat")
    return held.annotate(spans=_RangeAgg("period")).values_list("actor_id", "seat", "spans")


def _by_seat(rows: Iterable[tuple[UUID, int, Iterable[Range[datetime]]]]) -> dict[UUID, dict[int, tuple[Stretch, ...]]]:
    found: dict[UUID, dict[int, tuple[Stretch, ...]]] = defaultdict(dict)
    for actor, seat, spans in rows:
        found[actor][seat] = tuple(Stretch(span.lower, span.upper) for span in spans if span.lower and span.upper)
    return found
