"""Folders on this machine: nothing half written is seen or taken, and no folder outside the allowed root is used."""

import errno
import os
from pathlib import Path

import pytest

from otium.wires.carriers.base import Carrier, CarrierError, Fetched, Left, SettingsError

from .making import PAYLOAD_ID, X12, carrier, limits, sending

NAME = f"270.{PAYLOAD_ID}.x12"


def folder(root: Path, **settings: object) -> Carrier:
    for name in ("to", "from"):
        (root / name).mkdir(exist_ok=True)
    given = {"send_folder": "to", "fetch_folder": "from", "settle_seconds": 0, **settings}
    return carrier("folder", given, limits=limits(roots=(root,), fetched_bytes=100, sent_bytes=100))


def test_what_is_sent_appears_at_once_and_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    seen: list[tuple[str, int]] = []
    replace = os.replace

    def watched(source: Path, target: Path) -> None:
        seen.extend((file.name, file.stat().st_size) for file in (tmp_path / "to").iterdir())
        replace(source, target)

    monkeypatch.setattr("os.replace", watched)

    sent = folder(tmp_path).send(sending())

    assert seen == [(f".{NAME}.part", len(X12))]
    assert (sent.reference, (tmp_path / "to" / NAME).read_bytes()) == (NAME, X12)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO])
def test_a_disk_that_fails_before_the_rename_leaves_nothing_the_partner_could_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
):
    def failing(descriptor: int) -> None:
        raise OSError(number, "planted")

    monkeypatch.setattr("os.fsync", failing)

    with pytest.raises(CarrierError) as raised:
        folder(tmp_path).send(sending())

    assert (raised.value.code, raised.value.permanent, raised.value.may_have_arrived) == ("disk", False, False)
    assert list((tmp_path / "to").iterdir()) == []


def test_a_message_sent_again_changes_nothing(tmp_path: Path):
    folder(tmp_path).send(sending())

    again = folder(tmp_path).send(sending())

    assert again.detail == "already_received"
    assert folder(tmp_path).was_received(PAYLOAD_ID) is True


def test_a_message_that_is_gone_may_have_been_taken_unless_the_partner_keeps_what_it_took(tmp_path: Path):
    (tmp_path / "taken").mkdir()

    assert folder(tmp_path).was_received(PAYLOAD_ID) is None
    assert folder(tmp_path, taken_folder="taken").was_received(PAYLOAD_ID) is False


def test_a_fetched_file_goes_to_read_once_it_is_confirmed(tmp_path: Path):
    partner = folder(tmp_path)
    (tmp_path / "from" / "835.x12").write_bytes(X12)

    (fetched,) = partner.fetch()
    assert (tmp_path / "from" / "835.x12").exists()
    partner.confirm(fetched)  # type: ignore[arg-type]

    assert list(partner.fetch()) == []
    assert (tmp_path / "from" / "read" / "835.x12").read_bytes() == X12


def test_a_file_that_grows_between_two_looks_waits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    partner = folder(tmp_path)
    growing = tmp_path / "from" / "835.x12"
    growing.write_bytes(b"ISA")
    monkeypatch.setattr("time.sleep", lambda seconds: growing.write_bytes(b"ISA*00"))

    first, second = list(partner.fetch()), None
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    second = list(partner.fetch())

    assert (first, len(second)) == ([], 1)


def test_a_file_renamed_away_between_reading_and_confirming_is_no_fault(tmp_path: Path):
    partner = folder(tmp_path)
    (tmp_path / "from" / "835.x12").write_bytes(X12)
    (fetched,) = partner.fetch()
    (tmp_path / "from" / "835.x12").unlink()

    partner.confirm(fetched)  # type: ignore[arg-type]

    assert list(partner.fetch()) == []


def test_a_file_written_to_since_it_was_read_stays_and_is_fetched_again(tmp_path: Path):
    partner = folder(tmp_path)
    (tmp_path / "from" / "835.x12").write_bytes(b"half")
    (fetched,) = partner.fetch()
    (tmp_path / "from" / "835.x12").write_bytes(b"half and half")

    partner.confirm(fetched)  # type: ignore[arg-type]

    assert [each.content for each in partner.fetch() if isinstance(each, Fetched)] == [b"half and half"]


def test_links_pipes_and_folders_are_not_files(tmp_path: Path):
    partner = folder(tmp_path)
    (tmp_path / "secret").write_bytes(b"key")
    (tmp_path / "from" / "link.x12").symlink_to(tmp_path / "secret")
    os.mkfifo(tmp_path / "from" / "pipe.x12")
    (tmp_path / "from" / "folder.x12").mkdir()

    assert list(partner.fetch()) == []


def test_a_file_that_becomes_a_link_after_it_was_listed_is_not_followed(tmp_path: Path):
    partner = folder(tmp_path)
    (tmp_path / "secret").write_bytes(b"key")
    for name in ("1.x12", "2.x12"):
        (tmp_path / "from" / name).write_bytes(b"ISA")
    found = partner.fetch()
    next(found)

    (tmp_path / "from" / "2.x12").unlink()
    (tmp_path / "from" / "2.x12").symlink_to(tmp_path / "secret")

    assert list(found) == [Left("2.x12", "unreadable")]


def test_a_file_over_the_limit_is_left_and_told(tmp_path: Path):
    partner = folder(tmp_path)
    (tmp_path / "from" / "big.x12").write_bytes(b"x" * 101)

    assert list(partner.fetch()) == [Left("big.x12", "too_large")]
    with pytest.raises(CarrierError, match="too_large"):
        partner.send(sending(b"x" * 101))


@pytest.mark.parametrize("name", ["../outside", "/etc", "link"])
def test_a_folder_outside_the_operators_root_is_refused(tmp_path: Path, name: str):
    (tmp_path / "root").mkdir()
    (tmp_path / "root" / "link").symlink_to("/etc")

    with pytest.raises(SettingsError, match="fetch_folder"):
        carrier("folder", {"send_folder": "to", "fetch_folder": name}, limits=limits(roots=(tmp_path / "root",)))


def test_without_a_root_no_folder_is_allowed(tmp_path: Path):
    with pytest.raises(SettingsError, match="send_folder"):
        carrier("folder", {"send_folder": str(tmp_path), "fetch_folder": str(tmp_path)})


def test_the_probe_names_the_folder_that_is_missing(tmp_path: Path):
    partner = folder(tmp_path)
    (tmp_path / "from").rmdir()

    assert [(step.name, step.code) for step in partner.probe().steps] == [
        ("send_folder", "ok"),
        ("fetch_folder", "folder"),
    ]
