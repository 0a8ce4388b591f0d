"""An instance made ready for searching: numbers in place of names, bits in place of minutes.

A slot is `slot_minutes` long and counted from midnight; a busy span is a mask of slots. Starts lie on the grid, so a
span that ends inside a slot keeps it busy to its end and nothing is lost. A spot is one start of one visit at one
location.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from otium.terms.planning import Instance, Placed, PlannedRoom, WantedVisit

NO_ROOM = -1


class Spot(NamedTuple):
    day: int
    start: int  # slot
    worth: int  # preference of the best window that contains it
    teams: tuple[tuple[int, ...], ...]  # who could fill each role then and there
    classes: tuple[int, ...]  # room classes; (NO_ROOM,) for telehealth


class Choice(NamedTuple):
    spot: Spot
    team: tuple[int, ...]
    room_class: int


class Demand(NamedTuple):
    """A visit, with every spot that it could have if it were alone, the dearest first."""

    priority: int
    minutes: int
    plain: int  # mask of its own slots, from slot 0
    busy: int  # the same with the buffer
    people: tuple[int, ...]
    equipment: tuple[int, ...]
    group: int
    apart: int
    preferred: dict[int, int]
    spots: tuple[Spot, ...]
    fixed: Choice | None
    today: Choice | None  # where `current` has it, when that is still one of its spots and moving costs


@dataclass(slots=True)
class Ground:
    instance: Instance
    days: tuple[date, ...]
    ordinals: tuple[int, ...]  # of the days, for counting days apart
    rooms: tuple[tuple[PlannedRoom, ...], ...]  # by class: alike in all that matters here
    demands: tuple[Demand, ...]
    limits: tuple[int, ...]  # minutes a day, by therapist
    groups: tuple[tuple[int, ...], ...]  # visits of each group
    counts: tuple[int, int, int]  # therapists, people, pieces of equipment
    lost_at_start: int  # tier 2 if every visit of `current` were moved


def prepare(instance: Instance) -> Ground:
    return _Preparing(instance).ground()


class _Preparing:
    """What the demands share: numbers of names, and when who can begin where."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        spans = [span for t in instance.therapists for span in t.hours]
        self.days = tuple(sorted({w.day for v in instance.visits for w in v.windows} | {span.day for span in spans}))
        self.day_number = {day: number for number, day in enumerate(self.days)}
        self.staff = {t.id: number for number, t in enumerate(instance.therapists)}
        self.people: dict[str, int] = {}
        self.things: dict[str, int] = {}
        self.group_numbers: dict[str, int] = {}
        self.classes = _classes(instance)
        self.class_of = {room.id: number for number, rooms in enumerate(self.classes) for room in rooms}
        self.today = {placed.visit: placed for placed in instance.current}
        self.starts: dict[tuple[int, int, str | None], list[int]] = {}

    def ground(self) -> Ground:
        demands = tuple(map(self._demand, self.instance.visits))
        members: list[list[int]] = [[] for _ in self.group_numbers]
        for number, demand in enumerate(demands):
            members[demand.group].append(number)
        return Ground(
            instance=self.instance,
            days=self.days,
            ordinals=tuple(day.toordinal() for day in self.days),
            rooms=self.classes,
            demands=demands,
            limits=tuple(t.max_minutes_per_day for t in self.instance.therapists),
            groups=tuple(map(tuple, members)),
            counts=(len(self.staff), len(self.people), len(self.things)),
            lost_at_start=self.instance.move_cost * len(self.instance.current),
        )

    def _demand(self, visit: WantedVisit) -> Demand:
        slot = self.instance.slot_minutes
        spots = tuple(sorted(self._spots(visit), key=lambda spot: -spot.worth))
        fixed = self._choice(spots, visit.fixed)
        today = self._choice(spots, self.today.get(visit.id)) if self.instance.move_cost else None
        return Demand(
            priority=visit.priority,
            minutes=visit.minutes,
            plain=(1 << -(-visit.minutes // slot)) - 1,
            busy=(1 << -(-(visit.minutes + visit.buffer_minutes) // slot)) - 1,
            people=tuple(self.people.setdefault(who, len(self.people)) for who in visit.people),
            equipment=tuple(self.things.setdefault(thing, len(self.things)) for thing in visit.equipment),
            group=self.group_numbers.setdefault(visit.group, len(self.group_numbers)),
            apart=max(1, visit.apart_days),
            preferred={self.staff[who]: worth for who, worth in visit.preferred if who in self.staff and worth},
            spots=(_only(fixed),) if fixed else spots,
            fixed=fixed,
            today=today,
        )

    def _spots(self, visit: WantedVisit) -> Iterator[Spot]:
        for location, classes in self._places(visit):
            for number, day in enumerate(self.days):
                worths = self._worths(visit, day)
                if not worths:
                    continue
                roles = [[(who, self._begins(who, visit.minutes, location)[number]) for who in self._who(role)]
                         for role in visit.roles]  # fmt: skip
                for start, worth in worths.items():
                    teams = tuple(tuple(who for who, mask in role if mask >> start & 1) for role in roles)
                    if can_differ(teams):
                        yield Spot(number, start, worth, teams, classes)

    def _who(self, role: tuple[str, ...]) -> Iterator[int]:
        return (self.staff[who] for who in role)

    def _places(self, visit: WantedVisit) -> list[tuple[str | None, tuple[int, ...]]]:
        """Locations with their fitting room classes; telehealth has no location."""
        if visit.room_features is None:
            return [(None, (NO_ROOM,))]
        fitting: dict[str, list[int]] = defaultdict(list)
        for number, (room, *_) in enumerate(self.classes):
            if visit.room_features <= room.features and visit.location in (None, room.location):
                fitting[room.location].append(number)
        return [(location, tuple(classes)) for location, classes in fitting.items()]

    def _worths(self, visit: WantedVisit, day: date) -> dict[int, int]:
        """Each start of the day that lies in a window, with the best preference."""
        slot = self.instance.slot_minutes
        found: dict[int, int] = {}
        for window in visit.windows:
            if window.day == day:
                for start in range(-(-window.start_minute // slot), (window.end_minute - visit.minutes) // slot + 1):
                    found[start] = max(found.get(start, 0), window.preference)
        return found

    def _begins(self, who: int, minutes: int, location: str | None) -> list[int]:
        """By day, the mask of slots at which this therapist can begin a visit of that length there."""
        key = who, minutes, location
        if key not in self.starts:
            slot, masks = self.instance.slot_minutes, [0] * len(self.days)
            for span in self.instance.therapists[who].hours:
                if location in (None, span.location):
                    for start in range(-(-span.start_minute // slot), (span.end_minute - minutes) // slot + 1):
                        masks[self.day_number[span.day]] |= 1 << start
            self.starts[key] = masks
        return self.starts[key]

    def _choice(self, spots: tuple[Spot, ...], placed: Placed | None) -> Choice | None:
        """That placement among the spots; None when it is none of them any more."""
        if placed is None or any(who not in self.staff for who in placed.therapists):
            return None
        team = tuple(self.staff[who] for who in placed.therapists)
        room = NO_ROOM if placed.room is None else self.class_of.get(placed.room, NO_ROOM - 1)
        for spot in spots:
            starts_then = self.days[spot.day] == placed.day and (
                spot.start * self.instance.slot_minutes == placed.start_minute
            )
            if starts_then and room in spot.classes and fills(team, spot.teams):
                return Choice(spot, team, room)
        return None


def fills(team: tuple[int, ...], teams: tuple[tuple[int, ...], ...]) -> bool:
    """True when the team is one different therapist a role, each of those who could."""
    fitting = len(team) == len(teams) == len(set(team))
    return fitting and all(who in able for who, able in zip(team, teams, strict=True))


def can_differ(teams: tuple[tuple[int, ...], ...], taken: tuple[int, ...] = ()) -> bool:
    """True when every role can be filled by somebody of its own."""
    if not teams:
        return True
    return any(who not in taken and can_differ(teams[1:], (*taken, who)) for who in teams[0])


def _only(choice: Choice) -> Spot:
    return choice.spot._replace(teams=tuple((who,) for who in choice.team), classes=(choice.room_class,))


def _classes(instance: Instance) -> tuple[tuple[PlannedRoom, ...], ...]:
    """Rooms that nothing tells apart are one class, so that which of them is chosen can wait until the end.

    A room that a fixed visit names, or today's plan where moving costs, is a class of its own.
    """
    wanted = frozenset().union(*(visit.room_features or () for visit in instance.visits))
    named = {visit.fixed.room for visit in instance.visits if visit.fixed}
    if instance.move_cost:
        named |= {placed.room for placed in instance.current}
    alike: dict[tuple[str, frozenset[str], str], list[PlannedRoom]] = defaultdict(list)
    for room in instance.rooms:
        alike[room.location, room.features & wanted, room.id if room.id in named else ""].append(room)
    return tuple(map(tuple, alike.values()))
