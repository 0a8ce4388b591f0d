"""What the demo's owners typed in about the house: rooms, movable things, colleagues, who works when."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from otium.desk import acting, mend
from otium.desk.actor import Actor
from otium.desk.mend import Entered
from otium.ops.demo_house import USUAL, House
from otium.records.models import EpisodeOfCare, Location, Patient, Practice, Room, Therapist

DEMO = Actor("demo")
TARGETS = (("visits", Decimal(32)), ("hours", Decimal(24)))
LONG_AGO = timedelta(days=400)
COURSES = {"PT": "Gait", "SLP": "Speech"}
TARGETS_FROM = date(2026, 1, 5)


def add(practice_id: UUID, house: House, *, at: datetime) -> int:
    """How many rooms were added; a practice that has rooms keeps them."""
    with acting.acting_for(practice_id):
        practice = Practice.objects.get(pk=practice_id)
        places = list(Location.objects.filter(practice=practice).order_by("name"))
        if not places or Room.objects.filter(practice=practice).exists():
            return 0
        for place in places:
            for name, capacity, features in house.rooms:
                _add(practice, "room", {"location": place.pk, "name": name, "capacity": capacity,
                                        "features": features}, at)  # fmt: skip
        for name in house.things:
            _add(practice, "equipment", {"name": name}, at)
        for colleague in house.colleagues:
            _add(practice, "therapist", {**colleague, "location": places[0].pk}, at)
        _add_hours(practice, house, at)
        _add_episodes(practice, house, at)
        _add_targets(practice, at)
        return len(places) * len(house.rooms)


def _add_hours(practice: Practice, house: House, at: datetime) -> None:
    for who in Therapist.objects.filter(practice=practice).order_by("name", "id"):
        for weekdays, since, until in house.turns.get(who.name, USUAL):
            values = {"therapist": who.pk, "weekdays": list(weekdays), "starts_at": since, "ends_at": until}
            _add(practice, "working_hours", values, at)


def _add_episodes(practice: Practice, house: House, at: datetime) -> None:
    """Begun long ago, so that a patient's usual therapist stays who it was."""
    beside = Therapist.objects.filter(practice=practice).exclude(discipline="OT").get()
    treated = EpisodeOfCare.objects.filter(practice=practice, discipline="OT", is_active=True).values("patient_id")
    people = Patient.objects.filter(pk__in=treated, practice=practice, is_active=True)
    values = {"title": COURSES[beside.discipline], "therapist": beside.pk, "discipline": beside.discipline,
              "is_active": True, "starts_on": at.date() - LONG_AGO}  # fmt: skip
    for who in people.order_by("last_name", "first_name", "id")[: house.treated_beside]:
        mend.add("episode", Entered(values, is_sure=True), practice_id=practice.pk, patient_id=who.pk, by=DEMO, at=at)


def _add_targets(practice: Practice, at: datetime) -> None:
    """What the first two therapists are to do in a full week: one in visits, one in hours."""
    therapists = Therapist.objects.filter(practice=practice, discipline="OT").order_by("name")[: len(TARGETS)]
    for who, (unit, amount) in zip(therapists, TARGETS, strict=False):
        values = {"therapist": who.pk, "unit": unit, "amount": amount, "starts_on": TARGETS_FROM}
        _add(practice, "production_target", values, at)


def _add(practice: Practice, kind: str, values: dict[str, Any], at: datetime) -> None:
    mend.add(kind, Entered(values, is_sure=True), practice_id=practice.pk, patient_id=None, by=DEMO, at=at)
