"""One-purpose links: a token (desk.tokens) that names its practice and carries a secret, both signed.

Of the secret only a hash under the practice's key is kept: who reads the table can open nothing.
"""

import re
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings

from otium.desk import keys, outbox, tokens
from otium.desk.actor import Actor
from otium.desk.tokens import Token
from otium.records.models import FamilyLink, FamilyNotice, Parcel, Practice
from otium.terms.parcel import ParcelState

LASTS = timedelta(days=30)
SECRET = 16  # bytes: 128 bits of chance
_TOKEN = re.compile(r"(/portal/)[\w-]+")
CLOSED = "its link is closed"  # why a message was taken back
PURPOSE = b"otium family link\0"


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
        made.append((link, tokens.write(Token(practice.pk, secret), PURPOSE)))
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
    return tokens.read(text, PURPOSE, secret_bytes=SECRET)


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
