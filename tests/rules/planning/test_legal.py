"""Every rule that must hold in a plan, on both sides of its boundary."""

from dataclasses import replace

import pytest

from otium.rules.planning.legal import breaches
from otium.terms.planning import Instance, PlanRule, Solution
from tests.plans import MON, TUE, WED, at, hours, instance, placed, solution, therapist, visit, window

HOLDS: frozenset[PlanRule] = frozenset()
AWAY = therapist("ann", hours=(hours(MON, location="south"),))
CASES: dict[str, tuple[Instance, Solution, set[PlanRule]]] = {
    "one visit": (instance(visit("a")), solution(placed("a")), set()),
    "for another instance": (instance(visit("a")), solution(placed("a"), instance="other"), {PlanRule.INSTANCE}),
    "an unknown visit": (
        instance(visit("a")),
        solution(placed("a"), placed("z"), tier1=5, tier2=5, tier1_bound=5),
        {PlanRule.KNOWN_ONCE},
    ),
    "placed twice": (
        instance(visit("a")),
        solution(placed("a"), placed("a", "11:00"), tier1=5, tier2=5, tier1_bound=5),
        {PlanRule.KNOWN_ONCE},
    ),
    "on the grid": (instance(visit("a")), solution(placed("a", "09:15")), set()),
    "off the grid": (instance(visit("a")), solution(placed("a", "09:10")), {PlanRule.GRID}),
    "ends with its window": (
        instance(visit("a", windows=(window(end="09:45"),))),
        solution(placed("a")),
        set(),
    ),
    "runs out of its window": (
        instance(visit("a", windows=(window(end="09:30"),))),
        solution(placed("a"), tier2=0),
        {PlanRule.WINDOW},
    ),
    "begins with its window": (instance(visit("a", windows=(window(start="09:00"),))), solution(placed("a")), set()),
    "begins before its window": (
        instance(visit("a", windows=(window(start="09:15"),))),
        solution(placed("a"), tier2=0),
        {PlanRule.WINDOW},
    ),
    "spans two windows that touch": (
        instance(visit("a", windows=(window(end="09:15"), window(start="09:15")))),
        solution(placed("a"), tier2=0),
        {PlanRule.WINDOW},
    ),
    "two roles, two people": (
        instance(visit("a", roles=(("ann",), ("bob",)))),
        solution(placed("a", who="ann bob")),
        set(),
    ),
    "two roles, one person": (
        instance(visit("a", roles=(("ann",), ("ann", "bob")))),
        solution(placed("a", who="ann ann")),
        {PlanRule.ROLES, PlanRule.OVERLAP},
    ),
    "two roles, one filled": (
        instance(visit("a", roles=(("ann",), ("bob",)))),
        solution(placed("a", who="ann")),
        {PlanRule.ROLES},
    ),
    "not eligible": (instance(visit("a", roles=(("bob",),))), solution(placed("a")), {PlanRule.ELIGIBLE}),
    "roles in the wrong order": (
        instance(visit("a", roles=(("ann",), ("bob",)))),
        solution(placed("a", who="bob ann")),
        {PlanRule.ELIGIBLE},
    ),
    "works until its end": (
        instance(visit("a"), therapists=(therapist("ann", hours=(hours(MON, end="09:45"),)), therapist("bob"))),
        solution(placed("a")),
        set(),
    ),
    "goes home before its end": (
        instance(visit("a"), therapists=(therapist("ann", hours=(hours(MON, end="09:30"),)), therapist("bob"))),
        solution(placed("a")),
        {PlanRule.HOURS},
    ),
    "works elsewhere": (
        instance(visit("a"), therapists=(AWAY, therapist("bob"))),
        solution(placed("a")),
        {PlanRule.HOURS},
    ),
    "telehealth from anywhere": (
        instance(visit("a", room_features=None, location=None), therapists=(AWAY, therapist("bob"))),
        solution(placed("a", room=None)),
        set(),
    ),
    "telehealth in a room": (
        instance(visit("a", room_features=None, location=None)),
        solution(placed("a")),
        {PlanRule.ROOM},
    ),
    "no room": (instance(visit("a")), solution(placed("a", room=None)), {PlanRule.ROOM}),
    "with its features": (instance(visit("a", room_features=frozenset({"swing"}))), solution(placed("a")), set()),
    "without its features": (
        instance(visit("a", room_features=frozenset({"swing"}))),
        solution(placed("a", room="office")),
        {PlanRule.ROOM},
    ),
    "room at another location": (
        instance(visit("a", location="south")),
        solution(placed("a")),
        {PlanRule.ROOM},
    ),
    "any location": (instance(visit("a", location=None)), solution(placed("a")), set()),
    "back to back": (
        instance(visit("a"), visit("b")),
        solution(placed("a"), placed("b", "09:45")),
        set(),
    ),
    "therapist in two rooms": (
        instance(visit("a"), visit("b")),
        solution(placed("a"), placed("b", "09:30", room="office")),
        {PlanRule.OVERLAP},
    ),
    "two visits in a room": (
        instance(visit("a"), visit("b")),
        solution(placed("a"), placed("b", "09:30", "bob")),
        {PlanRule.OVERLAP},
    ),
    "after the buffer": (
        instance(visit("a", buffer_minutes=15), visit("b")),
        solution(placed("a"), placed("b", "10:00")),
        set(),
    ),
    "within the therapist's buffer": (
        instance(visit("a", buffer_minutes=15), visit("b")),
        solution(placed("a"), placed("b", "09:45", room="office")),
        {PlanRule.OVERLAP},
    ),
    "within the room's buffer": (
        instance(visit("a", buffer_minutes=15), visit("b")),
        solution(placed("a"), placed("b", "09:45", "bob")),
        {PlanRule.OVERLAP},
    ),
    "a buffer past working hours": (
        instance(visit("a", buffer_minutes=60)),
        solution(placed("a", "11:15")),
        set(),
    ),
    "a patient goes on without buffer": (
        instance(visit("a", buffer_minutes=15), visit("b", patient="patient of a")),
        solution(placed("a"), placed("b", "09:45", "bob", "office")),
        set(),
    ),
    "a patient in two places": (
        instance(visit("a"), visit("b", patients=("sister", "patient of a"))),
        solution(placed("a"), placed("b", "09:30", "bob", "office")),
        {PlanRule.OVERLAP},
    ),
    "equipment handed on": (
        instance(visit("a", equipment=("kit",)), visit("b", equipment=("kit",))),
        solution(placed("a"), placed("b", "09:45", "bob", "office")),
        set(),
    ),
    "equipment in two places": (
        instance(visit("a", equipment=("kit",)), visit("b", equipment=("kit",))),
        solution(placed("a"), placed("b", "09:30", "bob", "office")),
        {PlanRule.OVERLAP},
    ),
    "a long visit over two short ones": (
        instance(visit("a", minutes=120), visit("b"), visit("c")),
        solution(placed("a"), placed("b", "09:15", room="office"), placed("c", "10:15", room="office")),
        {PlanRule.OVERLAP},
    ),
    "the day's limit reached": (
        instance(visit("a"), therapists=(therapist("ann", max_minutes_per_day=45), therapist("bob"))),
        solution(placed("a")),
        set(),
    ),
    "buffers do not count for the limit": (
        instance(
            visit("a", buffer_minutes=15), therapists=(therapist("ann", max_minutes_per_day=45), therapist("bob"))
        ),
        solution(placed("a")),
        set(),
    ),
    "the day's limit passed": (
        instance(visit("a"), therapists=(therapist("ann", max_minutes_per_day=44), therapist("bob"))),
        solution(placed("a")),
        {PlanRule.DAY_LIMIT},
    ),
    "a group on two days": (
        instance(visit("a", group="g"), visit("b", group="g", windows=(window(TUE),))),
        solution(placed("a"), placed("b", day=TUE)),
        set(),
    ),
    "a group twice a day": (
        instance(visit("a", group="g"), visit("b", group="g")),
        solution(placed("a"), placed("b", "11:00")),
        {PlanRule.APART},
    ),
    "apart by the larger wish": (
        instance(visit("a", group="g", apart_days=2), visit("b", group="g", windows=(window(WED),))),
        solution(placed("a"), placed("b", day=WED)),
        set(),
    ),
    "nearer than the larger wish": (
        instance(visit("a", group="g", apart_days=2), visit("b", group="g", windows=(window(TUE),))),
        solution(placed("a"), placed("b", day=TUE)),
        {PlanRule.APART},
    ),
    "a fixed visit stays": (instance(visit("a", fixed=placed("a"))), solution(placed("a")), set()),
    "a fixed visit moved": (
        instance(visit("a", fixed=placed("a", room="office"))),
        solution(placed("a")),
        {PlanRule.FIXED},
    ),
    "a fixed visit left out": (
        instance(visit("a", fixed=placed("a"))),
        solution(unplaced=("a",)),
        {PlanRule.FIXED},
    ),
    "listed as unplaced": (instance(visit("a")), solution(unplaced=("a",)), set()),
    "nowhere": (instance(visit("a")), solution(), {PlanRule.LISTED}),
    "placed and unplaced": (instance(visit("a")), solution(placed("a"), unplaced=("a",)), {PlanRule.LISTED}),
    "unplaced twice": (instance(visit("a")), solution(unplaced=("a", "a")), {PlanRule.LISTED}),
    "a stranger unplaced": (instance(), solution(unplaced=("z",)), {PlanRule.LISTED}),
    "a false score": (instance(visit("a")), solution(placed("a"), tier1=6, tier1_bound=6), {PlanRule.SCORE}),
    "a false second score": (instance(visit("a")), solution(placed("a"), tier2=6), {PlanRule.SCORE}),
    "a bound below the score": (instance(visit("a")), solution(placed("a"), tier1_bound=4), {PlanRule.BOUND}),
    "a second bound that is reached": (instance(visit("a")), solution(placed("a"), tier2_bound=5), set()),
    "a second bound below the score": (instance(visit("a")), solution(placed("a"), tier2_bound=4), {PlanRule.BOUND}),
    "a second bound before the first is proven": (
        instance(visit("a")),
        solution(placed("a"), tier1_bound=6, tier2_bound=9),
        {PlanRule.BOUND},
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_plan_breaks_these_rules_and_no_others(name: str) -> None:
    week, plan, broken = CASES[name]

    assert {breach.rule for breach in breaches(week, plan)} == broken


def test_every_rule_is_broken_by_some_case() -> None:
    assert {rule for _, _, broken in CASES.values() for rule in broken} == set(PlanRule)


def test_a_breach_names_what_overlaps_and_when() -> None:
    week = instance(visit("a"), visit("b"))

    found = breaches(week, solution(placed("a"), placed("b", "09:30", room="office")))

    assert [breach.said for breach in found] == ["therapist ann on 2027-01-04: a and b overlap"]


def test_the_spring_night_is_a_day_like_others() -> None:
    """Clocks go forward on 2027-03-14 at 02:00 in most of the United States: minutes are wall-clock minutes."""
    night = MON.replace(month=3, day=14)
    early = visit("a", windows=(replace(window(), day=night, start_minute=at("01:00")),))
    week = instance(early, therapists=(therapist("ann", hours=(hours(night, "01:00"),)), therapist("bob")))

    assert breaches(week, solution(placed("a", "01:30", day=night))) == []
