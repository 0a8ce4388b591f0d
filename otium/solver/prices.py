"""Upper bounds by prices (Lagrangian relaxation): no plan scores more than the best that prices leave.

Every therapist's slot, day limit, room slot, piece of equipment and day of a group gets a price of 0 or more. Each
visit then takes the spot that is worth most after prices, as if it were alone. What they take, plus the prices of all
there is, bounds every legal plan from above, whatever the prices are; a subgradient method looks for prices that bound
it closely. Patients and changes of hands are left out, which can only raise the bound.

Rooms: at any time the visits that can only use rooms of a set W need no more than |W| rooms (Hall's condition), for
every union W of room sets that visits accept.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from otium.solver.offers import Floats, Ints, Offers, Spans

Chosen = NDArray[np.bool_]

ROUNDING = 1e-6  # float sums of a few thousand terms below 1e5 err far less
ROUNDS = {1: (0.2, 0.15, 0.1, 0.05, 0.02), 2: (0.4, 0.3, 0.2, 0.1, 0.05, 0.02)}  # first steps, by tier
LAST_STEP = 0.01  # of the first of a round
STEPS, MORE_STEPS = 150, 250  # of a round
MANY_SPOTS = 40_000  # from which on more steps are taken


@dataclass(slots=True)
class Asked:
    """What is bounded: tier 1; or tier 2 of plans that reach `tier1`, which everyone placed is (`all_placed`)."""

    tier: int
    tier1: int = 0
    all_placed: bool = False


@dataclass(slots=True)
class Bounding:
    """The best bound so far and the prices behind it."""

    value: float
    prices: Floats
    spot_values: Floats  # worth of each spot after prices
    best_of_visit: Floats


class Prices:
    """One vector: staff slots, day limits, room slots, things' slots, runs of days, and the price of tier 1 itself."""

    def __init__(self, offers: Offers, asked: Asked) -> None:
        self.offers, self.asked = offers, asked
        slots, days = offers.slots, len(offers.ground.days)
        rooms = len(offers.room_sets) * days
        sizes = [
            offers.staff_rows * slots,
            offers.staff_rows,
            rooms * slots,
            offers.thing_rows * slots,
            offers.run_rows,
            1,
        ]
        self.cuts = np.cumsum(sizes)[:-1]
        self.capacity = np.concatenate(
            [
                np.ones(sizes[0] + sizes[1]),
                np.repeat(offers.room_capacity, slots),
                np.ones(sizes[3] + sizes[4]),
                [float(-asked.tier1)],
            ]
        )
        self.start = np.zeros(sum(sizes))
        self.ways = self.filled = np.zeros(0)  # as valued last
        priorities = np.array([demand.priority for demand in offers.demands], dtype=np.float64)[offers.visits]
        self.priorities = priorities
        self.sizes = np.diff(np.append(offers.first_of_visit, len(offers.spots)))
        self.priority_of_spot = np.repeat(priorities, self.sizes)
        self.visit_of_spot = np.repeat(np.arange(len(priorities)), self.sizes)
        self.way_share = offers.way_minutes / np.maximum(offers.limits[offers.way_row], 1.0)
        self.with_tier1 = asked.tier == 2 and not asked.all_placed

    def round(self, found: Bounding, length: float, target: float, is_over: Callable[[], bool]) -> Bounding:
        """Steps of ever smaller length along the smoothed excess of use, each price at its own pace (Adam, Kingma and
        Ba 2015), from the best prices so far; until `target` is met or time is over.
        """
        prices = found.prices
        _, spots, best = self.value(prices)
        trend, spread = np.zeros_like(prices), np.zeros_like(prices)
        steps = STEPS if len(self.offers.spots) < MANY_SPOTS else MORE_STEPS
        for _ in range(steps):
            excess = self._used(spots, best) - self.capacity
            if not self.with_tier1:
                excess[-1] = 0
            trend += 0.1 * (excess - trend)
            spread += 0.01 * (excess * excess - spread)
            prices = np.maximum(prices + length * trend / (np.sqrt(spread) + 1e-3), 0)
            length *= LAST_STEP ** (1 / steps)
            value, spots, best = self.value(prices)
            if value < found.value:
                found = Bounding(value, prices, spots, best)
            if found.value < target + 1 - ROUNDING or is_over():
                break
        return found

    def begin(self) -> Bounding:
        prices = self.start.copy()
        if self.with_tier1:
            prices[-1] = 10.0
        value, spots, best = self.value(prices)
        return Bounding(value, prices, spots, best)

    def value(self, prices: Floats) -> tuple[float, Floats, Floats]:
        """The bound, each spot's worth after prices, and each visit's best of them."""
        offers = self.offers
        _, _, rooms, things, runs, tier1 = np.split(prices, self.cuts)
        ways = self.ways = self.way_values(prices)
        filled = self.filled = np.maximum.reduceat(ways, offers.segments)
        spots = np.add.reduceat(filled, offers.first_segment)
        spots += self.priority_of_spot if self.asked.tier == 1 else offers.worth + self.priority_of_spot * tier1[0]
        for spans, table in ((offers.rooms, rooms), (offers.things, things)):
            paid = self._paid(spans.begin, spans.end, table)
            spots -= np.bincount(spans.taker, weights=paid, minlength=len(spots))
        spots -= np.bincount(offers.run_taker, weights=runs[offers.run_row], minlength=len(spots))
        best = np.maximum.reduceat(spots, offers.first_of_visit)
        taken = best if self._must() else np.maximum(best, 0)
        return float(taken.sum() + prices @ self.capacity), spots, best

    def _must(self) -> bool:
        return self.asked.tier == 2 and self.asked.all_placed

    def way_values(self, prices: Floats) -> Floats:
        """What each way to fill a role is worth after prices."""
        offers = self.offers
        staff, limits = np.split(prices, self.cuts)[:2]
        paid = self._paid(offers.way_begin, offers.way_end, staff) + limits[offers.way_row] * self.way_share
        return np.asarray(offers.way_worth - paid if self.asked.tier == 2 else -paid)

    def paid(self, found: Bounding) -> Floats:
        """By visit, how much its best place is worth less than if all were free."""
        free = self.priority_of_spot if self.asked.tier == 1 else self._unpriced(found)
        return np.asarray(np.maximum.reduceat(free, self.offers.first_of_visit) - found.best_of_visit)

    def _unpriced(self, found: Bounding) -> Floats:
        filled = np.maximum.reduceat(self.offers.way_worth, self.offers.segments)
        worth = self.offers.worth + np.add.reduceat(filled, self.offers.first_segment)
        return np.asarray(worth + self.priority_of_spot * found.prices[-1])

    def _paid(self, begin: Ints, end: Ints, table: Floats) -> Floats:
        """What spans of slots cost: differences of running sums, row by row."""
        if not len(begin):
            return np.zeros(0)
        rows = table.reshape(-1, self.offers.slots)
        sums = np.zeros((rows.shape[0], rows.shape[1] + 1))
        np.cumsum(rows, axis=1, out=sums[:, 1:])
        flat = sums.ravel()
        return np.asarray(flat[end] - flat[begin])

    def _used(self, spots: Floats, best: Floats) -> Floats:
        """What the visits take of everything when each takes its best spot, at the prices valued last."""
        offers = self.offers
        chosen = self._chosen(spots, best)
        picked = self._picked(chosen)
        staff = self._covered(offers.way_begin[picked], offers.way_end[picked], offers.staff_rows)
        limits = np.bincount(offers.way_row[picked], weights=self.way_share[picked], minlength=offers.staff_rows)
        rooms = self._taken(offers.rooms, chosen, len(offers.room_capacity))
        things = self._taken(offers.things, chosen, offers.thing_rows)
        there = chosen[offers.run_taker] if len(offers.run_taker) else np.zeros(0, dtype=bool)
        runs = np.bincount(offers.run_row[there], minlength=offers.run_rows).astype(np.float64)
        tier1 = -self.priority_of_spot[chosen].sum()
        return np.concatenate([staff, limits, rooms, things, runs, [tier1]])

    def _chosen(self, spots: Floats, best: Floats) -> Chosen:
        """One spot a visit: the first of its best, none where it is better left out."""
        hits = np.flatnonzero(spots >= best[self.visit_of_spot])
        owners = self.visit_of_spot[hits]
        first = hits[np.flatnonzero(np.r_[True, owners[1:] != owners[:-1]])]
        chosen = np.zeros(len(spots), dtype=np.bool_)
        chosen[first if self._must() else first[spots[first] > 0]] = True
        return chosen

    def _picked(self, chosen: Chosen) -> Ints:
        """The first best way of each role of the chosen spots."""
        offers = self.offers
        segments = np.flatnonzero(chosen[offers.segment_spot])
        sizes = offers.segment_sizes[segments]
        owners = np.repeat(segments, sizes)
        ways = (
            np.arange(sizes.sum())
            - np.repeat(np.cumsum(sizes) - sizes, sizes)
            + np.repeat(offers.segments[segments], sizes)
        )
        hits = self.ways[ways] >= self.filled[owners]
        ways, owners = ways[hits], owners[hits]
        return np.asarray(ways[np.flatnonzero(np.r_[True, owners[1:] != owners[:-1]])] if len(ways) else ways)

    def _taken(self, spans: Spans, chosen: Chosen, rows: int) -> Floats:
        there = chosen[spans.taker] if len(spans.taker) else np.zeros(0, dtype=bool)
        return self._covered(spans.begin[there], spans.end[there], rows)

    def _covered(self, begin: Ints, end: Ints, rows: int) -> Floats:
        """How many spans cover each slot."""
        width = self.offers.slots + 1
        change = np.bincount(begin, minlength=rows * width) - np.bincount(end, minlength=rows * width)
        return (
            np.cumsum(change.reshape(rows, width), axis=1)[:, :-1].astype(np.float64).ravel() if rows else np.zeros(0)
        )
