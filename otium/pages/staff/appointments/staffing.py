"""Who and what the calendar has a column for: therapists, rooms, locations, with the hours that nothing takes."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q

from otium.desk.appointments.openings import openings
from otium.pages.staff.appointments.chosen import ROOMS, Chosen, Options
from otium.pages.staff.appointments.day import Actor
from otium.pages.staff.appointments.week import Staffed
from otium.records import prepared
from otium.records.models import Location, Practice, Room, Therapist
from otium.records.prepared import Rows


class Place(NamedTuple):
    id: UUID
    name: str


class Treats(NamedTuple):
    id: UUID
    name: str
    location_id: UUID | None


@dataclass(frozen=True, slots=True)
class House:
    """All of the practice, by name."""

    therapists: tuple[Treats, ...]
    places: tuple[Place, ...]
    rooms: tuple[Room, ...]

    @property
    def therapist_options(self) -> Options:
        return tuple((str(t.id), t.name) for t in self.therapists)

    @property
    def options(self) -> Options:
        return tuple((str(p.id), p.name) for p in self.places)


def house(practice: Practice, on: date, *, with_rooms: bool = False) -> House:
    """One query, two with the rooms: those that are in use on the day or later."""
    rooms = Room.objects.filter(Q(ended_on=None) | Q(ended_on__gte=on), practice=practice)
    with prepared.asked_together(((_therapists_of, practice.pk), (_places_of, practice.pk))):
        therapists = tuple(Treats._make(row) for row in prepared.rows(_therapists_of, practice.pk))
        places = tuple(Place._make(row) for row in prepared.rows(_places_of, practice.pk))
    return House(
        therapists,
        places,
        tuple(rooms.select_related("location").order_by("location__name", "name", "id")) if with_rooms else (),
    )


def _therapists_of(practice_id: UUID) -> Rows:
    rows = Therapist.objects.filter(practice_id=practice_id).order_by("name", "id")
    return rows.values_list("id", "name", "location_id")


def _places_of(practice_id: UUID) -> Rows:
    return Location.objects.filter(practice_id=practice_id).order_by("name", "id").values_list("id", "name")


def lanes(of: House, chosen: Chosen, practice: Practice, first: date, days: int, at: datetime) -> Staffed:
    """The therapists that the filters leave, with their free hours. Four queries."""
    who = _therapists(of, chosen)
    found = openings(
        therapists={t.id: t.location_id for t in who}, rooms={}, practice=practice, first=first, days=days, at=at
    )
    works = frozenset(key for key in found.known if found.working[key])
    return Staffed({t.id: t.name for t in who}, found.free, works)


def actors(of: House, chosen: Chosen, practice: Practice, at: datetime) -> list[Actor]:
    """The columns of a day. A therapist whose hours are not on file has one only where a visit stands in it: nobody
    knows that they work. Four queries, five of rooms."""
    if chosen.way == ROOMS:
        return _rooms(of, chosen, practice, at)
    who = _therapists(of, chosen)
    found = openings(
        therapists={t.id: t.location_id for t in who}, rooms={}, practice=practice, first=chosen.on, days=1, at=at
    )
    return [
        Actor(
            t.id,
            t.name,
            free=found.free[t.id],
            is_shown=t.id in found.known and bool(found.working[t.id]),
            books={"therapist": str(t.id), **({"location": chosen.location} if chosen.location else {})},
        )
        for t in who
    ]


def _therapists(of: House, chosen: Chosen) -> list[Treats]:
    """Of a location those who are at home there, or nowhere."""
    return [
        t
        for t in of.therapists
        if (not chosen.therapist or str(t.id) == chosen.therapist)
        and (not chosen.location or t.location_id is None or str(t.location_id) == chosen.location)
    ]


def _rooms(of: House, chosen: Chosen, practice: Practice, at: datetime) -> list[Actor]:
    rooms = [r for r in of.rooms if not chosen.location or str(r.location_id) == chosen.location]
    found = openings(
        therapists={}, rooms={r.pk: r.location_id for r in rooms}, practice=practice, first=chosen.on, days=1, at=at
    )
    return [
        Actor(
            r.pk,
            r.name,
            place=r.location.name,
            free=found.free[r.pk],
            books={"room": str(r.pk), "location": str(r.location_id)},
        )
        for r in rooms
        if r.ended_on is None or r.ended_on >= chosen.on
    ]
