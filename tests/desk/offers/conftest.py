"""A practice that sends texts, and an hour of it that came free."""

from collections.abc import Iterator

import pytest

from otium.desk import acting
from otium.records import models
from tests.desk.offers import house
from tests.desk.offers.house import cancelled


@pytest.fixture
def practice() -> Iterator[models.Practice]:
    made = house.practice_with_texts()
    with acting.acting_for(made.pk):
        yield made


@pytest.fixture
def freed(practice: models.Practice) -> models.Appointment:
    return cancelled(practice)
