"""A disk that fills up under a whole installation: read, not written, and all as before once there is room."""

import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass

import psycopg
import pytest

from otium.ops import postgres
from tests.faults.conftest import Installation, free_port, wait_until
from tests.faults.small_disk import SmallDisk, make_filler, mounted, write_until_the_log_is_full

pytestmark = pytest.mark.fault

BANNER = "saves nothing at the moment"
TOKEN = "a" * 32


@dataclass
class Answer:
    """What the pages say to one request."""

    status: int
    text: str


class Person:
    """An owner who is signed in, at the pages of an installation."""

    def __init__(self, installation: Installation, session: str, patient: str, task: str) -> None:
        self._address = f"http://127.0.0.1:{installation.port}"
        self._headers = {"Cookie": f"otium_session={session}; csrftoken={TOKEN}", "X-CSRFToken": TOKEN}
        self._patient, self._task = f"/patients/{patient}/", f"/desk/tasks/{task}"
        self.pages_read = 0

    def read(self) -> Answer:
        """The patient's page."""
        answer = self._ask(self._patient)
        self.pages_read += answer.status == 200
        return answer

    def write(self) -> Answer:
        """Takes the task."""
        return self._ask(f"{self._task}/claim/", body=b"")

    def _ask(self, path: str, body: bytes | None = None) -> Answer:
        request = urllib.request.Request(self._address + path, data=body, headers=self._headers)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return Answer(answer.status, answer.read().decode())
        except urllib.error.HTTPError as error:
            return Answer(error.code, error.read().decode())


@pytest.fixture(scope="module")
def disk() -> Iterator[SmallDisk]:
    with mounted() as found:
        yield found


@pytest.fixture(scope="module")
def installation(disk: SmallDisk) -> Iterator[Installation]:
    found = Installation(disk.folder / "var", free_port(), state=disk.folder / "state")
    try:
        found.start(seconds=300)  # it makes its tables first
        yield found
    finally:
        disk.make_room()
        found.otium("stop")
        postgres.remove(found.cluster())


@pytest.fixture(scope="module")
def person(installation: Installation, tmp_path_factory: pytest.TempPathFactory) -> Person:
    note = tmp_path_factory.mktemp("person") / "note"
    for act in ("found", "sign_in"):
        done = installation.act(act, "alder", str(note))
        assert done.returncode == 0, done.stderr
    return Person(installation, *note.read_text().split())


def owner(installation: Installation) -> psycopg.Connection:
    return psycopg.connect(installation.cluster().url("otium_owner"), autocommit=True)


def audited(installation: Installation) -> int:
    """Rows of the trail that tell of the patient's page."""
    with owner(installation) as rows:
        found = rows.execute("SELECT count(*) FROM records_auditevent WHERE door = 'patient'").fetchone()
    assert found
    return int(found[0])


def processes(installation: Installation) -> tuple[int, int]:
    return installation.child("web"), installation.child("worker")


def test_a_full_disk_is_read_and_not_written_and_all_goes_on_by_itself_once_there_is_room(
    installation: Installation, disk: SmallDisk, person: Person
) -> None:
    assert BANNER not in person.read().text
    before, database = processes(installation), installation.database()

    disk.fill()
    wait_until(lambda: BANNER in person.read().text, "a page says that nothing is saved")
    refused = person.write()

    assert refused.status == 503
    assert "Nothing was changed" in refused.text
    assert all(person.read().status == 200 for _ in range(5))

    disk.make_room()
    wait_until(lambda: BANNER not in person.read().text, "saving is on again")

    assert person.write().status == 200
    assert (processes(installation), installation.database()) == (before, database)
    wait_until(lambda: audited(installation) == person.pages_read, "every page that was read is in the trail")


def test_a_database_that_died_of_a_full_disk_can_be_read_in_its_spare_room(
    installation: Installation, disk: SmallDisk, person: Person
) -> None:
    spare = installation.cluster().home / "spare-room"
    wait_until(spare.exists, "the spare room is kept")
    before, read_before = processes(installation), person.pages_read
    make_filler(installation.cluster())

    disk.fill()
    write_until_the_log_is_full(installation.cluster())
    wait_until(lambda: not spare.exists() and person.read().status == 200, "it is read in the spare room")

    assert BANNER in person.read().text
    assert person.write().status == 503

    disk.make_room()
    wait_until(lambda: person.write().status == 200, "saving is on again")

    assert spare.exists()
    assert processes(installation) == before
    assert person.pages_read > read_before
    wait_until(lambda: audited(installation) == person.pages_read, "every page that was read is in the trail")
