"""Texts that came to a practice's number, as its service lists them: each is kept and read as any other file."""

from datetime import UTC, datetime

from otium.desk import acting, inbox, keys
from otium.desk.actor import RECEIVE
from otium.desk.outbox.deliver import Now
from otium.records.models import Connection, InboundFile, Practice
from otium.terms.notice import NoticeKind
from otium.terms.text import IncomingText
from otium.wires.carriers.base import BringsTexts, Carrier
from otium.wires.text import incoming

ALWAYS = datetime.max.replace(tzinfo=UTC)


def take(practice: Practice, connection: Connection, carrier: Carrier, now: Now) -> int:
    """How many were new. None for a carrier that brings no texts. Raises CarrierError."""
    if not isinstance(carrier, BringsTexts) or NoticeKind.TEXT not in connection.carries:
        return 0
    new = _new(practice, list(carrier.texts()))
    for text, content in new:
        arrival = inbox.Arrival(f"text-{text.reference}.json", content, connection.carrier)
        inbox.receive_for(practice.pk, arrival, by=RECEIVE, at=now())
    return len(new)


def _new(practice: Practice, texts: list[IncomingText]) -> list[tuple[IncomingText, bytes]]:
    """Those that were not kept yet, in the order in which they were sent: of YES and then STOP the last word counts. A
    service lists the newest first. One query."""
    written = {incoming.write(text): text for text in texts}
    with acting.acting_for(practice.pk):
        key = keys.data_key(practice)
        digests = {keys.hash_by(key, content): content for content in written}
        known = InboundFile.objects.filter(practice=practice, digest__in=digests).exclude(report={})
        seen = {digests[digest] for digest in known.values_list("digest", flat=True)}
    new = [(text, content) for content, text in reversed(written.items()) if content not in seen]
    is_dated = all(text.at is not None for text, _content in new)
    return sorted(new, key=lambda each: each[0].at or ALWAYS) if is_dated else new
