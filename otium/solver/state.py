"""A plan in the making: who and what is busy, slot by slot, and which visits would have to leave for another.

Kept legal at every step. Rooms are counted by class; which room of the class it is, is settled at the end (rooms.py).
"""

from collections.abc import Iterator

from otium.solver.ground import NO_ROOM, Choice, Demand, Ground, Spot
from otium.terms.planning import EXTRA_THERAPIST_COST

STAFF, PERSON, THING, ROOM = "staff", "person", "thing", "room"
Key = tuple[int, int]  # therapist, person, piece of equipment or room class; and day


class State:
    def __init__(self, ground: Ground) -> None:
        """Empty but for the fixed visits."""
        self.ground = ground
        self.choices: list[Choice | None] = [None] * len(ground.demands)
        self.staff: dict[Key, int] = {}  # masks of busy slots; a key that is missing is free
        self.people: dict[Key, int] = {}
        self.things: dict[Key, int] = {}
        self.minutes: dict[Key, int] = {}
        self.full: dict[Key, int] = {}  # slots in which every room of the class is taken
        self.used: dict[Key, dict[int, int]] = {}  # rooms taken, by slot
        self.holders: dict[tuple[str, int, int], set[int]] = {}  # visits by what they hold: kind, number, day
        self.busy_spans = [0] * len(ground.demands)  # of placed visits, with their buffer
        self.plain_spans = [0] * len(ground.demands)
        self.tier1 = 0
        for number, demand in enumerate(ground.demands):
            if demand.fixed:
                self.put(number, demand.fixed)

    def put(self, number: int, choice: Choice) -> None:
        """Places a visit where it fits; whether it fits has been asked."""
        demand, spot = self.ground.demands[number], choice.spot
        self.choices[number] = choice
        self.busy_spans[number], self.plain_spans[number] = demand.busy << spot.start, demand.plain << spot.start
        self.tier1 += demand.priority
        for held in _held(demand, choice):
            self.holders.setdefault(held, set()).add(number)
        self._turn(demand, choice)
        for who in choice.team:
            key = who, spot.day
            self.minutes[key] = self.minutes.get(key, 0) + demand.minutes
        if choice.room_class != NO_ROOM:
            self._count(demand, choice, 1)

    def where(self, number: int) -> Choice:
        """Raises ValueError for a visit without place."""
        choice = self.choices[number]
        if choice is None:
            raise ValueError(f"visit {number} has no place")
        return choice

    def take(self, number: int) -> Choice:
        """Takes a placed visit out and gives where it was."""
        choice = self.where(number)
        demand, spot = self.ground.demands[number], choice.spot
        self.choices[number] = None
        self.tier1 -= demand.priority
        for held in _held(demand, choice):
            self.holders[held].remove(number)
        self._turn(demand, choice)
        for who in choice.team:
            self.minutes[who, spot.day] -= demand.minutes
        if choice.room_class != NO_ROOM:
            self._count(demand, choice, -1)
        return choice

    def _turn(self, demand: Demand, choice: Choice) -> None:
        """Busy to free or free to busy."""
        day, busy, plain = choice.spot.day, demand.busy << choice.spot.start, demand.plain << choice.spot.start
        for masks, names, mask in (
            (self.staff, choice.team, busy),
            (self.people, demand.people, plain),
            (self.things, demand.equipment, plain),
        ):
            for name in names:
                masks[name, day] = masks.get((name, day), 0) ^ mask

    def _count(self, demand: Demand, choice: Choice, change: int) -> None:
        key = choice.room_class, choice.spot.day
        used = self.used.setdefault(key, {})
        capacity, full = len(self.ground.rooms[choice.room_class]), self.full.get(key, 0)
        for slot in range(choice.spot.start, choice.spot.start + demand.busy.bit_length()):
            used[slot] = used.get(slot, 0) + change
            full = full | 1 << slot if used[slot] >= capacity else full & ~(1 << slot)
        self.full[key] = full

    def blocking(self, kind: str, name: int, day: int, mask: int) -> set[int]:
        """Visits that hold this therapist, person, thing or room class in one of these slots."""
        held = self.holders.get((kind, name, day))
        if not held:
            return set()
        spans = self.busy_spans if kind in (STAFF, ROOM) else self.plain_spans
        return {other for other in held if spans[other] & mask}

    def days_taken(self, number: int) -> set[int]:
        """Days on which other visits of its group leave no room for this one."""
        demand, ordinals = self.ground.demands[number], self.ground.ordinals
        taken: set[int] = set()
        for other in self.ground.groups[demand.group]:
            choice = self.choices[other]
            if other != number and choice is not None:
                least = max(demand.apart, self.ground.demands[other].apart)
                here = ordinals[choice.spot.day]
                taken.update(day for day, there in enumerate(ordinals) if abs(there - here) < least)
        return taken

    def people_free(self, demand: Demand, spot: Spot) -> bool:
        """Patients and equipment; who treats them, and where, is not asked here."""
        plain = demand.plain << spot.start
        return not any(self.people.get((who, spot.day), 0) & plain for who in demand.people) and not any(
            self.things.get((thing, spot.day), 0) & plain for thing in demand.equipment
        )

    def free_teams(self, demand: Demand, spot: Spot) -> list[list[int]]:
        """For each role who is free for the whole visit, within the day's limit."""
        busy, day, limits = demand.busy << spot.start, spot.day, self.ground.limits
        staff, minutes = self.staff, self.minutes
        return [
            [
                who
                for who in able
                if not staff.get((who, day), 0) & busy and minutes.get((who, day), 0) + demand.minutes <= limits[who]
            ]
            for able in spot.teams
        ]

    def free_classes(self, demand: Demand, spot: Spot) -> list[int]:
        busy, day = demand.busy << spot.start, spot.day
        return [one for one in spot.classes if one == NO_ROOM or not self.full.get((one, day), 0) & busy]

    def worth(self, number: int, choice: Choice) -> int:
        """What the visit would add to tier 2 there, beside the visits placed now."""
        demand = self.ground.demands[number]
        worth = choice.spot.worth + sum(demand.preferred.get(who, 0) for who in choice.team)
        for role, who in enumerate(choice.team):
            hands = self.hands(number, role)
            if hands and who not in hands:
                worth -= EXTRA_THERAPIST_COST
        return worth + (self.ground.instance.move_cost if choice == demand.today else 0)

    def hands(self, number: int, role: int) -> set[int]:
        """Therapists whom the group's other placed visits have in this role."""
        group = self.ground.groups[self.ground.demands[number].group]
        if len(group) == 1:
            return set()
        others = (self.choices[other] for other in group if other != number)
        return {choice.team[role] for choice in others if choice is not None and role < len(choice.team)}

    def tier2(self) -> int:
        total = -self.ground.lost_at_start
        used: dict[tuple[int, int], set[int]] = {}
        for demand, choice in zip(self.ground.demands, self.choices, strict=True):
            if choice is None:
                continue
            total += choice.spot.worth + sum(demand.preferred.get(who, 0) for who in choice.team)
            total += self.ground.instance.move_cost if choice == demand.today else 0
            for role, who in enumerate(choice.team):
                used.setdefault((demand.group, role), set()).add(who)
        return total - EXTRA_THERAPIST_COST * sum(len(people) - 1 for people in used.values())

    def score(self) -> tuple[int, int]:
        return self.tier1, self.tier2()

    def restore(self, choices: list[Choice | None]) -> None:
        """Back to an earlier plan: what differs is taken out, then put back."""
        changed = [n for n, choice in enumerate(choices) if choice != self.choices[n]]
        for number in changed:
            if self.choices[number] is not None:
                self.take(number)
        for number in changed:
            choice = choices[number]
            if choice is not None:
                self.put(number, choice)

    def unplaced(self) -> Iterator[int]:
        return (number for number, choice in enumerate(self.choices) if choice is None)


def _held(demand: Demand, choice: Choice) -> Iterator[tuple[str, int, int]]:
    day = choice.spot.day
    for kind, names in ((STAFF, choice.team), (PERSON, demand.people), (THING, demand.equipment)):
        for name in names:
            yield kind, name, day
    if choice.room_class != NO_ROOM:
        yield ROOM, choice.room_class, day
