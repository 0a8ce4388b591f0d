"""kill -9 of anything: it serves again, and nobody has to lift a hand but to start a killed supervisor."""

import signal

import psycopg

from otium.ops import postgres, processes
from tests.faults.conftest import Installation, kill, wait_until


def test_killed_pages_are_served_again(running: Installation) -> None:
    killed = running.child("web")

    kill(killed)

    wait_until(lambda: running.child("web") != killed, "the pages' process is another")
    running.wait_until_it_serves()


def test_a_killed_worker_is_started_again(running: Installation) -> None:
    killed = running.child("worker")

    kill(killed)

    wait_until(lambda: running.child("worker") != killed, "the worker is another")
    running.wait_until_it_serves()


def test_a_killed_database_comes_back_with_its_rows(running: Installation) -> None:
    cluster = running.cluster()
    with psycopg.connect(cluster.url("otium_owner"), autocommit=True) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (number int)")
        connection.execute("INSERT INTO kept VALUES (1)")
    killed = running.database()

    kill(killed)

    wait_until(lambda: cluster.pid() != killed and postgres.is_answering(cluster), "the database is another one")
    running.wait_until_it_serves()
    with psycopg.connect(cluster.url("otium_owner"), autocommit=True) as connection:
        assert connection.execute("SELECT count(*) FROM kept").fetchone() == (1,)
        connection.execute("DROP TABLE kept")


def test_after_a_killed_supervisor_the_next_start_ends_what_it_left(running: Installation) -> None:
    assert running.supervisor
    left = running.child("web")

    kill(running.supervisor.pid)
    running.supervisor.wait()
    running.start()

    assert running.child("web") != left
    assert not any(process.group == left for process in processes.running())


def test_a_supervisor_killed_while_the_database_comes_back_is_no_hindrance(running: Installation) -> None:
    assert running.supervisor

    kill(running.database())
    wait_until(lambda: "PostgreSQL ended" in running.log()[-400:], "the supervisor has seen it")
    kill(running.supervisor.pid)
    running.supervisor.wait()
    running.start()

    assert postgres.is_answering(running.cluster())


def test_everything_killed_at_once_starts_again(running: Installation) -> None:
    assert running.supervisor

    for pid in (running.supervisor.pid, running.child("web"), running.child("worker"), running.database()):
        kill(pid)
    running.supervisor.wait()
    running.start()

    assert postgres.is_answering(running.cluster())
    running.wait_until_it_serves()


def test_a_second_start_says_in_one_sentence_that_it_runs_already(running: Installation) -> None:
    second = running.otium("serve")

    assert second.returncode == 2
    assert second.stderr == f"Otium runs already, at http://localhost:{running.port}: stop it with `make stop`.\n"


def test_a_polite_stop_leaves_no_process(running: Installation) -> None:
    assert running.supervisor
    groups = {running.child("web"), running.child("worker")}

    running.supervisor.send_signal(signal.SIGTERM)

    assert running.supervisor.wait(timeout=30) == 0
    assert not any(process.group in groups for process in processes.running())
    assert running.cluster().pid() is None
    assert running.children() == {}
