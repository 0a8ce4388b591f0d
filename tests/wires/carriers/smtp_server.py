"""aiosmtpd on loopback, in a thread of its own; it keeps mail and says what a test planted for a step."""

import asyncio
import contextlib
import email
import email.policy
import threading
from collections.abc import Iterator
from email.message import EmailMessage
from ssl import SSLContext
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

PASSWORD = "right-password"


class Post:
    def __init__(self) -> None:
        self.taken: list[Envelope] = []
        self.says: dict[str, str] = {}
        self.hangs_up = False

    async def handle_MAIL(  # noqa: N802 - the library's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        return self.says.get("MAIL", "250 OK")

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.rcpt_tos.append(address)
        return self.says.get("RCPT", "250 OK")

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.taken.append(envelope)
        if self.hangs_up and server.transport:
            server.transport.abort()
        return self.says.get("DATA", "250 OK")

    def message(self) -> EmailMessage:
        (envelope,) = self.taken
        assert isinstance(envelope.content, bytes)
        return email.message_from_bytes(envelope.content, policy=email.policy.SMTP)  # type: ignore[return-value]


def _authenticate(server: SMTP, session: Session, envelope: Envelope, mechanism: str, given: Any) -> AuthResult:
    is_right = isinstance(given, LoginPassword) and given.password == PASSWORD.encode()
    return AuthResult(success=is_right, handled=False)


async def _ended(server: asyncio.Server) -> None:
    server.close()
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


@contextlib.contextmanager
def serving_mail(post: Post, context: SSLContext, *, is_implicit: bool = False) -> Iterator[str]:
    """Gives "127.0.0.1:PORT"; with STARTTLS and a password, or TLS from the start and none."""
    loop = asyncio.new_event_loop()

    def session() -> SMTP:
        if is_implicit:
            return SMTP(post, loop=loop, hostname="mail.example")
        return SMTP(
            post,
            loop=loop,
            hostname="mail.example",
            tls_context=context,
            require_starttls=True,
            authenticator=_authenticate,
            auth_required=True,
        )

    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    opening = loop.create_server(session, "127.0.0.1", 0, ssl=context if is_implicit else None)
    server = asyncio.run_coroutine_threadsafe(opening, loop).result(5)
    yield f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
    asyncio.run_coroutine_threadsafe(_ended(server), loop).result(5)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(5)
