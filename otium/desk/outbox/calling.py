"""A service calls to say what became of a text: what it says is kept and read as any file that comes in.

The address names one text of one practice, under our signature (desk.tokens), so that guessed ones reach no row; who
calls must besides have signed with the token that the connection shares with its service.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings

from otium.desk import acting, inbox, tokens
from otium.desk.actor import RECEIVE
from otium.desk.connections import carriers
from otium.desk.tokens import Token
from otium.records.models import Practice, Transmission
from otium.terms.notice import NoticeKind
from otium.wires.delivery import callbacks, receipts

PURPOSE = b"otium text receipt\0"
ID = 16  # bytes


class UnknownAddress(Exception):
    """It names no text of ours."""


class NotSigned(Exception):
    """Whoever called did not sign as the service does."""


def address(sending: Transmission) -> str:
    """Where the service tells of this text. By the installation's own address, as that is what it signs."""
    token = tokens.write(Token(sending.practice_id, sending.payload_id.bytes), PURPOSE)
    return _address(token)


def hear(token: str, fields: Sequence[tuple[str, str]], *, said: str, at: datetime) -> bool:
    """Whether it was told how the text ended; what it is on the way to says nothing. `said`: the signature.

    Told again, or out of order, nothing changes: that it was delivered outweighs all else. Raises UnknownAddress,
    NotSigned.
    """
    named = tokens.read(token, PURPOSE, secret_bytes=ID)
    if named is None:
        raise UnknownAddress
    with acting.acting_for(named.practice_id):
        practice = Practice.objects.filter(pk=named.practice_id).first()
        rows = Transmission.objects.filter(practice=practice, kind=NoticeKind.TEXT.value).select_related("connection")
        sending = rows.filter(payload_id=UUID(bytes=named.secret)).first() if practice else None
        if practice is None or sending is None:
            raise UnknownAddress
        if not callbacks.is_signed(_key(practice, sending), _address(token), fields, said):
            raise NotSigned
    receipt = callbacks.read(str(sending.payload_id), fields)
    if receipt is None:
        return False
    arrival = inbox.Arrival(f"receipt-{sending.payload_id}.json", receipts.write(receipt), sending.connection.carrier)
    inbox.receive_for(practice.pk, arrival, by=RECEIVE, at=at)
    return True


def _address(token: str) -> str:
    return f"{settings.OTIUM_ADDRESS.rstrip('/')}/receipts/texts/{token}/"


def _key(practice: Practice, sending: Transmission) -> str:
    """Empty where the connection has none: then nobody is believed."""
    secrets = carriers.secrets_of(practice, sending.connection)
    return secrets.get("receipt_key") or secrets.get("token", "")
