"""Messages as plain values."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from otium.desk import clock
from otium.desk.families import links
from otium.desk.standing import standing_of
from otium.pages import present
from otium.pages.staff.connections.present import moment, road
from otium.pages.staff.connections.words import FAULTS
from otium.pages.staff.inbox import present as inbox
from otium.pages.staff.inbox.words import STATES
from otium.pages.staff.traffic import words
from otium.pages.staff.traffic.finding import Message
from otium.records.models import Acknowledgement, Parcel, Practice, Transmission, Try
from otium.terms.notice import NOTICE_KINDS, Notice
from otium.terms.parcel import Standing, TransmissionEvent, TransmissionState

MOST_CLAIMS = 3


@dataclass(frozen=True, slots=True)
class Row:
    """`direction`: out or in."""

    direction: str
    url: str
    when: str
    iso: str
    kind: str
    patients: tuple[tuple[str, str], ...]  # name and address
    others: str
    claims: str
    addressee: str  # in part
    connection: str
    tone: str
    word: str
    tries: str
    site: str
    site_name: str


@dataclass(frozen=True, slots=True)
class Attempt:
    number: int
    when: str
    took: str
    what: str
    tone: str
    word: str


@dataclass(frozen=True, slots=True)
class Told:
    """A mail, text or fax: whom it is for, in part, and what it says."""

    addressee: str
    subject: str
    text: str
    file: str
    size: str


@dataclass(frozen=True, slots=True)
class Heard:
    """An acknowledgement. `codes` as stated; `url` is the file's that said it."""

    kind: str
    tone: str
    word: str
    codes: str
    when: str
    url: str


def row(message: Message, practice: Practice, at: datetime) -> Row:
    return _out(message, message.parcel, practice, at) if message.parcel else _in(message, practice, at)


def _out(message: Message, parcel: Parcel, practice: Practice, at: datetime) -> Row:
    said = words.STANDINGS[standing_of(parcel)]
    tries = parcel.transmission.tries if parcel.transmission else 0
    return Row(
        direction="out",
        url=reverse("parcel", args=[parcel.pk]),
        connection=parcel.connection.name if parcel.connection else _("none yet"),
        kind=kind(parcel.kind),
        addressee=parcel.addressee,
        tone=said.tone,
        word=str(said.word),
        tries=ngettext("%(n)d try", "%(n)d tries", tries) % {"n": tries} if tries > 1 else "",
        **_common(message, practice, at),
    )


def _in(message: Message, practice: Practice, at: datetime) -> Row:
    file = message.file
    if file is None:
        raise ValueError("a message is a parcel or a file")
    tone, word = STATES[file.state]
    return Row(
        direction="in",
        url=reverse("inbox_file", args=[file.pk]),
        connection=road(message.carrier),
        kind=inbox.kind(file.kind),
        addressee="",
        tone=tone,
        word=str(word),
        tries="",
        **_common(message, practice, at),
    )


def _common(message: Message, practice: Practice, at: datetime) -> dict[str, Any]:
    local = message.at.astimezone(clock.zone(practice))
    shown, hidden = message.claims[:MOST_CLAIMS], len(message.claims) - MOST_CLAIMS
    claims = ", ".join(shown) + (_(" and %(n)d more") % {"n": hidden} if hidden > 0 else "")
    return {
        "when": f"{present.day(local.date(), clock.day(at, practice))}, {present.hour(local)}",
        "iso": local.isoformat(),
        "patients": tuple(
            (f"{each.first_name} {each.last_name}", reverse("patient", args=[each.pk])) for each in message.patients
        ),
        "others": _("and %(n)d more") % {"n": message.others} if message.others else "",
        "claims": claims,
        "site": practice.short,
        "site_name": practice.name,
    }


def kind(code: str) -> str:
    return str(words.KINDS.get(code, code))


def attempts(tries: Iterable[Try], practice: Practice, at: datetime) -> list[Attempt]:
    return [_attempt(each, practice, at) for each in tries]


def _attempt(each: Try, practice: Practice, at: datetime) -> Attempt:
    tone, word = words.OUTCOMES[TransmissionEvent(each.outcome)] if each.outcome else words.STILL_GOING
    fault = FAULTS.get(each.code)
    took = (each.ended_at - each.began_at).total_seconds() if each.ended_at else None
    return Attempt(
        number=each.number,
        when=moment(each.began_at, practice, at),
        took=_("%(n).1f s") % {"n": took} if took is not None else "",
        what=str(words.INQUIRED) if each.is_inquiry else _("Sent"),
        tone=tone,
        word=f"{word}. {fault.what}" if fault else str(word),
    )


def heard(rows: Iterable[Acknowledgement], practice: Practice, at: datetime) -> list[Heard]:
    found = []
    for each in rows:
        tone, word = words.VERDICTS[each.verdict]
        kind_word = str(words.ACKS[each.kind])
        found.append(
            Heard(
                kind=kind_word if each.parcel_id else _("%(kind)s, the whole file") % {"kind": kind_word},
                tone=tone,
                word=str(word),
                codes=_codes(each.codes),
                when=moment(each.received_at, practice, at),
                url=f"{reverse('inbox_file', args=[each.inbound_file_id])}#segment-{each.segment}",
            )
        )
    return found


def _codes(codes: Any) -> str:
    """Codes as stated, flat: the file's own page tells them in words."""
    if isinstance(codes, dict):
        return ", ".join(f"{name.replace('_', ' ')} {_codes(value)}" for name, value in codes.items() if value)
    if isinstance(codes, list):
        return ", ".join(_codes(each) for each in codes)
    return str(codes)


def parcel_said(parcel: Parcel) -> tuple[Standing, words.Said]:
    where = standing_of(parcel)
    is_notice = parcel.kind in NOTICE_KINDS
    said = _of_notice(words.STANDINGS[where], where) if is_notice else words.STANDINGS[where]
    if where is Standing.WAITING and parcel.connection_id is None:
        said = said._replace(tone="risk", means=words.NOTICE_NO_ROAD if is_notice else words.NO_ROAD)
    return where, said


def sending_said(transmission: Transmission) -> words.Said:
    said = words.SENDINGS[TransmissionState(transmission.state)]
    return _of_notice(said, Standing(transmission.state)) if transmission.kind in NOTICE_KINDS else said


def _of_notice(said: words.Said, where: Standing) -> words.Said:
    return said._replace(means=words.NOTICE_MEANS.get(where, said.means))


def notice(parcel: Parcel, found: Notice) -> Told:
    size = filesizeformat(len(found.attachment)) if found.attachment else ""
    words = links.without_tokens(found.text)
    return Told(parcel.addressee, found.subject, words, found.attachment_name, size)


def csv_rows(messages: Iterable[Message], practices: dict[Any, Practice], at: datetime) -> Iterable[tuple[str, ...]]:
    for message in messages:
        practice = practices[(message.parcel or message.file).practice_id]  # type: ignore[union-attr]
        each = row(message, practice, at)
        direction = _("sent") if each.direction == "out" else _("received")
        people = ", ".join((*(name for name, _url in each.patients), *([each.others] if each.others else ())))
        about = (people, each.addressee, each.claims)
        yield (each.iso, practice.name, direction, each.kind, *about, each.connection, each.word)


CSV_HEADER = ("When", "Practice", "Direction", "Kind", "Patient", "To", "Claims", "Connection", "State")
