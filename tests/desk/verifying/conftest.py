"""A practice whose payers have a road."""

from collections.abc import Iterator

import pytest

from otium.desk import acting
from otium.records import models
from tests import build
from tests.desk.verifying.scene import AT


@pytest.fixture
def practice(db: None) -> Iterator[models.Practice]:
    made = build.open_practice(AT, npi="1234567893")
    with acting.acting_for(made.pk):
        build.connection(made, carrier="core", real_time=["270", "276"])
        yield models.Practice.objects.get(pk=made.pk)
