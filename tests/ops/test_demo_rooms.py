"""The demo's rooms and things."""

from datetime import UTC, datetime

import pytest

from otium.desk import acting
from otium.ops import demo_rooms
from otium.ops.demo_house import TIDEWATER
from otium.records import models
from tests import build

AT = datetime(2026, 11, 23, 15, tzinfo=UTC)


@pytest.mark.django_db
def test_each_location_has_its_rooms_once() -> None:
    practice = build.open_practice(AT)
    with acting.acting_for(practice.pk):
        for name in ("Elm Street", "Main Street"):
            models.Location.objects.create(practice=practice, name=name)
        episodes = models.EpisodeOfCare.objects.filter(practice=practice)
        episodes.create(practice=practice, patient=build.patient(practice))

        assert [demo_rooms.add(practice.pk, TIDEWATER, at=AT) for _ in range(2)] == [6, 0]

        assert models.Room.objects.filter(practice=practice, location__name="Elm Street").count() == 3
        assert models.Therapist.objects.get(practice=practice).discipline == "PT"
        assert sorted(episodes.values_list("discipline", flat=True)) == ["OT", "PT"]
