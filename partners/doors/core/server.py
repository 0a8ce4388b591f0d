"""The HTTPS server, a thread a connection, with the troubles that somebody ordered."""

import json
import socket
import ssl
import time
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from partners.doors import fax, texts
from partners.doors.core import certificates, desk, envelope
from partners.exchange.intake import LARGEST
from partners.exchange.place import Exchange

HOST = "127.0.0.1"
IDLE_SECONDS = 75
PAGE = b"<!doctype html><html><head><title>Riverway</title></head><body><h1>Maintenance</h1></body></html>"
RETRY_AFTER = "2"


class CoreDoor:
    """May be shut and opened again at the same port. `slow_seconds` is how long the fault `slow` takes."""

    def __init__(self, exchange: Exchange, folder: Path, *, port: int, slow_seconds: float = 60) -> None:
        self.exchange, self.folder, self.port, self.slow_seconds = exchange, folder, port, slow_seconds
        self._server: _Server | None = None

    def open(self) -> None:
        if self._server is None:
            self._server = _Server(self)
            self.port = self._server.server_address[1]
            Thread(target=self._server.serve_forever, args=(0.05,), name="core", daemon=True).start()

    def shut(self) -> None:
        server, self._server = self._server, None
        if server is not None:
            server.shutdown()
            server.server_close()
            server.cut()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 128

    def __init__(self, door: CoreDoor) -> None:
        self.door = door
        self._good = certificates.context(door.folder)
        self._bad = certificates.context(door.folder, certificates.STRANGER)
        self._lines: set[socket.socket] = set()
        super().__init__((HOST, door.port), _Handler)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """The handshake happens here, so that a silent client holds up nobody."""
        request.settimeout(IDLE_SECONDS)
        context = self._bad if self.door.exchange.has_trouble("tls") else self._good
        try:
            with context.wrap_socket(request, server_side=True) as line:
                self._lines.add(line)
                self.finish_request(line, client_address)
                self._lines.discard(line)
        except (ssl.SSLError, OSError):
            request.close()

    def cut(self) -> None:
        for line in list(self._lines):
            line.close()
        self._lines.clear()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else each answer waits 40 ms for an acknowledgement of its head
    server: _Server

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: requests hold people."""

    def do_GET(self) -> None:
        if self.path.startswith(f"{fax.PATH}/"):
            self._notice(
                lambda exchange, practice: fax.status(exchange, practice, self.path.removeprefix(f"{fax.PATH}/"))
            )
            return
        self._send(HTTPStatus.METHOD_NOT_ALLOWED, "text/plain", b"POST a CORE envelope\n")

    def do_POST(self) -> None:
        exchange = self.server.door.exchange
        body = self._body()
        if self._is_refused(exchange):
            return
        if body is None:
            self._send(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "text/plain", b"too large\n")
            return
        if self.path == fax.PATH:
            self._notice(lambda exchange, practice: fax.take(exchange, practice, body))
            return
        if self.path == texts.PATH:
            key = self.headers.get("Idempotency-Key", "")
            self._notice(lambda exchange, practice: texts.take(exchange, practice, body, key))
            return
        try:
            request = envelope.read(self.headers.get("Content-Type", ""), body)
        except envelope.NoEnvelope:
            self._send(HTTPStatus.BAD_REQUEST, "text/plain", b"no CORE envelope\n")
            return
        fields, payload = desk.handle(exchange, request, self._certified())
        if exchange.has_trouble("accept-then-time-out"):
            self._wait_for_the_other_side()
            return
        content_type, answer = envelope.written(request, fields, payload)
        self._send(HTTPStatus.OK, content_type, answer, is_half=exchange.has_trouble("half"))

    def _notice(self, answers: Callable[[Exchange, str], fax.Answer]) -> None:
        exchange = self.server.door.exchange
        practice = fax.signed_in(exchange, self.headers.get("Authorization", ""))
        status, told = answers(exchange, practice) if practice else (HTTPStatus.UNAUTHORIZED, {"error": "who are you"})
        if self.command == "POST" and exchange.has_trouble("accept-then-time-out"):
            self._wait_for_the_other_side()
            return
        self._send(status, "application/json", json.dumps(told).encode())

    def _is_refused(self, exchange: Exchange) -> bool:
        """Troubles in place of an answer; the body was read, so that the answer arrives, and goes nowhere."""
        if exchange.has_trouble("429"):
            self._send(HTTPStatus.TOO_MANY_REQUESTS, "text/plain", b"slow down\n", retry_after=RETRY_AFTER)
        elif exchange.has_trouble("500"):
            self._send(HTTPStatus.INTERNAL_SERVER_ERROR, "text/plain", b"error\n")
        elif exchange.has_trouble("html"):
            self._send(HTTPStatus.OK, "text/html; charset=utf-8", PAGE)
        else:
            if exchange.has_trouble("slow"):
                time.sleep(self.server.door.slow_seconds)
            return False
        self.close_connection = True
        return True

    def _body(self) -> bytes | None:
        length = self.headers.get("Content-Length", "0")
        if not length.isdigit() or int(length) > LARGEST * 2:
            return None
        return self.rfile.read(int(length))

    def _certified(self) -> str:
        """Common name of the client's certificate, which our authority gave it."""
        line = self.connection
        found = line.getpeercert() if isinstance(line, ssl.SSLSocket) else None
        subject: Any = (found or {}).get("subject", ())
        return next((value for ((name, value),) in subject if name == "commonName"), "")

    def _wait_for_the_other_side(self) -> None:
        """Silence until it hangs up, for two minutes at most."""
        self.connection.settimeout(120)
        self.close_connection = True
        try:
            self.connection.recv(1)
        except OSError:
            return

    def _send(
        self, status: HTTPStatus, content_type: str, body: bytes, *, retry_after: str = "", is_half: bool = False
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        if retry_after:
            self.send_header("Retry-After", retry_after)
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if is_half else body)
        self.close_connection = self.close_connection or is_half
