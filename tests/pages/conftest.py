"""The cast, on one Monday morning."""

from datetime import datetime

import pytest

from otium.desk import clock
from tests import cast as people
from tests.cast import AT, Cast


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """The instant that pages take for now; tests move it by replacing its only item."""
    instant = [AT]
    monkeypatch.setattr(clock, "now", lambda: instant[0])
    return instant


@pytest.fixture
def cast(db: None, now: list[datetime]) -> Cast:
    return people.assemble()
