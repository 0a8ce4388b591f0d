"""Plans made by prices: whoever pays most chooses first, each the place and the therapists that leave it most."""

import numpy as np

from otium.solver.ground import Choice
from otium.solver.offers import Floats
from otium.solver.prices import Bounding, Prices
from otium.solver.state import State


def by_prices(prices: Prices, found: Bounding) -> list[Choice | None]:
    """A legal plan; visits that find no place are left out."""
    state = State(prices.offers.ground)
    ways = prices.way_values(found.prices)
    for place in np.argsort(-prices.paid(found), kind="stable"):
        number = int(prices.offers.visits[place])
        if state.choices[number] is None:
            choice = _cheapest(prices, found, ways, state, int(place))
            if choice is not None:
                state.put(number, choice)
    return list(state.choices)


def _cheapest(prices: Prices, found: Bounding, ways: Floats, state: State, place: int) -> Choice | None:
    """The free choice of this visit that is worth most after prices."""
    offers = prices.offers
    number, first = int(offers.visits[place]), int(offers.first_of_visit[place])
    values = found.spot_values[first : first + int(prices.sizes[place])]
    demand, taken = offers.demands[number], state.days_taken(number)
    best, chosen = -float("inf"), None
    for index in np.argsort(-values, kind="stable"):
        spot = offers.spots[first + int(index)]
        if values[index] <= best:
            break
        if spot.day in taken or not state.people_free(demand, spot):
            continue
        classes = state.free_classes(demand, spot)
        team, lost = _team(prices, ways, state, first + int(index)) if classes else (None, 0.0)
        if team is not None and values[index] - lost > best:
            best, chosen = values[index] - lost, Choice(spot, team, classes[-1])
    return chosen


def _team(prices: Prices, ways: Floats, state: State, spot_index: int) -> tuple[tuple[int, ...] | None, float]:
    """The free therapists that cost least, and how much less they leave than the best would."""
    offers = prices.offers
    spot = offers.spots[spot_index]
    free = state.free_teams(offers.demands[int(offers.visit[spot_index])], spot)
    segment, team, lost = int(offers.first_segment[spot_index]), list[int](), 0.0
    for role, able in enumerate(spot.teams):
        begin = int(offers.segments[segment + role])
        values = ways[begin : begin + len(able)]
        left = [(float(values[n]), -who) for n, who in enumerate(able) if who in free[role] and who not in team]
        if not left:
            return None, 0.0
        value, who = max(left)
        team.append(-who)
        lost += float(values.max()) - value
    return tuple(team), lost
