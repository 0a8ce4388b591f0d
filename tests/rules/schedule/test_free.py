"""Times at which all who are needed are free: hours, days off, what is booked, clocks that change."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from otium.rules.schedule import free
from otium.terms.schedule import DaysOff, Hours, Needed, Stretch

EASTERN = ZoneInfo("America/New_York")
PHOENIX = ZoneInfo("America/Phoenix")
MONDAY = date(2027, 1, 4)
EIGHT_TO_FIVE = Hours(frozenset(range(5)), time(8), time(17))
HOUR = timedelta(hours=1)


def at(text: str, zone: ZoneInfo = EASTERN) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


def span(start: str, end: str) -> Stretch:
    return Stretch(at(start), at(end))


def actor(*busy: Stretch, n: int = 1, days: int = 1, hours: Hours = EIGHT_TO_FIVE) -> Needed:
    on = [MONDAY + timedelta(days=k) for k in range(days)]
    return Needed(UUID(int=n), free.open_spans([hours], [], on, EASTERN), busy)


def first(*needed: Needed, any_of: tuple[Needed, ...] = (), since: str = "2027-01-04T08:00") -> str | None:
    found = next(free.times(needed, any_of, length=HOUR, since=at(since)), None)
    return found.astimezone(EASTERN).isoformat(timespec="minutes")[:16] if found else None


@pytest.mark.parametrize(
    ("busy", "expected"),
    [
        ((), "2027-01-04T08:00"),
        ((span("2027-01-04T08:00", "2027-01-04T09:00"),), "2027-01-04T09:00"),  # begins when another ends
        ((span("2027-01-04T09:00", "2027-01-04T10:00"),), "2027-01-04T08:00"),  # ends when another begins
        ((span("2027-01-04T08:59", "2027-01-04T09:01"),), "2027-01-04T09:15"),
        ((span("2027-01-04T08:00", "2027-01-04T16:00"),), "2027-01-04T16:00"),  # the last hour of the day
        ((span("2027-01-04T08:00", "2027-01-04T16:15"),), None),  # 45 minutes are left
    ],
)
def test_the_first_free_hour_lies_wholly_in_the_hours_and_meets_nothing(
    busy: tuple[Stretch, ...], expected: str | None
) -> None:
    assert first(actor(*busy)) == expected


def test_all_who_are_needed_must_be_free_and_one_room_of_several() -> None:
    therapist = actor(span("2027-01-04T08:00", "2027-01-04T09:00"))
    child = actor(span("2027-01-04T09:30", "2027-01-04T10:00"), n=2)
    rooms = (
        actor(span("2027-01-04T08:00", "2027-01-04T12:00"), n=3),
        actor(span("2027-01-04T10:30", "2027-01-04T13:00"), n=4),
    )

    assert first(therapist, child) == "2027-01-04T10:00"
    assert first(therapist, child, any_of=rooms) == "2027-01-04T12:00"


@pytest.mark.parametrize(
    ("since", "expected"),
    [
        ("2027-01-04T10:00", "2027-01-04T10:00"),
        ("2027-01-04T10:00:01", "2027-01-04T10:15"),
        ("2027-01-04T10:14:59", "2027-01-04T10:15"),
    ],
)
def test_times_begin_on_the_quarter_of_an_hour(since: str, expected: str) -> None:
    assert first(actor(), since=since) == expected


@pytest.mark.parametrize(
    ("hours", "off", "on", "is_open"),
    [
        (EIGHT_TO_FIVE, (), MONDAY, True),
        (EIGHT_TO_FIVE, (), date(2027, 1, 9), False),  # Saturday
        (Hours(frozenset({0}), time(8), time(17), first=MONDAY), (), MONDAY, True),
        (Hours(frozenset({0}), time(8), time(17), first=date(2027, 1, 5)), (), MONDAY, False),
        (Hours(frozenset({0}), time(8), time(17), last=MONDAY), (), MONDAY, True),
        (Hours(frozenset({0}), time(8), time(17), last=date(2027, 1, 3)), (), MONDAY, False),
        (EIGHT_TO_FIVE, (DaysOff(MONDAY, MONDAY),), MONDAY, False),
        (EIGHT_TO_FIVE, (DaysOff(date(2027, 1, 1), date(2027, 1, 3)),), MONDAY, True),
        (EIGHT_TO_FIVE, (DaysOff(date(2027, 1, 5), date(2027, 1, 6)),), MONDAY, True),
    ],
)
def test_hours_count_on_their_weekdays_between_their_days_unless_away(
    hours: Hours, off: tuple[DaysOff, ...], on: date, is_open: bool
) -> None:
    assert bool(free.open_spans([hours], off, [on], EASTERN)) is is_open


def test_hours_that_touch_are_one_span_so_a_visit_may_lie_across_both() -> None:
    morning, afternoon = Hours(frozenset({0}), time(8), time(12)), Hours(frozenset({0}), time(12), time(17))

    assert free.open_spans([afternoon, morning], [], [MONDAY], EASTERN) == (
        span("2027-01-04T08:00", "2027-01-04T17:00"),
    )


def test_what_lies_in_both_hours_is_what_is_common() -> None:
    place = (span("2027-01-04T09:00", "2027-01-04T12:00"), span("2027-01-04T13:00", "2027-01-04T18:00"))

    assert free.common(actor().open, place) == (
        span("2027-01-04T09:00", "2027-01-04T12:00"),
        span("2027-01-04T13:00", "2027-01-04T17:00"),
    )
    assert free.common(actor().open, ()) == ()


@pytest.mark.parametrize(
    ("on", "zone", "hours"),
    [
        (date(2027, 3, 14), EASTERN, 3),  # clocks go forward: 1 to 5 is three hours long
        (date(2027, 11, 7), EASTERN, 5),  # back
        (date(2027, 3, 14), PHOENIX, 4),  # Arizona keeps its clocks
        (date(2027, 3, 14), ZoneInfo("America/Puerto_Rico"), 4),
        (date(2028, 2, 29), EASTERN, 4),
    ],
)
def test_hours_of_the_night_are_as_long_as_they_are(on: date, zone: ZoneInfo, hours: int) -> None:
    night = Hours(frozenset(range(7)), time(1), time(5))

    (found,) = free.open_spans([night], [], [on], zone)

    assert found.end - found.start == timedelta(hours=hours)


def test_nobody_needed_is_no_time() -> None:
    assert list(free.times((), (), length=HOUR, since=at("2027-01-04T08:00"))) == []
