"""Many signed-in people send the form for one hour at the same moment: one has it, the others are told when else."""

import os
from collections.abc import Iterator, Mapping

import pytest
from django.db import connection, connections

from otium.ops import postgres
from otium.ops.faults.race.forms import Kind
from otium.ops.faults.race.rounds import Report, run
from otium.ops.postgres.cluster import APP

pytestmark = pytest.mark.django_db(transaction=True)
SHARED = (Kind.SERIES, Kind.CO_TREATMENT, Kind.ROOM)


def raced(rounds: Mapping[Kind, int], clients: int) -> list[Report]:
    """Before a server of its own, on this test's database."""
    url = postgres.test().url(APP, str(connection.settings_dict["NAME"]))
    own = {"DATABASE_URL": url, "OTIUM_MODE": "test", "DJANGO_SETTINGS_MODULE": "otium.settings.test"}
    return list(run(rounds, dict.fromkeys(rounds, clients), {**os.environ, **own}))


@pytest.fixture(autouse=True)
def _left_alone() -> Iterator[None]:
    yield
    connections.close_all()


def test_of_a_hundred_people_who_book_one_hour_exactly_one_has_it_twenty_times() -> None:
    (report,) = raced({Kind.VISIT: 20}, clients=100)

    assert report.is_clean, report.as_json()


def test_a_series_a_co_treatment_and_a_room_have_one_winner_each_time() -> None:
    found = raced(dict.fromkeys(SHARED, 3), clients=12)

    assert [report.as_json() for report in found if not report.is_clean] == []
    assert [report.won for report in found] == [3, 3, 3]


@pytest.mark.fault
def test_of_a_hundred_people_exactly_one_has_each_of_two_hundred_hours() -> None:
    (report,) = raced({Kind.VISIT: 200}, clients=100)

    assert report.is_clean, report.as_json()


@pytest.mark.fault
def test_of_a_hundred_people_exactly_one_has_each_series_co_treatment_and_room() -> None:
    found = raced(dict.fromkeys(SHARED, 20), clients=100)

    assert [report.as_json() for report in found if not report.is_clean] == []
