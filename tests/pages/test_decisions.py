"""A decision typed in: what it writes, and every way in which letters go wrong."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from otium.desk import acting
from otium.records import models as m
from otium.records.models import Authorization, AuthorizationRequest, AuthorizedService
from tests import cast as people
from tests.cast import ON, Cast

LATER = ON + timedelta(days=60)


@pytest.fixture
def theo(cast: Cast) -> Iterator[m.Patient]:
    patient = people.patient(cast.a)
    people.episode(patient, cast.therapists["treating"])
    people.coverage(patient)
    with acting.acting_for(cast.a.pk):
        yield patient


def asked(theo: m.Patient, requested: int | None = 12, **more: Any) -> AuthorizationRequest:
    values = {"kind": "initial", "state": "submitted", "submitted_on": ON - timedelta(days=7), **more}
    cover = m.Coverage.objects.get(patient=theo)
    return AuthorizationRequest.objects.create(
        practice=theo.practice, patient=theo, coverage=cover, requested=requested, **values
    )


def letter(**more: Any) -> dict[str, Any]:
    """What a person types of an approval of 12 visits."""
    typed = {
        "event": "approve", "road": "letter", "decided_on": ON.isoformat(), "number": "N-1", "quantity": "12",
        "basis": "visits", "starts_on": ON.isoformat(), "ends_on": LATER.isoformat(),
    }  # fmt: skip
    return typed | more


def send(client: Client, row: AuthorizationRequest | m.Patient, **typed: Any) -> Any:
    name = "patient_decision_add" if isinstance(row, m.Patient) else "decision_add"
    return client.post(reverse(name, args=[row.pk]), letter(**typed))


def said(page: Any) -> str:
    return " ".join(page.content.decode().split())


def test_an_approval_by_letter_does_what_one_by_wire_does(client: Client, theo: m.Patient) -> None:
    request = asked(theo)

    page = send(client, request, road="portal", reference="Ann, 4471")

    request.refresh_from_db()
    granted = Authorization.objects.get()
    service = AuthorizedService.objects.get()
    assert page.status_code == 302
    assert (request.state, request.approved, request.requested, request.decided_on) == ("approved", 12, 12, ON)
    assert (granted.number, granted.starts_on, granted.ends_on, granted.entered_on) == ("N-1", ON, LATER, ON)
    assert granted.provenance["number"]["channel"] == "portal"
    assert (service.approved, service.requested, service.basis) == (12, 12, "visits")
    assert request.authorization_id == granted.pk


def test_a_partial_approval_that_says_approved_in_full_is_recorded_as_what_it_is(
    client: Client, theo: m.Patient
) -> None:
    request = asked(theo)

    first = send(client, request, quantity="8")
    request.refresh_from_db()
    assert (request.state, first.status_code) == ("submitted", 200)
    assert "8 were approved of 12 asked for" in said(first)

    send(client, request, quantity="8", confirmed="fewer_than_asked")
    request.refresh_from_db()
    assert (request.state, request.requested, request.approved) == ("modified", 12, 8)
    assert m.Task.objects.filter(kind="work_reduction", state="open").count() == 1


def test_units_where_visits_were_asked_are_kept_apart_and_looked_at(client: Client, theo: m.Patient) -> None:
    request = asked(theo)
    people.visit(theo, ON + timedelta(days=3))

    assert "12 visits were asked for" in said(send(client, request, quantity="48", basis="units"))
    send(client, request, quantity="48", basis="units", confirmed="other_basis")

    request.refresh_from_db()
    assert (request.state, request.approved) == ("approved", None)
    assert (AuthorizedService.objects.get().basis, AuthorizedService.objects.get().approved) == ("units", 48)
    assert m.Task.objects.filter(kind="check_approval", state="open").exists()


def test_a_period_in_the_past_is_asked_about_once(client: Client, theo: m.Patient) -> None:
    request = asked(theo)
    past = {"starts_on": "2026-09-01", "ends_on": "2026-11-01"}

    assert "it covers no visit to come" in said(send(client, request, **past))
    assert not Authorization.objects.exists()
    send(client, request, confirmed="period_past", **past)

    assert Authorization.objects.get().ends_on == date(2026, 11, 1)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"number": ""}, "Enter the authorization number"),
        ({"decided_on": (ON + timedelta(days=1)).isoformat()}, "today or before"),
        ({"starts_on": LATER.isoformat(), "ends_on": ON.isoformat()}, "comes before the first"),
        ({"quantity": "0"}, "Nothing is approved"),
        ({"npis": "12345"}, "An NPI has 10 digits"),
        ({"event": ""}, "Choose what they decided"),
        ({"quantity": "twelve"}, "Type a number, like 24"),
        ({"quantity": "1.5"}, "Type a whole number"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(
    client: Client, theo: m.Patient, typed: dict[str, str], sentence: str
) -> None:
    request = asked(theo)

    page = send(client, request, **typed)

    assert sentence in said(page)
    assert not Authorization.objects.exists()


def test_the_same_decision_twice_is_written_once(client: Client, theo: m.Patient) -> None:
    request = asked(theo)
    send(client, request)

    again = send(client, request)

    assert "This decision is on file already" in said(again)
    assert Authorization.objects.count() == 1


def test_a_decision_older_than_the_one_on_file_changes_nothing(client: Client, theo: m.Patient) -> None:
    request = asked(theo, state="denied", decided_on=ON)

    page = send(client, request, decided_on=(ON - timedelta(days=1)).isoformat())

    request.refresh_from_db()
    assert "A later decision on this request is on file" in said(page)
    assert request.state == "denied"


def test_a_decision_on_a_request_that_nobody_knows_makes_one_whose_asking_is_unknown(
    client: Client, theo: m.Patient
) -> None:
    cover = m.Coverage.objects.get(patient=theo)

    send(client, theo, coverage=str(cover.pk), road="call")

    request = AuthorizationRequest.objects.get()
    assert (request.state, request.requested, request.approved, request.coverage_id) == ("approved", None, 12, cover.pk)
    assert Authorization.objects.get().coverage_id == cover.pk


def test_the_form_of_a_patient_points_at_the_requests_that_wait(client: Client, theo: m.Patient) -> None:
    request = asked(theo)

    page = client.get(reverse("patient_decision_add", args=[theo.pk]))

    assert reverse("decision_add", args=[request.pk]) in page.content.decode()


def test_a_scan_without_text_is_kept_and_said_to_be_one(client: Client, theo: m.Patient) -> None:
    request = asked(theo)
    scan = SimpleUploadedFile("scan.png", b"\x89PNG\r\n\x1a\nsynthetic")

    page = client.post(reverse("decision_add", args=[request.pk]), letter(letter=scan), follow=True)

    request.refresh_from_db()
    assert request.document is not None
    assert request.document.has_text is False
    assert "picture without text" in said(page)


def test_a_letter_is_kept_when_something_else_has_to_be_looked_at_first(client: Client, theo: m.Patient) -> None:
    request = asked(theo)
    paper = SimpleUploadedFile("letter.txt", b"We approve 8 visits.")

    first = client.post(reverse("decision_add", args=[request.pk]), letter(quantity="8", letter=paper))
    document = m.Document.objects.get()
    assert f'value="{document.pk}" selected' in said(first)

    send(client, request, quantity="8", confirmed="fewer_than_asked", document=str(document.pk))
    request.refresh_from_db()
    assert (request.document_id, document.has_text) == (document.pk, True)


def test_a_number_on_file_that_says_otherwise_asks_how_the_two_go_together(client: Client, theo: m.Patient) -> None:
    send(client, theo)
    more = asked(theo, 6, kind="amendment")

    first = send(client, more, quantity="6", ends_on=(LATER + timedelta(days=30)).isoformat())
    assert "Say how the two go together" in said(first)
    send(client, more, quantity="6", on_file="adds", ends_on=(LATER + timedelta(days=30)).isoformat())

    granted = Authorization.objects.get()
    assert (granted.ends_on, AuthorizedService.objects.get().approved) == (LATER + timedelta(days=30), 18)


def test_one_that_takes_the_place_of_another_leaves_it_the_visits_it_had(client: Client, theo: m.Patient) -> None:
    send(client, theo)
    old = Authorization.objects.get()

    send(client, theo, number="N-2", replaces="N-1")

    old.refresh_from_db()
    assert old.state == "inactive"
    assert Authorization.objects.get(number="N-2").replaces_id == old.pk


def test_an_approval_for_another_provider_covers_no_visit_of_ours_and_is_caught(
    cast: Cast, client: Client, theo: m.Patient
) -> None:
    m.Therapist.objects.filter(pk=cast.therapists["treating"].pk).update(npi="1234567893")
    people.visit(theo, ON + timedelta(days=3), cast.therapists["treating"])
    request = asked(theo)

    page = client.post(reverse("decision_add", args=[request.pk]), letter(npis="1987654320"), follow=True)

    assert m.Task.objects.filter(kind="check_approval", state="open").count() == 1
    assert not m.AuthorizationUse.objects.exists()
    assert "0 visits to come are covered, 1 not" in said(page)


def test_a_denial_and_a_pending_are_recorded_with_their_words(client: Client, theo: m.Patient) -> None:
    denied, pended = asked(theo), asked(theo, kind="renewal")

    send(client, denied, event="deny", reason="Not medically necessary")
    send(client, pended, event="pend", wanted="Evaluation\nPlan of care", answer_by=LATER.isoformat())

    denied.refresh_from_db()
    pended.refresh_from_db()
    assert (denied.state, denied.approved, denied.reason) == ("denied", None, "Not medically necessary")
    assert (pended.state, pended.wanted, pended.answer_by) == ("pended", ["Evaluation", "Plan of care"], LATER)
    assert not Authorization.objects.exists()


def test_the_ledger_says_what_each_visit_uses_on_screen_on_paper_and_in_a_file(
    cast: Cast, client: Client, patient: m.Patient
) -> None:
    people.running_out(patient, cast.therapists["treating"])
    people.settled(cast.a)

    page, paper, file = (
        client.get(reverse(name, args=[patient.pk]))
        for name in ("patient_authorizations", "patient_authorizations_print", "patient_authorizations_export")
    )

    lines = file.content.decode("utf-8-sig").splitlines()
    with acting.acting_for(cast.a.pk):
        uses = m.AuthorizationUse.objects.count()
    assert all(answer.status_code == 200 for answer in (page, paper, file))
    assert "Last safe day" in said(page)
    assert "The same as a table" in said(page)
    assert lines[0].startswith("day,visit_state,authorization")
    assert sum("only_one" in line for line in lines) == uses > 0


def test_what_moved_is_explained_on_the_ledger(cast: Cast, client: Client, patient: m.Patient) -> None:
    people.running_out(patient, cast.therapists["treating"])
    people.settled(cast.a)
    with acting.acting_for(cast.a.pk):
        Authorization.objects.update(ends_on=ON + timedelta(days=1))

    people.settled(cast.a)

    page = client.get(reverse("patient_authorizations", args=[patient.pk]))
    assert "the dates changed" in said(page)


def test_after_a_cut_each_way_has_its_day_and_a_frequency_can_be_tried(client: Client, theo: m.Patient) -> None:
    for week in range(6):
        people.visit(theo, ON + timedelta(weeks=week, days=1))
    request = asked(theo)
    send(client, request, quantity="3", confirmed="fewer_than_asked")
    address = reverse("reduction", args=[request.pk])

    page, tried, odd = (
        client.get(address),
        client.get(address, {"per_week": "0.5"}),
        client.get(address, {"per_week": "x"}),
    )

    assert "Ask for the rest" in said(page)
    assert "3 approved of 12 asked for" in said(page)
    assert "3 booked visits stay" in said(tried)
    assert "3 booked visits are beyond it" in said(tried)
    assert "Type a number up to 14" in said(odd)


def test_the_task_of_a_cut_offers_the_rest_the_plan_and_the_page_of_all_ways(client: Client, theo: m.Patient) -> None:
    people.visit(theo, ON + timedelta(days=1))
    request = asked(theo)
    send(client, request, quantity="3", confirmed="fewer_than_asked")
    task = m.Task.objects.get(kind="work_reduction")

    page = client.get(reverse("desk_task", args=[task.pk]))

    assert "Draft the request for the rest" in said(page)
    assert reverse("reduction", args=[request.pk]) in page.content.decode()


@pytest.mark.parametrize("is_known", [True, False])
def test_more_on_a_number_handed_in_twice_is_added_once(client: Client, theo: m.Patient, is_known: bool) -> None:
    send(client, theo)
    row = asked(theo, 6, kind="amendment") if is_known else theo
    typed = {"quantity": "6", "on_file": "adds", "ends_on": (LATER + timedelta(days=30)).isoformat()}

    send(client, row, **typed)
    again = send(client, row, **typed)

    assert AuthorizedService.objects.get().approved == 18
    assert "on file already" in said(again)
