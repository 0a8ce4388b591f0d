"""An SFTP server whose users are the practices; each sees its own mailbox and nothing else."""

import asyncio
import hmac
from pathlib import Path
from threading import Thread

import asyncssh

from partners.exchange.place import Exchange

HOST = "127.0.0.1"
KEY_FILE = "sftp_host_key"
CUT_AFTER = 200
"""Bytes of an upload after which the line is cut, where that is ordered."""


def host_key(folder: Path) -> asyncssh.SSHKey:
    """Made at the first start and kept, so that a pinned key stays right."""
    path = folder / KEY_FILE
    if not path.exists():
        asyncssh.generate_private_key("ssh-ed25519").write_private_key(str(path))
        path.chmod(0o600)
    return asyncssh.read_private_key(str(path))


class _Login(asyncssh.SSHServer):
    def __init__(self, exchange: Exchange, lines: "set[asyncssh.SSHServerConnection]") -> None:
        self._exchange, self._lines = exchange, lines

    def connection_made(self, conn: asyncssh.SSHServerConnection) -> None:
        self._line = conn
        self._lines.add(conn)

    def connection_lost(self, exc: Exception | None) -> None:
        self._lines.discard(self._line)

    def password_auth_supported(self) -> bool:
        return True

    def validate_password(self, username: str, password: str) -> bool:
        row = self._exchange.store.row("select password from practice where slug = ?", username)
        return row is not None and hmac.compare_digest(row["password"].encode(), password.encode())


class _Mailbox(asyncssh.SFTPServer):
    """The practice's folders, with the troubles that somebody ordered."""

    def __init__(self, chan: asyncssh.SSHServerChannel[bytes], exchange: Exchange, root: Path) -> None:
        self._exchange, self._line = exchange, chan.get_connection()
        practice = self._line.get_extra_info("username")
        super().__init__(chan, chroot=str(root / practice).encode())

    def write(self, file_obj: object, offset: int, data: bytes) -> int:
        if self._exchange.has_trouble("disconnect"):
            super().write(file_obj, offset, data[:CUT_AFTER])  # type: ignore[arg-type]
            self._line.abort()
            raise asyncssh.SFTPConnectionLost("cut")
        return super().write(file_obj, offset, data)  # type: ignore[arg-type, return-value]

    def rename(self, oldpath: bytes, newpath: bytes) -> None:
        super().rename(oldpath, newpath)
        self._after_arrival(newpath)

    def posix_rename(self, oldpath: bytes, newpath: bytes) -> None:
        super().posix_rename(oldpath, newpath)
        self._after_arrival(newpath)

    def _after_arrival(self, path: bytes) -> None:
        """The file is there; the sender never hears of it."""
        is_delivery = path.strip(b"/").startswith(b"in/")
        if is_delivery and self._exchange.has_trouble("accept-then-time-out"):
            self._line.abort()
            raise asyncssh.SFTPConnectionLost("cut")


class SftpDoor:
    """Runs in a thread of its own; may be shut and opened again at the same port."""

    def __init__(self, exchange: Exchange, root: Path, *, port: int) -> None:
        self._exchange, self._root, self.port = exchange, root, port
        self._loop = asyncio.new_event_loop()
        self._acceptor: asyncssh.SSHAcceptor | None = None
        self._lines: set[asyncssh.SSHServerConnection] = set()
        Thread(target=self._loop.run_forever, name="sftp", daemon=True).start()

    def open(self) -> None:
        if self._acceptor is None:
            self._acceptor = asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result(timeout=30)
            self.port = self._acceptor.get_port()

    async def _listen(self) -> asyncssh.SSHAcceptor:
        return await asyncssh.listen(
            HOST,
            self.port,
            server_factory=lambda: _Login(self._exchange, self._lines),
            server_host_keys=[host_key(self._exchange.store.folder)],
            sftp_factory=lambda chan: _Mailbox(chan, self._exchange, self._root),
            allow_scp=False,
            reuse_address=True,
        )

    def shut(self) -> None:
        """Listening ends and open lines are cut."""
        acceptor, self._acceptor = self._acceptor, None
        if acceptor is not None:
            asyncio.run_coroutine_threadsafe(self._cut(acceptor), self._loop).result(timeout=30)

    async def _cut(self, acceptor: asyncssh.SSHAcceptor) -> None:
        acceptor.close()
        for line in list(self._lines):
            line.abort()

    def stop(self) -> None:
        self.shut()
        self._loop.call_soon_threadsafe(self._loop.stop)
