"""Facts as they would be: with one more therapist, room or day, or with what a part of the plan has found."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any
from uuid import UUID, uuid5

from otium.desk.planning.loading import uuid_or_none
from otium.desk.planning.results import Part
from otium.rules.planning.sessions import room_of
from otium.terms.plans import Addition, BookedFact, HoursFact, HouseFacts, RoomFact, TherapistFact
from otium.terms.schedule import Hours

INVENTED = UUID("6d0d4bb5-2d2c-4c67-9c4c-0c4f0f6a1a01")  # ids of what is not there
SATURDAY = 5
SATURDAY_HOURS = (time(9), time(13))


def added(facts: HouseFacts, asks: dict[str, Any], first: date, last: date) -> HouseFacts:
    """`asks`: add, and location and discipline where one was chosen."""
    location_id = uuid_or_none(asks.get("location", ""))
    if asks["add"] == Addition.THERAPIST.value:
        newcomer = TherapistFact(uuid5(INVENTED, "therapist"), asks.get("discipline") or "OT", location_id)
        return replace(facts, therapists=(*facts.therapists, newcomer))
    if asks["add"] == Addition.ROOM.value:
        place = location_id or next((p.id for p in facts.places), None)
        if place is None:
            return facts
        features = {name for room in facts.rooms if room.location_id == place for name in room.features}
        return replace(
            facts, rooms=(*facts.rooms, RoomFact(uuid5(INVENTED, "room"), place, tuple(sorted(features))))
        )  # fmt: skip
    return _with_saturdays(facts, first, last)


def _with_saturdays(facts: HouseFacts, first: date, last: date) -> HouseFacts:
    """Everybody works Saturday mornings, where they work."""
    span = (first + timedelta(days=n) for n in range((last - first).days + 1))
    days = tuple(sorted({*facts.days, *(day for day in span if day.weekday() == SATURDAY)}))
    morning = Hours(frozenset({SATURDAY}), *SATURDAY_HOURS)
    usual = Hours(frozenset(range(SATURDAY)), time(facts.opens // 60, facts.opens % 60),
                  time(facts.closes // 60, facts.closes % 60))  # fmt: skip
    therapists = tuple(
        replace(t, hours=(*(t.hours if t.hours is not None else (HoursFact(usual),)), HoursFact(morning)))
        for t in facts.therapists
    )
    places = tuple(replace(p, hours=None if p.hours is None else (*p.hours, morning)) for p in facts.places)
    return replace(facts, days=days, therapists=therapists, places=places)


def booked(facts: HouseFacts, parts: Iterable[Part], weeks: int) -> HouseFacts:
    """With what the parts have found as if it were booked, in every one of so many weeks."""
    made = []
    of_care = {care.episode_id: care.discipline for care in facts.care}
    of_wait = {entry.id: entry.discipline for entry in facts.waits}
    for wanted, placed in (pair for part in parts for pair in part.placed):
        for number in range(weeks):
            key = uuid5(INVENTED, f"{wanted.key} {number}")
            made.append(
                BookedFact(
                    id=key,
                    patient_id=wanted.patient_id,
                    therapist_id=UUID(placed.therapists[0]),
                    location_id=wanted.location_id,
                    room_id=room_of(placed.room),
                    seat=_seat(placed.room),
                    together=key,
                    on=placed.day + timedelta(weeks=number),
                    minute=placed.start_minute,
                    minutes=wanted.minutes,
                    discipline=of_care[wanted.episode_id] if wanted.episode_id else of_wait[wanted.entry_id],
                    is_open=False,
                )
            )
    days = set(facts.days)
    return replace(facts, visits=(*facts.visits, *(v for v in made if v.on in days)))


def _seat(name: str | None) -> int:
    return int(name.rpartition("/")[2]) if room_of(name) and name else 0
