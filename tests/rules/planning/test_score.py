"""What plans are worth."""

import pytest

from otium.rules.planning.score import score
from otium.terms.planning import Instance, Placed, Tiers
from tests.plans import MON, TUE, instance, placed, visit, window

LIKED = visit("a", preferred=(("ann", 7), ("bob", 2)))
PAIR = (visit("a", group="g"), visit("b", group="g", windows=(window(TUE),)))
TODAY = (placed("a"),)
CASES: dict[str, tuple[Instance, tuple[Placed, ...], Tiers]] = {
    "nothing": (instance(visit("a")), (), Tiers(0, 0)),
    "priority and preference": (instance(visit("a", priority=8)), (placed("a"),), Tiers(8, 5)),
    "the best window that contains it": (
        instance(visit("a", windows=(window(preference=2), window(start="09:00", preference=9)))),
        (placed("a"),),
        Tiers(5, 9),
    ),
    "not the best of those that do not": (
        instance(visit("a", windows=(window(preference=2), window(start="09:15", preference=9)))),
        (placed("a"),),
        Tiers(5, 2),
    ),
    "the preferred therapist": (instance(LIKED), (placed("a"),), Tiers(5, 12)),
    "the other one": (instance(LIKED), (placed("a", who="bob"),), Tiers(5, 7)),
    "one pair of hands": (instance(*PAIR), (placed("a"), placed("b", day=TUE)), Tiers(10, 10)),
    "two pairs of hands": (instance(*PAIR), (placed("a"), placed("b", who="bob", day=TUE)), Tiers(10, 6)),
    "today's plan kept": (instance(visit("a"), current=TODAY, move_cost=3), (placed("a"),), Tiers(5, 5)),
    "another room is a move": (
        instance(visit("a"), current=TODAY, move_cost=3),
        (placed("a", room="office"),),
        Tiers(5, 2),
    ),
    "left out is a move": (instance(visit("a"), current=TODAY, move_cost=3), (), Tiers(0, -3)),
    "a visit that is gone is a move": (instance(current=(placed("gone", day=MON),), move_cost=3), (), Tiers(0, -3)),
    "moves without cost": (instance(visit("a"), current=TODAY), (), Tiers(0, 0)),
}


@pytest.mark.parametrize("name", CASES)
def test_a_plan_is_worth(name: str) -> None:
    week, places, worth = CASES[name]

    assert score(week, places) == worth
