"""SFTP against a real server: what arrives, what is left alone, and every fault by its code."""

from collections.abc import Iterator
from pathlib import Path

import asyncssh
import pytest

from otium.wires.carriers.base import Carrier, CarrierError, Fetched, Left, SettingsError

from .making import PAYLOAD_ID, X12, carrier, limits, sending
from .sftp_server import PASSWORD, SftpServer


@pytest.fixture
def server(tmp_path: Path) -> Iterator[SftpServer]:
    with SftpServer(tmp_path) as running:
        yield running


def signed_in(server: SftpServer, *, password: str = PASSWORD, **settings: object) -> Carrier:
    return carrier("sftp", server.settings(**settings), {"password": password}, limits=limits(server.place))


def error_of(act: object) -> CarrierError:
    with pytest.raises(CarrierError) as raised:
        act()  # type: ignore[operator]
    assert PASSWORD not in repr(raised.value)
    return raised.value


def test_what_is_sent_lies_there_whole_under_its_own_name(server: SftpServer):
    sent = signed_in(server).send(sending())

    (there,) = (server.root / "in").iterdir()
    assert (there.name, there.read_bytes()) == (sent.reference, X12)


def test_a_message_sent_again_is_not_written_again(server: SftpServer):
    first = signed_in(server).send(sending())
    (server.root / "in" / first.reference).write_bytes(b"the partner has begun to read it")

    again = signed_in(server).send(sending())

    assert again.detail == "already_received"
    assert (server.root / "in" / first.reference).read_bytes() == b"the partner has begun to read it"


def test_a_message_the_partner_has_moved_is_not_written_again(server: SftpServer):
    (server.root / "done").mkdir()
    (server.root / "done" / f"270.{PAYLOAD_ID}.x12").write_bytes(X12)

    sent = signed_in(server, taken_folder="done").send(sending())

    assert sent.detail == "already_received"
    assert list((server.root / "in").iterdir()) == []


@pytest.mark.parametrize(
    ("there", "settings", "answer"),
    [
        ("in/270.ID.x12", {}, True),
        ("in/270.ID.x12.part", {}, None),
        ("in/other.x12", {}, None),
        ("done/20261125_270.ID.x12", {"taken_folder": "done"}, True),
        ("done/other.x12", {"taken_folder": "done"}, False),
    ],
)
def test_whether_a_message_arrived_is_told_by_its_file(
    server: SftpServer, there: str, settings: dict[str, object], answer: bool | None
):
    (server.root / "done").mkdir()
    (server.root / there.replace("ID", PAYLOAD_ID)).write_bytes(X12)

    assert signed_in(server, **settings).was_received(PAYLOAD_ID) is answer


def test_a_fetched_file_is_moved_only_once_it_is_confirmed(server: SftpServer):
    (server.root / "out" / "835.x12").write_bytes(X12)
    clearinghouse = signed_in(server)

    first, second = list(clearinghouse.fetch()), list(clearinghouse.fetch())
    clearinghouse.confirm(first[0])  # type: ignore[arg-type]

    assert first == second
    assert list(clearinghouse.fetch()) == []
    assert (server.root / "out" / "read" / "835.x12").read_bytes() == X12


def test_files_of_one_name_are_all_kept_and_a_second_confirmation_changes_nothing(server: SftpServer):
    clearinghouse = signed_in(server)

    for content in (b"first", b"second"):
        (server.root / "out" / "835.x12").write_bytes(content)
        (fetched,) = clearinghouse.fetch()
        clearinghouse.confirm(fetched)  # type: ignore[arg-type]
        clearinghouse.confirm(fetched)  # type: ignore[arg-type]

    read = {file.name: file.read_bytes() for file in (server.root / "out" / "read").iterdir()}
    assert read == {"835.x12": b"first", "835.x12.1": b"second"}


def test_a_partner_that_wants_files_deleted_has_them_deleted_with_their_mark(server: SftpServer):
    for name in ("835.x12", "835.x12.done", "277.x12"):
        (server.root / "out" / name).write_bytes(X12)
    clearinghouse = signed_in(server, after_reading="delete", ready_suffix=".done")

    for fetched in clearinghouse.fetch():
        clearinghouse.confirm(fetched)  # type: ignore[arg-type]

    assert [file.name for file in (server.root / "out").iterdir()] == ["277.x12"]


def test_a_file_that_is_still_written_is_left_alone(server: SftpServer, monkeypatch: pytest.MonkeyPatch):
    for name in ("whole.x12", "growing.x12", "half.part", ".hidden", "half.x12.filepart"):
        (server.root / "out" / name).write_bytes(b"ISA")
    growing = server.root / "out" / "growing.x12"
    monkeypatch.setattr("time.sleep", lambda seconds: growing.write_bytes(b"ISA*00"))

    names = [fetched.name for fetched in signed_in(server).fetch()]

    assert names == ["whole.x12"]


def test_a_file_that_changed_after_it_was_read_stays_and_is_fetched_again(server: SftpServer):
    file = server.root / "out" / "835.x12"
    file.write_bytes(X12)
    clearinghouse = signed_in(server)
    (fetched,) = clearinghouse.fetch()
    file.write_bytes(X12 + X12)

    clearinghouse.confirm(fetched)  # type: ignore[arg-type]

    assert [each.content for each in clearinghouse.fetch() if isinstance(each, Fetched)] == [X12 + X12]


