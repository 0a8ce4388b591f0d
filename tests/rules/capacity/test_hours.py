"""Hours offered: part-time, holidays, days off, two locations, days on which the clocks change."""

from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from otium.rules.capacity import hours
from otium.terms.capacity import Roster, Site, SiteRoom, Worker
from otium.terms.schedule import DaysOff, Hours
from tests.rules.capacity.house import GYM, MAIN, MON, NORTH, roster, shift, span, worker

TUE, SAT = MON + timedelta(days=1), MON + timedelta(days=5)


@pytest.mark.parametrize(
    ("who", "minutes"),
    [
        (worker(shift()), 8 * 60),
        (worker(shift("135")), 0),
        (worker(shift("0", 9, 12), shift("0", 13, 15)), 5 * 60),
        (worker(shift("0", 9, 13), shift("0", 12, 15)), 6 * 60),  # two that overlap are one
        (worker(), 9 * 60),  # nothing on file: the practice's hours
        (worker(shift(), off=(DaysOff(MON, MON),)), 0),
        (worker(shift(), off=(DaysOff(TUE, TUE),)), 8 * 60),
        (worker(shift(first=MON)), 8 * 60),
        (worker(shift(first=TUE)), 0),
        (worker(shift(last=MON)), 8 * 60),
        (worker(shift(last=MON - timedelta(days=1))), 0),
    ],
    ids=["full day", "other days", "with lunch", "overlapping", "not on file", "day off", "day off tomorrow",
         "from today", "from tomorrow", "until today", "until yesterday"],
)  # fmt: skip
def test_what_a_therapist_offers_on_a_monday(who: Worker, minutes: int) -> None:
    assert hours.minutes(hours.offered(who, roster(), MON)) == minutes


@pytest.mark.parametrize(
    ("known", "on", "minutes"),
    [
        (roster(holidays=frozenset({MON})), MON, 0),
        (roster(holidays=frozenset({TUE})), MON, 480),
        (roster(), SAT, 0),
        (roster(weekdays=frozenset(range(6))), SAT, 480),
    ],
    ids=["holiday", "holiday tomorrow", "Saturday", "open Saturday"],
)
def test_a_closed_day_offers_nothing(known: Roster, on: date, minutes: int) -> None:
    assert hours.minutes(hours.offered(worker(shift("0123456")), known, on)) == minutes


@pytest.mark.parametrize(
    ("main", "minutes"),
    [
        (Site(MAIN, "Main"), 8 * 60),
        (Site(MAIN, "Main", off=(DaysOff(MON, MON),)), 4 * 60),
        (Site(MAIN, "Main", (Hours(frozenset({0}), time(10), time(20)),)), 7 * 60),
        (Site(MAIN, "Main", (Hours(frozenset({1}), time(8), time(20)),)), 4 * 60),
    ],
    ids=["open", "shut", "opens at ten", "not open on Mondays"],
)
def test_a_therapist_of_two_locations_works_where_it_is_open(main: Site, minutes: int) -> None:
    who = worker(shift("0", 9, 13, MAIN), shift("0", 13, 17, NORTH))

    assert hours.minutes(hours.offered(who, roster(sites=(main, Site(NORTH, "North"))), MON)) == minutes


@pytest.mark.parametrize(
    ("on", "zone", "minutes"),
    [
        (date(2026, 3, 8), "America/New_York", 7 * 60),
        (date(2026, 11, 1), "America/New_York", 9 * 60),
        (date(2026, 3, 8), "America/Phoenix", 8 * 60),
        (date(2026, 11, 1), "America/Puerto_Rico", 8 * 60),
        (date(2028, 2, 29), "America/New_York", 8 * 60),
    ],
    ids=["forward", "back", "Arizona", "Puerto Rico", "leap day"],
)
def test_a_night_shift_has_its_true_length(on: date, zone: str, minutes: int) -> None:
    known = roster(weekdays=frozenset(range(7)), zone=ZoneInfo(zone))

    assert hours.minutes(hours.offered(worker(shift("0123456", 0, 8)), known, on)) == minutes


@pytest.mark.parametrize("on", [date(2026, 3, 8), date(2026, 11, 1), MON])
def test_a_full_week_counts_holidays_and_days_off_as_worked(on: date) -> None:
    who = worker(shift("0234", 9, 15), off=(DaysOff(on - timedelta(days=9), on + timedelta(days=9)),))

    assert hours.full_week(who, roster(holidays=frozenset({on})), on) == 4 * 6 * 60


@pytest.mark.parametrize(
    ("room", "minutes"),
    [
        (SiteRoom(GYM, "Gym", MAIN), 9 * 60),
        (SiteRoom(GYM, "Gym", MAIN, off=(DaysOff(MON, MON),)), 0),
        (SiteRoom(GYM, "Gym", MAIN, last=MON), 9 * 60),
        (SiteRoom(GYM, "Gym", MAIN, last=MON - timedelta(days=1)), 0),
    ],
    ids=["in use", "shut", "last day", "no more"],
)
def test_a_room_is_open_while_it_is_used(room: SiteRoom, minutes: int) -> None:
    assert hours.minutes(hours.room_open(room, roster(sites=(Site(MAIN, "Main"),)), MON)) == minutes


def test_a_room_opens_with_its_location() -> None:
    site = Site(MAIN, "Main", (Hours(frozenset({0}), time(7), time(19)),))

    assert hours.minutes(hours.room_open(SiteRoom(GYM, "Gym", MAIN), roster(sites=(site,)), MON)) == 12 * 60


def test_hours_of_the_week_go_by_the_wall_clock_in_both_changes() -> None:
    spring = [span(date(2026, 3, 8), "01:30", "04:15")]  # 2:00 to 3:00 does not exist
    autumn = [span(date(2026, 11, 1), "00:30", "02:30")]  # 1:00 to 2:00 comes twice

    assert list(hours.by_hour(spring, roster())) == [(6, 1, 30), (6, 3, 60), (6, 4, 15)]
    assert list(hours.by_hour(autumn, roster())) == [(6, 0, 30), (6, 1, 60), (6, 1, 60), (6, 2, 30)]
