"""A practice's clock is set to another time zone: what becomes of its visits to come.

Visits that are over, and talks that are agreed with payers, keep their moment.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from otium.desk import clock, history
from otium.desk.actor import Actor
from otium.desk.appointments import holding, times
from otium.desk.appointments.times import Slot
from otium.desk.mend.problems import Invalid, Problem
from otium.desk.visit_messages import following
from otium.records.models import Appointment, LeftHour, Practice, Series, VisitMessage

CARRIED = "zone_changed"


class Keeps(StrEnum):
    HOUR = "hour"  # three o'clock stays three o'clock
    MOMENT = "moment"  # the moment stays, and the clock says another hour


def to_come(practice: Practice, at: datetime) -> int:
    """Visits booked ahead."""
    return _to_come(practice, at).filter(status__in=holding.HOLDING).count()


@transaction.atomic
def carry(practice: Practice, was: ZoneInfo, keeps: Keeps, *, by: Actor, at: datetime) -> int:
    """How many visits were carried over; `practice` has its new zone, `was` is the one before.

    Messages that have not left are taken back, to be written anew. Raises Invalid where an hour does not exist that
    day, Taken where somebody has something else then; nothing changes in both cases.
    """
    visits = list(_to_come(practice, at).select_for_update(of=("self",)).order_by("starts_at", "id"))
    following.take_back_waiting(practice, (each.pk for each in visits), by=by, at=at)
    if keeps is Keeps.MOMENT:
        _retime_series(practice, visits, was)
        return len(visits)
    wanted = {each.pk: _at_its_hour(each, practice, was) for each in visits}
    holding.release(visits)
    for each in visits:
        before, after = history.changes(each, wanted[each.pk])
        for name, value in wanted[each.pk].items():
            setattr(each, name, value)
        each.save(update_fields=list(wanted[each.pk]))
        history.record(each, CARRIED, by=by, at=at, before=before, after=after)
    for each in visits:
        if taken := holding.hold(each):
            raise holding.Taken([holding.clash(each, clock.day(each.starts_at, practice), taken)], [])
    _as_told(practice, visits, was)
    _with_left_hours(practice, was, at)
    return len(visits)


def _to_come(practice: Practice, at: datetime) -> Any:
    return Appointment.objects.filter(practice=practice, starts_at__gt=at)


def _at_its_hour(visit: Appointment, practice: Practice, was: ZoneInfo) -> dict[str, Any]:
    local = visit.starts_at.astimezone(was)
    minutes = int((visit.ends_at - visit.starts_at).total_seconds() // 60)
    slot = Slot(visit.therapist_id, local.date(), local.time(), minutes)
    if visit.status in holding.HOLDING and not times.exists(slot, practice):
        words = _("On %(day)s the clock has no %(hour)s there. Move that visit first.")
        said = {"day": local.date().isoformat(), "hour": f"{local:%H:%M}"}
        raise Invalid([Problem("zone_keeps", words % said)])
    starts_at, ends_at = times.span(slot, practice)
    return {"starts_at": starts_at, "ends_at": ends_at}


def _as_told(practice: Practice, visits: Iterable[Appointment], was: ZoneInfo) -> None:
    """Families were told an hour, which has not changed."""
    stands = {each.pk: each.starts_at for each in visits}
    for told in VisitMessage.objects.filter(practice=practice, appointment__in=stands).order_by("id"):
        told.starts_at = told.starts_at.astimezone(was).replace(tzinfo=clock.zone(practice))
        told.save(update_fields=["starts_at"])


def _with_left_hours(practice: Practice, was: ZoneInfo, at: datetime) -> None:
    """What visits left by a move is offered as an hour of the clock, as what was cancelled is."""
    for left in LeftHour.objects.filter(practice=practice, starts_at__gt=at).order_by("id"):
        length = left.ends_at - left.starts_at
        left.starts_at = left.starts_at.astimezone(was).replace(tzinfo=clock.zone(practice))
        left.ends_at = left.starts_at.astimezone(UTC) + length
        left.save(update_fields=["starts_at", "ends_at"])


def _retime_series(practice: Practice, visits: Iterable[Appointment], was: ZoneInfo) -> None:
    """A series names the hour of the clock: that of its first visit to come which stands at it."""
    series = {row.pk: row for row in Series.objects.filter(practice=practice, pk__in={v.series_id for v in visits})}
    for visit in visits:
        row = series.get(visit.series_id) if visit.series_id else None
        if row is not None and visit.starts_at.astimezone(was).time() == row.starts_at:
            row.starts_at = visit.starts_at.astimezone(clock.zone(practice)).time()
            row.save(update_fields=["starts_at"])
            del series[row.pk]
