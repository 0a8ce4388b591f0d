"""Two folders on this machine or a mounted share: one the partner reads, one it writes."""

import errno
import os
import stat
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Self

from otium.wires.carriers import mailbox
from otium.wires.carriers.base import CarrierError, Fetched, Left, Probe, Sending, Sent, SettingsError, Step
from otium.wires.carriers.limits import Limits
from otium.wires.carriers.values import Values

READ = "read"  # below the fetch folder: what was taken
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EFBIG})


class FolderCarrier:
    """Writes beside, then renames, so that the partner never sees half a file; reads what nobody writes any more."""

    def __init__(self, values: Values, *, limits: Limits) -> None:
        self._limits, self._values = limits, values
        self._send = _allowed("send_folder", values, limits)
        self._fetch = _allowed("fetch_folder", values, limits)
        self._taken = _allowed("taken_folder", values, limits) if values.text("taken_folder") else None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        pass

    def send(self, sending: Sending) -> Sent:
        if len(sending.content) > self._limits.sent_bytes:
            raise CarrierError("too_large")
        name = mailbox.file_name(sending)
        if any((place / name).exists() for place in self._places()):
            return Sent(name, detail="already_received")
        draft, target = self._send / f".{name}.part", self._send / name
        try:
            _write(draft, sending.content)
        except OSError as error:
            with suppress(OSError):  # half a file would only take up room that is short already
                draft.unlink()
            raise _fault(error) from None
        try:
            os.replace(draft, target)
            _flush(self._send)
        except OSError as error:
            raise _fault(error, may_have_arrived=True) from None
        return Sent(name)

    def was_received(self, payload_id: str) -> bool | None:
        """Looks for the file where it was put and where the partner moves it. Raises CarrierError.

        Without a taken folder a file that is gone may have been taken.
        """
        if any(mailbox.is_of(entry.name, payload_id) for place in self._places() for entry in _entries(place)):
            return True
        return False if self._taken else None

    def _places(self) -> tuple[Path, ...]:
        return (self._send, self._taken) if self._taken else (self._send,)

    def fetch(self) -> Iterator[Fetched | Left]:
        before = _entries(self._fetch)
        if not before:
            return
        time.sleep(self._values.number("settle_seconds"))
        ready = mailbox.whole(before, _entries(self._fetch), ready_suffix=self._values.text("ready_suffix"))
        yield from mailbox.at_most(self._limits.files, map(self._taking, ready))

    def _taking(self, entry: mailbox.Entry) -> Fetched | Left:
        if not mailbox.is_plain(entry.name):
            return Left(mailbox.shown(entry.name), "unsafe_name")
        if entry.size > self._limits.fetched_bytes:
            return Left(mailbox.shown(entry.name), "too_large")
        try:
            content = _read(self._fetch / entry.name, most=entry.size)
        except OSError:
            return Left(mailbox.shown(entry.name), "unreadable")
        return Fetched(mailbox.shown(entry.name), content, mailbox.mark(entry))

    def confirm(self, fetched: Fetched) -> None:
        """Moves or deletes it. One that is gone was confirmed before; one that changed since is fetched again."""
        entry = mailbox.unmarked(fetched.mark)
        file = self._fetch / entry.name
        if _entry(file) != entry:
            return
        try:
            if self._values.text("after_reading") == "delete":
                file.unlink()
            else:
                (self._fetch / READ).mkdir(exist_ok=True)
                os.replace(file, _free(self._fetch / READ, entry.name))
            if suffix := self._values.text("ready_suffix"):
                (self._fetch / f"{entry.name}{suffix}").unlink(missing_ok=True)
            _flush(self._fetch)
        except OSError as error:
            raise _fault(error) from None

    def probe(self) -> Probe:
        return Probe(
            (Step("send_folder", _usable(self._send)), Step("fetch_folder", _usable(self._fetch))),
        )


def _allowed(name: str, values: Values, limits: Limits) -> Path:
    """The folder, if it lies below one that the operator allows, links followed. Raises SettingsError."""
    for root in limits.folder_roots:
        folder = (root / values.text(name)).resolve()
        if folder.is_relative_to(root.resolve()):
            return folder
    raise SettingsError(name, "it is not below a folder that the operator allows")


def _usable(folder: Path) -> str:
    return "ok" if folder.is_dir() and os.access(folder, os.R_OK | os.W_OK | os.X_OK) else "folder"


def _entries(folder: Path) -> list[mailbox.Entry]:
    """Plain files only: no folders, links, pipes or devices. Raises CarrierError."""
    try:
        with os.scandir(folder) as found:
            return [entry for file in found if (entry := _entry(Path(file.path)))]
    except FileNotFoundError:
        raise CarrierError("folder") from None
    except OSError as error:
        raise _fault(error) from None


def _entry(file: Path) -> mailbox.Entry | None:
    """None where there is no plain file, or no more."""
    try:
        found = file.lstat()
    except FileNotFoundError:
        return None
    return mailbox.Entry(file.name, found.st_size, found.st_mtime_ns) if stat.S_ISREG(found.st_mode) else None


def _read(file: Path, *, most: int) -> bytes:
    """Raises OSError for a link, or a file that has grown."""
    with os.fdopen(os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as opened:
        content = opened.read(most + 1)
    if len(content) != most:
        raise OSError("it changed while it was read")
    return content


def _write(file: Path, content: bytes) -> None:
    opening = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o640)
    with os.fdopen(opening, "wb") as opened:
        opened.write(content)
        opened.flush()
        os.fsync(opened.fileno())


def _flush(folder: Path) -> None:
    """A rename lasts only once its folder is on the disk."""
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _free(folder: Path, name: str) -> Path:
    """A name nobody has in the folder: partners use a name again for other content."""
    number, file = 1, folder / name
    while file.exists():
        number, file = number + 1, folder / f"{name}.{number}"
    return file


def _fault(error: OSError, *, may_have_arrived: bool = False) -> CarrierError:
    code = "disk" if error.errno in _FULL else "folder"
    return CarrierError(code, may_have_arrived=may_have_arrived)
