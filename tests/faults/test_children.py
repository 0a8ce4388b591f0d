"""What the supervisor does with a child that dies, one child at a time."""

import os
import sys
from pathlib import Path

import pytest

from otium.ops import children, processes
from otium.ops.children import Child, Program
from otium.ops.logbook import LogBook
from tests.faults.conftest import kill, wait_until

SLEEPER = (
    "import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60) # otium'])"
)


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> LogBook:
    monkeypatch.setenv("OTIUM_VAR", str(tmp_path))
    monkeypatch.setattr(children, "FIRST_WAIT_SECONDS", 0.01)
    return LogBook(tmp_path / "log" / "otium.log")


def _child(log: LogBook, code: str, *, lasting: bool = True, speaks: bool = False) -> Child:
    program = Program("child", (sys.executable, "-c", code), lasting=lasting, speaks=speaks)
    return Child(program, environment=dict(os.environ), log=log)


def _group() -> int:
    return children.noted()["child"]


def test_what_a_child_prints_is_in_the_log_under_its_name(log: LogBook) -> None:
    child = _child(log, "print('hello')", lasting=False)

    child.start()

    wait_until(lambda: '"process": "child"' in log.path.read_text(), "the line is there")
    assert '"message": "hello"' in log.path.read_text()


def test_a_lasting_child_is_started_again_even_when_it_ended_well(log: LogBook) -> None:
    child = _child(log, "pass")
    child.start()
    first = _group()

    wait_until(lambda: child.keep_alive() or _group() != first, "it is another process")
    child.stop()


def test_a_child_that_did_its_one_thing_is_left_alone(log: LogBook) -> None:
    child = _child(log, "pass", lasting=False)
    child.start()
    first = _group()
    wait_until(lambda: child.exit_code is not None, "it has ended")

    child.keep_alive()

    assert _group() == first


def test_a_child_that_fails_at_its_one_thing_is_tried_again_and_then_given_up(
    log: LogBook, capsys: pytest.CaptureFixture[str]
) -> None:
    child = _child(log, "raise SystemExit(1)", lasting=False, speaks=True)
    child.start()

    wait_until(lambda: child.keep_alive() or child.has_given_up, "it is given up")

    assert log.path.read_text().count("starting again") == children.TRIES - 1
    assert f"child did not work out; {log.path} says why." in capsys.readouterr().out


def test_stopping_a_child_ends_what_it_started_itself(log: LogBook) -> None:
    child = _child(log, f"{SLEEPER}; time.sleep(60)")
    child.start()
    group = _group()
    wait_until(lambda: sum(process.group == group for process in processes.running()) == 2, "both run")

    child.stop()

    assert not any(process.group == group for process in processes.running())


def test_what_a_killed_child_left_running_ends_before_it_starts_again(log: LogBook) -> None:
    child = _child(log, f"{SLEEPER}; time.sleep(60)")
    child.start()
    first = _group()
    wait_until(lambda: sum(process.group == first for process in processes.running()) == 2, "both run")

    kill(first)
    wait_until(lambda: child.keep_alive() or _group() != first, "it is another process")

    assert not any(process.group == first for process in processes.running())
    child.stop()


def test_orphans_end_by_their_note_and_strangers_with_the_same_number_stay(
    log: LogBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    child = _child(log, f"{SLEEPER}; time.sleep(60)")
    child.start()
    (log.path.parents[1] / "run" / "stranger.json").write_text(f'{{"group": {os.getpgid(os.getppid())}}}')
    monkeypatch.setattr(children, "MARK", "time.sleep(60) # otium")

    ended = children.end_orphans()

    assert ended == 1
    wait_until(lambda: child.exit_code is not None, "the orphan has ended")
    assert children.noted() == {}
