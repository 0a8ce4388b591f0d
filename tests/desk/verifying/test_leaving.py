"""How many queries a practice costs, and how what is asked leaves or comes back to people."""

from datetime import time, timedelta
from typing import Any

import pytest

from otium.desk import settle, verifying
from otium.desk.outbox import circuit, packing
from otium.records import models
from otium.wires.carriers.base import CarrierError
from tests.desk.verifying.scene import AT, BY, HOUR, covered, open_kinds, parcels, settled


def test_a_practice_is_asked_for_in_a_fixed_number_of_queries(
    practice: models.Practice, django_assert_max_num_queries: Any
) -> None:
    covered(practice)
    settled(practice)  # from here on the delivery waits in the queue
    for _ in range(3):
        covered(practice)
    settle.settle(practice, by=BY, at=AT)
    with django_assert_max_num_queries(67) as few:
        first = verifying.ask(practice, at=AT)
    for _ in range(40):
        covered(practice)
    settle.settle(practice, by=BY, at=AT)

    with django_assert_max_num_queries(67) as many:
        second = verifying.ask(practice, at=AT)

    assert (first.asked, second.asked) == (3, 40)
    assert len(few.captured_queries) == len(many.captured_queries)


def test_what_is_asked_for_by_itself_leaves_as_one_file_when_the_payers_window_opens(practice: models.Practice) -> None:
    models.Connection.objects.update(
        batch_minutes=30, window_opens_at=time(20), window_closes_at=time(22)
    )  # New York: 5 to 10 hours from now
    road = models.Connection.objects.get()
    for _ in range(3):
        covered(practice)
    settled(practice)

    sent = {
        hours: packing.pack(practice, road, is_real_time=False, at=AT + timedelta(hours=hours)) for hours in (1, 9, 10)
    }

    assert [made.parcels if made else None for made in sent.values()] == [None, None, 3]


@pytest.mark.parametrize(
    ("trouble", "stands"),
    [
        ({"failures": 29}, False),
        ({"failures": 30}, True),
        ({"failures": 1, "last_error": {"needs_person": True}}, True),
        ({"failures": 1, "last_error": {"needs_person": False}}, False),
        ({"state": "paused"}, True),
    ],
)
def test_what_waits_for_a_connection_that_fails_comes_back_to_people(
    practice: models.Practice, trouble: dict[str, Any], stands: bool
) -> None:
    covered(practice)
    settled(practice)
    models.Connection.objects.update(**trouble)

    again = settled(practice, AT + HOUR)

    assert (open_kinds().count("verify_coverage") == 1) is stands
    assert (again.asked, len(parcels())) == (0, 1)


def test_a_connection_that_fails_too_long_gives_its_questions_back_at_once(practice: models.Practice) -> None:
    covered(practice)
    settled(practice)
    models.Connection.objects.update(failures=29, fails_since=AT)
    road = models.Connection.objects.get()

    circuit.rest_now(practice.pk, road.pk, CarrierError("timeout"), at=AT + HOUR, act=circuit.Act.SEND)

    assert "verify_coverage" in open_kinds()
