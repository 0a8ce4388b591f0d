"""Placing one visit after the other, each at its best free spot; always legal, never looking back."""

from collections.abc import Iterable
from itertools import product

from otium.solver.ground import Choice, Demand, Spot
from otium.solver.state import State
from otium.terms.planning import EXTRA_THERAPIST_COST


def start_from_today(state: State) -> None:
    """Keeps of today's plan whatever can be kept, the most urgent first where two collide."""
    today = [(demand.priority, number) for number, demand in enumerate(state.ground.demands) if demand.today]
    for _, number in sorted(today, key=lambda pair: (-pair[0], pair[1])):
        choice = state.ground.demands[number].today
        if choice is not None and state.choices[number] is None and fits(state, number, choice):
            state.put(number, choice)


def fill(state: State, order: Iterable[int]) -> int:
    """Places what can be placed, in this order; how many found no spot."""
    left = 0
    for number in order:
        if state.choices[number] is None:
            choice = best(state, number)
            if choice is None:
                left += 1
            else:
                state.put(number, choice)
    return left


def by_urgency(state: State) -> list[int]:
    """Priority first; among equals whoever has the fewest spots."""
    demands = state.ground.demands
    return sorted(range(len(demands)), key=lambda n: (-demands[n].priority, len(demands[n].spots), n))


def best(state: State, number: int) -> Choice | None:
    """The free choice that adds most to tier 2; the first of equals, None when there is none."""
    demand = state.ground.demands[number]
    taken = state.days_taken(number)
    hands = hands_of(state, number)
    most = sum(sorted(demand.preferred.values())[-len(hands) :]) if hands else 0
    most += state.ground.instance.move_cost if demand.today else 0
    found: Choice | None = None
    value = -(10**9)
    for spot in demand.spots:
        if spot.worth + most <= value:
            break  # spots come dearest first
        if spot.day in taken or not state.people_free(demand, spot):
            continue
        choice, worth = choice_at(state, number, spot, hands)
        if choice is not None and worth > value:
            found, value = choice, worth
    return found


def hands_of(state: State, number: int) -> list[set[int]]:
    """By role, therapists whom its group uses already."""
    spots = state.ground.demands[number].spots
    return [state.hands(number, role) for role in range(len(spots[0].teams))] if spots else []


def choice_at(state: State, number: int, spot: Spot, hands: list[set[int]]) -> tuple[Choice | None, int]:
    """The best free team and a room there with what they add to tier 2; None when somebody or a room is missing."""
    demand = state.ground.demands[number]
    classes = state.free_classes(demand, spot)
    if not classes:
        return None, 0
    today = demand.today
    if today is not None and today.spot == spot and fits(state, number, today):
        return today, state.worth(number, today)
    free = state.free_teams(demand, spot)
    team = _team(demand, free, hands)
    if team is None:
        return None, 0
    gains = (_gain(demand, who, before) for who, before in zip(team, hands, strict=True))
    return Choice(spot, team, classes[-1]), spot.worth + sum(gains)


def _team(demand: Demand, free: list[list[int]], hands: list[set[int]]) -> tuple[int, ...] | None:
    """The best for each role in turn; where that leaves a role empty, any team of different people."""
    team: tuple[int, ...] = ()
    for able, before in zip(free, hands, strict=True):
        left = [(_gain(demand, who, before), -who) for who in able if who not in team]
        if not left:
            return next((some for some in product(*free) if len(set(some)) == len(some)), None)
        team = (*team, -max(left)[1])
    return team


def _gain(demand: Demand, who: int, before: set[int]) -> int:
    return demand.preferred.get(who, 0) - (EXTRA_THERAPIST_COST if before and who not in before else 0)


def fits(state: State, number: int, choice: Choice) -> bool:
    """True when the visit could be put there now."""
    demand = state.ground.demands[number]
    free = state.free_teams(demand, choice.spot)
    return (
        state.choices[number] is None
        and choice.spot.day not in state.days_taken(number)
        and state.people_free(demand, choice.spot)
        and choice.room_class in state.free_classes(demand, choice.spot)
        and all(who in able for who, able in zip(choice.team, free, strict=True))
    )
