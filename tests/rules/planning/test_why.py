"""Why visits have no place."""

import pytest

from otium.rules.planning.why import blocked, said
from otium.terms.planning import Hindrance, Instance, Placed
from tests.plans import MON, TUE, hours, instance, placed, therapist, visit, window

HELD = visit("b", windows=(window(end="08:45"),))
SHORT = (window(end="08:45"),)
ANN_ONLY = (("ann",),)
CASES: dict[str, tuple[Instance, tuple[Placed, ...], Hindrance, str]] = {
    "no window": (
        instance(visit("a", windows=(window(end="08:30"),))), (), Hindrance.NO_WINDOW,
        "no window is long enough for it",
    ),
    "no room": (
        instance(visit("a", room_features=frozenset({"pool"}))), (), Hindrance.NO_ROOM,
        "no room has all that it needs",
    ),
    "nobody works then": (
        instance(visit("a"), therapists=(therapist("ann", hours=(hours(TUE),)), therapist("bob", hours=()))), (),
        Hindrance.NO_THERAPIST, "no eligible therapist of role 1 works in its windows",
    ),
    "the second role is never there": (
        instance(visit("a", roles=(("ann",), ("bob",))), therapists=(therapist("ann"), therapist("bob", hours=()))), (),
        Hindrance.NO_THERAPIST, "no eligible therapist of role 2 works in its windows",
    ),
    "never together": (
        instance(
            visit("a", roles=(("ann",), ("bob",))),
            therapists=(
                therapist("ann", hours=(hours(MON, end="10:00"),)),
                therapist("bob", hours=(hours(MON, "10:00"),)),
            ),
        ), (), Hindrance.NO_TEAM, "its therapists never work there at the same time",
    ),
    "longer than a day's limit": (
        instance(visit("a", roles=ANN_ONLY), therapists=(therapist("ann", max_minutes_per_day=44), therapist("bob"))),
        (), Hindrance.DAY_LIMIT, "it is longer than its therapists' day limit",
    ),
    "therapist taken": (
        instance(visit("a", roles=ANN_ONLY, windows=SHORT), HELD), (placed("b", "08:00"),), Hindrance.TAKEN,
        "other visits take all its 1 possible places: 1 by therapists",
    ),
    "room taken": (
        instance(visit("a", room_features=frozenset({"swing"}), windows=SHORT), HELD), (placed("b", "08:00"),),
        Hindrance.TAKEN, "other visits take all its 1 possible places: 1 by rooms",
    ),
    "patient elsewhere": (
        instance(visit("a", windows=SHORT), visit("b", patient="patient of a")), (placed("b", "08:00"),),
        Hindrance.TAKEN, "other visits take all its 1 possible places: 1 by patient",
    ),
    "equipment elsewhere": (
        instance(visit("a", windows=SHORT, equipment=("kit",)), visit("b", equipment=("kit",))),
        (placed("b", "08:00"),), Hindrance.TAKEN, "other visits take all its 1 possible places: 1 by equipment",
    ),
    "too near its group": (
        instance(visit("a", windows=SHORT, group="g"), visit("b", group="g")), (placed("b", "11:00"),),
        Hindrance.TAKEN, "other visits take all its 1 possible places: 1 by days apart",
    ),
    "the day is full": (
        instance(visit("a", windows=SHORT, roles=ANN_ONLY), visit("b"),
                 therapists=(therapist("ann", max_minutes_per_day=60), therapist("bob"))),
        (placed("b", "11:00"),), Hindrance.TAKEN, "other visits take all its 1 possible places: 1 by day limit",
    ),
    "a fixed visit": (
        instance(visit("a", roles=ANN_ONLY, windows=SHORT), visit("b", fixed=placed("b", "08:00"))),
        (placed("b", "08:00"),), Hindrance.FIXED, "fixed visits take all its 1 possible places: 1 by therapists",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_an_unplaced_visit_says_why(name: str) -> None:
    week, places, hindrance, words = CASES[name]

    found = [one for one in blocked(week, places) if one.visit == "a"]

    assert [(one.hindrance, said(one)) for one in found] == [(hindrance, words)]


def test_every_hindrance_has_a_case() -> None:
    assert {hindrance for _, _, hindrance, _ in CASES.values()} == set(Hindrance)


def test_placed_visits_are_not_asked_about() -> None:
    assert list(blocked(instance(visit("a")), (placed("a"),))) == []
