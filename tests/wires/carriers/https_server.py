"""HTTPS on loopback: an ASGI app under uvicorn, and a bare socket for what no honest server does."""

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import trustme
import uvicorn


@dataclass
class Request:
    """One request as it arrived."""

    method: str
    path: str
    headers: dict[str, str]
    content: bytes


@dataclass
class Response:
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    content: bytes = b""


class App:
    """Answers by `answer`, which a test sets; keeps what came."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.answer: Callable[[Request], Response] = lambda request: Response()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        content, more = b"", True
        while more:
            event = await receive()
            content, more = content + event.get("body", b""), event.get("more_body", False)
        headers = {name.decode(): value.decode("latin-1") for name, value in scope["headers"]}
        query = f"?{scope['query_string'].decode()}" if scope["query_string"] else ""
        request = Request(scope["method"], scope["raw_path"].decode() + query, headers, content)
        self.requests.append(request)
        response = self.answer(request)
        sent = [(name.encode(), value.encode()) for name, value in response.headers.items()]
        await send({"type": "http.response.start", "status": response.status, "headers": sent})
        await send({"type": "http.response.body", "body": response.content})


class Authority:
    """A certificate authority of the tests; its certificate goes into a connection's settings."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._ca = folder, trustme.CA()
        self.pem = self._ca.cert_pem.bytes().decode()

    def issue(self, *names: str, **given: Any) -> tuple[str, str]:
        """Certificate and key, as PEM."""
        made = self._ca.issue_cert(*names, **given)
        return made.cert_chain_pems[0].bytes().decode(), made.private_key_pem.bytes().decode()

    def file(self, name: str, text: str) -> str:
        path = self._folder / name
        path.write_text(text)
        return str(path)

    def server_context(self, *names: str, **given: Any) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.file("bare.pem", "".join(self.issue(*names, **given))))
        return context


@contextlib.contextmanager
def serving(app: App, authority: Authority, *, wants_client: bool = False) -> Iterator[str]:
    """Gives "127.0.0.1:PORT"."""
    certificate, key = authority.issue("127.0.0.1", "localhost")
    config = uvicorn.Config(
        app,
        host="127.0.0.1",
        port=0,
        log_config=None,
        lifespan="off",
        access_log=False,
        timeout_graceful_shutdown=1,
        ssl_certfile=authority.file("server.pem", certificate),
        ssl_keyfile=authority.file("server.key", key),
        ssl_ca_certs=authority.file("ca.pem", authority.pem) if wants_client else None,
        ssl_cert_reqs=ssl.CERT_REQUIRED if wants_client else ssl.CERT_NONE,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    ends = time.monotonic() + 5
    while not server.started and time.monotonic() < ends:
        time.sleep(0.01)
    yield f"127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(5)


@contextlib.contextmanager
def misbehaving(act: Callable[[Any], None], context: ssl.SSLContext | None) -> Iterator[str]:
    """A server that does `act` with each connection, once TLS stands. Gives "127.0.0.1:PORT"."""
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(0.1)
    is_over = threading.Event()

    def run() -> None:
        while not is_over.is_set():
            try:
                plain, _ = listener.accept()
            except TimeoutError:
                continue
            plain.settimeout(3)
            with contextlib.suppress(OSError):
                connection = context.wrap_socket(plain, server_side=True) if context else plain
                with connection:
                    act(connection)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield f"127.0.0.1:{listener.getsockname()[1]}"
    finally:
        is_over.set()
        thread.join(5)
        listener.close()
