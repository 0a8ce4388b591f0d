"""Move or cancel more than one visit of a series: this and the following, or all that are still to come."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet, Subquery

from otium.desk import clock, settle
from otium.desk.actor import Actor
from otium.desk.appointments import change, times
from otium.desk.appointments.holding import Clash, Taken
from otium.desk.appointments.moves import CANCELS, Event
from otium.desk.appointments.needs import attendance
from otium.desk.appointments.times import Slot
from otium.desk.appointments.wanted import Place
from otium.records.models import Appointment, History, Practice
from otium.terms.schedule import CALLED_OFF, VisitStatus


class Scope(StrEnum):
    """Of which visits of the series a change is meant."""

    THIS = "this"
    FOLLOWING = "following"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Changed:
    """`left`: days of visits that stay where they were: the practice is closed there, somebody is away or taken."""

    visits: tuple[Appointment, ...]
    left: tuple[date, ...] = ()


def meant(visit: Appointment, scope: Scope, at: datetime, *, until: date | None = None) -> list[Appointment]:
    """The visit first, then the others in order of time: booked, to come, with its therapist, up to `until`."""
    if scope is Scope.THIS or visit.series_id is None:
        return [visit]
    since = visit.starts_at if scope is Scope.FOLLOWING else at
    rows = Appointment.objects.filter(
        practice_id=visit.practice_id, series_id=visit.series_id, therapist_id=visit.therapist_id,
        status=VisitStatus.BOOKED.value, starts_at__gte=since,
    ).exclude(pk=visit.pk)  # fmt: skip
    if until is not None:
        practice = Practice.objects.get(pk=visit.practice_id)
        rows = rows.filter(starts_at__lt=clock.instant(until + timedelta(days=1), datetime.min.time(), practice))
    return [visit, *rows.order_by("starts_at", "id")]


@transaction.atomic
def move(
    *,
    appointment_id: UUID,
    to: Slot,
    scope: Scope,
    by: Actor,
    at: datetime,
    place: Place | None = None,
    is_sure: bool = False,
) -> Changed:
    """Each visit moves as many days as the first, to the same hour; one by itself where the scope is THIS.

    Raises what `change.move` raises for the first. Where others are taken: Taken, and nothing moves; with `is_sure`
    those stay where they were. Days on which the practice is closed or somebody is away always stay.
    """
    settle.lock_practice_of(Appointment, appointment_id)
    visit = Appointment.objects.select_related("practice").get(pk=appointment_id)
    practice = visit.practice
    days = to.on - clock.day(visit.starts_at, practice)
    others = meant(visit, scope, at)[1:]
    if days > timedelta():  # the last first: the first would meet the second, which has not gone yet
        others.reverse()
    with settle.together():
        goes_last = days > timedelta()
        first = None if goes_last else _first(visit, to, place, is_sure=is_sure, by=by, at=at)
        moved, left, clashes = _others(others, to, days, place, practice, by=by, at=at)
        first = first or _first(visit, to, place, is_sure=is_sure, by=by, at=at)
        if clashes and not is_sure:
            raise Taken(clashes, [])
    done = sorted((first, *moved), key=lambda each: each.starts_at)
    return Changed(tuple(done), tuple(sorted([*left, *(c.on for c in clashes)])))


@transaction.atomic
def cancel(
    *,
    appointment_id: UUID,
    reason: str,
    scope: Scope,
    by: Actor,
    at: datetime,
    everyone: bool = False,
    until: date | None = None,
    code: str = "",
    told_at: datetime | None = None,
) -> Changed:
    """Give the time of each back, up to and with `until` for a pause. Raises MoveRefused, Invalid."""
    settle.lock_practice_of(Appointment, appointment_id)
    visit = Appointment.objects.get(pk=appointment_id)
    with settle.together():
        done = [
            change.cancel(
                appointment_id=each.pk, reason=reason, code=code, everyone=everyone, told_at=told_at, by=by, at=at
            )
            for each in meant(visit, scope, at, until=until)
        ]
    return Changed(tuple(done))


@transaction.atomic
def restore(*, appointment_id: UUID, by: Actor, at: datetime) -> Changed:
    """Put back a cancelled visit and those that were cancelled in the same act. All of them or none.

    Raises MoveRefused where it is not cancelled, Taken where somebody has another visit by now.
    """
    settle.lock_practice_of(Appointment, appointment_id)
    visit = Appointment.objects.get(pk=appointment_id)
    with settle.together():
        done = [
            change.mark(appointment_id=each, event=Event.REOPEN, by=by, at=at)
            for each in (visit.pk, *cancelled_with(visit))
        ]
    return Changed(tuple(done))


def cancelled_with(visit: Appointment) -> list[UUID]:
    """Others of its series and sessions that are cancelled since the same instant."""
    acts = History.objects.filter(practice_id=visit.practice_id, focus_type="appointment", event__in=CANCELS)
    newest = acts.filter(focus_id=visit.pk).order_by("-at").values("at")[:1]
    beside = Q(together_id=visit.together_id, together_id__isnull=False) | Q(together_id__in=_sessions_of(visit))
    rows = Appointment.objects.filter(
        Q(series_id=visit.series_id, series_id__isnull=False) | beside,
        practice_id=visit.practice_id,
        status__in=CALLED_OFF,
        pk__in=acts.filter(at=Subquery(newest)).values("focus_id"),
    )
    return list(rows.exclude(pk=visit.pk).order_by("starts_at", "id").values_list("pk", flat=True))


def _sessions_of(visit: Appointment) -> QuerySet[Appointment, UUID | None]:
    """Sessions of its series: a group's other patients are in the session alone."""
    rows = Appointment.objects.filter(practice_id=visit.practice_id, series_id=visit.series_id, series_id__isnull=False)
    return rows.filter(together_id__isnull=False).values_list("together_id", flat=True)


def _first(visit: Appointment, to: Slot, place: Place | None, *, is_sure: bool, by: Actor, at: datetime) -> Appointment:
    return change.move(appointment_id=visit.pk, to=to, place=place, is_sure=is_sure, by=by, at=at)


def _others(
    others: list[Appointment],
    to: Slot,
    days: timedelta,
    place: Place | None,
    practice: Practice,
    *,
    by: Actor,
    at: datetime,
) -> tuple[list[Appointment], list[date], list[Clash]]:
    """(moved, days that stay, what stood in the way of the rest)."""
    keys = [key for key in (to.therapist_id, *(v.location_id for v in others[:1])) if key]
    there = list(attendance(keys, practice).values())
    moved: list[Appointment] = []
    left: list[date] = []
    clashes: list[Clash] = []
    for each in others:
        slot = to.on_day(clock.day(each.starts_at, practice) + days)
        is_worked = times.is_open(slot.on, practice) and times.is_worked(slot.on, there)
        if not is_worked or not times.exists(slot, practice):
            left.append(clock.day(each.starts_at, practice))
            continue
        try:
            moved.append(change.move(appointment_id=each.pk, to=slot, place=place, is_sure=True, by=by, at=at))
        except Taken as taken:
            clashes += taken.clashes
    return moved, left, clashes
