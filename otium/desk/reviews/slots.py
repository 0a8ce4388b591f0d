"""Times at which a therapist is free for a talk with a payer, within its window; the time that a talk holds."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from psycopg.errors import ExclusionViolation
from psycopg.types.range import Range

from otium.desk import clock
from otium.desk.appointments import times
from otium.records.models import AppointmentParticipant, PeerToPeer, Practice
from otium.terms.prior_auth import PeerToPeerState

OFFERED = 6
A_DAY = 2  # so many of one day, that a payer has days to choose from
MINUTES = 15
AHEAD = timedelta(days=14)
SOONEST = timedelta(minutes=15)  # from now: the payer is on the phone


def free(
    therapist_id: UUID, practice: Practice, *, at: datetime, until_on: date | None, minutes: int = MINUTES
) -> list[datetime]:
    """The next times in the practice's hours at which no visit and no other talk takes the therapist.

    One query; at most two a day, up to and with the last day, two weeks at most.
    """
    length, start = timedelta(minutes=minutes), at + SOONEST
    end = at + AHEAD
    if until_on is not None:
        end = min(end, clock.instant(until_on, time.max, practice))
    busy = _taken(therapist_id, practice, at, end)
    found: list[datetime] = []
    for candidate in times.candidates(start, length, practice):
        if candidate + length > end or len(found) == OFFERED:
            break
        day = clock.day(candidate, practice)
        if sum(clock.day(each, practice) == day for each in found) < A_DAY and _is_free(candidate, length, busy):
            found.append(candidate)
    return found


def is_free(therapist_id: UUID, practice: Practice, start: datetime, minutes: int, *, but: UUID) -> bool:
    """`but`: the talk itself, which may be moved."""
    length = timedelta(minutes=minutes)
    return _is_free(start, length, _taken(therapist_id, practice, start, start + length, but=but))


def hold(talk: PeerToPeer) -> bool:
    """Take the therapist's time for a talk that is set, or give it back for any other. False: they are taken then, and
    the talk holds nothing."""
    rows = AppointmentParticipant.objects.filter(practice_id=talk.practice_id, talk=talk)
    if talk.state != PeerToPeerState.SCHEDULED or talk.slot_at is None or talk.therapist_id is None:
        rows.delete()
        return True
    period = Range(talk.slot_at, talk.slot_at + timedelta(minutes=talk.slot_minutes or MINUTES))
    taken = {"actor_type": "therapist", "actor_id": talk.therapist_id, "period": period, "is_held": True,
             "together": talk.pk}  # fmt: skip
    try:
        with transaction.atomic():
            AppointmentParticipant.objects.update_or_create(practice_id=talk.practice_id, talk=talk, defaults=taken)
    except IntegrityError as error:
        if isinstance(error.__cause__, ExclusionViolation):
            rows.delete()
            return False
        raise
    return True


def hold_all(practice: Practice) -> None:
    """Talks that are set and hold no time, as something stood in their way that has moved since. One query without."""
    held = AppointmentParticipant.objects.filter(practice=practice, talk__isnull=False).values("talk")
    for talk in PeerToPeer.objects.filter(practice=practice, state=PeerToPeerState.SCHEDULED.value).exclude(
        pk__in=held
    ):
        hold(talk)


def _is_free(start: datetime, length: timedelta, busy: list[tuple[datetime, datetime]]) -> bool:
    return not any(begin < start + length and start < end for begin, end in busy)


def _taken(
    therapist_id: UUID, practice: Practice, start: datetime, end: datetime, *, but: UUID | None = None
) -> list[tuple[datetime, datetime]]:
    """By visits and by talks."""
    rows = AppointmentParticipant.objects.filter(
        practice=practice, actor_id=therapist_id, is_held=True, period__overlap=(start, end + timedelta(days=1))
    )
    periods = (rows.exclude(talk_id=but) if but else rows).values_list("period", flat=True)
    return [(each.lower, each.upper) for each in periods]
