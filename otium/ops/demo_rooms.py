"""What the demo's owner typed in about the house: rooms, movable things, a colleague who treats beside."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from otium.desk import acting, mend
from otium.desk.actor import Actor
from otium.desk.mend import Entered
from otium.records.models import EpisodeOfCare, Location, Patient, Practice, Room, Therapist

DEMO = Actor("demo")
ROOMS: tuple[tuple[str, int, list[str]], ...] = (
    ("Gym", 2, ["SWING", "CLIMBING"]),
    ("Quiet room", 1, ["QUIET"]),
    ("Hand clinic", 1, ["SINK"]),
)
THINGS = ("Dynamometer set", "Platform swing")
TARGETS = (("visits", Decimal(32)), ("hours", Decimal(24)))
TARGETS_FROM = date(2026, 1, 5)
TREATED_BESIDE = 3  # patients whom the colleague treats too: a co-treatment can be booked for them at once
BESIDE = {"name": "Mara Lindqvist", "credential": "PT, DPT", "discipline": "PT"}


def add(practice_id: UUID, *, at: datetime) -> int:
    """How many rooms were added; a practice that has rooms keeps them."""
    with acting.acting_for(practice_id):
        practice = Practice.objects.get(pk=practice_id)
        places = list(Location.objects.filter(practice=practice).order_by("name"))
        if not places or Room.objects.filter(practice=practice).exists():
            return 0
        for place in places:
            for name, capacity, features in ROOMS:
                _add(practice, "room", {"location": place.pk, "name": name, "capacity": capacity,
                                        "features": features}, at)  # fmt: skip
        for name in THINGS:
            _add(practice, "equipment", {"name": name}, at)
        _add(practice, "therapist", {**BESIDE, "location": places[0].pk}, at)
        _add_episodes(practice, at)
        _add_targets(practice, at)
        return len(places) * len(ROOMS)


def _add_episodes(practice: Practice, at: datetime) -> None:
    """Begun long ago, so that a patient's usual therapist stays who it was."""
    beside = Therapist.objects.get(practice=practice, name=BESIDE["name"])
    treated = EpisodeOfCare.objects.filter(practice=practice, discipline="OT", is_active=True).values("patient_id")
    people = Patient.objects.filter(pk__in=treated, practice=practice, is_active=True)
    values = {"title": "Gait", "therapist": beside.pk, "discipline": BESIDE["discipline"], "is_active": True,
              "starts_on": at.date() - timedelta(days=400)}  # fmt: skip
    for who in people.order_by("last_name", "first_name", "id")[:TREATED_BESIDE]:
        mend.add("episode", Entered(values, is_sure=True), practice_id=practice.pk, patient_id=who.pk, by=DEMO, at=at)


def _add_targets(practice: Practice, at: datetime) -> None:
    """What the first two therapists are to do in a full week: one in visits, one in hours."""
    therapists = Therapist.objects.filter(practice=practice, discipline="OT").order_by("name")[: len(TARGETS)]
    for who, (unit, amount) in zip(therapists, TARGETS, strict=False):
        values = {"therapist": who.pk, "unit": unit, "amount": amount, "starts_on": TARGETS_FROM}
        _add(practice, "production_target", values, at)


def _add(practice: Practice, kind: str, values: dict[str, Any], at: datetime) -> None:
    mend.add(kind, Entered(values, is_sure=True), practice_id=practice.pk, patient_id=None, by=DEMO, at=at)
