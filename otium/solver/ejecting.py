"""Making room: an unplaced visit takes a spot, those in its way leave and look for another, and so on in chains.

Visits that are hard to place grow heavier each time they fail, so that chains do not go round in circles (guided
ejection search: Nagata and Bräysy, Operations Research Letters 37, 2009). The best plan met on the way is kept.
"""

from collections.abc import Callable, Iterable
from random import Random

from otium.solver import greedy
from otium.solver.ground import Choice, Demand, Spot
from otium.solver.leaving import Leaving, Out
from otium.solver.state import State

MOST_SPOTS = 80  # looked at for one visit, drawn by lot where there are more


def _unheard() -> None:
    """Nobody waits for it."""


class Ejecting:
    def __init__(self, state: State, lot: Random, found: Callable[[], None] = _unheard) -> None:
        """`found` is called whenever the state holds a better plan than before."""
        self.state, self.lot, self.found = state, lot, found
        self.weights = [float(demand.priority) for demand in state.ground.demands]
        self.leaving = Leaving(state, self.weights)

    def run(self, *, steps: int, is_over: Callable[[], bool]) -> None:
        """Ends when all are placed, after `steps` chains without a better plan, or when time is over."""
        state = self.state
        kept, kept_score, idle = list(state.choices), state.score(), 0
        waiting = [n for n in state.unplaced() if state.ground.demands[n].spots]
        while waiting and idle < steps and not is_over():
            self.lot.shuffle(waiting)
            waiting.sort(key=lambda n: state.ground.demands[n].priority)
            number = waiting.pop() if idle % 2 else waiting.pop(int(self.lot.random() * len(waiting)))
            waiting += self._insert(number)
            idle += 1
            if state.tier1 > kept_score[0]:
                kept, kept_score, idle = list(state.choices), state.score(), 0
                self.found()
        state.restore(kept)

    def _insert(self, number: int) -> list[int]:
        """Those who wait now: the visit itself when nothing could make room, or whoever lost its place for it."""
        state = self.state
        choice, out = self._cheapest(number)
        if choice is None:
            return [number]
        self.weights[number] += state.ground.demands[number].priority
        for other in out:
            state.take(other)
        state.put(number, choice)
        hardest_first = sorted(out, key=lambda n: (-self.weights[n], n))
        return [other for other in hardest_first if not self._settles(other)]

    def _settles(self, number: int) -> bool:
        choice = greedy.best(self.state, number)
        if choice is not None:
            self.state.put(number, choice)
        return choice is not None

    def _cheapest(self, number: int) -> tuple[Choice | None, frozenset[int]]:
        """The choice whose blocking visits weigh least together; drawn by lot among equals."""
        demand = self.state.ground.demands[number]
        found: Choice | None = None
        least: Out = (float("inf"), frozenset())
        spots = demand.spots if len(demand.spots) <= MOST_SPOTS else self.lot.sample(demand.spots, MOST_SPOTS)
        for spot in spots:
            out = self.leaving.out(self.leaving.around(number, spot))
            if out is None or out[0] > least[0]:
                continue
            choice, all_out = self._at(demand, spot, out, least[0])
            if choice is not None and (all_out[0] < least[0] or self.lot.random() < 0.3):
                found, least = choice, all_out
        return found, least[1]

    def _at(self, demand: Demand, spot: Spot, out: Out, most: float) -> tuple[Choice | None, Out]:
        """The team and the room for which least must leave; None when that weighs more than `most`."""
        team: tuple[int, ...] = ()
        for able in spot.teams:
            who, out = self._lightest(
                ((who, self.leaving.for_therapist(demand, spot, who, out)) for who in able if who not in team), out
            )
            if who is None or out[0] > most:
                return None, out
            team = (*team, who)
        classes = ((one, self.leaving.for_room(demand, spot, one, out)) for one in spot.classes)
        room_class, out = self._lightest(classes, out)
        if room_class is None or out[0] > most:
            return None, out
        return Choice(spot, team, room_class), out

    def _lightest(self, ways: Iterable[tuple[int, Out | None]], out: Out) -> tuple[int | None, Out]:
        """Whoever can be had for least, by lot among equals; None when nobody can."""
        drawn = [(way[0], self.lot.random(), one, way) for one, way in ways if way is not None]
        if not drawn:
            return None, out
        _, _, one, way = min(drawn)
        return one, way
