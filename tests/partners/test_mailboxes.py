"""Mailboxes as folders and over SFTP: real sockets on loopback, each practice in its own, and troubles on the way."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import TypeVar

import asyncssh
import pytest

from partners.doors.folders import Mailboxes
from partners.doors.sftp import SftpDoor, host_key
from partners.exchange import post
from partners.exchange.place import ACKNOWLEDGEMENT, Return
from tests import elsewhere
from tests.partners.sent import Asked, inquiry
from tests.partners.side import LONG, Side

T = TypeVar("T")
CONTENT = b"ISA*a letter of some length~" * 20


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "mail"


@pytest.fixture
def boxes(side: Side, root: Path) -> Mailboxes:
    opened = Mailboxes(side.exchange, root, via="sftp")
    opened.open()
    return opened


@pytest.fixture
def question(side: Side) -> bytes:
    return inquiry(side.clinic, Asked(side.patient("NSH22")))


def lay_down(side: Side, name: str = "a.x12") -> None:
    to = Return("tidewater", "sftp", side.clinic.npi, 1)
    post.lay_down(side.exchange, post.Draft(ACKNOWLEDGEMENT, name, CONTENT), to=to)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.is_file())


def test_a_whole_file_is_taken_and_answered_in_the_same_mailbox(
    side: Side, boxes: Mailboxes, root: Path, question: bytes
) -> None:
    (root / "tidewater/in/q.x12").write_bytes(question)
    boxes.empty()
    boxes.empty()

    side.after()
    boxes.fill()

    assert names(root / "tidewater/in/done") == ["q.x12"]
    assert [name.split(".")[0] for name in names(root / "tidewater/out")] == ["271", "999"]
    assert names(root / "juniper/out") == []


@pytest.mark.parametrize("name", ["q.x12.part", "q.tmp", ".q.x12", "q.filepart"])
def test_an_unfinished_name_is_left_alone(boxes: Mailboxes, root: Path, question: bytes, name: str) -> None:
    (root / "tidewater/in" / name).write_bytes(question)

    boxes.empty()
    boxes.empty()

    assert names(root / "tidewater/in") == [name]


def test_a_file_that_still_grows_is_left_until_it_rests(boxes: Mailboxes, root: Path, question: bytes) -> None:
    path = root / "tidewater/in/q.x12"
    path.write_bytes(question[:50])
    boxes.empty()
    path.write_bytes(question)

    boxes.empty()
    assert path.exists()
    boxes.empty()

    assert (root / "tidewater/in/done/q.x12").read_bytes() == question


def test_a_name_taken_before_with_other_bytes_is_refused(boxes: Mailboxes, root: Path, question: bytes) -> None:
    for content in (question, question + b"\n"):
        (root / "tidewater/in/q.x12").write_bytes(content)
        boxes.empty()
        boxes.empty()

    assert names(root / "tidewater/in/done") == names(root / "tidewater/in/refused") == ["q.x12"]


def test_mail_is_laid_down_once_and_when_it_is_due(side: Side, boxes: Mailboxes, root: Path) -> None:
    to = Return("tidewater", "sftp", side.clinic.npi, 1)
    post.lay_down(side.exchange, post.Draft(ACKNOWLEDGEMENT, "a.x12", CONTENT), to=to, after=LONG)

    early = boxes.fill()
    side.clock.pass_by(LONG)
    boxes.fill()

    assert early == 0
    assert (root / "tidewater/out/a.x12").read_bytes() == CONTENT
    assert boxes.fill() == 0


def test_a_letter_that_was_read_before_the_kill_is_not_laid_again(side: Side, boxes: Mailboxes, root: Path) -> None:
    lay_down(side)
    (root / "tidewater/out/read/a.x12").write_bytes(CONTENT)

    boxes.fill()

    assert names(root / "tidewater/out") == []


def test_a_partly_written_file_grows_under_its_name(side: Side, boxes: Mailboxes, root: Path) -> None:
    side.exchange.faults.order("partial-file", count=1)
    lay_down(side)

    sizes = []
    for _ in range(7):
        boxes.fill()
        sizes.append((root / "tidewater/out/a.x12").stat().st_size)

    assert sizes == sorted(sizes)
    assert sizes[0] < len(CONTENT) == sizes[-1]
    assert (root / "tidewater/out/a.x12").read_bytes() == CONTENT


def test_a_duplicate_has_the_same_bytes_under_another_name(side: Side, boxes: Mailboxes, root: Path) -> None:
    side.exchange.faults.order("duplicate-file", count=1)
    lay_down(side)

    boxes.fill()

    assert names(root / "tidewater/out") == ["a-again.x12", "a.x12"]
    assert (root / "tidewater/out/a-again.x12").read_bytes() == CONTENT


@pytest.fixture
def door(side: Side, boxes: Mailboxes, root: Path) -> Iterator[SftpDoor]:
    opened = SftpDoor(side.exchange, root, port=0)
    opened.open()
    yield opened
    opened.stop()


def within(side: Side, door: SftpDoor, act: Callable[[asyncssh.SFTPClient], Awaitable[T]], **changes: object) -> T:
    """Signs in as Tidewater and acts."""
    row = side.exchange.store.row("select password from practice where slug = 'tidewater'")
    key = host_key(side.exchange.store.folder).export_public_key().decode()
    known = asyncssh.import_known_hosts(f"[127.0.0.1]:{door.port} {key}")
    options = {"username": "tidewater", "password": row["password"], "known_hosts": known, **changes}

    async def run() -> T:
        async with (
            asyncssh.connect("127.0.0.1", door.port, client_keys=None, agent_path=None, **options) as line,
            line.start_sftp_client() as sftp,
        ):
            return await act(sftp)

    return elsewhere.run(asyncio.wait_for(run(), 10))


async def upload(sftp: asyncssh.SFTPClient, content: bytes, name: str = "q.x12") -> None:
    async with sftp.open(f"in/{name}.part", "wb") as file:
        await file.write(content)
    await sftp.rename(f"in/{name}.part", f"in/{name}")


def test_an_upload_arrives_and_its_answer_can_be_fetched(
    side: Side, boxes: Mailboxes, door: SftpDoor, question: bytes
) -> None:
    within(side, door, lambda sftp: upload(sftp, question))
    boxes.empty()
    boxes.empty()
    side.after()
    boxes.fill()

    async def fetch(sftp: asyncssh.SFTPClient) -> tuple[list[str], bool]:
        found = sorted(name for name in await sftp.listdir("out") if name.endswith(".x12"))
        await sftp.rename(f"out/{found[0]}", f"out/read/{found[0]}")
        return found, await sftp.exists("in/done/q.x12")

    found, is_taken = within(side, door, fetch)
    assert [name.split(".")[0] for name in found] == ["271", "999"]
    assert is_taken


@pytest.mark.parametrize("path", ["../juniper/out", "/../../state.sqlite", "../../etc"])
def test_a_practice_sees_nothing_but_its_own_mailbox(side: Side, door: SftpDoor, path: str) -> None:
    async def look(sftp: asyncssh.SFTPClient) -> bool:
        return await sftp.exists(path)

    assert not within(side, door, look)


def test_a_wrong_password_is_refused(side: Side, door: SftpDoor) -> None:
    with pytest.raises(asyncssh.PermissionDenied):
        within(side, door, lambda sftp: sftp.listdir("."), password="wrong")


def test_the_line_is_cut_in_the_middle_of_an_upload(side: Side, door: SftpDoor, root: Path, question: bytes) -> None:
    side.exchange.faults.order("disconnect", count=1)

    with pytest.raises((asyncssh.Error, OSError)):
        within(side, door, lambda sftp: upload(sftp, question))

    assert names(root / "tidewater/in") == ["q.x12.part"]
    assert (root / "tidewater/in/q.x12.part").stat().st_size < len(question)


def test_the_line_is_cut_after_the_file_was_taken(side: Side, door: SftpDoor, root: Path, question: bytes) -> None:
    side.exchange.faults.order("accept-then-time-out", count=1)

    with pytest.raises((asyncssh.Error, OSError)):
        within(side, door, lambda sftp: upload(sftp, question))

    assert (root / "tidewater/in/q.x12").read_bytes() == question


def test_a_shut_door_refuses_and_opens_with_the_same_key_and_port(side: Side, door: SftpDoor) -> None:
    port = door.port

    door.shut()
    with pytest.raises(OSError):
        within(side, door, lambda sftp: sftp.listdir("."))
    door.open()

    assert door.port == port
    assert "in" in within(side, door, lambda sftp: sftp.listdir("."))


def test_a_file_that_its_sender_takes_back_is_nothing(boxes: Mailboxes, root: Path, question: bytes) -> None:
    path = root / "tidewater/in/q.x12"
    path.write_bytes(question)
    boxes.empty()
    path.unlink()

    boxes.take(path)

    assert boxes.empty() == 0
