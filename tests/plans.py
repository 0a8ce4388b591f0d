"""A small week to plan: two days, two therapists, two rooms; each test changes what it is about."""

from dataclasses import replace
from datetime import date
from typing import Any

from otium.terms.planning import (
    Instance,
    Placed,
    PlannedHours,
    PlannedRoom,
    PlannedTherapist,
    Solution,
    Unplaced,
    WantedVisit,
    Window,
)

MON, TUE, WED = date(2027, 1, 4), date(2027, 1, 5), date(2027, 1, 6)
DAYS = (MON, TUE, WED)


def at(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


def window(day: date = MON, start: str = "08:00", end: str = "12:00", preference: int = 5) -> Window:
    return Window(day, at(start), at(end), preference)


def hours(day: date, start: str = "08:00", end: str = "12:00", location: str = "north") -> PlannedHours:
    return PlannedHours(day, at(start), at(end), location)


def therapist(name: str, **changes: Any) -> PlannedTherapist:
    return replace(PlannedTherapist(name, "OT", frozenset(), 360, tuple(map(hours, DAYS))), **changes)


def visit(name: str, **changes: Any) -> WantedVisit:
    """45 minutes by ann or bob in any room in the north, on Monday morning."""
    plain = WantedVisit(
        id=name,
        patient=f"patient of {name}",
        minutes=45,
        priority=5,
        roles=(("ann", "bob"),),
        room_features=frozenset(),
        location="north",
        windows=(window(),),
        group=f"group of {name}",
        apart_days=1,
    )
    return replace(plain, **changes)


def instance(*visits: WantedVisit, **changes: Any) -> Instance:
    plain = Instance(
        name="week",
        slot_minutes=15,
        days=DAYS,
        rooms=(PlannedRoom("gym", "north", frozenset({"swing"})), PlannedRoom("office", "north", frozenset())),
        therapists=(therapist("ann"), therapist("bob")),
        visits=visits,
    )
    return replace(plain, **changes)


def placed(name: str, start: str = "09:00", who: str = "ann", room: str | None = "gym", day: date = MON) -> Placed:
    return Placed(name, day, at(start), tuple(who.split()), room)


def solution(*places: Placed, unplaced: tuple[str, ...] = (), **changes: Any) -> Solution:
    """Stated scores are those of 45-minute visits of priority 5 in a window of preference 5."""
    count = len(places)
    listed = tuple(Unplaced(name, "no room") for name in unplaced)
    plain = Solution("week", places, listed, 5 * count, 5 * count, 5 * count, None, 1.0)
    return replace(plain, **changes)
