"""Visits, units and dollars of a therapist, and what they are to do."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from otium.rules.capacity import hours
from otium.rules.capacity.production import asked, in_force, produced
from otium.terms.capacity import Target, Worker
from otium.terms.production import TargetUnit
from otium.terms.schedule import DaysOff, VisitStatus
from tests.rules.capacity.house import ANN, BOB, MON, roster, session, shift, worker

WEEK = hours.days_of(MON)
VISITS, HOURS = TargetUnit.VISITS, TargetUnit.HOURS


def target(amount: str = "30", unit: TargetUnit = VISITS, first: date = date(2026, 1, 1), **more: object) -> Target:
    return Target(ANN, unit, Decimal(amount), first, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("status", "days", "kind"),
    [
        (VisitStatus.DONE, -1, "made"),
        (VisitStatus.ARRIVED, 0, "made"),
        (VisitStatus.BOOKED, 0, "booked"),
        (VisitStatus.BOOKED, 1, "booked"),
        (VisitStatus.BOOKED, -1, "unmarked"),
        (VisitStatus.NO_SHOW, -1, None),
        (VisitStatus.CANCELLED, -1, None),
    ],
)
def test_a_visit_counts_once(status: VisitStatus, days: int, kind: str | None) -> None:
    found = produced([session(MON + timedelta(days=days), status=status)], MON)

    counts = {name: len(getattr(found, name)) for name in ("made", "booked", "unmarked")}
    assert counts == {name: int(name == kind) for name in counts}


def test_units_and_dollars_that_nobody_knows_are_counted_not_guessed() -> None:
    found = produced([session(), session(units=None, dollars=None), session(units=0, dollars=Decimal("85.50"))], MON)

    assert (found.units, found.unknown_units) == (3, 1)
    assert (found.dollars, found.unpriced) == (Decimal("185.50"), 1)


@pytest.mark.parametrize(
    ("sessions", "dollars"), [([], Decimal(0)), ([session(dollars=None)], None), ([session()], Decimal(100))]
)
def test_dollars_are_nothing_only_where_there_is_nothing_to_price(sessions: list, dollars: Decimal | None) -> None:
    assert produced(sessions, MON).dollars == dollars


def test_what_is_booked_has_its_own_dollars() -> None:
    found = produced([session(), session(status=VisitStatus.BOOKED, dollars=Decimal(70))], MON)

    assert (found.dollars, found.booked_dollars) == (Decimal(100), Decimal(70))


def test_the_hour_of_a_group_counts_once_its_visits_each() -> None:
    key = uuid4()

    found = produced([session(key=key) for _n in range(4)], MON)

    assert (len(found.made), found.minutes) == (4, 60)


def test_two_therapists_at_once_are_two_hours() -> None:
    assert produced([session(), session(therapist_id=BOB)], MON).minutes == 120


@pytest.mark.parametrize(
    ("who", "holidays", "amount"),
    [
        (worker(shift()), (), "30"),
        (worker(shift()), (MON,), "24"),
        (worker(shift(), off=(DaysOff(MON, MON + timedelta(days=1)),)), (), "18"),
        (worker(shift(), off=(DaysOff(MON, MON + timedelta(days=6)),)), (), "0"),
        (worker(shift("01")), (), "30"),
        (worker(shift("01")), (MON,), "15"),
        (worker(shift("0", 9, 17), shift("1", 9, 13)), (MON,), "10"),
        (worker(), (MON,), "24"),
        (worker(shift("56")), (), "0"),
    ],
    ids=["full week", "holiday", "two days off", "week off", "part-time", "part-time and holiday", "long and short day",
         "hours not on file", "never works when it is open"],
)  # fmt: skip
def test_nothing_is_asked_for_a_day_that_is_not_offered(who: Worker, holidays: tuple[date, ...], amount: str) -> None:
    found = asked(who, [target()], roster(holidays=frozenset(holidays)), WEEK)

    assert found == {VISITS: Decimal(amount)}


@pytest.mark.parametrize("monday", [date(2026, 3, 2), date(2026, 10, 26), date(2028, 2, 28)])
def test_a_week_with_a_change_of_clocks_or_a_leap_day_asks_for_a_full_week(monday: date) -> None:
    week = roster(weekdays=frozenset(range(7)))

    assert asked(worker(shift("0123456", 0, 8)), [target()], week, hours.days_of(monday)) == {VISITS: Decimal(30)}


def test_a_month_asks_for_its_days() -> None:
    november = [date(2026, 11, 1) + timedelta(days=n) for n in range(30)]

    assert asked(worker(shift()), [target("25")], roster(), november) == {VISITS: Decimal(105)}  # 21 weekdays of 5


@pytest.mark.parametrize(
    ("targets", "amount"),
    [
        ([target("20"), target("30", first=MON)], "30"),
        ([target("20"), target("30", first=MON + timedelta(days=1))], "20"),
        ([target("20", last=MON)], "20"),
        ([target("20", last=MON - timedelta(days=1))], None),
        ([target("20"), target("30", first=MON, last=MON - timedelta(days=1))], "20"),
        ([target("20", first=MON + timedelta(days=1))], None),
        ([], None),
    ],
)
def test_the_newest_target_that_has_begun_counts(targets: list[Target], amount: str | None) -> None:
    found = in_force(targets, MON)

    assert (found.amount if found else None) == (Decimal(amount) if amount else None)


def test_a_target_that_changes_its_unit_asks_for_both() -> None:
    targets = [target("30"), target("20", HOURS, MON + timedelta(days=3))]

    assert asked(worker(shift()), targets, roster(), WEEK) == {VISITS: Decimal(18), HOURS: Decimal(8)}


def test_the_target_of_another_is_not_asked_for() -> None:
    assert asked(worker(shift(), key=BOB), [target()], roster(), WEEK) == {}
