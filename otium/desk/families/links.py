"""One-purpose links: a token that names its practice and carries a secret, both signed.

The signature is looked at before anything is looked up, in constant time, so that guessed tokens reach no row. Of the
secret only a hash under the practice's key is kept: who reads the table can open nothing.
"""

import base64
import binascii
import hashlib
import hmac
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings

from otium.desk import keys, outbox
from otium.desk.actor import Actor
from otium.records.models import FamilyLink, FamilyNotice, Parcel, Practice
from otium.terms.parcel import ParcelState

LASTS = timedelta(days=30)
ID, SECRET, MARK = 16, 16, 12  # bytes: the practice, 128 bits of chance, 96 bits of signature
LONGEST = 100
_TOKEN = re.compile(r"(/portal/)[\w-]+")
CLOSED = "its link is closed"  # why a message was taken back
_PURPOSE = b"otium family link\0"


@dataclass(frozen=True, slots=True)
class Token:
    """A token whose signature is ours. Whether its link still opens anything, only the practice's rows say."""

    practice_id: UUID
    secret: bytes


def make(practice: Practice, notice: FamilyNotice, *, at: datetime) -> tuple[FamilyLink, str]:
    """A new link to the notice, and the only copy of its token."""
    return make_all(practice, [(notice, at + LASTS)], at=at)[0]


def make_all(
    practice: Practice, notices: Sequence[tuple[FamilyNotice, datetime]], *, at: datetime
) -> list[tuple[FamilyLink, str]]:
    """A new link to each notice until its instant, in their order, with the only copy of its token. One statement."""
    key, made = keys.data_key(practice), list[tuple[FamilyLink, str]]()
    for notice, until in notices:
        secret = secrets.token_bytes(SECRET)
        link = FamilyLink(
            practice=practice, notice=notice, secret_hash=keys.hash_by(key, secret), made_at=at, expires_at=until
        )
        body = practice.pk.bytes + secret
        token = base64.urlsafe_b64encode(body + _mark(settings.OTIUM_KEYS[0], body)).decode().rstrip("=")
        made.append((link, token))
    FamilyLink.objects.bulk_create([link for link, _token in made])
    return made


def address(token: str) -> str:
    """Where the token is opened. By the installation's own address, never by what a request calls it."""
    return f"{settings.OTIUM_ADDRESS.rstrip('/')}/portal/{token}/"


def without_tokens(text: str) -> str:
    """The words of a text or mail without what opens its links: staff may read what left, and not answer by it."""
    return _TOKEN.sub(r"\1…", text)


def read(text: str) -> Token | None:
    """The token, when one of our keys signed it; None for anything else, without asking the database."""
    if len(text) > LONGEST:
        return None
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    body, mark = data[: ID + SECRET], data[ID + SECRET :]
    is_whole = len(body) == ID + SECRET and len(mark) == MARK
    is_ours = [hmac.compare_digest(mark, _mark(key, body)) for key in settings.OTIUM_KEYS]  # all of them: no early end
    return Token(UUID(bytes=body[:ID]), body[ID:]) if is_whole and any(is_ours) else None


def find(practice: Practice, token: Token, *, at: datetime, lock: bool = False) -> FamilyLink | None:
    """The link, used or not; None where it was revoked or is over. `lock` holds it until the transaction ends."""
    rows = FamilyLink.objects.filter(practice=practice, secret_hash=keys.keyed_hash(practice, token.secret))
    if lock:
        rows = rows.select_for_update(of=("self",))
    link = rows.first()
    return link if link and link.revoked_at is None and at < link.expires_at else None


def revoke(notice: FamilyNotice, *, at: datetime) -> int:
    """Close every link to the notice that is still open; how many."""
    rows = FamilyLink.objects.filter(practice_id=notice.practice_id, notice=notice, used_at=None, revoked_at=None)
    return int(rows.update(revoked_at=at))


def take_back(parcel: Parcel | None, *, by: Actor, at: datetime) -> None:
    """Withdraw a text or mail that has not left: the link in it opens nothing any more."""
    if parcel is not None and parcel.state == ParcelState.WAITING:
        outbox.withdraw(parcel.pk, why=CLOSED, by=by, at=at)


def _mark(key: str, body: bytes) -> bytes:
    return hmac.new(key.encode(), _PURPOSE + body, hashlib.sha256).digest()[:MARK]
