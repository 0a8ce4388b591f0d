"""Files as plain values."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from otium.desk import clock, raw_file
from otium.desk.inbox import reading
from otium.pages import present
from otium.pages.staff.inbox.words import KINDS, RECORDS, SEGMENTS, STATES
from otium.pages.words.reasons import CAUSES
from otium.records.models import InboundFile, Practice, Receipt
from otium.terms.x12 import Finding


@dataclass(frozen=True, slots=True)
class Row:
    url: str
    name: str
    kind: str
    state: str
    state_word: str
    why: str
    when: str
    iso: str
    changed: str
    site: str
    site_name: str


@dataclass(frozen=True, slots=True)
class Message:
    """One answer or decision of the file. `segment` is where it stands in it."""

    kind: str
    state: str
    state_word: str
    why: str
    segment: int | None
    what: str
    patient_name: str
    patient_url: str


@dataclass(frozen=True, slots=True)
class Stated:
    """Whom the waiting message names, as the file writes it; empty for what it does not say."""

    name: str
    birth: str
    member_id: str


@dataclass(frozen=True, slots=True)
class Found:
    tone: str
    words: str


@dataclass(frozen=True, slots=True)
class Segment:
    position: int
    tag: str
    text: str
    meaning: str
    findings: tuple[Found, ...]
    starts: str  # the message that begins here, in words; empty for none


def row(file: InboundFile, practice: Practice, at: datetime) -> Row:
    local = file.received_at.astimezone(clock.zone(practice))
    tone, word = STATES[file.state]
    return Row(
        url=reverse("inbox_file", args=[file.pk]),
        name=file.name or _("without name"),
        kind=kind(file.kind),
        state=tone,
        state_word=str(word),
        why=why(file.report),
        when=f"{present.day(local.date(), clock.day(at, practice))}, {present.hour(local)}",
        iso=local.isoformat(),
        changed=changed(file.report),
        site=practice.short,
        site_name=practice.name,
    )


def kind(code: str) -> str:
    return str(KINDS.get(code, code))


def why(report: dict[str, Any]) -> str:
    """The cause and the place in the file; empty for a file that does not wait."""
    cause = report.get("cause") or ""
    if not cause:
        return ""
    words = str(CAUSES.get(cause) or cause.replace("_", " ").replace("-", " "))
    position = report.get("position")
    return _("%(cause)s, segment %(n)s") % {"cause": words, "n": position} if position else words


def changed(report: dict[str, Any]) -> str:
    applied = [m for m in report.get("messages", []) if m["state"] == "applied"]
    if not applied:
        return _("nothing")
    words = ngettext("%(n)d record", "%(n)d records", len(applied)) % {"n": len(applied)}
    people = len({m["patient_id"] for m in applied if m.get("patient_id")})
    if not people:
        return words
    who = ngettext("%(n)d patient", "%(n)d patients", people) % {"n": people}
    return _("%(records)s of %(patients)s") % {"records": words, "patients": who}


def message(stored: dict[str, Any], names: dict[UUID, str]) -> Message:
    tone, word = STATES[stored["state"]]
    patient_id = UUID(stored["patient_id"]) if stored.get("patient_id") else None
    url = reverse("patient", args=[patient_id]) if patient_id in names else ""
    record, record_id = stored.get("record"), stored.get("record_id")
    anchors = {"benefitcheck": "benefit-check", "authorizationrequest": "authorization-request"}
    if url and record in anchors and record_id:
        url += f"#{anchors[record]}-{record_id}"
    return Message(
        kind=kind(stored["kind"]),
        state=tone,
        state_word=str(word),
        why=why({"cause": stored.get("cause")}),
        segment=stored.get("segment"),
        what=str(RECORDS.get(record, "")) if stored["state"] == "applied" else "",
        patient_name=names.get(patient_id, "") if patient_id else "",
        patient_url=url,
    )


def stated(data: bytes, report: dict[str, Any]) -> Stated | None:
    """The person of the first unmatched message, to be compared with who is chosen; None where none is named."""
    index = next((i for i, m in enumerate(report.get("messages", [])) if m["state"] == "unmatched"), None)
    bodies = [message.body for message in reading.read(data).messages]
    body = bodies[index] if index is not None and index < len(bodies) else None
    if body is None or body.patient is None:
        return None
    person = body.patient
    birth = present.full_day(person.birth_on) if person.birth_on else ""
    name = " ".join(part for part in (person.party.given, person.party.name) if part)
    return Stated(name, birth, person.member_id or (body.subscriber and body.subscriber.member_id) or "")


def segments(explained: raw_file.Explained, messages: list[Message], notes: list[dict[str, Any]]) -> list[Segment]:
    """Each with its meaning, what was found at it, and the message that begins there."""
    starts = {m.segment: f"{m.kind}: {m.state_word}" for m in messages if m.segment}
    kept: dict[int, list[Found]] = {}
    for note in notes:
        if note.get("segment"):
            kept.setdefault(note["segment"], []).append(Found("risk", note["message"]))
    return [_segment(piece, starts.get(piece.position, ""), kept.get(piece.position, [])) for piece in explained.pieces]


def _segment(piece: raw_file.Piece, starts: str, kept: list[Found]) -> Segment:
    found = [finding(f) for f in piece.findings]
    known = {f.words for f in found}
    return Segment(
        position=piece.position,
        tag=piece.tag,
        text=piece.text,
        meaning=str(SEGMENTS.get(piece.tag, "")),
        findings=(*found, *(f for f in kept if f.words not in known)),
        starts=starts,
    )


def finding(found: Finding) -> Found:
    tones = {"error": "blocked", "warning": "risk", "note": "unknown"}
    return Found(tones[found.severity.value], found.message)


def receipts(rows: list[Receipt], practice: Practice, at: datetime) -> list[str]:
    """Each arrival: when, and by which road."""
    zone, on = clock.zone(practice), clock.day(at, practice)
    lines = []
    for each in rows:
        local = each.received_at.astimezone(zone)
        when = {"day": present.day(local.date(), on), "hour": present.hour(local), "road": each.carrier}
        lines.append(_("%(day)s, %(hour)s, by %(road)s") % when)
    return lines
