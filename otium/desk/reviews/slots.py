"""Times at which a therapist is free for a talk with a payer, within its window."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from uuid import UUID

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

    Two queries; at most two a day, up to and with the last day, two weeks at most.
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


def _is_free(start: datetime, length: timedelta, busy: list[tuple[datetime, datetime]]) -> bool:
    return not any(begin < start + length and start < end for begin, end in busy)


def _taken(
    therapist_id: UUID, practice: Practice, start: datetime, end: datetime, *, but: UUID | None = None
) -> list[tuple[datetime, datetime]]:
    visits = AppointmentParticipant.objects.filter(
        practice=practice, actor_id=therapist_id, is_held=True, period__overlap=(start, end + timedelta(days=1))
    )
    return [*((each.lower, each.upper) for each in visits.values_list("period", flat=True)),
            *_talks(therapist_id, practice, start, end, but)]  # fmt: skip


def _talks(
    therapist_id: UUID, practice: Practice, start: datetime, end: datetime, but: UUID | None
) -> Iterator[tuple[datetime, datetime]]:
    rows = PeerToPeer.objects.filter(
        practice=practice, therapist_id=therapist_id, state=PeerToPeerState.SCHEDULED.value,
        slot_at__gte=start - timedelta(hours=2), slot_at__lte=end,
    ).exclude(pk=but)  # fmt: skip
    for slot_at, minutes in rows.values_list("slot_at", "slot_minutes"):
        if slot_at is not None:
            yield slot_at, slot_at + timedelta(minutes=minutes or MINUTES)
