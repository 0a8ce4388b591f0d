"""Tokens for addresses that need no account: a practice, a secret, and a signature over both for one purpose.

The signature is looked at before anything is looked up, in constant time, so that guessed tokens reach no row.
"""

import base64
import binascii
import hashlib
import hmac
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings

ID, MARK = 16, 12  # bytes: the practice, 96 bits of signature


@dataclass(frozen=True, slots=True)
class Token:
    """A token whose signature is ours. Whether it still opens anything, only the practice's rows say."""

    practice_id: UUID
    secret: bytes


def write(token: Token, purpose: bytes) -> str:
    body = token.practice_id.bytes + token.secret
    return _spelled(body + _mark(settings.OTIUM_KEYS[0], purpose, body))


def read(text: str, purpose: bytes, *, secret_bytes: int) -> Token | None:
    """The token, when one of our keys signed it for this purpose; None for anything else, without the database, and
    for another spelling of the same bytes."""
    length = ID + secret_bytes
    if len(text) > (length + MARK) * 2:
        return None
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    body, mark = data[:length], data[length:]
    is_whole = len(body) == length and len(mark) == MARK and text == _spelled(data)
    is_ours = [hmac.compare_digest(mark, _mark(key, purpose, body)) for key in settings.OTIUM_KEYS]  # no early end
    return Token(UUID(bytes=body[:ID]), body[ID:]) if is_whole and any(is_ours) else None


def _spelled(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _mark(key: str, purpose: bytes, body: bytes) -> bytes:
    return hmac.new(key.encode(), purpose + body, hashlib.sha256).digest()[:MARK]
