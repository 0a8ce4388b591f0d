"""Papers: what is kept, and what is refused."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from otium.desk import acting, mend
from otium.desk.actor import Actor
from otium.desk.mend import documents
from otium.desk.mend.documents import Paper
from otium.records import models
from tests import build

AT = datetime(2026, 11, 23, 15, 0, tzinfo=ZoneInfo("America/New_York"))
ON = AT.date()
BY = Actor("test")
PDF = b"%PDF-1.7\nsynthetic paper"


@pytest.fixture
def who(db: None) -> Iterator[models.Patient]:
    practice = build.open_practice(AT)
    with acting.acting_for(practice.pk):
        yield build.patient(practice)


def keep(
    who: models.Patient, data: bytes | None, received_on: date | None = ON, title: str = "Letter"
) -> models.Document:
    paper = Paper(title, "approval", received_on, data)
    return documents.keep(paper, practice_id=who.practice_id, patient_id=who.pk, by=BY, at=AT)


def test_a_paper_comes_back_as_it_was_and_is_not_readable_in_the_database(who: models.Patient) -> None:
    document = keep(who, PDF)

    chunks = models.BlobChunk.objects.filter(blob=document.blob).values_list("body", flat=True)
    assert documents.load(document) == PDF
    assert document.media_type == "application/pdf"
    assert all(b"synthetic" not in bytes(chunk) for chunk in chunks)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (PDF, "application/pdf"),
        (b"\x89PNG\r\n\x1a\n0000", "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        ("Aprobación".encode(), "text/plain"),
        (b"PK\x03\x04docx", None),
        (b"MZ\x90\x00", None),
        ("Aprobación".encode("utf-16"), None),
    ],
)
def test_a_file_is_what_its_bytes_say(data: bytes, kind: str | None) -> None:
    assert documents.media_type(data) == kind


@pytest.mark.parametrize("data", [None, b"", b"PK\x03\x04", b"%PDF-" + b"0" * documents.MOST_BYTES])
def test_what_cannot_be_kept_is_refused_and_nothing_is_stored(who: models.Patient, data: bytes | None) -> None:
    with pytest.raises(mend.Invalid) as caught:
        keep(who, data)

    assert [p.field for p in caught.value.problems] == ["file"]
    assert not models.Blob.objects.exists()


def test_a_paper_of_tomorrow_without_title_names_both_fields(who: models.Patient) -> None:
    with pytest.raises(mend.Invalid) as caught:
        keep(who, PDF, received_on=ON + timedelta(days=1), title=" ")

    assert {p.field for p in caught.value.problems} == {"title", "received_on"}


def test_a_paper_in_error_stays_and_can_come_back(who: models.Patient) -> None:
    document = keep(who, PDF)

    documents.mark_in_error(document_id=document.pk, is_in_error=True, reason="wrong patient", by=BY, at=AT)
    marked = models.Document.objects.get(pk=document.pk).entered_in_error
    documents.mark_in_error(document_id=document.pk, is_in_error=False, reason="", by=BY, at=AT)

    assert marked
    assert not models.Document.objects.get(pk=document.pk).entered_in_error
    assert models.History.objects.filter(focus_id=document.pk).count() == 3
