"""appointments.csv with its known quirks, and the calendar export of the weeks after it."""

from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta
from random import Random

from partners.days import business_day_before
from partners.webpt.table import Row
from partners.world import ATTENDED, BOOKED, CANCELLED, NO_SHOW, Booking, Episode, World

COLUMNS = (
    *("appointmnet_id", "parent_appointment_id", "start_date", "end_date", "check_in_time", "check_out_time"),
    *("calendar_title", "clinic_id", "therapist_id", "appointment_type", "case_id", "patient_id"),
    *("appointment_status", "appointment_creator_id", "apt_apttype", "visit_comment", "reason", "time_stamp"),
)
WINDOW_DAYS = 14
EVALUATION_TYPE, TREATMENT_TYPE = (1, "Initial Evaluation"), (2, "Follow Up")
CREATOR = 9001
REASONS = ("Illness", "Transportation", "Work conflict", "No reason given")
DUPLICATES = 4
"""Rows of each kind of duplicate: a lower id of the same patient, therapist and start, which must lose."""


def rows(world: World) -> tuple[list[Row], list[Row]]:
    """The table of fourteen days back and ahead, and the days after those."""
    rng = Random(f"appointments {world.clinic.slug} {world.on}")  # noqa: S311 - repeatable, not secret
    window = timedelta(days=WINDOW_DAYS)
    booked = sorted(_bookings(world), key=lambda pair: pair[1].id)
    near = [pair for pair in booked if abs(pair[1].on - world.on) <= window]
    ahead = [pair for pair in booked if pair[1].on > world.on + window]
    negative = _negative_ids(near, world)
    first = [_row(world, episode, b, appointment_id=negative.get(b.id, b.id)) for episode, b in near]
    return [*first, *_duplicates(world, near, rng)], [_row(world, e, b, appointment_id=b.id) for e, b in ahead]


def _bookings(world: World) -> Iterator[tuple[Episode, Booking]]:
    return ((episode, booking) for episode in world.episodes for booking in episode.bookings)


def _negative_ids(near: Sequence[tuple[Episode, Booking]], world: World) -> dict[int, int]:
    """Repeats of a series that nobody opened yet stand under a negative id."""
    unopened = [b for _, b in near if b.status == BOOKED and b.parent_id and b.on > world.on]
    return {b.id: -b.id for b in unopened[::9]}


def _duplicates(world: World, near: Sequence[tuple[Episode, Booking]], rng: Random) -> Iterator[Row]:
    """Older copies: one kind still says Scheduled, the other has a negative id. The highest id is the true row."""
    done = [pair for pair in near if pair[1].status in (ATTENDED, CANCELLED)]
    open_ = [pair for pair in near if pair[1].status == BOOKED and pair[1].on > world.on]
    for episode, booking in rng.sample(done, min(DUPLICATES, len(done))):
        yield _row(world, episode, booking, appointment_id=booking.id - 500_000, status=BOOKED)
    for episode, booking in rng.sample(open_, min(DUPLICATES, len(open_))):
        yield _row(world, episode, booking, appointment_id=-booking.id - 500_000, status=BOOKED)


def _row(world: World, episode: Episode, b: Booking, *, appointment_id: int, status: str | None = None) -> Row:
    is_in = (status or b.status) == ATTENDED
    type_id, type_name = EVALUATION_TYPE if b.is_evaluation else TREATMENT_TYPE
    ends_at = b.starts_at + timedelta(minutes=b.minutes)
    return (
        *(appointment_id, b.parent_id, b.starts_at, ends_at),
        *((b.starts_at - timedelta(minutes=4), ends_at) if is_in else (None, None)),
        *(f"{b.therapist.last} OT", world.clinic.id, b.therapist.id, type_name, episode.case_id, episode.patient.id),
        *(status or b.status, CREATOR, type_id, None, _reason(b), _stamp(world, b)),
    )


def _reason(b: Booking) -> str | None:
    return REASONS[b.id % len(REASONS)] if b.status in (CANCELLED, NO_SHOW) else None


def _stamp(world: World, b: Booking) -> datetime:
    """When the row last changed: the visit itself, or the booking some weeks before; never after yesterday."""
    day = b.on if b.on < world.on else business_day_before(world.on, 1 + b.id % 20)
    return datetime.combine(day, time(17, b.id % 60))
