"""Eight weeks ahead: what is free, what is asked for, what can start."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from importlib.resources import files
from uuid import UUID

import pytest

from otium.rules.capacity import assumptions, hours
from otium.rules.capacity.forecast import WEEKS, Ahead, starts, weeks
from otium.terms.capacity import Care, Session, Standing
from otium.terms.forecast import Assumed, Assumptions, Basis, WeekOf
from otium.terms.schedule import DaysOff, VisitStatus, VisitType
from tests.rules.capacity.house import ANN, MON, roster, session, shift, span, worker

KNOWN = assumptions.read((files("otium.rules.capacity") / "assumptions.toml").read_text("utf-8"))
ASSUMED = assumptions.assumed(KNOWN, {}, (), ())
WHO, OTHER = UUID(int=70), UUID(int=71)
HALF_DAYS = worker(shift("01234", 9, 13))
BOOKED = VisitStatus.BOOKED


def ahead(*, off: tuple[DaysOff, ...] = (), holidays: frozenset[date] = frozenset(), **more: object) -> Ahead:
    known = replace(HALF_DAYS, off=off)
    values = {"roster": roster(known, holidays=holidays), "sessions": (), "held": {}, **more}
    return Ahead(**values)  # type: ignore[arg-type]


def of(known: Ahead, worker_id: UUID | None = ANN, assumed: Assumptions = ASSUMED, on: date = MON) -> list[WeekOf]:
    return [week for week in weeks(known, assumed, MON, on) if week.worker_id == worker_id]


def booked(day: int = 0, since: str = "09:00", patient: UUID = WHO, week: int = 0) -> Session:
    return session(MON + timedelta(days=day, weeks=week), since, 45, BOOKED, patient_id=patient)


def test_it_looks_eight_weeks_ahead() -> None:
    assert [week.monday for week in of(ahead())] == [MON + timedelta(weeks=n) for n in range(WEEKS)]


def test_an_empty_week_is_free_but_for_holidays_days_off_and_days_gone_by() -> None:
    tue = MON + timedelta(days=1)

    assert of(ahead())[0].usable == 20 * 60
    assert of(ahead(holidays=frozenset({MON})))[0].usable == 16 * 60
    assert of(ahead(off=(DaysOff(MON, tue),)))[0].usable == 12 * 60
    assert of(ahead(), on=tue)[0].usable == 16 * 60


@pytest.mark.parametrize(
    ("held", "usable"),
    [
        ([], 240),
        ([("09:00", "10:00")], 180),
        ([("09:45", "12:15")], 90),  # two gaps of 45 minutes
        ([("09:44", "12:15")], 45),  # a gap of 44 minutes is of no use
        ([("08:00", "14:00")], 0),
    ],
)
def test_a_gap_shorter_than_a_visit_is_not_free(held: list[tuple[str, str]], usable: int) -> None:
    known = ahead(held={ANN: tuple(span(MON, *t) for t in held)}, off=(DaysOff(MON + timedelta(days=1), date.max),))

    assert of(known)[0].usable == usable


@pytest.mark.parametrize(
    ("care", "booked_visits", "minutes"),
    [
        (Care(WHO, ANN, 2, MON), 0, 90),
        (Care(WHO, ANN, 2, MON), 1, 45),
        (Care(WHO, ANN, 2, MON), 2, 0),
        (Care(WHO, ANN, 2, MON), 3, 0),
        (Care(WHO, ANN, None, MON), 0, 0),
        (Care(WHO, ANN, 2, MON, MON), 0, 45),  # one day is left of the plan
        (Care(WHO, ANN, 2, MON - timedelta(days=60), MON - timedelta(days=1)), 0, 0),
        (Care(WHO, ANN, 2, MON + timedelta(days=4)), 0, 45),
        (Care(WHO, ANN, 2, MON + timedelta(days=5)), 0, 0),
        (Care(OTHER, ANN, 2, MON), 2, 90),
    ],
)
def test_a_plan_of_care_asks_for_what_is_not_booked(care: Care, booked_visits: int, minutes: int) -> None:
    sessions = tuple(booked(day) for day in range(booked_visits))

    assert of(ahead(care=(care,), sessions=sessions))[0].plans == minutes


@pytest.mark.parametrize(("interval", "expected"), [(1, [0, 45, 45, 45]), (2, [0, 0, 45, 0]), (3, [0, 0, 0, 45])])
def test_a_series_goes_on_after_its_last_visit(interval: int, expected: list[int]) -> None:
    series = Standing(UUID(int=80), WHO, ANN, interval, 45, MON)

    assert [week.series for week in of(ahead(standing=(series,)))][:4] == expected


def test_a_series_takes_a_break_on_a_holiday_and_ends_if_that_is_assumed() -> None:
    series = Standing(UUID(int=80), WHO, ANN, 1, 45, MON)
    known = ahead(standing=(series,), holidays=frozenset({MON + timedelta(weeks=1)}))

    assert [week.series for week in of(known)][:3] == [0, 0, 45]
    assert sum(week.series for week in of(known, assumed=replace(ASSUMED, series_go_on=False))) == 0


def test_a_series_and_a_plan_of_one_patient_are_not_asked_for_twice() -> None:
    known = ahead(standing=(Standing(UUID(int=80), WHO, ANN, 1, 45, MON),), care=(Care(WHO, ANN, 2, MON),))

    second = of(known)[1]
    assert (second.series, second.plans, second.left) == (45, 45, 20 * 60 - 90)


def test_demand_that_names_nobody_stands_apart() -> None:
    known = ahead(care=(Care(WHO, None, 1, MON),))

    assert [week.plans for week in of(known, None)] == [45] * WEEKS
    assert [week.plans for week in of(known)] == [0] * WEEKS


@pytest.mark.parametrize(
    ("status", "is_beyond", "minutes"), [(BOOKED, True, 45), (BOOKED, False, 0), (VisitStatus.CANCELLED, True, 0)]
)
def test_visits_booked_beyond_the_authorizations_may_come_free(
    status: VisitStatus, is_beyond: bool, minutes: int
) -> None:
    one = replace(booked(), status=status)

    known = ahead(sessions=(one,), beyond=frozenset({one.id} if is_beyond else ()))

    assert of(known)[0].ending == minutes


def test_each_weekday_of_a_series_goes_on() -> None:
    both = tuple(Standing(UUID(int=80), WHO, ANN, 1, 45, MON + timedelta(days=n)) for n in (0, 2))
    known = ahead(standing=both, care=(Care(WHO, ANN, 2, MON),))

    assert [(week.series, week.plans) for week in of(known)[:2]] == [(0, 90), (90, 0)]


@pytest.mark.parametrize(
    ("left", "found"),
    [
        ([60, 45, 45], [1, 0, 0]),
        ([59, 45, 45], [0, 0, 0]),
        ([60, 44, 45], [0, 0, 0]),
        ([120, 90, 90], [2, 0, 0]),
        ([120, 90, 60], [1, 0, 0]),
        ([0, 60, 45], [0, 1, 0]),
        ([60, 105, 90], [1, 1, 0]),
        ([-30, 600, 600], [0, 10, 2]),
        ([0, 0, 60], [0, 0, 1]),
        ([0, 0, 600], [0, 0, 10]),
        ([0, 0, -10], [0, 0, 0]),
        ([], []),
    ],
)
def test_an_evaluation_starts_where_its_patient_can_be_treated_on(left: list[int], found: list[int]) -> None:
    row = [WeekOf(MON, ANN, 2400, 0, minutes) for minutes in left]

    assert starts(row, ASSUMED) == found


def test_the_last_week_promises_no_more_than_can_be_treated_on() -> None:
    often = replace(ASSUMED, after=Assumed(Decimal(3), Basis.STATED))  # 135 minutes a week

    assert starts([WeekOf(MON, ANN, 2400, 0, 300)], often) == [2]


def test_what_nobody_stated_and_history_does_not_say_is_a_baseline() -> None:
    assert ASSUMED.no_show == Assumed(Decimal("10.4"), Basis.BASELINE)
    assert (ASSUMED.evaluation.value, ASSUMED.visit.value, ASSUMED.after.value) == (60, 45, 1)


@pytest.mark.parametrize(("count", "basis"), [(49, Basis.BASELINE), (50, Basis.HISTORY)])
def test_the_practices_own_history_counts_from_fifty_visits_on(count: int, basis: Basis) -> None:
    past = [session(status=VisitStatus.NO_SHOW)] * 5 + [session(minutes=30)] * (count - 5)

    found = assumptions.assumed(KNOWN, {}, past, ())

    assert found.no_show.basis is basis
    if basis is Basis.HISTORY:
        assert found.no_show == Assumed(Decimal("10.0"), basis, 50)
    assert found.visit.basis is Basis.BASELINE  # only 45 of them were made


def test_usual_lengths_and_frequencies_are_the_middle_ones() -> None:
    past = [session(minutes=n, kind=VisitType.EVALUATION) for n in (50, 60, 90)] * 4 + [session(minutes=30)] * 50
    care = [Care(WHO, ANN, n, MON) for n in (1, 2, 2, None)] * 4

    found = assumptions.assumed(KNOWN, {}, past, care)

    assert (found.evaluation.value, found.visit.value, found.after.value) == (60, 30, 2)


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("no_show", "12.5 %", "12.5"),
        ("no_show", "0", "0"),
        ("no_show", "60", "60"),
        ("no_show", "60.1", None),
        ("no_show", "-1", None),
        ("no_show", "many", None),
        ("no_show", "NaN", None),
        ("evaluation", "0", None),
        ("evaluation", "90", "90"),
        ("after", "0", "0"),
        ("visit", "481", None),
    ],
)
def test_a_stated_value_is_a_number_within_reason(name: str, text: str, value: str | None) -> None:
    assert assumptions.value_of(name, KNOWN[name], text) == (None if value is None else Decimal(value))


def test_what_the_practice_states_counts_before_its_history() -> None:
    past = [session()] * 60

    found = assumptions.assumed(KNOWN, {"no_show": "8", "series_go_on": False}, past, ())

    assert found.no_show == Assumed(Decimal(8), Basis.STATED)
    assert not found.series_go_on


def test_a_week_of_hours_begins_on_monday() -> None:
    assert hours.monday(date(2028, 2, 29)) == date(2028, 2, 28)
