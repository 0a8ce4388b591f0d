"""A clearinghouse's mailbox by SFTP: host key pinned, password or key, one folder for each direction."""

import stat
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Self, cast

from asyncssh import SFTPClient, SFTPNoSuchFile, SFTPNoSuchPath

from otium.wires.carriers import mailbox
from otium.wires.carriers.base import CarrierError, Fetched, Left, Probe, Sending, Sent, Step, StepName
from otium.wires.carriers.limits import Limits
from otium.wires.carriers.sftp_line import Line, private_key
from otium.wires.carriers.values import Values

_STEPS: dict[str, StepName] = {  # where a probe that failed with such a code stood
    "address": "address", "private_address": "address", "refused": "address", "unreachable": "address",
    "closed": "address", "host_key": "host_key", "ssh": "host_key",
}  # fmt: skip


class SftpCarrier:
    """Uploads under another name, then renames; takes what nobody writes any more."""

    def __init__(self, values: Values, *, limits: Limits) -> None:
        self._values, self._limits = values, limits
        self._send, self._fetch = values.text("send_folder").rstrip("/"), values.text("fetch_folder").rstrip("/")
        self._taken, self._suffix = values.text("taken_folder").rstrip("/"), values.text("ready_suffix")
        self._key = private_key(values)
        self._line: Line | None = None
        self._held = ExitStack()

    def __enter__(self) -> Self:
        self._held.enter_context(self._connected())
        return self

    def __exit__(self, *_: object) -> None:
        self._held.close()

    @contextmanager
    def _connected(self) -> Iterator[Line]:
        """The connection that is open, else one that ends with this act."""
        if self._line:
            yield self._line
            return
        self._line = Line(self._values, key=self._key, limits=self._limits)
        try:
            yield self._line
        finally:
            self._line.close()
            self._line = None

    def send(self, sending: Sending) -> Sent:
        if len(sending.content) > self._limits.sent_bytes:
            raise CarrierError("too_large")
        with self._connected() as line:
            return line.run(lambda sftp: self._upload(sftp, sending, line))

    async def _upload(self, sftp: SFTPClient, sending: Sending, line: Line) -> Sent:
        name = mailbox.file_name(sending)
        for folder in self._places():
            if await sftp.exists(f"{folder}/{name}"):
                return Sent(name, detail="already_received")
        draft = f"{self._send}/{name}.part"
        async with sftp.open(draft, "wb") as file:
            await file.write(sending.content)
        if await sftp.getsize(draft) != len(sending.content):
            raise CarrierError("half_written")
        line.arriving = True
        await sftp.rename(draft, f"{self._send}/{name}")
        return Sent(name)

    def _places(self) -> tuple[str, ...]:
        return (self._send, self._taken) if self._taken else (self._send,)

    def was_received(self, payload_id: str) -> bool | None:
        """Looks for the file where it was put and where the partner moves it. Raises CarrierError.

        Without a taken folder a file that is gone may have been taken.
        """
        with self._connected() as line:
            is_there = line.run(lambda sftp: self._holds(sftp, payload_id))
        return is_there or (False if self._taken else None)

    async def _holds(self, sftp: SFTPClient, payload_id: str) -> bool:
        for folder in self._places():
            if any(mailbox.is_of(entry.name, payload_id) for entry in await _entries(sftp, folder)):
                return True
        return False

    def fetch(self) -> Iterator[Fetched | Left]:
        with self._connected() as line:
            before = line.run(lambda sftp: _entries(sftp, self._fetch))
            if not before:
                return
            time.sleep(self._values.number("settle_seconds"))
            now = line.run(lambda sftp: _entries(sftp, self._fetch))
            ready = mailbox.whole(before, now, ready_suffix=self._suffix)
            yield from mailbox.at_most(self._limits.files, (self._taking(line, entry) for entry in ready))

    def _taking(self, line: Line, entry: mailbox.Entry) -> Fetched | Left:
        name = mailbox.shown(entry.name)
        if not mailbox.is_plain(entry.name):
            return Left(name, "unsafe_name")
        if entry.size > self._limits.fetched_bytes:
            return Left(name, "too_large")

        try:
            content = line.run(lambda sftp: _content(sftp, f"{self._fetch}/{entry.name}", most=entry.size + 1))
        except CarrierError as error:
            if error.code not in {"folder", "server"}:
                raise
            return Left(name, "unreadable")  # the server's word on this file alone: the others can be read
        return Fetched(name, content, mailbox.mark(entry)) if len(content) == entry.size else Left(name, "unreadable")

    def confirm(self, fetched: Fetched) -> None:
        """Moves or deletes it. One that is gone was confirmed before; one that changed since is fetched again."""
        entry = mailbox.unmarked(fetched.mark)
        with self._connected() as line:
            line.run(lambda sftp: self._put_away(sftp, entry))

    async def _put_away(self, sftp: SFTPClient, entry: mailbox.Entry) -> None:
        path = f"{self._fetch}/{entry.name}"
        try:
            found = await sftp.stat(path)
        except (SFTPNoSuchFile, SFTPNoSuchPath):
            return
        if (found.size, int(found.mtime or 0)) != (entry.size, entry.changed):
            return
        if self._values.text("after_reading") == "delete":
            await sftp.remove(path)
        else:
            await sftp.rename(path, await self._free(sftp, entry.name))
        if self._suffix and await sftp.exists(path + self._suffix):
            await sftp.remove(path + self._suffix)

    async def _free(self, sftp: SFTPClient, name: str) -> str:
        """A path nobody has in the read folder: partners use a name again for other content."""
        folder = f"{self._fetch}/{self._values.text('read_folder')}"
        if not await sftp.isdir(folder):
            await sftp.mkdir(folder)
        number, path = 1, f"{folder}/{name}"
        while await sftp.exists(path):
            number, path = number + 1, f"{folder}/{name}.{number}"
        return path

    def probe(self) -> Probe:
        steps: list[Step] = []
        with self._connected() as line:
            try:
                line.run(lambda sftp: sftp.realpath("."))
                steps += [Step("address", "ok"), Step("host_key", "ok", line.seen[-1]), Step("sign_in", "ok")]
                line.run(lambda sftp: _entries(sftp, self._send))
                steps.append(Step("send_folder", "ok"))
                line.run(lambda sftp: _entries(sftp, self._fetch))
                steps.append(Step("fetch_folder", "ok"))
            except CarrierError as error:
                steps.append(_stopped(error, steps))
        return Probe(tuple(steps))


def _stopped(error: CarrierError, steps: list[Step]) -> Step:
    folders: dict[int, StepName] = {3: "send_folder", 4: "fetch_folder"}
    return Step(folders.get(len(steps)) or _STEPS.get(error.code, "sign_in"), error.code, error.detail)


async def _content(sftp: SFTPClient, path: str, *, most: int) -> bytes:
    async with sftp.open(path, "rb") as file:
        return cast(bytes, await file.read(most))  # opened for bytes; its types say text


async def _entries(sftp: SFTPClient, folder: str) -> list[mailbox.Entry]:
    """Plain files only. Names that are no text keep their bytes as surrogates."""
    found = []
    async for file in sftp.scandir(folder):
        attributes = file.attrs
        if stat.S_ISREG(attributes.permissions or stat.S_IFREG) and attributes.size is not None:
            found.append(mailbox.Entry(str(file.filename), attributes.size, int(attributes.mtime or 0)))
    return found
