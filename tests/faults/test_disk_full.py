"""A real database on a disk that fills up, with the pages and the worker's own steps in this process."""

import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, connections
from django.test import Client
from django.urls import reverse

from otium.desk import acting
from otium.desk.saving import standing
from otium.ops import postgres, supervisor, worker
from otium.ops.errors import CannotStart
from otium.ops.postgres import binaries, spare
from otium.ops.postgres.cluster import APP, DATABASE, OWNER
from otium.records.models import AuditEvent, Task
from tests import cast as people
from tests.faults.conftest import wait_until
from tests.faults.small_disk import SmallDisk, make_filler, mounted, write_until_the_log_is_full

BANNER = "saves nothing at the moment"


class Person:
    """An owner who is signed in. Each request takes a new connection, as after a restart of the database."""

    def __init__(self) -> None:
        self.practice = people.practice("alder", "Alder Street Therapy", "AS")
        staff = people.person("owner@alder.example", "Olive Owner")
        people.member(self.practice, staff, "owner")
        self._patient = people.patient(self.practice)
        self.task = people.task(self._patient)
        self._client = people.signed_in(staff)
        self._client.raise_request_exception = False
        self.pages_read = 0

    def read(self) -> Any:
        """The patient's page."""
        answer = self._asking().get(reverse("patient", args=[self._patient.pk]))
        self.pages_read += answer.status_code == 200
        return answer

    def reads_the_banner(self) -> bool:
        """Looks again and again: audit rows find room in the last page of their table for a while."""
        return any(BANNER in self.read().text for _ in range(200))

    def write(self) -> Any:
        """Takes the task."""
        return self._asking().post(reverse("desk_claim", args=[self.task.pk]))

    def audited(self) -> int:
        with acting.acting_for(self.practice.pk):
            return AuditEvent.objects.filter(practice=self.practice, door="patient").count()

    def has_task(self) -> bool:
        with acting.acting_for(self.practice.pk):
            return Task.objects.get(pk=self.task.pk).owner_id is not None

    def _asking(self) -> Client:
        connections.close_all()
        return self._client


@pytest.fixture(scope="module")
def disk() -> Iterator[SmallDisk]:
    with mounted() as found:
        yield found


@pytest.fixture(scope="module")
def cluster(disk: SmallDisk, django_db_setup: None, django_db_blocker: Any) -> Iterator[postgres.Cluster]:
    """A durable cluster on the disk, with the tables of the tests' own."""
    was = dict(connection.settings_dict)
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
        connections.close_all()
        schema = _schema(postgres.test(), str(was["NAME"]))
        patch.setenv("OTIUM_VAR", str(disk.folder / "var"))
        patch.setenv("OTIUM_STATE", str(disk.folder / "state"))
        patch.setattr(settings, "OTIUM_VAR", disk.folder / "var")
        found = postgres.main()
        postgres.ensure(found, lambda words: None)
        _psql(found, schema)
        connection.settings_dict.update(NAME=DATABASE, PASSWORD=found.passwords()[APP], HOST=str(found.socket))
        yield found
        connections.close_all()
        connection.settings_dict.update(was)
        disk.make_room()
        postgres.remove(found)


@pytest.fixture(scope="module")
def person(cluster: postgres.Cluster) -> Person:
    assert worker._saves()  # takes the room of the reserve, as at the start of a worker
    return Person()


