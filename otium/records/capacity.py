"""Facts of hours and production: who works when, what is booked and made, what it is expected to bring.

Each function takes a fixed number of queries, however many rows there are.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Max, Q
from django.db.models.functions import ExtractIsoWeekDay

from otium.records import house, models
from otium.terms import schedule
from otium.terms.capacity import Care, Granted, Session, Site, SiteRoom, Standing, Target, Waits, Worker
from otium.terms.prior_auth import AuthState
from otium.terms.production import TargetUnit
from otium.terms.schedule import ActorType, Stretch, VisitStatus, VisitType
from otium.terms.waitlist import WaitNeed

CALLED_OFF = tuple(status.value for status in VisitStatus if status in schedule.CALLED_OFF)
HELD = tuple(status.value for status in VisitStatus if status.uses_benefits)
OF_SERIES = (
    "series_id", "series__patient_id", "series__therapist_id", "series__interval_weeks", "series__minutes",
    "series__weekdays",
)  # fmt: skip
GOING_ON = timedelta(days=14)  # a series whose last visit is longer ago has ended
VISITS = (
    "id", "together_id", "patient_id", "therapist_id", "starts_at", "ends_at", "status", "kind", "room_id",
    "location_id", "series_id", "lines",
)  # fmt: skip


def people(practice_id: UUID) -> tuple[tuple[Worker, ...], dict[UUID, Site], tuple[SiteRoom, ...]]:
    """Therapists by name, locations, rooms. Five queries."""
    hours, off = house.hours(practice_id), house.days_off(practice_id)
    of_practice = {"practice_id": practice_id}
    therapists = models.Therapist.objects.filter(**of_practice).order_by("name", "id")
    workers = tuple(
        Worker(key, name, tuple(hours[key]) or None, tuple(off[key]), discipline)
        for key, name, discipline in therapists.values_list("id", "name", "discipline")
    )
    sites = {
        key: Site(key, name, tuple(shift.hours for shift in hours[key]) or None, tuple(off[key]))
        for key, name in models.Location.objects.filter(**of_practice).values_list("id", "name")
    }
    rows = models.Room.objects.filter(**of_practice).order_by("location__name", "name", "id")
    rooms = tuple(
        SiteRoom(key, name, place, capacity, tuple(off[key]), last)
        for key, name, place, capacity, last in rows.values_list("id", "name", "location_id", "capacity", "ended_on")
    )
    return workers, sites, rooms


def sessions(
    practice_id: UUID,
    since: datetime,
    until: datetime,
    day: Callable[[datetime], date],
) -> tuple[Session, ...]:
    """Visits that start in the span, by time; without dollars. Two queries."""
    rows = models.Appointment.objects.filter(
        practice_id=practice_id, starts_at__gte=since, starts_at__lt=until
    ).order_by("starts_at", "id")
    found = list(rows.values_list(*VISITS))
    called_off = _called_off(practice_id, [row[0] for row in found if row[6] in CALLED_OFF])
    return tuple(_session(row, day, called_off.get(row[0])) for row in found)


def _called_off(practice_id: UUID, ids: list[UUID]) -> dict[UUID, datetime]:
    """When a person or a message called the visit off; what an import found cancelled says nothing of when."""
    rows = models.History.objects.filter(
        practice_id=practice_id, focus_id__in=ids, after__status__in=CALLED_OFF
    ).exclude(by="import")
    return dict(rows.values("focus_id").annotate(last=Max("at")).values_list("focus_id", "last"))


def _session(row: Any, day: Callable[[datetime], date], called_off: datetime | None) -> Session:
    key, together, patient, therapist, starts_at, ends_at, status, kind, room, place, series, lines = row
    return Session(
        id=key, key=together or key, patient_id=patient, therapist_id=therapist, on=day(starts_at),
        span=Stretch(starts_at, ends_at), status=VisitStatus(status), kind=VisitType(kind), room_id=room,
        location_id=place, series_id=series, units=sum(units for _code, units in lines) if lines else None,
        called_off_at=called_off,
    )  # fmt: skip


def targets(practice_id: UUID) -> tuple[Target, ...]:
    rows = models.ProductionTarget.objects.filter(practice_id=practice_id, entered_in_error=False)
    columns = ("therapist_id", "unit", "amount", "starts_on", "ends_on")
    return tuple(
        Target(who, TargetUnit(unit), amount, first, last)
        for who, unit, amount, first, last in rows.order_by("starts_on", "id").values_list(*columns)
    )


def held(practice_id: UUID, since: datetime, until: datetime) -> dict[UUID, tuple[Stretch, ...]]:
    """By therapist, all that takes their time: visits with what is held beside them, talks with payers. One query."""
    rows = models.AppointmentParticipant.objects.filter(
        practice_id=practice_id, actor_type=ActorType.THERAPIST.value, is_held=True, period__overlap=(since, until)
    )
    found: dict[UUID, list[Stretch]] = defaultdict(list)
    for key, period in rows.order_by("period").values_list("actor_id", "period"):
        found[key].append(Stretch(period.lower, period.upper))
    return {key: tuple(spans) for key, spans in found.items()}


def care(practice_id: UUID, on: date) -> tuple[Care, ...]:
    """The newest plan of each active episode that is not over. One query."""
    rows = models.PlanOfCare.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=on), Q(episode=None) | Q(episode__is_active=True), practice_id=practice_id,
        entered_in_error=False, patient__is_active=True,
    ).order_by("starts_on", "id")  # fmt: skip
    columns = (
        "patient_id", "episode_id", "therapist_id", "episode__therapist_id", "frequency_per_week", "starts_on",
        "ends_on", "duration_weeks",
    )  # fmt: skip
    newest = {}
    for patient, episode, own, treating, per_week, first, last, duration in rows.values_list(*columns):
        until = last or (first + timedelta(weeks=duration) if duration else None)
        newest[patient, episode] = Care(patient, own or treating, per_week, first, until)
    return tuple(plan for plan in newest.values() if plan.last is None or plan.last >= on)


def standing(practice_id: UUID, zone: ZoneInfo, at: datetime) -> tuple[Standing, ...]:
    """Series with a visit of the last two weeks or to come, once for each of their weekdays. One query.

    A visit that was moved to another day stands for the weekday that it left, and makes none of its own; where all
    were moved, the last one does.
    """
    rows = models.Appointment.objects.filter(
        practice_id=practice_id, series__isnull=False, status__in=HELD, patient__is_active=True
    ).annotate(weekday=ExtractIsoWeekDay("starts_at", tzinfo=zone))
    grouped = rows.values("weekday", *OF_SERIES).annotate(last=Max("starts_at")).filter(last__gte=at - GOING_ON)
    by_series: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    for row in grouped.order_by("series_id", "weekday"):
        by_series[row["series_id"]].append(row)
    return tuple(
        one for days in by_series.values() for one in _weekdays([_standing(row, zone) for row in days], days[0])
    )


def _weekdays(days: list[Standing], row: dict[str, Any]) -> list[Standing]:
    own = [one for one in days if one.last_on.weekday() in row["series__weekdays"]]
    moved = max((one.last_on for one in days if one not in own), default=None)
    if not own or moved is None:
        return own or [max(days, key=lambda one: one.last_on)]
    left = min(own, key=lambda one: one.last_on)
    instead = moved + timedelta(days=left.last_on.weekday() - moved.weekday())
    is_later = instead > left.last_on and (instead - left.last_on).days % (7 * left.interval_weeks) == 0
    return [replace(one, last_on=instead) if one is left and is_later else one for one in own]


def _standing(row: dict[str, Any], zone: ZoneInfo) -> Standing:
    return Standing(
        row["series_id"], row["series__patient_id"], row["series__therapist_id"], row["series__interval_weeks"],
        row["series__minutes"], row["last"].astimezone(zone).date(),
    )  # fmt: skip


def waits(practice_id: UUID) -> tuple[Waits, ...]:
    rows = models.WaitlistEntry.objects.filter(
        practice_id=practice_id, ended_on=None, entered_in_error=False, patient__is_active=True
    ).order_by("asked_on", "id")
    columns = ("patient_id", "need", "minutes", "therapist_id", "therapist__discipline", "discipline")
    return tuple(
        Waits(who, WaitNeed(need), minutes, of, theirs or own)
        for who, need, minutes, of, theirs, own in rows.values_list(*columns)
    )


def granted(practice_id: UUID) -> tuple[Granted, ...]:
    """Authorizations in force of active patients. One query."""
    rows = models.Authorization.objects.filter(
        practice_id=practice_id, state=AuthState.ACTIVE.value, patient__is_active=True
    ).order_by("id")
    return tuple(Granted(*row) for row in rows.values_list("id", "patient_id", "ends_on"))
