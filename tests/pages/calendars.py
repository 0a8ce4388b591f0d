"""What the tests of the calendar's pages put into it, and read of a day."""

from datetime import date, datetime, time
from typing import Any

from django.test import Client
from django.urls import reverse

from otium.desk import acting
from otium.records import models
from otium.records.models import Appointment
from tests import build
from tests import cast as people
from tests.cast import EASTERN, Cast

TUESDAY = date(2026, 11, 24)


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=EASTERN)


def visit(cast: Cast, name: str, starts_at: datetime, **fields: Any) -> Appointment:
    """Of a new patient with the treating therapist, who is held for it."""
    values = {"therapist": cast.therapists["treating"], **fields}
    who = people.patient(cast.a, name, "Marshfield")
    with acting.acting_for(cast.a.pk):
        made = build.visit(who, starts_at, **values)
        actors = (("therapist", made.therapist_id), ("room", made.room_id))
        for kind, key in actors:
            if key and made.status == "booked":
                models.AppointmentParticipant.objects.create(
                    practice=cast.a, appointment=made, actor_type=kind, actor_id=key, together=made.pk,
                    period=(made.starts_at, made.ends_at),
                )  # fmt: skip
    return made


def works(cast: Cast, who: str = "treating", first: int = 8, last: int = 17) -> None:
    with acting.acting_for(cast.a.pk):
        models.WorkingHours.objects.create(
            practice=cast.a, therapist=cast.therapists[who], weekdays=list("01234"), starts_at=time(first),
            ends_at=time(last),
        )  # fmt: skip


def place(cast: Cast, name: str = "Main Street") -> models.Location:
    with acting.acting_for(cast.a.pk):
        return models.Location.objects.create(practice=cast.a, name=name)


def room(cast: Cast, at_place: models.Location, name: str, **fields: Any) -> models.Room:
    with acting.acting_for(cast.a.pk):
        return models.Room.objects.create(practice=cast.a, location=at_place, name=name, **fields)


def columns(client: Client, **query: str) -> dict[str, list[str]]:
    """The free hours of each column of Tuesday."""
    found = client.get(reverse("schedule_day"), {"on": TUESDAY.isoformat(), **query}).context["day"]
    return {column.name: [each.gap.words for each in column.openings] for column in found.columns}