def _schema(cluster: postgres.Cluster, database: str) -> str:
    program = binaries.folder(cluster.account) / "pg_dump"
    command = [str(program), "--schema-only", "--no-comments", cluster.url(OWNER, database)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def _psql(cluster: postgres.Cluster, script: str) -> None:
    program = binaries.folder(cluster.account) / "psql"
    command = [str(program), "--quiet", "--set", "ON_ERROR_STOP=1", cluster.url(OWNER)]
    subprocess.run(command, check=True, capture_output=True, text=True, input=script)


def test_a_full_disk_is_read_and_not_written_and_all_goes_on_once_there_is_room(
    cluster: postgres.Cluster, disk: SmallDisk, person: Person
) -> None:
    assert BANNER not in person.read().text
    server = cluster.pid()

    disk.fill()

    assert person.reads_the_banner()
    refused = person.write()
    assert (refused.status_code, "Nothing was changed" in refused.text) == (503, True)
    assert not worker._saves()
    assert BANNER in person.read().text

    disk.make_room()

    assert worker._saves()
    assert BANNER not in person.read().text
    assert not person.has_task()
    assert person.write().status_code == 302
    assert person.has_task()
    assert person.audited() == person.pages_read
    assert cluster.pid() == server


def test_a_server_that_died_of_a_full_disk_is_read_in_its_spare_room(
    cluster: postgres.Cluster, disk: SmallDisk, person: Person
) -> None:
    said: list[str] = []
    supervisor._keep_spare_room(cluster)
    make_filler(cluster)

    disk.fill()
    write_until_the_log_is_full(cluster)
    wait_until(lambda: cluster.pid() is None, "the server has given up")
    assert "The records do not answer" in person.read().text

    supervisor._bring_up(cluster, said.append)

    assert f"The disk of {cluster.home} is full" in said[0]
    assert BANNER in person.read().text
    assert person.write().status_code == 503
    assert not worker._saves()
    supervisor._keep_spare_room(cluster)
    assert standing.is_off(standing.Who.HOUSE)

    disk.make_room()
    supervisor._keep_spare_room(cluster)

    assert worker._saves()
    assert spare.is_kept(cluster)
    assert BANNER not in person.read().text
    assert person.audited() == person.pages_read


def test_without_spare_room_a_start_on_a_full_disk_says_so_in_one_sentence(
    cluster: postgres.Cluster, disk: SmallDisk, person: Person
) -> None:
    (cluster.home / "spare-room").unlink(missing_ok=True)
    make_filler(cluster)
    disk.fill()
    write_until_the_log_is_full(cluster)
    wait_until(lambda: cluster.pid() is None, "the server has given up")

    with pytest.raises(CannotStart, match=f"The disk of {cluster.home} is full: make 64 MB of room."):
        supervisor._bring_up(cluster, lambda words: None)

    disk.make_room()
    supervisor._bring_up(cluster, lambda words: None)
    assert person.read().status_code == 200
    assert person.audited() == person.pages_read


@pytest.mark.fault
@pytest.mark.skipif(shutil.which("strace") is None, reason="strace makes the disk fail: apt install strace")
def test_a_disk_that_fails_at_the_commit_leaves_it_open_and_all_goes_on(
    cluster: postgres.Cluster, person: Person
) -> None:
    before = person.audited()
    person.pages_read = 0
    with disk_that_fails(cluster):
        told = person.write()

    assert (told.status_code, "Look whether this was saved" in told.text) == (503, True)
    wait_until(lambda: comes_back(cluster) and worker._saves(), "the worker goes on")
    assert BANNER not in person.read().text
    assert person.audited() == before + person.pages_read


@contextmanager
def disk_that_fails(cluster: postgres.Cluster) -> Iterator[None]:
    """Whatever a process of the server flushes first, it is told that it could not."""
    command = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", "inject=fsync,fdatasync:error=EIO", "-p"]
    tracer = subprocess.Popen([*command, str(cluster.pid())])
    wait_until(lambda: "TracerPid:\t0" not in Path(f"/proc/{cluster.pid()}/status").read_text(), "strace is there")
    yield
    tracer.send_signal(signal.SIGINT)
    tracer.wait()


def comes_back(cluster: postgres.Cluster) -> bool:
    """What the supervisor does at each look."""
    if not cluster.pid():
        supervisor._bring_up(cluster, lambda words: None)
    return postgres.is_answering(cluster)
