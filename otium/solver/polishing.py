"""Moving visits to places that are liked better, whoever is in the way moving on, as long as tier 2 gains.

Tier 1 never falls: everyone who leaves must find another place at once, or the move is undone.
"""

from collections.abc import Callable
from random import Random

from otium.solver import greedy
from otium.solver.ground import Choice, Demand, Spot
from otium.solver.leaving import Leaving, Out
from otium.solver.state import State
from otium.terms.planning import EXTRA_THERAPIST_COST

FIRST_WEIGHT = 3.0  # what a visit is thought to lose when it leaves, until it has been tried
LEARNS = 0.3
FORGETS = 0.8  # of what it learned, from one round over all visits to the next
FAILED = 12.0  # what it seems to lose when it found no place
MOST_LEAVING = 3


class Polishing:
    def __init__(self, state: State, lot: Random) -> None:
        self.state, self.lot = state, lot
        self.leaving = Leaving(state, [FIRST_WEIGHT] * len(state.ground.demands))

    def run(self, *, is_over: Callable[[], bool], steps: int) -> None:
        """Until nothing is gained in `steps` tries, or the time is over."""
        movable = [n for n, demand in enumerate(self.state.ground.demands) if demand.spots and not demand.fixed]
        idle = 0
        weights = self.leaving.weights
        while movable and idle < steps and not is_over():
            for number in self._shuffled(movable):
                if is_over():
                    return
                choice = self.state.choices[number]
                if choice is not None:
                    idle = 0 if self._better(number, choice) else idle + 1
            weights[:] = [FIRST_WEIGHT + FORGETS * (weight - FIRST_WEIGHT) for weight in weights]

    def _shuffled(self, movable: list[int]) -> list[int]:
        order = list(movable)
        self.lot.shuffle(order)
        return order

    def _better(self, number: int, before: Choice) -> bool:
        """Moves the visit if that gains; otherwise all is as it was."""
        lost = self.state.worth(number, before)
        self.state.take(number)
        choice, out, hoped = self._dearest(number, lost)
        if choice is None or hoped <= 0:
            self.state.put(number, before)
            return False
        moved: dict[int, Choice] = {}
        for other in out:
            lost += self.state.worth(other, self.state.where(other))
            moved[other] = self.state.take(other)
        gained = self.state.worth(number, choice)
        self.state.put(number, choice)
        settled = self._settle(moved)
        if settled is not None and gained + settled > lost:
            return True
        self._undo(number, before, moved)
        return False

    def _settle(self, moved: dict[int, Choice]) -> int | None:
        """What the others add at their new places; None when one finds none. What they lost is remembered."""
        total = 0
        for other, before in sorted(moved.items(), key=lambda pair: (-self.leaving.weights[pair[0]], pair[0])):
            choice = greedy.best(self.state, other)
            if choice is None:
                self._remember(other, FAILED)
                return None
            worth = self.state.worth(other, choice)
            self._remember(other, float(self.state.worth(other, before) - worth))
            self.state.put(other, choice)
            total += worth
        return total

    def _remember(self, number: int, lost: float) -> None:
        weights = self.leaving.weights
        weights[number] += LEARNS * (max(lost, 0.1) - weights[number])

    def _undo(self, number: int, before: Choice, moved: dict[int, Choice]) -> None:
        self.state.take(number)
        for other in moved:
            if self.state.choices[other] is not None:
                self.state.take(other)
        for other, choice in moved.items():
            self.state.put(other, choice)
        self.state.put(number, before)

    def _dearest(self, number: int, lost: int) -> tuple[Choice | None, frozenset[int], float]:
        """The choice that promises most after what those who leave seem to lose, and what it promises."""
        demand = self.state.ground.demands[number]
        hands = greedy.hands_of(self.state, number)
        most = sum(sorted(demand.preferred.values())[-len(hands) :]) + (
            self.state.ground.instance.move_cost if demand.today else 0
        )
        found: Choice | None = None
        best, leaving = 0.0, frozenset[int]()
        for spot in demand.spots:
            if spot.worth + most - lost <= best:
                break  # spots come dearest first
            out = self.leaving.out(self.leaving.around(number, spot))
            if out is None or spot.worth + most - lost - out[0] <= best:
                continue
            choice, all_out = self._at(demand, spot, out, hands)
            if choice is None or len(all_out[1]) > MOST_LEAVING:
                continue
            hoped = self.state.worth(number, choice) - lost - all_out[0] - self.lot.random()
            if hoped > best:
                found, best, leaving = choice, hoped, all_out[1]
        return found, leaving, best

    def _at(self, demand: Demand, spot: Spot, out: Out, hands: list[set[int]]) -> tuple[Choice | None, Out]:
        """For each role, then for the room, whoever costs least in weights and worth."""
        team: tuple[int, ...] = ()
        today = demand.today if demand.today is not None and demand.today.spot == spot else None
        for role, (able, before) in enumerate(zip(spot.teams, hands, strict=True)):
            ways = []
            for who in able:
                way = self.leaving.for_therapist(demand, spot, who, out) if who not in team else None
                if way is not None:
                    gain = demand.preferred.get(who, 0) - EXTRA_THERAPIST_COST * (bool(before) and who not in before)
                    gain += self.state.ground.instance.move_cost if today and today.team[role] == who else 0
                    ways.append((way[0] - gain, self.lot.random(), who, way))
            if not ways:
                return None, out
            _, _, who, out = min(ways)
            team = (*team, who)
        rooms = []
        for one in spot.classes:
            way = self.leaving.for_room(demand, spot, one, out)
            if way is not None:
                stays = today is not None and today.room_class == one
                rooms.append((way[0] - self.state.ground.instance.move_cost * stays, self.lot.random(), one, way))
        if not rooms:
            return None, out
        _, _, room_class, out = min(rooms)
        return Choice(spot, team, room_class), out
