"""Files as plain values."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from otium.desk import clock
from otium.desk.inbox import reading
from otium.pages import present
from otium.pages.explained import Found
from otium.pages.staff.inbox.words import KINDS, RECORDS, STATES
from otium.pages.words.reasons import CAUSES
from otium.records.models import InboundFile, Practice, Receipt


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


def starts(messages: list[Message]) -> dict[int, str]:
    """What became of each message, by the segment where it begins."""
    return {each.segment: f"{each.kind}: {each.state_word}" for each in messages if each.segment}


def notes(kept: list[dict[str, Any]]) -> dict[int, list[Found]]:
    """What was found when the file was taken in, by segment."""
    found: dict[int, list[Found]] = {}
    for note in kept:
        if note.get("segment"):
            found.setdefault(note["segment"], []).append(Found("risk", note["message"], segment=note["segment"]))
    return found


def receipts(rows: list[Receipt], practice: Practice, at: datetime) -> list[str]:
    """Each arrival: when, and by which road."""
    zone, on = clock.zone(practice), clock.day(at, practice)
    lines = []
    for each in rows:
        local = each.received_at.astimezone(zone)
        when = {"day": present.day(local.date(), on), "hour": present.hour(local), "road": each.carrier}
        lines.append(_("%(day)s, %(hour)s, by %(road)s") % when)
    return lines
