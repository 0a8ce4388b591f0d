"""Bounds while the plan is improved beside: tier 1 by prices, then exactly on the visits that contend; then tier 2.

Leaving visits out of a model frees what they would use, so the best tier 1 of some visits alone, plus the priorities of
all others, bounds every plan. Those that pay no price have room enough, so the exact bound on those that pay is often
the truth, and its plan can be completed.
"""

import math
from random import Random

from otium.solver import cp, greedy
from otium.solver.anew import Anew
from otium.solver.around import Around
from otium.solver.ejecting import Ejecting
from otium.solver.ground import Ground
from otium.solver.guided import by_prices
from otium.solver.offers import Offers
from otium.solver.prices import ROUNDING, ROUNDS, Asked, Bounding, Prices
from otium.solver.shared import Shared
from otium.solver.state import State

PAYS = 0.02  # of priority, from which on a visit is said to pay
MOST_CONTENDING = 250  # visits that CP-SAT is asked about at once
MORE_CONTENDING = 40
LONGEST_PROOF = 0.5  # of the time that is left
CHAINS = 400
LEAST_GAIN = 2e-4  # of a bound, by a round


def search(ground: Ground, shared: Shared, seed: int) -> None:
    """Runs in a thread of its own until the time is over, or nothing is left to be proven."""
    if not any(demand.spots for demand in ground.demands):
        shared.lower_tier2(-ground.lost_at_start)
        return
    offers = Offers(ground)
    if not shared.is_tier1_proven():
        _bound_tier1(offers, shared, Random(seed))  # noqa: S311  # nosec B311: no secret is drawn
    while not shared.is_over():
        wanted = shared.tier1
        _bound_tier2(offers, shared, wanted)
        while not shared.is_over() and shared.tier1 == wanted:
            shared.stopped.wait(0.05)  # a better tier 1 asks for another bound


def _bound_tier1(offers: Offers, shared: Shared, lot: Random) -> None:
    prices = Prices(offers, Asked(1))
    found = prices.begin()
    for length in ROUNDS[1]:
        before = found.value
        found = prices.round(found, length, float(shared.tier1), shared.is_over)
        shared.lower_tier1(math.floor(found.value + ROUNDING))
        if shared.is_over() or shared.is_tier1_proven():
            return
        shared.offered.append(by_prices(prices, found))
        if 0 < before - found.value < before * LEAST_GAIN or shared.tier1_bound - shared.tier1 < 0.005 * shared.tier1:
            break
    _prove_tier1(prices, found, shared, lot)


def _prove_tier1(prices: Prices, found: Bounding, shared: Shared, lot: Random) -> None:
    """Exact bounds on ever more visits: those that pay, then those in whose way the completed plan finds itself."""
    ground = prices.offers.ground
    able = {n for n, demand in enumerate(ground.demands) if demand.spots}
    paying = prices.paid(found) > PAYS
    contending = {int(n) for n in prices.offers.visits[paying]} | {n for n in able if shared.plan[n] is None}
    while len(contending) <= MOST_CONTENDING and not shared.is_over() and not shared.is_tier1_proven():
        state = State(ground)
        for number in contending:
            choice = shared.plan[number]
            if choice is not None and state.choices[number] is None:
                state.put(number, choice)
        limits = cp.Limits(seconds=shared.left() * LONGEST_PROOF)
        outcome = cp.solve(Anew(state, contending), limits, tier1_only=True)
        if outcome.bound is None:
            return
        rest = sum(ground.demands[n].priority for n in able - contending)
        fixed = sum(ground.demands[n].priority for n in contending if ground.demands[n].fixed)
        shared.lower_tier1(math.floor(outcome.bound + ROUNDING) + rest + fixed)
        greedy.fill(state, greedy.by_urgency(state))
        Ejecting(state, lot).run(steps=CHAINS, is_over=shared.is_over)
        shared.offered.append(list(state.choices))
        left = {n for n in able if state.choices[n] is None}
        more = Around(state, lot).grown(left, len(left) + MORE_CONTENDING) - contending
        if state.tier1 >= shared.tier1_bound or not more or not outcome.is_proven:
            return
        contending |= more


def _bound_tier2(offers: Offers, shared: Shared, tier1: int) -> None:
    """A bound when that tier 1 is proven to be the best; a plan made by its prices in any case."""
    able = sum(demand.priority for demand in offers.demands if demand.spots)
    prices = Prices(offers, Asked(2, tier1, all_placed=tier1 == able))
    found = prices.begin()
    for length in ROUNDS[2]:
        before = found.value
        found = prices.round(found, length, float(shared.tier2 + offers.ground.lost_at_start), shared.is_over)
        if shared.tier1 == tier1 and shared.is_tier1_proven():
            shared.lower_tier2(math.floor(found.value + ROUNDING) - offers.ground.lost_at_start)
        if shared.is_over() or shared.is_proven() or shared.tier1 > tier1:
            return
        shared.offered.append(by_prices(prices, found))
        if 0 < before - found.value < abs(before) * LEAST_GAIN:
            return
