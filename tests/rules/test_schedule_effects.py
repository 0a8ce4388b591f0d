"""What a change of the calendar does beside itself: tables of both sides."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import pytest

from otium.rules.schedule import effects
from otium.terms.clearance import (
    ClearanceCheck,
    ClearanceLedger,
    ClearanceState,
    Finding,
    VisitClearance,
)
from otium.terms.effects import EFFECTS, Effect, Standing, Window

MONDAY = date(2026, 11, 30)
WHO = UUID(int=9)


def visit(number: int, day: int, hour: int = 9, **more: object) -> Standing:
    """The visit of this number on a day of the week, 0 Monday; 7 is the Monday after."""
    on = MONDAY + timedelta(days=day)
    starts_at = datetime(on.year, on.month, on.day, hour, tzinfo=UTC)
    return Standing(UUID(int=number), WHO, on, time(hour), 45, starts_at, **more)  # type: ignore[arg-type]


def week(*days: int) -> dict[UUID, Standing]:
    """A visit on each of these days."""
    return {v.id: v for v in (visit(number, day) for number, day in enumerate(days, 1))}


def told(found: object) -> list[tuple[str, object]]:
    return [(e.code, e.params.get("booked")) for e in list(found)]  # type: ignore[call-overload]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ((), (0,), [("frequency_kept", None)]),
        ((0,), (0, 2), [("frequency_kept", None)]),
        ((0, 2), (0, 2, 4), [("frequency_over", 3)]),
        ((0, 2), (0,), [("frequency_under", 1)]),
        ((0, 2, 4), (0, 2), [("frequency_kept", None)]),
        ((0, 2), (0, 3), []),
        ((0, 2), (0, 9), [("frequency_under", 1)]),
        ((0, 7, 9), (8, 7, 9), [("frequency_over", 3), ("frequency_under", 0)]),
    ],
    ids=["first of a week", "second of two", "third of two", "one of two left", "one too many goes",
         "within the week", "into a week with room", "from one week into a full one"],
)  # fmt: skip
def test_weeks_that_change_are_told_against_a_plan_of_two(
    before: tuple[int, ...], after: tuple[int, ...], expected: list[tuple[str, object]]
) -> None:
    assert told(effects.frequency(week(*before), week(*after), 2)) == expected


def test_without_a_frequency_nothing_is_claimed() -> None:
    (only,) = effects.frequency(week(), week(0), None)

    assert (only.code, only.state, only.holds) == ("frequency_unknown", ClearanceState.UNKNOWN, False)


def test_visits_of_another_discipline_count_for_no_plan_of_ot() -> None:
    beside = visit(3, 4, is_treatment_of_plan=False)

    assert list(effects.frequency(week(0, 2), {**week(0, 2), beside.id: beside}, 2)) == []


@pytest.mark.parametrize(
    ("window", "is_within"),
    [
        (Window(), True),
        (Window(frozenset({0})), True),
        (Window(frozenset({1})), False),
        (Window(since=time(9)), True),
        (Window(since=time(9, 1)), False),
        (Window(until=time(9, 45)), True),
        (Window(until=time(9, 44)), False),
    ],
    ids=["any", "that day", "another day", "begins as it opens", "begins before", "ends as it closes", "ends after"],
)
def test_a_visit_of_45_minutes_at_nine_on_monday_lies_in_a_window_or_not(window: Window, is_within: bool) -> None:
    assert effects.is_within(visit(1, 0), window) is is_within


def test_one_window_of_several_is_enough() -> None:
    windows = [Window(frozenset({4})), Window(frozenset({0}))]

    assert [e.code for e in effects.hours([visit(1, 0)], windows)] == ["hours_within"]


def test_the_first_visit_outside_the_hours_is_named_and_how_many_there_are() -> None:
    (only,) = effects.hours([visit(1, 0), visit(2, 1), visit(3, 2)], [Window(frozenset({0}))])

    assert (only.code, only.params) == ("hours_outside", {"on": MONDAY + timedelta(days=1), "at": "09:00", "visits": 2})
    assert only.holds


def test_visits_that_only_go_need_no_hours() -> None:
    assert list(effects.hours([], [Window(frozenset({0}))])) == []


def ledger(*visits: tuple[str, int | None]) -> ClearanceLedger:
    """Visits with the fact of their authorization, and what it leaves."""
    found = []
    for number, (fact, left) in enumerate(visits):
        state = ClearanceState.CLEAR if fact == "authorization_covers" else ClearanceState.BLOCKED
        finding = Finding(ClearanceCheck.AUTHORIZATION, state, fact, {"number": "A1", "left": left})
        found.append(VisitClearance(UUID(int=number), MONDAY, None, state, (finding,)))
    return ClearanceLedger(WHO, tuple(found))


COVERS, USED_UP = "authorization_covers", "authorization_used_up"


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (ledger((COVERS, 3)), ledger((COVERS, 3), (COVERS, 2)), [("authorization_left", 3, 2)]),
        (ledger((COVERS, 1)), ledger((COVERS, 1), (COVERS, 0)), [("authorization_left", 1, 0)]),
        (ledger((COVERS, 0)), ledger((COVERS, 0), (USED_UP, None)), [("authorization_lacks", None, None)]),
        (ledger((COVERS, 0), (USED_UP, None)), ledger((COVERS, 0)), [("authorization_helps", None, None)]),
        (ledger((COVERS, 3)), ledger((COVERS, 3)), []),
        (ledger((COVERS, 3)), ledger(), []),
    ],
    ids=["one is taken", "the last is taken", "one too many", "one less uncovered", "nothing changes", "none to come"],
)
def test_what_an_authorization_leaves_is_told_where_it_changes(
    before: ClearanceLedger, after: ClearanceLedger, expected: list[tuple[object, ...]]
) -> None:
    found = list(effects.cover(before, after))

    assert [(e.code, e.params.get("before"), e.params.get("after")) for e in found] == expected
    assert all(set(e.params) == set(EFFECTS[e.code]) for e in found)


def test_only_what_fails_holds() -> None:
    states = {state: Effect(e.about, state, e.code).holds for state in ClearanceState for e in EXAMPLE}

    assert {state for state, holds in states.items() if holds} == {ClearanceState.AT_RISK, ClearanceState.BLOCKED}


EXAMPLE = list(effects.frequency(week(), week(0), 2))


def test_a_limit_that_visits_go_beyond_has_nothing_left_though_those_before_say_more() -> None:
    def limit(*said: int) -> ClearanceLedger:
        """Visits within a limit of so many left, then two beyond it."""
        told = [(ClearanceState.CLEAR, "limit_within", {"left": left}) for left in said]
        told += [(ClearanceState.BLOCKED, "limit_beyond", {"beyond": n}) for n in (1, 2)]
        found = [Finding(ClearanceCheck.BENEFIT_VISITS, s, f, {"disciplines": "OT PT", **p}) for s, f, p in told]
        visits = (VisitClearance(UUID(int=n), MONDAY, None, f.state, (f,)) for n, f in enumerate(found))
        return ClearanceLedger(WHO, tuple(visits))

    assert list(effects.cover(limit(1, 0), limit(1))) == []