def test_names_that_are_a_path_or_hide_something_stay_there_and_are_told(server: SftpServer):
    server.faults.listed = (b"../../etc/passwd", b"a\x00b", "a\u202ex12".encode(), b"\xff\xfe.x12", b"..")
    (server.root / "out" / "good.x12").write_bytes(X12)

    found = list(signed_in(server).fetch())

    left = [each for each in found if isinstance(each, Left)]
    assert [each.name for each in found if isinstance(each, Fetched)] == ["good.x12"]
    assert {each.code for each in left} == {"unsafe_name"}
    assert {each.name for each in left} == {"etc_passwd", "a_b", "a_x12", "x12"}


def test_a_file_over_the_limit_stays_there_and_holds_up_no_other(server: SftpServer):
    (server.root / "out" / "big.x12").write_bytes(b"x" * 101)
    (server.root / "out" / "good.x12").write_bytes(b"x" * 100)
    small = limits(server.place, fetched_bytes=100, sent_bytes=100)
    clearinghouse = carrier("sftp", server.settings(), {"password": PASSWORD}, limits=small)

    found = {each.name: type(each) for each in clearinghouse.fetch()}
    error = error_of(lambda: clearinghouse.send(sending(b"x" * 101)))

    assert found == {"big.x12": Left, "good.x12": Fetched}
    assert (error.code, error.permanent) == ("too_large", True)


def test_a_file_that_may_not_be_read_holds_up_no_other(server: SftpServer):
    server.faults.locked = b"locked.x12"
    for name in ("locked.x12", "open.x12"):
        (server.root / "out" / name).write_bytes(X12)

    found = list(signed_in(server).fetch())

    assert Left("locked.x12", "unreadable") in found
    assert [each.name for each in found if isinstance(each, Fetched)] == ["open.x12"]


def test_files_that_stay_there_are_not_counted_against_those_taken_at_once(server: SftpServer):
    server.faults.listed = (b"../a", b"../b")
    for name in ("1.x12", "2.x12", "3.x12"):
        (server.root / "out" / name).write_bytes(X12)
    few = limits(server.place, files=2)

    found = list(carrier("sftp", server.settings(), {"password": PASSWORD}, limits=few).fetch())

    assert [type(each) for each in found] == [Left, Left, Fetched, Fetched]


@pytest.mark.parametrize("pin", ["", "SHA256:of-yesterday"])
def test_a_host_key_that_is_unknown_or_changed_is_refused_and_shown(server: SftpServer, pin: str):
    clearinghouse = signed_in(server, host_key=pin)

    error, probe = error_of(lambda: clearinghouse.send(sending())), clearinghouse.probe()

    assert (error.code, error.detail, error.needs_person) == ("host_key", server.fingerprint, True)
    assert [(step.name, step.code, step.detail) for step in probe.steps] == [
        ("host_key", "host_key", server.fingerprint)
    ]
    assert list((server.root / "in").iterdir()) == []


def test_a_wrong_password_is_a_matter_for_a_person(server: SftpServer):
    clearinghouse = signed_in(server, password="wrong")

    error, probe = error_of(lambda: clearinghouse.send(sending())), clearinghouse.probe()

    assert (error.code, error.needs_person, error.permanent) == ("auth", True, False)
    assert (probe.steps[-1].name, probe.steps[-1].code) == ("sign_in", "auth")


def test_a_key_with_a_passphrase_signs_in(server: SftpServer):
    key = asyncssh.generate_private_key("ssh-ed25519")
    server.public_key = key.convert_to_public()
    text = key.export_private_key("pkcs8-pem", "of the key").decode()

    clearinghouse = carrier(
        "sftp", server.settings(), {"private_key": text, "passphrase": "of the key"}, limits=limits(server.place)
    )

    assert clearinghouse.probe().is_ok
    with pytest.raises(SettingsError, match="private_key"):
        carrier("sftp", server.settings(), {"private_key": text, "passphrase": "of another"})


@pytest.mark.parametrize(
    ("fault", "how", "may_have_arrived", "is_there"),
    [("write", "drop", False, False), ("rename", "drop", True, False), ("rename", "lose", True, True)],
)
def test_a_connection_cut_while_sending_says_whether_the_message_may_be_there(
    server: SftpServer, fault: str, how: str, may_have_arrived: bool, is_there: bool
):
    setattr(server.faults, fault, how)

    error = error_of(lambda: signed_in(server).send(sending()))

    assert (error.code, error.may_have_arrived) == ("closed", may_have_arrived)
    assert (server.root / "in" / f"270.{PAYLOAD_ID}.x12").exists() is is_there


def test_after_a_cut_the_same_connection_signs_in_again_and_overwrites_the_half(server: SftpServer):
    server.faults.write = "drop"
    with signed_in(server) as clearinghouse:
        error_of(lambda: clearinghouse.send(sending()))
        server.faults.write = ""

        clearinghouse.send(sending())

    assert [file.read_bytes() for file in (server.root / "in").iterdir()] == [X12]


def test_a_missing_folder_is_named_by_the_probe(server: SftpServer):
    probe = signed_in(server, fetch_folder="elsewhere").probe()

    assert [(step.name, step.code) for step in probe.steps] == [
        ("address", "ok"),
        ("host_key", "ok"),
        ("sign_in", "ok"),
        ("send_folder", "ok"),
        ("fetch_folder", "folder"),
    ]
