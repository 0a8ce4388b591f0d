"""Facts of the waitlist."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from otium.records.models import AppointmentParticipant, Practice, WaitlistEntry
from otium.terms.waitlist import Waiting, WaitNeed, WaitUrgency


def waiting(practice: Practice) -> list[WaitlistEntry]:
    """The entries of active patients, longest waiting first, with what pages show. One query."""
    rows = WaitlistEntry.objects.filter(
        practice=practice, ended_on=None, entered_in_error=False, patient__practice=practice, patient__is_active=True
    )
    return list(rows.select_related("patient", "therapist", "location").order_by("asked_on", "id"))


def facts(
    entries: Iterable[WaitlistEntry],
    practice: Practice,
    span: tuple[datetime, datetime] | None = None,
    day: tuple[datetime, datetime] | None = None,
) -> list[Waiting]:
    """As rules read them. `span` and `day`: of the opening, to know who has another visit then. At most one query."""
    listed = list(entries)
    held = _held([e.patient_id for e in listed], practice, day) if day else []
    busy = {who for who, since, until in held if span and since < span[1] and span[0] < until}
    that_day = {who for who, _since, _until in held}
    return [_fact(entry, is_busy=entry.patient_id in busy, comes=entry.patient_id in that_day) for entry in listed]


def _held(
    patients: list[UUID], practice: Practice, day: tuple[datetime, datetime]
) -> list[tuple[UUID, datetime, datetime]]:
    rows = AppointmentParticipant.objects.filter(
        practice=practice, actor_id__in=patients, is_held=True, period__overlap=day
    )
    return [(who, period.lower, period.upper) for who, period in rows.values_list("actor_id", "period")]


def _fact(entry: WaitlistEntry, *, is_busy: bool, comes: bool) -> Waiting:
    return Waiting(
        id=entry.pk,
        patient_id=entry.patient_id,
        need=WaitNeed(entry.need),
        minutes=entry.minutes,
        urgency=WaitUrgency(int(entry.urgency)),
        asked_on=entry.asked_on,
        weekdays=frozenset(map(int, entry.weekdays)),
        since=entry.since,
        until=entry.until,
        therapist_id=entry.therapist_id,
        location_id=entry.location_id,
        notice_hours=entry.notice_hours,
        is_busy=is_busy,
        comes_that_day=comes,
    )
