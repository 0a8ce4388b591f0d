"""A test message: fixed words without patient data, by one connection, to whom a person says."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from otium.desk import history, keys, outbox
from otium.desk.actor import Actor
from otium.desk.connections.moves import NotNow
from otium.records.models import Connection, Parcel
from otium.rules.notices import NoticeRefusedError
from otium.terms.notice import NOTICE_KINDS, Notice, NoticeKind
from otium.terms.parcel import ConnectionState
from otium.wires.paper.page import one_page

SUBJECT = "Test message"
WORDS = "This is a test message from {practice}. Nothing needs to be done."
FILE = "test-message.pdf"


@transaction.atomic
def send_test_message(connection_id: UUID, to: str, *, by: Actor, at: datetime) -> Parcel:
    """The parcel, posted; within one minute to the same addressee it is the same one. Raises NotNow."""
    row = Connection.objects.select_for_update(of=("self",)).select_related("practice").get(pk=connection_id)
    kind = kind_of(row)
    if kind is None:
        raise NotNow("carries_no_messages")
    if row.state == ConnectionState.PAUSED:
        raise NotNow("paused")
    whom = keys.keyed_hash(row.practice, to.strip().encode())[:16]
    key = f"test message {row.pk} {whom} {at:%Y-%m-%dT%H:%M}"
    letter = outbox.Letter(key=key, kind=kind.value, body=_NOTICES[kind](to, row.practice.name), connection_id=row.pk)
    try:
        parcel = outbox.post_notice(row.practice, letter, by=by, at=at)
    except NoticeRefusedError as error:
        raise NotNow(error.refusal.value) from None
    history.record(row, "test_message", by=by, at=at, after={"parcel": parcel.pk})
    return parcel


def kind_of(row: Connection) -> NoticeKind | None:
    """What of mail, text and fax it carries; None for a connection of X12."""
    return next((NoticeKind(kind) for kind in row.carries if kind in NOTICE_KINDS), None)


def _mail(to: str, practice: str) -> Notice:
    return Notice(to, subject=SUBJECT, text=WORDS.format(practice=practice))


def _text(to: str, practice: str) -> Notice:
    return Notice(to, text=WORDS.format(practice=practice))


def _fax(to: str, practice: str) -> Notice:
    page = one_page([SUBJECT, "", *WORDS.format(practice=practice).splitlines()])
    return Notice(to, subject=SUBJECT, attachment=page, attachment_name=FILE)


_NOTICES: dict[NoticeKind, Callable[[str, str], Notice]] = {
    NoticeKind.MAIL: _mail,
    NoticeKind.TEXT: _text,
    NoticeKind.FAX: _fax,
}
