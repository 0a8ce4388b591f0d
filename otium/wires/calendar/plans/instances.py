"""JSON to an Instance. What a visit names must be there: therapists, rooms, each id once."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

from otium.terms.planning import Instance, Placed, PlannedHours, PlannedRoom, PlannedTherapist, WantedVisit, Window
from otium.wires.calendar.plans.cursor import MINUTES_A_DAY, MOST_SAID, Cursor, Unreadable, each, parse

MOST_COST = 1_000
MOST_DAYS_APART = 366


def read_instance(data: bytes) -> Instance:
    """Raises Unreadable with a sentence for each place that is wrong."""
    top = parse(data)
    said: list[str] = []
    cost = top.maybe("move_cost")
    current = top.maybe("current")
    instance = Instance(
        name=top.at("name").text(),
        slot_minutes=top.at("slot_minutes").number(1, MINUTES_A_DAY),
        days=each(top.at("days"), Cursor.day, said),
        rooms=each(top.at("rooms"), _room, said),
        therapists=each(top.at("therapists"), _therapist, said),
        visits=each(top.at("visits"), _visit, said),
        current=each(current, read_placed, said) if current else (),
        move_cost=cost.number(0, MOST_COST) if cost else 0,
    )
    said = said or list(_strangers(instance))
    if said:
        raise Unreadable(said[:MOST_SAID])
    return instance


def read_placed(item: Cursor) -> Placed:
    return _placed(item, item.at("visit").text())


def _placed(item: Cursor, visit: str) -> Placed:
    room = item.nullable("room")
    return Placed(
        visit=visit,
        day=item.at("day").day(),
        start_minute=item.at("start").clock(),
        therapists=tuple(who.text() for who in item.at("therapists").items()),
        room=room.text() if room else None,
    )


def _room(item: Cursor) -> PlannedRoom:
    return PlannedRoom(item.at("id").text(), item.at("location").text(), frozenset(item.at("features").texts()))


def _therapist(item: Cursor) -> PlannedTherapist:
    return PlannedTherapist(
        id=item.at("id").text(),
        discipline=item.at("discipline").text(),
        skills=frozenset(item.at("skills").texts()),
        max_minutes_per_day=item.at("max_minutes_per_day").number(0, MINUTES_A_DAY),
        hours=tuple(PlannedHours(*_span(span), span.at("location").text()) for span in item.at("hours").items()),
    )


def _span(item: Cursor) -> tuple[date, int, int]:
    day, start, end = item.at("day").day(), item.at("start").clock(), item.at("end").clock()
    if end <= start:
        raise item.wrong("ends before it starts")
    return day, start, end


def _visit(item: Cursor) -> WantedVisit:
    room, location, fixed = item.nullable("room"), item.nullable("location"), item.nullable("fixed")
    visit, roles = item.at("id").text(), tuple(role.texts() for role in item.at("roles").items())
    if not roles:
        raise item.at("roles").wrong("names no role")
    patients, equipment, buffer = item.maybe("patients"), item.maybe("equipment"), item.maybe("buffer_minutes")
    return WantedVisit(
        id=visit,
        patient=item.at("patient").text(),
        minutes=item.at("minutes").number(1, MINUTES_A_DAY),
        priority=item.at("priority").number(1, 10),
        roles=roles,
        room_features=frozenset(room.at("features").texts()) if room else None,
        location=location.text() if location else None,
        windows=tuple(Window(*_span(w), w.at("preference").number(0, 10)) for w in item.at("windows").items()),
        group=item.at("group").text(),
        apart_days=item.at("apart_days").number(0, MOST_DAYS_APART),
        preferred=tuple((who, worth.number(0, 10)) for who, worth in item.at("preferred_therapists").entries()),
        fixed=_placed(fixed, visit) if fixed else None,
        patients=patients.texts() if patients else (),
        equipment=equipment.texts() if equipment else (),
        buffer_minutes=buffer.number(0, MINUTES_A_DAY) if buffer else 0,
    )


def _strangers(instance: Instance) -> Iterator[str]:
    """Ids that are there twice, and names of what is not there. `current` may name what is gone."""
    staff = {therapist.id for therapist in instance.therapists}
    rooms = {room.id for room in instance.rooms}
    yield from _twice("rooms", (room.id for room in instance.rooms))
    yield from _twice("therapists", (therapist.id for therapist in instance.therapists))
    yield from _twice("visits", (visit.id for visit in instance.visits))
    yield from _twice("current", (placed.visit for placed in instance.current))
    for place, visit in enumerate(instance.visits):
        for number, role in enumerate(visit.roles):
            for who in role:
                if who not in staff:
                    yield f"visits[{place}].roles[{number}]: {who} is none of the therapists"
        for who in visit.fixed.therapists if visit.fixed else ():
            if who not in staff:
                yield f"visits[{place}].fixed.therapists: {who} is none of the therapists"
        if visit.fixed and visit.fixed.room is not None and visit.fixed.room not in rooms:
            yield f"visits[{place}].fixed.room: {visit.fixed.room} is none of the rooms"


def _twice(what: str, ids: Iterable[str]) -> Iterator[str]:
    for name, times in Counter(ids).items():
        if times > 1:
            yield f"{what}: {name} is there {times} times"
