"""What a week shows of one location is the same part of what was read before, so that it is drawn once too."""

from datetime import UTC, datetime, timedelta

import pytest

from otium.desk import acting
from otium.pages.staff.appointments import loading
from otium.records import models
from tests import build

AT = datetime(2026, 11, 23, 15, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def test_a_location_leaves_the_same_blocks_each_time_and_whole_ones_as_they_are() -> None:
    practice = build.open_practice(AT)
    with acting.acting_for(practice.pk):
        here, there = (models.Location.objects.create(practice=practice, name=name) for name in ("Main", "North"))
        both, one = build.therapist(practice), build.therapist(practice)
        for who, place, hours in ((both, here, 1), (both, there, 3), (one, here, 1)):
            build.visit(build.patient(practice), AT + timedelta(hours=hours), therapist=who, location=place)

        def blocks(place: models.Location | None) -> dict[object, loading.Block]:
            found = loading.blocks(practice, AT.date(), 7, location_id=place.pk if place else None)
            return {block.visits[0].therapist_id: block for block in found}

        whole, first, again = blocks(None), blocks(here), blocks(here)

        assert first[both.pk] is again[both.pk]
        assert [visit.location_id for visit in first[both.pk].visits] == [here.pk]
        assert first[one.pk] is whole[one.pk]
        assert set(blocks(there)) == {both.pk}
