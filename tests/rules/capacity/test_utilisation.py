"""What share of the hours is used, and what was lost."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from otium.rules.capacity import hours
from otium.rules.capacity.lost import is_short_notice, losses, unknown
from otium.rules.capacity.utilisation import by_hour_of_week, of_room, of_worker
from otium.terms.capacity import Session, Site, SiteRoom, Use
from otium.terms.schedule import VisitStatus
from tests.rules.capacity.house import BOB, GYM, MAIN, MON, roster, session, shift, worker

WEEK = hours.days_of(MON)
GONE, MISSED, BOOKED = VisitStatus.CANCELLED, VisitStatus.NO_SHOW, VisitStatus.BOOKED
NINE = datetime(2026, 11, 30, 14, tzinfo=UTC)


@pytest.mark.parametrize(
    ("sessions", "use"),
    [
        ([], Use(2400, 0)),
        ([session()], Use(2400, 60)),
        ([session(status=BOOKED)], Use(2400, 60)),
        ([session(status=MISSED), session(status=GONE)], Use(2400, 0)),
        ([session(), session()], Use(2400, 60)),  # they clash, or are one group
        ([session(since="08:30")], Use(2400, 30, 30)),
        ([session(MON + timedelta(days=5))], Use(2400, 0, 60)),
        ([session(therapist_id=BOB)], Use(2400, 0)),
    ],
    ids=["nothing", "made", "booked", "void", "at once", "before hours", "Saturday", "of another"],
)
def test_a_therapists_hours(sessions: list[Session], use: Use) -> None:
    assert of_worker(worker(shift()), sessions, roster(), WEEK) == use


@pytest.mark.parametrize(("use", "percent"), [(Use(0, 0, 60), None), (Use(2400, 0), 0), (Use(90, 60), 67)])
def test_a_share_of_nothing_is_not_said(use: Use, percent: int | None) -> None:
    assert use.percent == percent


@pytest.mark.parametrize(
    ("capacity", "keys", "use"),
    [
        (1, (1,), Use(2700, 60)),
        (3, (1,), Use(8100, 60)),
        (3, (1, 2), Use(8100, 120)),
        (3, (1, 1), Use(8100, 60)),  # two of one session take one place
    ],
)
def test_a_rooms_hours(capacity: int, keys: tuple[int, ...], use: Use) -> None:
    room = SiteRoom(GYM, "Gym", MAIN, capacity)
    sessions = [session(room_id=GYM, key=UUID(int=key)) for key in keys]

    assert of_room(room, sessions, roster(sites=(Site(MAIN, "Main"),)), WEEK) == use


def test_the_heat_map_has_every_hour_that_is_offered_or_used() -> None:
    found = by_hour_of_week(
        [worker(shift("0", 9, 11))], [session(since="09:30"), session(since="18:00")], roster(), WEEK
    )

    assert found == {(0, 9): Use(60, 30), (0, 10): Use(60, 30), (0, 18): Use(0, 0, 60)}


@pytest.mark.parametrize(
    ("status", "hours_before", "is_short"),
    [
        (MISSED, None, True),
        (VisitStatus.LATE_CANCEL, None, True),
        (VisitStatus.LATE_CANCEL, 30, True),  # later than the practice asks for
        (GONE, 23.99, True),
        (GONE, 24, False),
        (GONE, -1, True),
        (GONE, None, False),
        (VisitStatus.DONE, 1, False),
        (BOOKED, None, False),
    ],
)
def test_short_notice_is_less_than_a_day(status: VisitStatus, hours_before: float | None, is_short: bool) -> None:
    called = None if hours_before is None else NINE - timedelta(hours=hours_before)

    assert is_short_notice(session(status=status, called_off_at=called)) is is_short


@pytest.mark.parametrize(
    ("others", "lost"),
    [
        ([], 60),
        ([session(status=BOOKED)], 0),
        ([session(since="09:30")], 30),
        ([session(since="10:00")], 60),
        ([session(therapist_id=BOB)], 60),
        ([session(status=GONE)], 60),
    ],
    ids=["nobody", "refilled", "half refilled", "later", "another therapist", "cancelled too"],
)
def test_an_hour_is_lost_unless_somebody_took_it(others: list[Session], lost: int) -> None:
    assert [loss.lost_minutes for loss in losses([session(status=MISSED), *others])] == [lost]


def test_a_group_whose_others_came_loses_nothing_and_an_empty_one_loses_the_hour_once() -> None:
    key = uuid4()
    came = [session(key=key, status=MISSED), session(key=key)]
    empty = [session(key=key, status=MISSED), session(key=key, status=MISSED)]

    assert sum(loss.lost_minutes for loss in losses(came)) == 0
    assert sum(loss.lost_minutes for loss in losses(empty)) == 60


def test_cancelled_visits_of_which_nobody_knows_when_are_counted_apart() -> None:
    assert unknown([session(status=GONE), session(status=GONE, called_off_at=NINE), session(status=MISSED)]) == 1
