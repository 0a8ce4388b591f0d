"""One SSH connection, used from code that waits: the host key is compared, every fault gets its code."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar

import asyncssh

from otium.wires.carriers import network
from otium.wires.carriers.base import CarrierError, SettingsError
from otium.wires.carriers.limits import Deadline, Limits
from otium.wires.carriers.values import Values

logging.getLogger("asyncssh").setLevel(logging.WARNING)  # below that it logs the names of files and people
_Result = TypeVar("_Result")
_ELSEWHERE: tuple[tuple[type[Exception], str], ...] = (
    (asyncssh.PermissionDenied, "auth"),
    (asyncssh.HostKeyNotVerifiable, "host_key"),
    (asyncssh.KeyExchangeFailed, "ssh"),
    (asyncssh.ProtocolNotSupported, "ssh"),
    (asyncssh.SFTPNoSuchFile, "folder"),
    (asyncssh.SFTPNoSuchPath, "folder"),
    (asyncssh.SFTPNotADirectory, "folder"),
    (asyncssh.SFTPPermissionDenied, "folder"),
    (asyncssh.SFTPWriteProtect, "folder"),
    (asyncssh.SFTPConnectionLost, "closed"),
    (asyncssh.SFTPNoConnection, "closed"),
    (asyncssh.SFTPError, "server"),
    (asyncssh.DisconnectError, "closed"),
    (asyncssh.Error, "server"),
)


def private_key(values: Values) -> asyncssh.SSHKey | None:
    """The key to sign in with. Raises SettingsError for one that cannot be read."""
    if not values.text("private_key"):
        return None
    try:
        return asyncssh.import_private_key(values.text("private_key"), values.text("passphrase") or None)
    except (asyncssh.KeyImportError, asyncssh.KeyEncryptionError):
        raise SettingsError("private_key", "it cannot be read, or its passphrase is another") from None


class _Pinned(asyncssh.SSHClient):
    """Takes the server's key only if its fingerprint is one that a person has confirmed."""

    def __init__(self, pins: frozenset[str], seen: list[str]) -> None:
        self._pins, self._seen = pins, seen

    def validate_host_public_key(self, host: str, addr: str, port: int, key: asyncssh.SSHKey) -> bool:
        self._seen.append(key.get_fingerprint("sha256"))
        return self._seen[-1] in self._pins


class Line:
    """Runs acts over one connection, opened at the first and again after a fault. Each has its own deadline."""

    def __init__(self, values: Values, *, key: asyncssh.SSHKey | None, limits: Limits) -> None:
        self._values, self._key, self._limits = values, key, limits
        self._runner = asyncio.Runner()
        self._connection: asyncssh.SSHClientConnection | None = None
        self._sftp: asyncssh.SFTPClient | None = None
        self.seen: list[str] = []  # fingerprints the server showed
        self.arriving = False  # the act under way may have reached the other side

    def run(self, act: Callable[[asyncssh.SFTPClient], Awaitable[_Result]]) -> _Result:
        """What the act returns. Raises CarrierError."""
        self.arriving = False
        try:
            return self._runner.run(self._acting(act))
        except CarrierError as error:
            error.may_have_arrived = error.may_have_arrived or self.arriving
            raise
        except (OSError, TimeoutError, asyncssh.Error) as error:
            fault = self._fault(error)
            if fault.code not in {"folder", "server"}:  # those two are answers: the connection is good
                self._drop()
            raise fault from None

    async def _acting(self, act: Callable[[asyncssh.SFTPClient], Awaitable[_Result]]) -> _Result:
        async with asyncio.timeout(self._limits.total_seconds):
            return await act(self._sftp or await self._sign_in())

    async def _sign_in(self) -> asyncssh.SFTPClient:
        host, port = self._values.text("host"), self._values.number("port")
        deadline = Deadline(self._limits.total_seconds)
        plain = network.connect(host, port, limits=self._limits, deadline=deadline)
        plain.setblocking(False)
        pins = frozenset(pin.strip() for pin in self._values.text("host_key").split(",") if pin.strip())
        try:
            self._connection, _ = await asyncssh.create_connection(
                lambda: _Pinned(pins, self.seen),
                host,
                port,
                sock=plain,
                config=None,  # nothing of this machine's user: no config, agent, keys or known hosts
                known_hosts=((), (), ()),
                username=self._values.text("user"),
                password=self._values.text("password") or None,
                client_keys=[self._key] if self._key else None,
                agent_path=None,
                gss_host=None,
                x509_trusted_certs=None,
                login_timeout=self._limits.read_seconds,
                keepalive_interval=self._limits.read_seconds,
            )
        finally:
            if self._connection is None:
                plain.close()
        self._sftp = await self._connection.start_sftp_client(path_errors="surrogateescape")
        return self._sftp

    def close(self) -> None:
        self._drop()
        self._runner.close()

    def _drop(self) -> None:
        if self._connection:
            self._connection.abort()
        self._connection, self._sftp = None, None

    def _fault(self, error: Exception) -> CarrierError:
        for kind, code in _ELSEWHERE:
            if isinstance(error, kind):
                detail = self.seen[-1] if code == "host_key" and self.seen else _number(error)
                return CarrierError(code, detail=detail, may_have_arrived=self.arriving)
        fault = network.fault_of(error) if isinstance(error, OSError) else CarrierError("timeout")
        fault.may_have_arrived = self.arriving
        return fault


def _number(error: Exception) -> str:
    """SFTP's or SSH's number of what went wrong, never its words: servers put paths and names into them."""
    if isinstance(error, asyncssh.SFTPError):
        return f"sftp_{error.code}"
    return f"ssh_{error.code}" if isinstance(error, asyncssh.DisconnectError) else ""
