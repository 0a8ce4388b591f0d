"""Some visits of a plan placed anew, all others staying, as a CP-SAT model.

What stays takes its spots away first; a literal is made only for what is still free. The terms of tier 2 count other
hands of the group and moves from today's plan as the score does.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ortools.sat.python import cp_model

from otium.solver.ground import NO_ROOM, Choice, Demand, Spot
from otium.solver.state import State
from otium.terms.planning import EXTRA_THERAPIST_COST

Literal = cp_model.IntVar
Allowed = Callable[[int, Spot], bool]


@dataclass(slots=True)
class Way:
    """One spot of one visit that is still free."""

    number: int
    spot: Spot
    literal: Literal
    staff: list[dict[int, Literal]]  # by role
    rooms: dict[int, Literal]


class Anew:
    """The model for these visits, which are taken out of the state while it lives."""

    def __init__(self, state: State, free: Iterable[int], allowed: Allowed | None = None) -> None:
        self.state = state
        self.free = sorted(number for number in set(free) if not state.ground.demands[number].fixed)
        self.before = {n: state.take(n) if state.choices[n] is not None else None for n in self.free}
        self.allowed = allowed
        self.model = cp_model.CpModel()
        self.ways: dict[int, list[Way]] = {number: list(self._ways(number)) for number in self.free}
        self.busy: dict[tuple[str, int, int, int], list[Literal]] = defaultdict(list)
        self.placed: dict[int, Literal] = {}
        self.terms: list[tuple[Literal, int]] = []  # tier 2
        for number, ways in self.ways.items():
            self._visit(number, ways)
        self._capacities()
        self._day_limits()
        self._groups()

    def _ways(self, number: int) -> Iterable[Way]:
        state, demand = self.state, self.state.ground.demands[number]
        taken = state.days_taken(number)
        new = self.model.new_bool_var
        for spot in demand.spots:
            if spot.day in taken or (self.allowed and not self.allowed(number, spot)):
                continue
            if not state.people_free(demand, spot):
                continue
            classes = state.free_classes(demand, spot)
            teams = state.free_teams(demand, spot)
            if classes and all(teams):
                literal = new("")
                staff = [{who: literal if len(able) == 1 else new("") for who in able} for able in teams]
                rooms = {one: literal if len(classes) == 1 else new("") for one in classes}
                yield Way(number, spot, literal, staff, rooms)

    def _visit(self, number: int, ways: list[Way]) -> None:
        demand, today = self.state.ground.demands[number], self.state.ground.demands[number].today
        placed = self.placed[number] = self.model.new_bool_var("")
        self.model.add_exactly_one([placed.negated(), *(way.literal for way in ways)])
        for way in ways:
            for choices in (*way.staff, way.rooms):
                if len(choices) > 1:
                    self.model.add_exactly_one([way.literal.negated(), *choices.values()])
            for one, other in ((a, b) for n, a in enumerate(way.staff) for b in way.staff[n + 1 :]):
                for who in one.keys() & other.keys():
                    self.model.add_at_most_one([one[who], other[who]])
            self._take(demand, way)
            if way.spot.worth:
                self.terms.append((way.literal, way.spot.worth))
            self.terms += [
                (lit, demand.preferred[who])
                for able in way.staff
                for who, lit in able.items()
                if who in demand.preferred
            ]
            if today is not None and today.spot == way.spot:
                self._stay(today, way)

    def _stay(self, today: Choice, way: Way) -> None:
        needed = [able.get(who) for who, able in zip(today.team, way.staff, strict=True)]
        needed.append(way.rooms.get(today.room_class))
        literals = [literal for literal in needed if literal is not None]
        if len(literals) == len(needed):
            stays = self.model.new_bool_var("")
            for literal in literals:
                self.model.add_implication(stays, literal)
            self.terms.append((stays, self.state.ground.instance.move_cost))

    def _take(self, demand: Demand, way: Way) -> None:
        day, start = way.spot.day, way.spot.start
        busy = range(start, start + demand.busy.bit_length())
        plain = range(start, start + demand.plain.bit_length())
        for able in way.staff:
            for who, literal in able.items():
                for slot in busy:
                    self.busy["staff", who, day, slot].append(literal)
        for one, literal in way.rooms.items():
            for slot in busy if one != NO_ROOM else ():
                self.busy["room", one, day, slot].append(literal)
        for kind, names in (("person", demand.people), ("thing", demand.equipment)):
            for name in names:
                for slot in plain:
                    self.busy[kind, name, day, slot].append(way.literal)

    def _capacities(self) -> None:
        seen: set[tuple[int, ...]] = set()
        for (kind, name, day, slot), literals in self.busy.items():
            left = 1
            if kind == "room":
                left = len(self.state.ground.rooms[name]) - self.state.used.get((name, day), {}).get(slot, 0)
            key = (left, *(literal.index for literal in literals))
            if len(literals) > left and key not in seen:
                seen.add(key)
                if left == 1:
                    self.model.add_at_most_one(literals)
                else:
                    self.model.add(cp_model.LinearExpr.sum(literals) <= left)

    def _day_limits(self) -> None:
        minutes: dict[tuple[int, int], list[tuple[Literal, int]]] = defaultdict(list)
        for number, ways in self.ways.items():
            length = self.state.ground.demands[number].minutes
            for way in ways:
                for able in way.staff:
                    for who, literal in able.items():
                        minutes[who, way.spot.day].append((literal, length))
        for (who, day), terms in minutes.items():
            left = self.state.ground.limits[who] - self.state.minutes.get((who, day), 0)
            self.model.add(cp_model.LinearExpr.weighted_sum([t[0] for t in terms], [t[1] for t in terms]) <= left)

    def _groups(self) -> None:
        """Days apart among the free visits; a literal for every therapist that a group uses, to be paid for."""
        groups: dict[int, list[int]] = defaultdict(list)
        for number in self.free:
            if len(self.state.ground.groups[self.state.ground.demands[number].group]) > 1:
                groups[self.state.ground.demands[number].group].append(number)
        for members in groups.values():
            self._apart(members)
            self._hands(members)

    def _apart(self, members: list[int]) -> None:
        ordinals = self.state.ground.ordinals
        days: dict[int, dict[int, Literal]] = {}
        for number in members:
            by_day: dict[int, list[Literal]] = defaultdict(list)
            for way in self.ways[number]:
                by_day[way.spot.day].append(way.literal)
            days[number] = {day: self._any(literals) for day, literals in by_day.items()}
        for place, one in enumerate(members):
            for other in members[place + 1 :]:
                least = max(self.state.ground.demands[n].apart for n in (one, other))
                for day, literal in days[one].items():
                    near = [lit for d, lit in days[other].items() if abs(ordinals[d] - ordinals[day]) < least]
                    for other_literal in near:
                        self.model.add_at_most_one([literal, other_literal])

    def _any(self, literals: list[Literal]) -> Literal:
        if len(literals) == 1:
            return literals[0]
        found = self.model.new_bool_var("")
        self.model.add_exactly_one([found.negated(), *literals])  # a visit has one spot
        return found

    def _hands(self, members: list[int]) -> None:
        roles = (
            max(len(way.staff) for n in members for way in self.ways[n]) if any(self.ways[n] for n in members) else 0
        )
        for role in range(roles):
            before = set().union(*(self.state.hands(number, role) for number in members))
            using: dict[int, list[Literal]] = defaultdict(list)
            for number in members:
                for way in self.ways[number]:
                    for who, literal in way.staff[role].items() if role < len(way.staff) else ():
                        using[who].append(literal)
            extra = []
            for who, literals in using.items():
                if who not in before:
                    used = self.model.new_bool_var("")
                    for literal in literals:
                        self.model.add_implication(literal, used)
                    extra.append(used)
            self.terms += [(used, -EXTRA_THERAPIST_COST) for used in extra]
            if not before and extra:
                first = self.model.new_bool_var("")  # the first therapist costs nothing
                self.model.add(first <= cp_model.LinearExpr.sum(extra))
                self.terms.append((first, EXTRA_THERAPIST_COST))
