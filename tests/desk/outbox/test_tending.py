"""Each connection with something to do gets one job, and no other does."""

from datetime import time, timedelta

import pytest
from django.db import connection as database
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from otium.desk.outbox.tending import tend
from otium.records.models import Transmission
from tests import build
from tests.desk.outbox.conftest import AT

pytestmark = pytest.mark.django_db


def jobs():
    return sorted(ProcrastinateJob.objects.values_list("task_name", flat=True))


def road(practice, **fields):
    return build.connection(practice, **{"fetch_minutes": 0, **fields})


def waiting(practice, at=AT, **fields):
    """A parcel whose own job was lost."""
    build.parcel(practice, at, **fields)
    ProcrastinateJob.objects.all().delete()


@pytest.mark.parametrize(
    ("fields", "at", "expected"),
    [
        ({}, AT, ["otium.deliver"]),
        ({}, AT - timedelta(seconds=1), []),
        ({"batch_minutes": 30}, AT + timedelta(minutes=29), []),
        ({"batch_minutes": 30}, AT + timedelta(minutes=30), ["otium.deliver"]),
        ({"window_opens_at": time(10, 1), "window_closes_at": time(11)}, AT, []),  # New York: 10:00
        ({"window_opens_at": time(10), "window_closes_at": time(11)}, AT, ["otium.deliver"]),
        ({"window_opens_at": time(22), "window_closes_at": time(23), "real_time": ["270"]}, AT, ["otium.deliver"]),
        ({"state": "paused"}, AT, []),
        ({"rests_until": AT + timedelta(seconds=1)}, AT, []),
        ({"rests_until": AT}, AT, ["otium.deliver"]),
    ],
)
def test_what_may_leave_now_is_asked_for_and_nothing_else(practice, fields, at, expected):
    road(practice, **fields)
    waiting(practice)

    tend(at)

    assert jobs() == expected


@pytest.mark.parametrize(
    ("state", "next_try_at", "expected"),
    [("ready", None, 1), ("unsure", AT, 1), ("unsure", AT + timedelta(seconds=1), 0), ("unsure", None, 0),
     ("sent", None, 0), ("failed", None, 0)],
)  # fmt: skip
def test_an_interchange_is_asked_for_while_it_goes_on_by_itself(practice, partner, clock, state, next_try_at, expected):
    from otium.desk import outbox

    made = road(practice)
    build.parcel(practice, AT, kind="837P")
    outbox.deliver(practice.pk, made.pk, open_carrier=partner, now=clock)
    Transmission.objects.update(state=state, next_try_at=next_try_at)
    ProcrastinateJob.objects.all().delete()

    tend(AT)

    assert len(jobs()) == expected


def test_a_job_that_waits_already_is_enough(practice):
    road(practice, fetch_minutes=5)
    waiting(practice)

    tend(AT)
    tend(AT)

    assert jobs() == ["otium.deliver", "otium.fetch"]


def test_looking_at_many_connections_takes_as_many_queries_as_looking_at_one(practice):
    road(practice)
    with CaptureQueriesContext(database) as one:
        tend(AT)
    for _ in range(10):
        road(practice)

    with CaptureQueriesContext(database) as many:
        tend(AT)

    assert len(many) == len(one)


@pytest.mark.parametrize(
    ("batch_ago", "looked_ago", "is_due"),
    [
        (119, 10, True),
        (119, 9, False),
        (120, 10, False),
        (120, 300, True),
        (None, 299, False),
    ],
)
def test_while_a_batch_has_just_left_its_answers_are_looked_for_often(practice, batch_ago, looked_ago, is_due):
    left_at = AT - timedelta(seconds=batch_ago) if batch_ago is not None else None
    road(practice, fetch_minutes=5, last_fetch_at=AT - timedelta(seconds=looked_ago), last_batch_at=left_at)

    tend(AT)

    assert jobs() == (["otium.fetch"] if is_due else [])
