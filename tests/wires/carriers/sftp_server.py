"""A clearinghouse's SFTP server on loopback, in a thread of its own, with faults on demand."""

import asyncio
import threading
from pathlib import Path
from typing import Any

import asyncssh

USER, PASSWORD = "practice", "right-password"


class Faults:
    """What the server does wrong now."""

    rename = ""  # drop: cut the connection before it; lose: after it
    write = ""  # drop: cut the connection in the middle of an upload
    locked = b""  # the name of a file that may not be read
    listed: tuple[bytes, ...] = ()  # names shown besides those that are there


class _Server(asyncssh.SSHServer):
    def __init__(self, server: "SftpServer") -> None:
        self._server = server

    def password_auth_supported(self) -> bool:
        return True

    def validate_password(self, username: str, password: str) -> bool:
        return (username, password) == (USER, self._server.password)

    def begin_auth(self, username: str) -> bool:
        return True

    def public_key_auth_supported(self) -> bool:
        return self._server.public_key is not None

    def validate_public_key(self, username: str, key: asyncssh.SSHKey) -> bool:
        return key == self._server.public_key


class _Files(asyncssh.SFTPServer):
    def __init__(self, channel: asyncssh.SSHServerChannel[bytes], server: "SftpServer") -> None:
        super().__init__(channel, chroot=str(server.root))
        self._channel, self._faults = channel, server.faults

    def _cut(self) -> None:
        self._channel.get_connection().abort()

    def open(self, path: bytes, pflags: int, attrs: asyncssh.SFTPAttrs) -> object:
        if self._faults.locked and path.endswith(self._faults.locked):
            raise asyncssh.SFTPPermissionDenied("locked")
        return super().open(path, pflags, attrs)

    def write(self, file_obj: object, offset: int, data: bytes) -> int:
        if self._faults.write == "drop":
            data = data[: len(data) // 2]
            self._cut()
        return super().write(file_obj, offset, data)  # type: ignore[return-value]

    def rename(self, oldpath: bytes, newpath: bytes) -> None:
        if self._faults.rename == "drop":
            self._cut()
            raise asyncssh.SFTPFailure("cut")
        super().rename(oldpath, newpath)
        if self._faults.rename == "lose":
            self._cut()

    async def scandir(self, path: bytes) -> Any:
        for name in self._faults.listed if path.endswith(b"out") else ():
            yield asyncssh.SFTPName(name, attrs=asyncssh.SFTPAttrs(size=3, permissions=0o100644, mtime=1))
        async for entry in super().scandir(path):
            yield entry


class SftpServer:
    """`with SftpServer(root) as server:`; its folders are `in` (from us) and `out` (for us)."""

    def __init__(self, root: Path, *, port: int = 0) -> None:
        self.root, self.port, self.faults = root, port, Faults()
        self.password = PASSWORD
        self.public_key: asyncssh.SSHKey | None = None
        self.key = asyncssh.generate_private_key("ssh-ed25519")
        for folder in ("in", "out"):
            (root / folder).mkdir(exist_ok=True)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> "SftpServer":
        self._thread.start()
        self._acceptor = self._call(self._listen())
        self.port = self._acceptor.get_port()
        return self

    def __exit__(self, *_: object) -> None:
        self._acceptor.close()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)

    async def _listen(self) -> asyncssh.SSHAcceptor:
        return await asyncssh.listen(
            "127.0.0.1",
            self.port,
            server_factory=lambda: _Server(self),
            server_host_keys=[self.key],
            sftp_factory=lambda channel: _Files(channel, self),
        )

    def _call(self, coroutine: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(5)

    @property
    def fingerprint(self) -> str:
        return self.key.get_fingerprint("sha256")

    @property
    def place(self) -> str:
        return f"127.0.0.1:{self.port}"

    def settings(self, **changes: object) -> dict[str, object]:
        given = {"host": "127.0.0.1", "port": self.port, "user": USER, "host_key": self.fingerprint}
        return {**given, "send_folder": "in", "fetch_folder": "out", "settle_seconds": 0, **changes}
