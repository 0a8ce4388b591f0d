"""Rooms, as their forms change them."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from otium.desk import acting, mend
from otium.desk.actor import Actor
from otium.desk.mend import Entered
from otium.records import models
from tests import build

AT = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("America/New_York"))
BY = Actor("test")


@pytest.fixture
def gym(db: None) -> Iterator[models.Room]:
    practice = build.open_practice(AT)
    with acting.acting_for(practice.pk):
        place = models.Location.objects.create(practice=practice, name="Main Street")
        yield models.Room.objects.create(practice=practice, location=place, name="Gym")


def move(gym: models.Room) -> models.Room:
    elsewhere = models.Location.objects.create(practice=gym.practice, name="Elm Street")
    version = mend.version_of(mend.KINDS["room"], gym)
    moved: models.Room = mend.change(
        "room", Entered({"location": elsewhere.pk}, version), record_id=gym.pk, by=BY, at=AT
    )
    return moved


def visit(gym: models.Room, at: datetime) -> None:
    build.visit(build.patient(gym.practice), at, room=gym, location=gym.location)


def test_a_room_in_which_visits_are_booked_goes_to_no_other_location(gym: models.Room) -> None:
    visit(gym, AT - timedelta(hours=2))

    with pytest.raises(mend.Invalid) as caught:
        move(gym)

    assert [p.field for p in caught.value.problems] == ["location"]


def test_a_room_whose_visits_are_over_may(gym: models.Room) -> None:
    visit(gym, AT - timedelta(days=1))

    assert move(gym).location.name == "Elm Street"
