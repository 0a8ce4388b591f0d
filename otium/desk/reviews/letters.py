"""The letter of an appeal: made from its points, the packet and the level; as content, as PDF, as it was signed."""

import hashlib
import json
from dataclasses import asdict
from datetime import datetime
from typing import Any

from otium.desk import blobs, clock
from otium.desk.reviews import appeals, loading, proofs, words
from otium.records.models import Appeal, Practice, RequestPacket
from otium.rules.appeals import answers
from otium.terms.packet import Packet, Section
from otium.terms.reviews import AppealLetter, LetterPoint, Signed
from otium.wires.paper import reviews as paper

MARK = 12  # characters of the signature's hash on paper


def letter(row: Appeal, at: datetime, packet: Packet | None) -> AppealLetter:
    """As it would be signed at `at`. `packet`: what proves it; None: no packet can be made, and nothing is proved."""
    request, on = row.request, loading.day(row.request, at)
    level = appeals.level_of(row, on)
    name = words.LEVELS[level.code] if level else "Appeal"
    payer = request.coverage.payer.name if request.coverage else ""
    return AppealLetter(
        title=name,
        sender=_sender(row.practice),
        addressee=tuple(part for part in (payer, "Appeals and grievances") if part),
        day=words.full_day(on),
        facts=tuple((title, value) for title, value in _facts(row) if value),
        opening=words.OPENING,
        urgency=words.URGENT + row.urgency if row.is_expedited else "",
        points=tuple(_point(each, packet) for each in row.points),
        more=row.letter,
        closing=words.CLOSING,
        enclosures=enclosures(row, level.enclose if level else (), level.form if level else "", packet),
    )


def enclosures(row: Appeal, asked: tuple[str, ...], form: str, packet: Packet | None) -> tuple[str, ...]:
    """What goes along: what the level asks for, the packet, and the papers that the packet names."""
    found = [words.ENCLOSED[each] + (f": {form}" if each == "form" and form else "") for each in asked
             if each in words.ENCLOSED and (each != "packet" or packet)]  # fmt: skip
    found += [each.title for each in packet.enclosures] if packet else []
    return tuple(dict.fromkeys(found))


def text(content: AppealLetter) -> str:
    """The one form in which a letter is kept and hashed."""
    return json.dumps(asdict(content), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(content: AppealLetter) -> str:
    return hashlib.sha256(text(content).encode()).hexdigest()


def read(kept: str) -> AppealLetter:
    found: dict[str, Any] = json.loads(kept)
    lines = ("sender", "addressee", "enclosures")
    points = tuple(LetterPoint(**{**each, "proofs": tuple(each["proofs"])}) for each in found["points"])
    facts = tuple((name, value) for name, value in found["facts"])
    return AppealLetter(**{**found, "points": points, "facts": facts, **{n: tuple(found[n]) for n in lines}})


def kept_of(row: Appeal) -> RequestPacket | None:
    """The newest signed letter that is not withdrawn."""
    rows = RequestPacket.objects.filter(practice=row.practice, appeal=row, withdrawn_at=None).exclude(signed_at=None)
    return rows.select_related("content", "pdf", "practice").order_by("-version").first()


def pdf(row: Appeal, at: datetime) -> bytes:
    """As it was signed, else as a draft."""
    kept = kept_of(row)
    if kept is None:
        return paper.appeal(letter(row, at, proofs.now(row.request_id, at)), None)
    if kept.pdf is not None:
        return blobs.load(kept.practice, kept.pdf)
    return paper.appeal(read(blobs.load(kept.practice, kept.content).decode()), signed_of(kept, ""))


def signed_of(kept: RequestPacket, npi: str) -> Signed | None:
    if kept.signed_at is None:
        return None
    local = kept.signed_at.astimezone(clock.zone(kept.practice))
    at = f"{words.full_day(local.date())}, {local:%H:%M}"
    return Signed(kept.signer_name, kept.signer_credential, npi, at, kept.signature_hash[:MARK])


def _point(point: dict[str, Any], packet: Packet | None) -> LetterPoint:
    sections = [Section(each) for each in point["sections"]]
    lines = answers.proofs(packet, sections) if packet else []
    return LetterPoint(
        said=words.said(point["said"]),
        title=point["title"] or "Your reason",
        reply=point["reply"],
        proofs=tuple(line.text for line in lines),
        ask=point["ask"],
    )


def _facts(row: Appeal) -> list[tuple[str, str]]:
    request, coverage = row.request, row.request.coverage
    patient = request.patient
    period = [words.full_day(day) for day in (request.starts_on, request.ends_on) if day]
    return [
        ("Patient", f"{patient.first_name} {patient.last_name}"),
        ("Date of birth", words.full_day(patient.birth_on) if patient.birth_on else ""),
        ("Member ID", coverage.member_id if coverage else ""),
        ("Decision of", words.full_day(row.notice_on) if row.notice_on else ""),
        ("Your number", row.reference or request.reference or request.trace),
        ("Asked for", f"{request.requested} visits of occupational therapy" if request.requested else ""),
        ("Approved", str(request.approved) if request.approved is not None and request.state != "denied" else ""),
        ("Period", " to ".join(period)),
    ]


def _sender(practice: Practice) -> tuple[str, ...]:
    town = " ".join(part for part in (practice.city, practice.state, practice.postal_code[:5]) if part)
    numbers = (f"Phone {practice.phone}" if practice.phone else "", f"Fax {practice.fax}" if practice.fax else "",
               f"NPI {practice.npi}" if practice.npi else "")  # fmt: skip
    return tuple(line for line in (practice.name, practice.address, town, *numbers) if line)
