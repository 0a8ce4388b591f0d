"""A settling and a person at the same moment: nothing either of them did is lost, and neither waits for ever."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from django.db import connection

from otium.desk import acting, acts, appointments, mend, queue, settle
from otium.desk.actor import Actor
from otium.records.models import Coverage, ExpectedRate, Practice, Staff, Task
from tests import build

pytestmark = pytest.mark.django_db(transaction=True)

AT = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
ASKING = 2_000
BLOCKED = "select count(*) from pg_stat_activity where cardinality(pg_blocking_pids(pid)) > 0"


@pytest.fixture
def practice() -> Practice:
    row = build.open_practice(AT)
    with acting.acting_for(row.pk):
        who = build.patient(row)
        payer = build.payer(row)
        build.coverage(who, payer)
        build.rate(payer, "100.00", date(2026, 1, 1))
        build.visit(who, AT + timedelta(days=2))
        settle.settle(row, by=build.TEST, at=AT)
    return row


@pytest.fixture
def person(practice: Practice) -> Actor:
    staff = Staff.objects.create_user("one@otium.test", name="One")
    with acting.acting_for(practice.pk):
        staff.memberships.create(practice=practice, role="assistant")
    return Actor.person(staff.pk)


@pytest.fixture
def elsewhere(practice: Practice) -> Iterator[Callable[..., Future]]:
    """Starts a call in a transaction and connection of its own."""

    def run(call: Callable[[], Any]) -> Any:
        try:
            with acting.acting_for(practice.pk):
                return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        yield lambda call: pool.submit(run, call)


def until_it_waits(other: Future) -> None:
    """Returns once the other transaction waits for a lock of this one, or has ended."""
    with connection.cursor() as cursor:
        for asked in count():
            cursor.execute(BLOCKED)
            if cursor.fetchone()[0] or other.done():
                return
            assert asked < ASKING
            cursor.execute("select pg_stat_clear_snapshot(), pg_sleep(0.01)")


def test_a_dismissal_during_a_settling_is_kept(
    practice: Practice, person: Actor, elsewhere: Callable[..., Future]
) -> None:
    with acting.acting_for(practice.pk):
        task = Task.objects.get(kind="verify_coverage")
        ExpectedRate.objects.update(amount="140.00")  # the dollars change, the reasons do not

    with acting.acting_for(practice.pk):
        Task.objects.filter(pk=task.pk).update(state="dismissed")
        settling = elsewhere(lambda: settle.settle(practice, by=build.TEST, at=AT))
        until_it_waits(settling)
    settling.result(timeout=30)

    with acting.acting_for(practice.pk):
        task.refresh_from_db()
    assert (task.state, str(task.dollars)) == ("dismissed", "140.00")


def act(task: Task, person: Actor) -> Any:
    said = {"status": "active", "road": "call", "said_by": "Ana"}
    return acts.record(task_id=task.pk, choice="coverage_checked", entries=said, by=person, at=AT)


def dismissal(task: Task, person: Actor) -> Any:
    return queue.dismiss(task_id=task.pk, reason="not needed", by=person, at=AT)


def cancelling(task: Task, person: Actor) -> Any:
    return appointments.cancel(appointment_id=task.appointment_id, reason="snow", by=person, at=AT)


def withdrawal(task: Task, person: Actor) -> Any:
    key = Coverage.objects.get(patient_id=task.patient_id).pk
    return mend.withdraw("coverage", record_id=key, reason="typed twice", by=person, at=AT)


@pytest.mark.parametrize("what_they_do", [act, dismissal, cancelling, withdrawal])
def test_a_person_waits_for_a_settling_without_holding_what_it_needs(
    practice: Practice, person: Actor, elsewhere: Callable[..., Future], what_they_do: Callable[[Task, Actor], Any]
) -> None:
    with acting.acting_for(practice.pk):
        task = Task.objects.get(kind="verify_coverage")

    with acting.acting_for(practice.pk):
        settle.lock_practice(practice.pk)
        done = elsewhere(lambda: what_they_do(task, person))
        until_it_waits(done)
        rows = Task.objects.select_for_update(nowait=True).filter(pk=task.pk)
        held = [rows.get().pk, *Coverage.objects.select_for_update(nowait=True).values_list("pk", flat=True)]
        settle.settle(practice, by=build.TEST, at=AT)

    assert len(held) == 2
    assert done.result(timeout=30)
