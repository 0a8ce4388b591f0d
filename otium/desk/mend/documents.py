"""Papers of a patient: kept encrypted, given out as a download and never shown in place."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from otium.desk import blobs, clock, history, paper_text
from otium.desk.actor import Actor
from otium.desk.mend.options import DOCUMENT_KINDS
from otium.desk.mend.problems import Invalid, Problem
from otium.records.models import Document, Patient, Practice

MOST_BYTES = 20 * 1024 * 1024
# What a file is, by how it begins; its name and what a browser says of it are not believed.
MAGIC = {b"%PDF-": "application/pdf", b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}
TEXT = "text/plain"
ENDINGS = {"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg", TEXT: "txt"}
CONTROL = frozenset(range(32)) - {9, 10, 12, 13}


@dataclass(frozen=True, slots=True)
class Paper:
    """What a person hands in. `data` None: no file was chosen."""

    title: str
    kind: str
    received_on: date | None
    data: bytes | None


def media_type(data: bytes) -> str | None:
    """The type of a PDF, PNG, JPEG or plain text; None for anything else."""
    for start, kind in MAGIC.items():
        if data.startswith(start):
            return kind
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return None if CONTROL.intersection(map(ord, text)) else TEXT


@transaction.atomic
def keep(paper: Paper, *, practice_id: UUID, patient_id: UUID, by: Actor, at: datetime) -> Document:
    """Raises Invalid for an empty, too large or unknown kind of file, and for fields that are missing."""
    practice = Practice.objects.get(pk=practice_id)
    patient = Patient.objects.get(pk=patient_id, practice_id=practice_id)
    if problems := _problems(paper, clock.day(at, practice)):
        raise Invalid(problems)
    data = paper.data or b""
    document = Document(
        practice=practice,
        patient=patient,
        blob=blobs.keep(practice, data),
        title=paper.title.strip(),
        kind=paper.kind,
        media_type=media_type(data),
        received_on=paper.received_on,
    )
    paper_text.take(document, data)
    document.save(force_insert=True)
    after = {"kind": document.kind, "media_type": document.media_type, "bytes": len(data), "pages": document.pages}
    history.record(document, "recorded", by=by, at=at, after=after)
    return document


def _problems(paper: Paper, on: date) -> list[Problem]:
    found = []
    if not paper.title.strip():
        found.append(Problem("title", _("Say what this paper is.")))
    if paper.kind not in dict(DOCUMENT_KINDS):
        found.append(Problem("kind", _("Choose one.")))
    if paper.received_on is None or paper.received_on > on:
        found.append(Problem("received_on", _("Enter the day it came: today or before.")))
    if words := _wrong_file(paper.data):
        found.append(Problem("file", words))
    return found


def _wrong_file(data: bytes | None) -> str:
    if not data:
        return _("Choose a file that is not empty.")
    if len(data) > MOST_BYTES:
        return _("This file is larger than %(most)d MB. Scan it in black and white, or in two parts.") % {
            "most": MOST_BYTES // 1024 // 1024
        }
    return "" if media_type(data) else _("Only PDF, PNG, JPEG and plain text can be kept. Print it to PDF first.")


def load(document: Document) -> bytes:
    """The bytes as they were handed in. Raises blobs.BlobDamaged."""
    return blobs.load(document.practice, document.blob)


@transaction.atomic
def mark_in_error(*, document_id: UUID, is_in_error: bool, reason: str, by: Actor, at: datetime) -> Document:
    """Take a document out of the record, or back in; its bytes stay."""
    document = Document.objects.select_for_update(of=("self",)).get(pk=document_id)
    before, after = history.changes(document, {"entered_in_error": is_in_error})
    if after:
        document.entered_in_error = is_in_error
        document.save(update_fields=["entered_in_error"])
        event = "withdrawn" if is_in_error else "restored"
        history.record(document, event, by=by, at=at, before=before, after=after, why=reason.strip())
    return document
