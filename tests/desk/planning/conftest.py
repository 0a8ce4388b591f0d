from collections.abc import Iterator

import pytest

from otium.desk import acting
from otium.records import models
from tests import build
from tests.desk.planning.house import AT


@pytest.fixture
def practice() -> Iterator[models.Practice]:
    made = build.open_practice(AT, calendar_master="otium")
    with acting.acting_for(made.pk):
        yield models.Practice.objects.get(pk=made.pk)
