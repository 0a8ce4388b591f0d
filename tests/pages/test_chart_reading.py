"""Documents handed in and read into the chart line by line."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pypdf import PdfWriter

from otium.desk import acting
from otium.pages.words.chart import FORMS, STATES, UNREAD
from otium.records import models
from otium.records.models import Patient
from otium.terms import charting
from tests import cast as people
from tests.cast import Cast
from tests.wires.paper.test_reading import pdf

PRINT = """Patient: Marshfield, Theodora
BOT-2 Fine Manual Control: 32
BOT-2 Balance: 99
Functional deficits: Cannot fasten buttons.
Goal 1: Ties both shoes"""


@pytest.fixture
def client(cast: Cast) -> Client:
    return people.signed_in(cast.people["treating"])


@pytest.fixture
def theo(cast: Cast) -> Iterator[Patient]:
    patient = people.patient(cast.a)
    people.episode(patient, cast.therapists["treating"])
    with acting.acting_for(cast.a.pk):
        yield patient


def hand_in(client: Client, theo: Patient, data: bytes, name: str = "eval.pdf", kind: str = "evaluation") -> Any:
    sent = {"file": SimpleUploadedFile(name, data), "title": "Evaluation", "kind": kind, "received_on": "today"}
    return client.post(reverse("document_add", args=[theo.pk]), sent)


def take(client: Client, url: str, *lines: str, **more: str) -> Any:
    entry = client.get(url).context["form"]["entry_id"].value()
    return client.post(url, {"entry_id": str(entry), "on": "nov 9, 2026", "line": list(lines), **more})


def test_a_print_that_was_handed_in_leads_to_what_it_offers(client: Client, theo: Patient) -> None:
    response = hand_in(client, theo, pdf(PRINT))

    url = reverse("document_read", args=[theo.pk, models.Document.objects.get().pk])
    assert response["Location"] == url
    rows = client.get(url).context["rows"]
    assert [(row.key, row.kind, row.where) for row in rows] == [
        ("1-2", "Score", "Page 1, line 2"),
        ("1-3", "Score", "Page 1, line 3"),
        ("1-4", "Cannot do in daily life", "Page 1, line 4"),
        ("1-5", "Goal", "Page 1, line 5"),
    ]
    assert not any(row.is_ticked for row in rows)


def test_only_the_ticked_lines_are_taken_and_can_be_taken_back(client: Client, theo: Patient) -> None:
    url = hand_in(client, theo, pdf(PRINT))["Location"]

    response = take(client, url, "1-2", "1-4")

    assert response["Location"] == reverse("chart", args=[theo.pk])
    assert models.Measure.objects.count() == models.Finding.objects.count() == 1
    assert not models.Goal.objects.exists()
    entry = models.History.objects.get(event="charted")
    client.post(reverse("chart_take_back", args=[theo.pk, entry.pk]))
    assert models.Measure.objects.get().entered_in_error


def test_a_score_that_cannot_be_is_said_beside_its_line_and_the_ticks_stay(client: Client, theo: Patient) -> None:
    url = hand_in(client, theo, pdf(PRINT))["Location"]

    response = take(client, url, "1-2", "1-3")

    rows = {row.key: row for row in response.context["rows"]}
    assert "1 to 35" in rows["1-3"].problems[0]
    assert rows["1-2"].is_ticked
    assert not models.Measure.objects.exists()


def test_nothing_ticked_is_said(client: Client, theo: Patient) -> None:
    url = hand_in(client, theo, pdf(PRINT))["Location"]

    response = take(client, url)

    assert "Tick the lines" in response.context["form"].non_field_errors()[0]


def test_without_a_day_nothing_is_taken(client: Client, theo: Patient) -> None:
    url = hand_in(client, theo, pdf(PRINT))["Location"]

    response = take(client, url, "1-2", on="")

    assert list(response.context["form"].errors) == ["on"]


def test_a_scan_is_said_to_be_one_and_leads_to_typing(client: Client, theo: Patient) -> None:
    writer, out = PdfWriter(), BytesIO()
    writer.add_blank_page(612, 792)
    writer.write(out)
    hand_in(client, theo, out.getvalue())

    page = client.get(reverse("document_read", args=[theo.pk, models.Document.objects.get().pk])).content.decode()

    assert "scan without text" in page
    assert "Type it into the chart" in page
    papers = client.get(reverse("patient", args=[theo.pk])).content.decode()
    assert "a scan without text" in papers


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.csv", b"name,amount\nx,3\n"), ("a.json", b'{"resourceType": "Bundle"'), ("a.pdf", b"%PDF-1.7\ncut here")],
)
def test_bad_files_are_kept_and_said(client: Client, theo: Patient, name: str, data: bytes) -> None:
    hand_in(client, theo, data, name)

    response = client.get(reverse("document_read", args=[theo.pk, models.Document.objects.get().pk]))

    assert response.status_code == 200
    assert not response.context["rows"]


def test_a_document_of_another_patient_is_not_read_here(client: Client, theo: Patient, cast: Cast) -> None:
    hand_in(client, theo, pdf(PRINT))
    document = models.Document.objects.get()
    other = models.Patient.objects.create(practice=cast.a, first_name="Ada", last_name="Other")
    people.episode(other, cast.therapists["treating"])

    assert client.get(reverse("document_read", args=[other.pk, document.pk])).status_code == 404


@pytest.mark.parametrize("who", ["assistant", "biller", "other_therapist"])
def test_who_does_not_write_the_chart_keeps_papers_but_does_not_read_them_into_it(
    cast: Cast, theo: Patient, client: Client, who: str
) -> None:
    hand_in(client, theo, pdf(PRINT))
    url = reverse("document_read", args=[theo.pk, models.Document.objects.get().pk])

    assert people.signed_in(cast.people[who]).get(url).status_code == 404


def test_everything_that_is_not_taken_has_words() -> None:
    assert set(UNREAD) == set(charting.UNREAD)
    assert set(FORMS) == {"", "paper", "sheet", "bundle"}
    assert set(STATES) == {"new", "note", "on_file", "withdrawn"}


def test_an_exported_chart_is_read_back_and_offers_nothing_new(client: Client, theo: Patient) -> None:
    take(client, hand_in(client, theo, pdf(PRINT))["Location"], "1-2", "1-4", "1-5")

    exported = client.get(reverse("chart_export", args=[theo.pk]))
    url = hand_in(client, theo, exported.content, "chart.csv", kind="records")["Location"]

    assert b"Marshfield" not in exported.content
    response = client.get(url)
    assert [row.state for row in response.context["rows"]] == ["In the chart already"] * 3
    assert response.context["unread"] == []
