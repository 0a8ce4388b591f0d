"""The phones of the demo: what reached each number, what came from it, and a reply typed there.

A reply comes in by the road of every text (desk.inbox), as a provider's service would bring it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

from otium.desk import blobs, clock, inbox, keys
from otium.desk.actor import RECEIVE
from otium.desk.families import telling
from otium.desk.visit_messages import numbers
from otium.records.models import InboundFile, Parcel, Practice
from otium.rules.notices import NoticeRefusedError
from otium.terms.notice import Notice
from otium.terms.parcel import ParcelState
from otium.terms.text import IncomingText
from otium.wires.text import incoming

KINDS = ("text", "mail", "fax")
MOST = 200  # of each way, the newest
SHORT = 20  # of the hash by which a page names a number
CARRIER = "sandbox"


@dataclass(frozen=True, slots=True)
class Bubble:
    """`held_until`: it has not arrived yet, as its reader sleeps. `is_mine`: typed on the phone."""

    at: datetime
    words: str = field(repr=False)
    subject: str = field(default="", repr=False)
    is_mine: bool = False
    held_until: datetime | None = None
    is_taken_back: bool = False
    patient_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Phone:
    """One number or address. `key` names it where the number itself must not stand."""

    key: str
    practice: Practice
    kind: str
    to: str = field(repr=False)
    bubbles: tuple[Bubble, ...] = ()

    @property
    def last_at(self) -> datetime:
        return self.bubbles[-1].at


def phones(places: Iterable[Practice], at: datetime) -> list[Phone]:
    """Those that anything reached or came from, the newest first. Six queries a practice at most."""
    found = [phone for practice in places for phone in _phones(practice, at)]
    return sorted(found, key=lambda phone: (phone.last_at, phone.key), reverse=True)


def owner(phone: Phone) -> str:
    """Whose it is, by the records; empty where nobody's."""
    if phone.kind != telling.TEXT:
        return ""
    names = [f"{each.first_name} {each.last_name}".strip() for each in numbers.whose(phone.practice, phone.to)]
    return ", ".join(list(dict.fromkeys(names))[:2])


def type_reply(phone: Phone, words: str) -> None:
    """As if it were sent from that number now."""
    text = IncomingText(reference=uuid4().hex, sender=phone.to, words=words, to=phone.practice.phone, at=clock.now())
    arrival = inbox.Arrival("text.json", incoming.write(text), CARRIER)
    inbox.receive_for(phone.practice.pk, arrival, by=RECEIVE, at=clock.now())


def _phones(practice: Practice, at: datetime) -> list[Phone]:
    threads: dict[tuple[str, str], list[Bubble]] = {}
    for kind, to, bubble in (*_sent(practice, at), *_received(practice)):
        threads.setdefault((kind, to), []).append(bubble)
    key = keys.data_key(practice)
    return [
        Phone(keys.hash_by(key, to.encode())[:SHORT], practice, kind, to, tuple(sorted(those, key=_order)))
        for (kind, to), those in threads.items()
    ]


def _order(bubble: Bubble) -> tuple[datetime, bool]:
    """What was typed comes before what answers it in the same moment."""
    return bubble.at, not bubble.is_mine


def _sent(practice: Practice, at: datetime) -> list[tuple[str, str, Bubble]]:
    rows = Parcel.objects.filter(practice=practice, kind__in=KINDS).select_related("body").order_by("-made_at", "id")
    parcels = list(rows[:MOST])
    opened = blobs.load_many(practice, [parcel.body for parcel in parcels])
    found = []
    for parcel in parcels:
        body = Notice.from_bytes(opened[parcel.body_id])
        waits = parcel.state == ParcelState.WAITING.value and parcel.not_before_at > at
        is_taken_back = parcel.state == ParcelState.WITHDRAWN.value
        bubble = Bubble(
            at=parcel.made_at if is_taken_back else max(parcel.made_at, parcel.not_before_at),
            words=body.text,
            subject=body.subject,
            held_until=parcel.not_before_at if waits else None,
            is_taken_back=is_taken_back,
            patient_id=parcel.patient_id,
        )
        found.append((parcel.kind, body.to, bubble))
    return found


def _received(practice: Practice) -> list[tuple[str, str, Bubble]]:
    rows = InboundFile.objects.filter(practice=practice, kind="text").select_related("blob")
    files = list(rows.order_by("-received_at", "id")[:MOST])
    opened = blobs.load_many(practice, [file.blob for file in files])
    found = []
    for file in files:
        try:
            text = incoming.read(opened[file.blob_id])
        except incoming.NoTextError:
            continue
        found.append((telling.TEXT, _normal(text.sender), Bubble(file.received_at, text.words, is_mine=True)))
    return found


def _normal(number: str) -> str:
    try:
        return telling.normal(telling.TEXT, number)
    except NoticeRefusedError:
        return number
