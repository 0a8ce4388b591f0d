"""The worker's own jobs, on the real queue."""

import psycopg
import pytest
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from otium.ops import jobs, postgres
from otium.ops.postgres.cluster import OWNER
from tests import elsewhere

pytestmark = pytest.mark.django_db(transaction=True)


def _work_off_the_queue() -> None:
    """One worker that stops when nothing is left to do."""

    async def work() -> None:
        with app.replace_connector(app.connector.get_worker_connector()) as working:
            async with working.open_async():
                await working.run_worker_async(wait=False, install_signal_handlers=False, listen_notify=False)

    elsewhere.run(work())


def _jobs(task: str) -> list[tuple[str, int]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT status::text, attempts FROM procrastinate_jobs WHERE task_name = %s ORDER BY id", [task])
        return list(cursor.fetchall())


def _left_by_a_killed_worker(task: str) -> None:
    """The task's job as it stands when its worker was killed an hour ago."""
    cluster = postgres.test()
    with psycopg.connect(cluster.url(OWNER, str(connection.settings_dict["NAME"])), autocommit=True) as owner:
        owner.execute("SET session_replication_role = replica")  # the queue's own rules would not let us write history
        owner.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour')")
        owner.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', worker_id = (SELECT max(id) FROM procrastinate_workers)"
            " WHERE task_name = %s",
            [task],
        )


def test_a_sweep_waits_only_once_however_many_workers_start() -> None:
    jobs.sweep_all.defer()

    with pytest.raises(AlreadyEnqueued):
        jobs.sweep_all.defer()


def test_a_worker_sweeps_every_practice() -> None:
    jobs.sweep_all.defer()

    _work_off_the_queue()

    assert _jobs("otium.sweep_all") == [("succeeded", 1)]


def test_the_job_of_a_killed_worker_is_taken_up_again() -> None:
    jobs.sweep_all.defer()
    _left_by_a_killed_worker("otium.sweep_all")

    jobs.retry_stalled.defer(timestamp=0)
    _work_off_the_queue()
    _work_off_the_queue()

    assert [status for status, _ in _jobs("otium.sweep_all")] == ["succeeded"]


def test_a_killed_job_that_waits_again_already_is_not_doubled() -> None:
    jobs.sweep_all.defer()
    _left_by_a_killed_worker("otium.sweep_all")
    jobs.sweep_all.defer()

    jobs.retry_stalled.configure(priority=10).defer(timestamp=0)
    _work_off_the_queue()

    assert sorted(status for status, _ in _jobs("otium.sweep_all")) == ["failed", "succeeded"]
