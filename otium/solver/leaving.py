"""Who would have to leave for a visit to come: those who hold its patients, its days, its therapist, its room."""

from otium.solver.ground import NO_ROOM, Demand, Spot
from otium.solver.state import PERSON, ROOM, STAFF, THING, State

MOST_OUT = 4  # visits that leave for one
Out = tuple[float, frozenset[int]]  # what they weigh together, who they are
NOBODY: Out = (0.0, frozenset())


class Leaving:
    """`weights` says how unwelcome it is that a visit leaves; who asks may change them."""

    def __init__(self, state: State, weights: list[float]) -> None:
        self.state, self.weights = state, weights
        self.fixed = frozenset(n for n, demand in enumerate(state.ground.demands) if demand.fixed)

    def around(self, number: int, spot: Spot) -> set[int]:
        """Who blocks its patients, its equipment and its days."""
        state, demand = self.state, self.state.ground.demands[number]
        plain = demand.plain << spot.start
        blocking: set[int] = set()
        for kind, names in ((PERSON, demand.people), (THING, demand.equipment)):
            for name in names:
                blocking |= state.blocking(kind, name, spot.day, plain)
        ordinals = state.ground.ordinals
        for other in state.ground.groups[demand.group]:
            choice = state.choices[other] if other != number else None
            least = max(demand.apart, state.ground.demands[other].apart)
            if choice is not None and abs(ordinals[choice.spot.day] - ordinals[spot.day]) < least:
                blocking.add(other)
        return blocking

    def out(self, blocking: set[int]) -> Out | None:
        """None when a fixed visit is among them, or too many."""
        if not blocking:
            return NOBODY
        if len(blocking) > MOST_OUT or not self.fixed.isdisjoint(blocking):
            return None
        return sum(self.weights[n] for n in blocking), frozenset(blocking)

    def for_therapist(self, demand: Demand, spot: Spot, who: int, out: Out) -> Out | None:
        """Who leaves so that the therapist is free, and has minutes left that day: the lightest first."""
        state, key = self.state, (who, spot.day)
        busy = demand.busy << spot.start
        is_busy = state.staff.get(key, 0) & busy
        over = state.minutes.get(key, 0) + demand.minutes - state.ground.limits[who]
        if not is_busy and over <= 0:
            return out
        leaving = set(out[1])
        if is_busy:
            leaving |= state.blocking(STAFF, who, spot.day, busy)
        if over > 0 and not self._is_lightened(key, leaving, over):
            return None
        return self.out(leaving)

    def _is_lightened(self, key: tuple[int, int], leaving: set[int], over: int) -> bool:
        """True when so many minutes go with `leaving`, to which the lightest others of the day are added."""
        demands = self.state.ground.demands
        held = self.state.holders.get((STAFF, *key), set())
        over -= sum(demands[n].minutes for n in leaving & held)
        for other in sorted(held - leaving - self.fixed, key=lambda n: (self.weights[n], n)):
            if over <= 0:
                break
            leaving.add(other)
            over -= demands[other].minutes
        return over <= 0

    def for_room(self, demand: Demand, spot: Spot, room_class: int, out: Out) -> Out | None:
        """Who leaves so that a room of the class is free: in each full slot the lightest, unless one leaves already."""
        state = self.state
        full = 0
        if room_class != NO_ROOM:
            full = state.full.get((room_class, spot.day), 0) & demand.busy << spot.start
        if not full:
            return out
        leaving = set(out[1])
        while full:
            slot = full & -full
            held = state.blocking(ROOM, room_class, spot.day, slot)
            if not held & leaving:
                lightest = min(held - self.fixed, key=lambda n: (self.weights[n], n), default=None)
                if lightest is None:
                    return None
                leaving.add(lightest)
            full ^= slot
        return self.out(leaving)
