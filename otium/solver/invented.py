"""Instances as a practice might have them, drawn by a seed; the same wish gives the same instance, byte for byte.

No published figures of this kind are known to us, so every share below is an assumption, but for: visit lengths are
those of timed codes (30, 45 and 60 minutes are 2, 3 and 4 units; domain.md section 3), a co-treatment is OT with PT or
SLP, and children of school age come after school (domain.md section 11 names the school as a domain, not the hours).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random
from typing import TypeVar

from otium.terms.planning import Instance, PlannedHours, PlannedRoom, PlannedTherapist, WantedVisit, Window

T = TypeVar("T")
MONDAY = date(2027, 1, 4)
SLOT_MINUTES = 15
LOCATIONS = ("north", "south")
OPENS, NOON, LUNCH_ENDS, SCHOOL_ENDS, CLOSES = 8 * 60, 12 * 60, 13 * 60, 15 * 60, 18 * 60
SKILLS = ("paediatrics", "hand", "neuro")
FEATURES = {"paediatrics": "swing", "hand": "splint bench", "neuro": "kitchen"}  # what a treatment of that kind needs
MINUTES = (30, 30, 45, 45, 45, 45, 45, 60, 60, 60)  # one is drawn
BUFFERS = (0, 0, 15)  # documentation and turnover after the visit
DAY_LIMIT_MINUTES = 360  # six hours of visits in eight of work


@dataclass(frozen=True, slots=True)
class Wish:
    therapists: int = 20
    patients: int = 300
    rooms: int = 0  # 0: seven rooms to ten therapists
    seed: int = 1
    cotreated: float = 0.10  # share of patients treated by two disciplines at once
    twice: float = 0.31  # share of patients who come twice a week
    telehealth: float = 0.06
    school_age: float = 0.35

    @property
    def name(self) -> str:
        return f"invented-{self.therapists}x{self.patients}-seed{self.seed}"


@dataclass(slots=True)
class _World:
    """What is drawn so far; each draw depends on those before it."""

    wish: Wish
    lot: Random
    days: tuple[date, ...] = tuple(MONDAY + timedelta(days=n) for n in range(5))
    rooms: list[PlannedRoom] = field(default_factory=list)
    therapists: list[PlannedTherapist] = field(default_factory=list)

    def one(self, choices: Sequence[T]) -> T:
        return choices[self.below(len(choices))]

    def below(self, most: int) -> int:
        return int(self.lot.random() * most)

    def chance(self, share: float) -> bool:
        return self.lot.random() < share


def invent(wish: Wish) -> Instance:
    world = _World(wish, Random(wish.seed))  # noqa: S311  # nosec B311: no secret is drawn
    world.rooms = [_room(number) for number in range(wish.rooms or max(2, round(wish.therapists * 0.7)))]
    world.therapists = [_therapist(world, number) for number in range(wish.therapists)]
    visits = [visit for number in range(wish.patients) for visit in _patient(world, number)]
    return Instance(
        name=wish.name,
        slot_minutes=SLOT_MINUTES,
        days=world.days,
        rooms=tuple(world.rooms),
        therapists=tuple(world.therapists),
        visits=tuple(visits),
    )


def _room(number: int) -> PlannedRoom:
    """Three of five rooms in the north. At each location one has a swing, the next a bench, every fourth a kitchen."""
    south = number % 5 in (1, 3)
    place = 2 * (number // 5) + (number % 5 == 3) if south else 3 * (number // 5) + number % 5 // 2
    features = {
        name
        for name, there in (("swing", place % 3 == 0), ("splint bench", place % 3 == 1), ("kitchen", place % 4 == 2))
        if there
    }
    return PlannedRoom(f"room{number + 1}", LOCATIONS[south], frozenset(features))


def _therapist(world: _World, number: int) -> PlannedTherapist:
    """Of ten, eight OT, one PT, one SLP; one of five works at both locations, on different days."""
    discipline = {8: "PT", 9: "SLP"}.get(number % 10, "OT")
    if number == 4 and world.wish.therapists < 10:
        discipline = "PT"
    home = LOCATIONS[number % 5 in (1, 3)]
    away = home if number % 5 else LOCATIONS[1]
    late = world.chance(0.5)  # works until six
    off = world.below(10)  # half of them have a day off
    hours: list[PlannedHours] = []
    for place, day in enumerate(world.days):
        at = away if place in (1, 3) else home
        if place != off:
            hours.append(PlannedHours(day, OPENS + 120 * late, NOON + 60 * late, at))
            hours.append(PlannedHours(day, LUNCH_ENDS + 60 * late, CLOSES - 60 + 60 * late, at))
    skills = {SKILLS[number % 3], SKILLS[world.below(3)]} if discipline == "OT" else set()
    return PlannedTherapist(f"t{number + 1}", discipline, frozenset(skills), DAY_LIMIT_MINUTES, tuple(hours))


def _patient(world: _World, number: int) -> list[WantedVisit]:
    """One visit a week or two, of the same length, by the same kind of therapist, two days apart where possible."""
    patient = f"p{number + 1}"
    at_school = world.chance(world.wish.school_age)
    skill = "paediatrics" if at_school or world.chance(0.2) else world.one(("hand", "hand", "neuro"))
    location = LOCATIONS[world.chance(0.4)]
    telehealth = world.chance(world.wish.telehealth)
    roles = _roles(world, skill, location)
    usual = roles[0][world.below(len(roles[0]))]
    wanted = WantedVisit(
        id="",
        patient=patient,
        minutes=world.one(MINUTES),
        priority=1 + world.below(10),
        roles=roles,
        room_features=None if telehealth else _features(world, skill, location),
        location=None if telehealth else location,
        windows=_windows(world, at_school),
        group=f"g{number + 1}",
        apart_days=1 + world.chance(0.4),
        preferred=((usual, 4 + world.below(7)),),
        equipment=("hand dynamometer set",) if skill == "hand" and world.chance(0.15) else (),
        buffer_minutes=world.one(BUFFERS),
    )
    times = 1 + world.chance(world.wish.twice)
    return [replace(wanted, id=f"v{number + 1}.{time + 1}") for time in range(times)]


def _features(world: _World, skill: str, location: str) -> frozenset[str]:
    """Half of the visits can be held in any room, and all where the location has none of the kind."""
    wanted = FEATURES[skill]
    there = any(wanted in room.features for room in world.rooms if room.location == location)
    return frozenset({wanted}) if world.chance(0.5) and there else frozenset()


def _roles(world: _World, skill: str, location: str) -> tuple[tuple[str, ...], ...]:
    """Up to five OTs of the skill who work at the location; for a co-treatment the PTs or SLPs besides."""
    there = [t for t in world.therapists if any(hours.location == location for hours in t.hours)]
    fit = [t.id for t in there if t.discipline == "OT" and skill in t.skills]
    fit = fit or [t.id for t in there if t.discipline == "OT"] or [world.therapists[0].id]
    begin = world.below(len(fit))
    first = tuple((fit + fit)[begin : begin + min(5, len(fit))])
    if not world.chance(world.wish.cotreated):
        return (first,)
    discipline = "PT" if world.chance(0.5) else "SLP"
    second = [t.id for t in there if t.discipline == discipline] or [t.id for t in there if t.discipline != "OT"]
    return (first, tuple(second)) if second else (first,)


def _windows(world: _World, at_school: bool) -> tuple[Window, ...]:
    """School children after school on most days, and some mornings they like less; others any half days."""
    found: list[Window] = []
    for day in world.days:
        if at_school:
            if world.chance(0.7):
                found.append(Window(day, SCHOOL_ENDS, CLOSES, 6 + world.below(5)))
            if world.chance(0.3):
                found.append(Window(day, OPENS, SCHOOL_ENDS, world.below(4)))
        else:
            if world.chance(0.5):
                found.append(Window(day, OPENS, NOON, 2 + world.below(9)))
            if world.chance(0.4):
                found.append(Window(day, NOON, CLOSES, 2 + world.below(9)))
    return tuple(found) or tuple(Window(day, OPENS, CLOSES, 5) for day in world.days)
