"""A file dropped to be explained: told in words, kept nowhere, audited without contents."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from otium.desk import acting
from otium.pages.staff.traffic import explaining
from otium.records.models import AuditEvent, Blob, InboundFile
from tests.cast import Cast
from tests.wires.x12.messages import answer_271

ANSWER = answer_271("EB*1**AD", "EB*B**AD***27*40")


def drop(client: Client, data: bytes, name: str = "answer.271") -> Any:
    return client.post(reverse("traffic_explain"), {"file": SimpleUploadedFile(name, data)})


def rows(response: Any) -> list[Any]:
    return list(response.context["shown"].rows)


def test_a_dropped_file_is_told_in_words(client: Client) -> None:
    response = drop(client, ANSWER)

    benefit = next(row for row in rows(response) if row.tag == "EB" and "copay" in dict(row.values).values())
    assert dict(benefit.values)["amount"] == "$40.00"
    assert (benefit.name, benefit.loop) == ("Benefit", "2110C")
    assert "Eligibility answer (271), from PAYERONE to PRACTICEONE" in response.content.decode()


def test_nothing_of_a_dropped_file_is_kept_and_the_trail_says_only_that_one_was_read(
    client: Client, cast: Cast
) -> None:
    drop(client, ANSWER, "Testcase Alma.271")

    with acting.acting_for(cast.a.pk):
        (event,) = AuditEvent.objects.filter(door="traffic_explain")
        assert (event.action, event.patients) == ("read", [])
        assert not {"TESTCASE", "Testcase"} & set(str(vars(event)).replace("'", " ").split())
        assert not InboundFile.objects.exists()
        assert not Blob.objects.exists()


def test_findings_lead_to_their_segment_and_say_what_to_do(client: Client) -> None:
    response = drop(client, ANSWER[: ANSWER.index(b"SE*")])

    body = response.content.decode()
    assert 'href="#segment-3"' in body
    assert 'id="segment-3"' in body
    assert "Get the file again from where it came from." in body


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\r\n", "The file holds nothing but blanks"),
        (b"<!doctype html><title>Sign in</title>", "Sign in to the portal again"),
        (b"%PDF-1.7", "The file is a PDF"),
        (ANSWER[:40], "cut short"),
    ],
)
def test_what_is_no_x12_is_named_and_says_what_to_do(client: Client, data: bytes, words: str) -> None:
    assert words in drop(client, data).content.decode()


def test_a_file_that_holds_markup_is_shown_as_text(client: Client) -> None:
    body = drop(client, ANSWER.replace(b"PAYER ONE", b"<script>x</script>"), "<b>a.271").content.decode()

    assert "&lt;script&gt;x" in body
    assert "<script>x" not in body
    assert "<b>a.271" not in body


def test_no_file_and_one_that_is_too_large_are_refused_in_words(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(explaining, "LARGEST", 1024 * 1024)

    none = client.post(reverse("traffic_explain")).content.decode()
    at_most = drop(client, b"x" * (1024 * 1024))
    beyond = drop(client, b"x" * (1024 * 1024 + 1)).content.decode()

    assert "Choose a file first." in none
    assert at_most.context["shown"] is not None
    assert "The file is larger than 1 MB." in beyond


def test_of_a_long_file_the_first_part_is_shown_and_the_rest_is_counted(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(explaining, "MOST", 5)

    response = drop(client, ANSWER)

    assert len([row for row in rows(response) if not row.is_heading]) == 5
    assert response.context["shown"].more == "The first part is shown. 12 more segments follow."
