"""One SMTP session: opened through `network`, under one deadline, every reply by its code."""

import io
import re
import smtplib
import socket
import ssl
from collections.abc import Callable
from typing import Self, TypeVar

from otium.wires.carriers import network, tls
from otium.wires.carriers.base import CarrierError
from otium.wires.carriers.limits import Deadline, Limits
from otium.wires.carriers.values import Values

_Result = TypeVar("_Result")
_GO_ON, _WANTS_USER, _TOO_LARGE = 354, 530, 552
_Wait = Callable[[], float]


class _Timed(io.RawIOBase):
    """Reads from a socket for as long as the deadline lets it: a server that drips gains nothing."""

    def __init__(self, connection: socket.socket, wait: _Wait) -> None:
        self._connection, self._wait = connection, wait

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        self._connection.settimeout(self._wait())
        try:
            return self._connection.recv_into(buffer)
        except TimeoutError:
            raise CarrierError("timeout") from None  # smtplib would call it a closed connection


class _Session(smtplib.SMTP):
    """smtplib's protocol over our connection."""

    def __init__(self, host: str, *, name: str, dial: Callable[[], socket.socket], wait: _Wait) -> None:
        self._dial, self._wait = dial, wait
        super().__init__(host, local_hostname=name)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        return self._dial()

    def getreply(self) -> tuple[int, bytes]:
        if self.file is None and self.sock:
            self.file = io.BufferedReader(_Timed(self.sock, self._wait))
        return super().getreply()

    def putcmd(self, cmd: str, args: str = "") -> None:
        if self.sock:
            self.sock.settimeout(self._wait())
        super().putcmd(cmd, args)

    def pour(self, content: bytes) -> None:
        """The message and the dot that ends it."""
        if self.sock:
            self.sock.settimeout(self._wait())
        self.send(re.sub(rb"(?m)^\.", b"..", content) + b"\r\n.\r\n")


class SmtpLine:
    """`with SmtpLine(...) as line:` connects and says hello; TLS stands before anything else is said."""

    def __init__(self, values: Values, *, verify: ssl.SSLContext, limits: Limits, deadline: Deadline) -> None:
        self._values, self._verify, self._limits, self._deadline = values, verify, limits, deadline
        self._is_arriving = False

    def __enter__(self) -> Self:
        self._session = self._run(self._connected)
        return self

    def __exit__(self, *error: object) -> None:
        self._session.close()

    def _wait(self) -> float:
        return self._deadline.left(self._limits.read_seconds)

    def _connected(self) -> _Session:
        name = self._values.text("from_address").partition("@")[2]
        session = _Session(self._values.text("host"), name=name, dial=self._dial, wait=self._wait)
        try:
            session.ehlo_or_helo_if_needed()
            if self._values.text("security") == "starttls":
                session.starttls(context=self._verify)
        except BaseException:
            session.close()
            raise
        return session

    def _dial(self) -> socket.socket:
        host, port = self._values.text("host"), self._values.number("port")
        plain = network.connect(host, port, limits=self._limits, deadline=self._deadline)
        plain.settimeout(self._wait())
        if self._values.text("security") != "implicit":
            return plain
        try:
            return self._verify.wrap_socket(plain, server_hostname=host)
        except BaseException:
            plain.close()
            raise

    def sign_in(self) -> None:
        """Nothing where the connection has no user. Raises CarrierError."""
        if self._values.text("user"):
            self._run(self._signed_in, unsupported="auth")

    def _signed_in(self) -> None:
        self._session.login(self._values.text("user"), self._values.text("password"))

    def deliver(self, sender: str, to: str, content: bytes) -> None:
        """Raises CarrierError; it may have arrived once all of it is out."""
        self._run(lambda: self._delivered(sender, to, content))

    def _delivered(self, sender: str, to: str, content: bytes) -> None:
        _expect(250, self._session.mail(sender), refused="auth")  # this user may not send as this address
        _expect(250, self._session.rcpt(to), refused="rejected")
        self._session.putcmd("data")
        _expect(_GO_ON, self._session.getreply(), refused="rejected")
        self._session.pour(content)
        self._is_arriving = True
        reply = self._session.getreply()
        self._is_arriving = False  # whatever it says, it has been said
        _expect(250, reply, refused="too_large" if reply[0] == _TOO_LARGE else "rejected")

    def _run(self, act: Callable[[], _Result], *, unsupported: str = "plain_text") -> _Result:
        try:
            return act()
        except smtplib.SMTPNotSupportedError:
            raise CarrierError(unsupported) from None
        except smtplib.SMTPException as error:
            raise self._fault(error) from None
        except CarrierError as error:
            error.may_have_arrived = self._is_arriving
            raise
        except OSError as error:
            fault = tls.fault_of(error) if isinstance(error, ssl.SSLError) else network.fault_of(error)
            fault.may_have_arrived = self._is_arriving
            raise fault from None

    def _fault(self, error: smtplib.SMTPException) -> CarrierError:
        """Of the session, not of a message: those replies are looked at one by one."""
        if isinstance(error, smtplib.SMTPAuthenticationError):
            return CarrierError("auth", detail=f"smtp_{error.smtp_code}")
        if isinstance(error, smtplib.SMTPResponseException):
            return CarrierError("server" if error.smtp_code >= 500 else "busy", detail=f"smtp_{error.smtp_code}")
        if isinstance(error, smtplib.SMTPServerDisconnected):
            return CarrierError("closed", may_have_arrived=self._is_arriving)
        return CarrierError("auth", detail="no_common_method")  # all that smtplib raises without a class of its own


def _expect(code: int, reply: tuple[int, bytes], *, refused: str) -> None:
    """4xx passes, 5xx stays (RFC 5321 4.2.1); 530 wants a user."""
    number = reply[0]
    if number // 10 == code // 10:
        return
    fault = "auth" if number == _WANTS_USER else refused if number >= 500 else "busy"
    raise CarrierError(fault, detail=f"smtp_{number}")
