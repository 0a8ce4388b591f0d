"""What the house does on a disk that takes nothing: it goes on, waits longer each time, and says so."""

import errno
import os
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from otium.ops import children, postgres, supervisor
from otium.ops.children import Child, Program
from otium.ops.errors import CannotStart
from otium.ops.house import Address
from otium.ops.logbook import LogBook
from otium.ops.postgres import setting_up, spare

HERE = Address(host="127.0.0.1", port=1, certificate="", certificate_key="")
MEGABYTE = 1024 * 1024


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> LogBook:
    monkeypatch.setenv("OTIUM_VAR", str(tmp_path))
    return LogBook(tmp_path / "log" / "otium.log")


@pytest.fixture
def cluster(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> postgres.Cluster:
    monkeypatch.setenv("OTIUM_VAR", str(tmp_path))
    monkeypatch.setenv("OTIUM_STATE", str(tmp_path))
    monkeypatch.setattr(spare, "BYTES", MEGABYTE)
    found = postgres.main()
    found.home.mkdir(parents=True)
    return found


def has_free(monkeypatch: pytest.MonkeyPatch, megabytes: float) -> None:
    class Usage:
        free = int(megabytes * MEGABYTE)

    monkeypatch.setattr(spare.shutil, "disk_usage", lambda place: Usage)


def test_a_database_that_does_not_start_is_tried_ever_later_and_the_log_says_when(
    log: LogBook, cluster: postgres.Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = supervisor.Supervisor(at=HERE, log=log, say=lambda words: None, stop=threading.Event())
    outcomes: list[Exception | None] = [CannotStart("It is full.")] * 6 + [OSError(errno.ENOSPC, "full"), None]

    def bring_up(found: postgres.Cluster, say: Any) -> None:
        outcome = outcomes.pop(0)
        if outcome:
            raise outcome

    monkeypatch.setattr(supervisor, "_bring_up", bring_up)
    waits = []
    while outcomes:
        house._restart_database(cluster)
        waits.append(house._database_wait)

    assert waits == [1, 2, 4, 8, 16, 30, 30, 0]
    assert "It is full. Tried again in 16 s." in log.path.read_text()
    assert "PostgreSQL answers again." in log.path.read_text()


def test_a_child_whose_group_cannot_be_noted_runs_all_the_same(log: LogBook, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, text: str) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(children, "_write", refuse)
    child = Child(Program("child", (sys.executable, "-c", "pass")), environment=dict(os.environ), log=log)

    child.start()

    assert "not noted: No space left on device." in log.path.read_text()
    child.stop()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is always full is Linux's")
def test_lines_that_the_disk_of_the_log_did_not_take_are_counted_and_told_nowhere_else(
    log: LogBook, capfd: pytest.CaptureFixture[str]
) -> None:
    there, log._handler.stream = log._handler.stream, open("/dev/full", "a")  # noqa: SIM115
    log.write("web", "first")
    log.write("web", "second")
    log._handler.stream = there

    log.write("web", "third")

    said = log.path.read_text()
    assert "third" in said
    assert "2 lines were lost" in said
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS])
def test_a_disk_that_takes_nothing_at_the_start_is_one_sentence(code: int) -> None:
    with pytest.raises(CannotStart, match="Otium writes to /some/place and cannot: "), supervisor._full_disk_said():
        raise OSError(code, os.strerror(code), "/some/place")


def test_another_fault_of_the_system_is_not_called_a_full_disk() -> None:
    with pytest.raises(ConnectionRefusedError), supervisor._full_disk_said():
        raise ConnectionRefusedError(errno.ECONNREFUSED, "refused")


@pytest.mark.parametrize(("free", "is_kept"), [(1.9, False), (2, True)])
def test_spare_room_is_kept_where_as_much_again_stays_free(
    cluster: postgres.Cluster, monkeypatch: pytest.MonkeyPatch, free: float, is_kept: bool
) -> None:
    has_free(monkeypatch, free)

    assert spare.keep(cluster) == is_kept
    assert spare.is_kept(cluster) == is_kept


@pytest.mark.parametrize(("free", "is_freed"), [(0.9, True), (1, False)])
def test_spare_room_is_given_up_only_where_room_is_short(
    cluster: postgres.Cluster, monkeypatch: pytest.MonkeyPatch, free: float, is_freed: bool
) -> None:
    has_free(monkeypatch, 2)
    spare.keep(cluster)
    has_free(monkeypatch, free)

    assert spare.give_up(cluster) == is_freed
    assert spare.is_kept(cluster) != is_freed


def test_settings_that_are_the_same_are_not_written_anew(tmp_path: Path) -> None:
    same, other = tmp_path / "same", tmp_path / "other"
    for path in (same, other):
        path.write_text("a = 1\n")
        os.utime(path, (1, 1))

    setting_up._put(same, "a = 1\n")
    setting_up._put(other, "a = 2\n")

    assert (same.stat().st_mtime, other.read_text()) == (1, "a = 2\n")
    assert other.stat().st_mtime != 1


@pytest.mark.parametrize(
    ("free", "said"), [(0.9, "The disk of .* is full: make 1 MB of room."), (1, "Tables could not be brought up")]
)
def test_tables_that_found_no_room_are_told_from_others_that_could_not_be_made(
    log: LogBook, cluster: postgres.Cluster, monkeypatch: pytest.MonkeyPatch, free: float, said: str
) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise CannotStart("Tables could not be brought up to date.")

    has_free(monkeypatch, free)
    monkeypatch.setattr(supervisor.house, "bring_up_to_date", fail)
    house = supervisor.Supervisor(at=HERE, log=log, say=lambda words: None, stop=threading.Event())

    with pytest.raises(CannotStart, match=said):
        house._bring_tables_up_to_date({}, None)
