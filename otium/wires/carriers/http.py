"""HTTPS requests over connections that are checked, timed and measured. No redirect is followed."""

import email.utils
import logging
import socket
import ssl
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Self
from urllib.parse import urlsplit

import httpcore

from otium.wires.carriers import network, tls
from otium.wires.carriers.base import CarrierError, SettingsError
from otium.wires.carriers.limits import Deadline, Limits

logging.getLogger("httpcore").setLevel(logging.WARNING)  # below that it logs headers
_CHUNK = 65_536
_LONGEST_WAIT = 86_400
_STATUS = {401: "auth", 403: "auth", 407: "auth", 404: "not_found", 405: "not_found", 410: "not_found"} | {
    408: "timeout",
    413: "too_large",
    425: "busy",
    429: "busy",
    503: "busy",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """A complete answer. Header names are in small letters."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    content: bytes = field(repr=False)

    @property
    def content_type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


def checked_url(name: str, url: str, *, limits: Limits) -> str:
    """The address as it is. Raises SettingsError unless it is https, or http to a host the operator listed."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        raise SettingsError(name, "it is no address") from None
    if not host or not url.isascii() or any(c in url for c in " \t\\") or parts.fragment:
        raise SettingsError(name, "it is no address")
    if parts.username is not None or parts.password is not None:
        raise SettingsError(name, "a user and password have their own fields")
    if parts.scheme != "https" and not (parts.scheme == "http" and limits.allows_private(host, port)):
        raise SettingsError(name, "it must begin with https://")
    return url


class _Progress:
    """How far one request has come, as httpcore tells it."""

    def __init__(self) -> None:
        self.is_sent = self.is_answered = False

    def __call__(self, event: str, given: Mapping[str, object]) -> None:
        self.is_sent = self.is_sent or event == "http11.send_request_body.complete"
        self.is_answered = self.is_answered or event == "http11.receive_response_headers.complete"


class _Backend(httpcore.NetworkBackend):
    """Opens connections through `network`. `deadline` is that of the request under way."""

    def __init__(self, limits: Limits) -> None:
        self.limits, self.deadline, self.is_cut = limits, Deadline(limits.total_seconds), False

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        return _Stream(network.connect(host, port, limits=self.limits, deadline=self.deadline), self)


class _Stream(httpcore.NetworkStream):
    def __init__(self, connection: socket.socket, backend: _Backend) -> None:
        self._socket, self._backend = connection, backend

    def _wait(self) -> None:
        self._socket.settimeout(self._backend.deadline.left(self._backend.limits.read_seconds))

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        self._wait()
        try:
            got = self._socket.recv(max_bytes)
        except OSError as error:
            raise _fault(error) from None
        self._backend.is_cut = not got
        return got

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        rest = memoryview(buffer)
        while rest:
            self._wait()
            try:
                rest = rest[self._socket.send(rest[:_CHUNK]) :]
            except TimeoutError:
                raise CarrierError("timeout") from None
            except OSError:
                raise httpcore.WriteError from None  # httpcore then reads why: a server may refuse before the end

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        self._wait()
        try:
            return _Stream(ssl_context.wrap_socket(self._socket, server_hostname=server_hostname), self._backend)
        except OSError as error:
            self._socket.close()
            raise _fault(error) from None

    def close(self) -> None:
        self._socket.close()

    def get_extra_info(self, info: str) -> object:
        if info == "is_readable":  # a kept connection that has something to say has been closed
            return network.is_readable(self._socket)
        return self._socket if info == "ssl_object" and isinstance(self._socket, ssl.SSLSocket) else None


class Http:
    """One request, one connection; within `with http:`, requests to one host share it."""

    def __init__(self, *, limits: Limits, verify: ssl.SSLContext) -> None:
        self._limits, self._backend, self._holders = limits, _Backend(limits), 0
        self._pool = httpcore.ConnectionPool(
            ssl_context=verify, max_connections=4, keepalive_expiry=5, network_backend=self._backend
        )

    def __enter__(self) -> Self:
        self._holders += 1
        return self

    def __exit__(self, *error: object) -> None:
        self._holders -= 1
        if not self._holders:
            self._pool.close()

    def exchange(self, method: str, url: str, *, headers: Mapping[str, str], content: bytes = b"") -> Answer:
        """The answer, whatever its status. Raises CarrierError where there is none, or not a whole one."""
        if len(content) > self._limits.sent_bytes:
            raise CarrierError("too_large")
        self._backend.deadline, self._backend.is_cut = Deadline(self._limits.total_seconds), False
        progress = _Progress()
        sent = list({"Accept-Encoding": "identity", "User-Agent": "otium", **headers}.items())
        watched = {"trace": progress}
        try:
            with self, self._pool.stream(method, url, headers=sent, content=content, extensions=watched) as response:
                return self._answer(response)
        except CarrierError as error:
            if error.code == "closed" and progress.is_answered:
                raise CarrierError("half_answer", may_have_arrived=True) from None
            error.may_have_arrived = progress.is_sent and error.detail not in tls.REFUSED_BEFORE
            raise
        except (httpcore.NetworkError, httpcore.ProtocolError):
            cut = "half_answer" if progress.is_answered else "closed"
            code = cut if self._backend.is_cut or not progress.is_sent else "bad_answer"
            raise CarrierError(code, may_have_arrived=progress.is_sent) from None

    def _answer(self, response: httpcore.Response) -> Answer:
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}
        if headers.get("content-encoding", "identity") != "identity":
            raise CarrierError("content_type", detail="encoding")
        content = bytearray()
        for chunk in response.iter_stream():
            content += chunk
            if len(content) > self._limits.fetched_bytes:
                raise CarrierError("answer_too_large")
        return Answer(response.status, headers, bytes(content))


def refuse(answer: Answer, *, now: datetime) -> None:
    """Raises CarrierError for a status that is no success, and for a page where a message belongs."""
    detail = f"http_{answer.status}"
    if 300 <= answer.status < 400:
        raise CarrierError("redirect", detail=detail)
    if answer.status >= 400:
        other = "server" if answer.status >= 500 else "rejected"
        raise CarrierError(
            _STATUS.get(answer.status, other),
            detail=detail,
            may_have_arrived=answer.status >= 500,
            retry_after_seconds=_retry_after(answer.headers.get("retry-after", ""), now),
        )
    if answer.content_type == "text/html" or answer.content.lstrip()[:9].lower().startswith((b"<!doctype", b"<html")):
        raise CarrierError("html", detail=detail, may_have_arrived=True)


def _retry_after(text: str, now: datetime) -> int | None:
    """Seconds, from seconds or a date, at most a day. None for anything else."""
    if text.isascii() and text.isdigit():
        return min(int(text), _LONGEST_WAIT)
    try:
        seconds = (email.utils.parsedate_to_datetime(text) - now).total_seconds()
    except (ValueError, TypeError):
        return None
    return max(0, min(int(seconds), _LONGEST_WAIT))


def _fault(error: OSError) -> CarrierError:
    return tls.fault_of(error) if isinstance(error, ssl.SSLError) else network.fault_of(error)
