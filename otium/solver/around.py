"""Which visits to place anew together: one that could do better, and those in its way, and those in theirs."""

from collections import Counter
from random import Random

from otium.solver.ground import NO_ROOM
from otium.solver.state import PERSON, ROOM, STAFF, THING, State

UNPLACED = 30.0  # how much rather an unplaced visit is looked at than one that lost a point of tier 2
NEAREST = 12  # rivals of one visit that are looked at


class Around:
    def __init__(self, state: State, lot: Random) -> None:
        self.state, self.lot = state, lot
        self.best = [
            max((spot.worth for spot in demand.spots), default=0)
            + sum(sorted(demand.preferred.values())[-len(demand.spots[0].teams) :] if demand.spots else [])
            + (state.ground.instance.move_cost if demand.today else 0)
            for demand in state.ground.demands
        ]
        self.tried = [0] * len(self.best)

    def pick(self, size: int) -> set[int]:
        """A visit drawn by what it might still gain and how seldom it was drawn, with its neighbours."""
        losses = [self._loss(number) / (1 + self.tried[number]) for number in range(len(self.best))]
        if not any(losses):
            return set()
        centre = self.lot.choices(range(len(losses)), losses)[0]
        self.tried[centre] += 1
        return self.grown({centre}, size)

    def _loss(self, number: int) -> float:
        demand, choice = self.state.ground.demands[number], self.state.choices[number]
        if demand.fixed or not demand.spots:
            return 0.0
        if choice is None:
            return UNPLACED + 5 * demand.priority
        return float(max(self.best[number] - self.state.worth(number, choice), 0))

    def grown(self, visits: set[int], size: int) -> set[int]:
        """These visits, then their group's and their rivals, breadth first, until `size` is reached."""
        found, waiting = set(visits), sorted(visits)
        while waiting and len(found) < size:
            number = waiting.pop(0)
            near = self._group(number) + self._rivals(number)
            for other in near:
                if other not in found and len(found) < size:
                    found.add(other)
                    waiting.append(other)
        return found

    def _group(self, number: int) -> list[int]:
        demands = self.state.ground.demands
        group = self.state.ground.groups[demands[number].group]
        return [other for other in group if other != number and demands[other].spots and not demands[other].fixed]

    def _rivals(self, number: int) -> list[int]:
        """Placed visits that hold what this one could use, those that hold most of it first, shaken a little."""
        state, demand = self.state, self.state.ground.demands[number]
        held: Counter[int] = Counter()
        for spot in demand.spots:
            busy, plain = demand.busy << spot.start, demand.plain << spot.start
            for able in spot.teams:
                for who in able:
                    for other in state.blocking(STAFF, who, spot.day, busy):
                        held[other] += 1 + demand.preferred.get(who, 0)
            for one in spot.classes:
                full = state.full.get((one, spot.day), 0) & busy if one != NO_ROOM else 0
                held.update(state.blocking(ROOM, one, spot.day, full) if full else ())
            for kind, names in ((PERSON, demand.people), (THING, demand.equipment)):
                for name in names:
                    held.update(state.blocking(kind, name, spot.day, plain))
        held.pop(number, None)
        shaken = [(-count * (0.3 + self.lot.random()), other) for other, count in sorted(held.items())]
        return [other for _, other in sorted(shaken) if not state.ground.demands[other].fixed][:NEAREST]
