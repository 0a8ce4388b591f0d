"""Forms to add and mend records, and papers."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from otium.desk import acting, mend
from otium.pages.staff.records.urls import HOUSE_KINDS
from otium.records import models
from otium.records.models import AuditEvent, Patient
from tests import cast as people
from tests.cast import Cast

PDF = b"%PDF-1.7\nsynthetic paper"
OF_PATIENTS = [name for name, kind in mend.KINDS.items() if kind.of_patient]


@pytest.fixture
def client(cast: Cast) -> Client:
    return people.signed_in(cast.people["owner"])


@pytest.fixture
def theo(cast: Cast) -> Iterator[Patient]:
    patient = people.patient(cast.a)
    people.episode(patient, cast.therapists["treating"])
    with acting.acting_for(cast.a.pk):
        yield patient


@pytest.fixture
def cover(theo: Patient) -> models.Coverage:
    return people.coverage(theo)


def blank(client: Client, url: str) -> dict[str, Any]:
    """What a browser would send of the form as it is shown."""
    form = client.get(url).context["form"]
    sent = {field.html_name: field.value() for field in form}
    for line in getattr(form, "lines", []):
        sent |= {field.html_name: field.value() for field in line}
    sent.pop("is_sure", None)
    return {name: _text(value) for name, value in sent.items() if value is not None and value is not False}


def _text(value: Any) -> Any:
    return [str(v) for v in value] if isinstance(value, list) else str(value)


def send(client: Client, url: str, **entries: Any) -> Any:
    return client.post(url, {**blank(client, url), **entries})


@pytest.mark.parametrize("kind", OF_PATIENTS)
def test_the_form_of_every_kind_can_be_opened_and_says_what_is_missing(
    client: Client, theo: Patient, kind: str
) -> None:
    url = reverse(f"{kind}_add", args=[theo.pk])

    shown, sent = client.get(url), client.post(url, {})

    assert shown.status_code == 200
    required = {f.name for f in mend.KINDS[kind].fields if f.is_required and not f.lines}
    assert sent.status_code == 200
    assert required <= set(sent.context["form"].errors)


@pytest.mark.parametrize("kind", HOUSE_KINDS)
def test_the_form_of_every_kind_of_the_house_can_be_opened(client: Client, cast: Cast, kind: str) -> None:
    assert client.get(reverse(f"{kind}_add")).status_code == 200


def test_a_coverage_is_added_as_typed_and_leads_back_to_it(client: Client, theo: Patient) -> None:
    payer = models.Payer.objects.create(practice_id=theo.practice_id, name="Harbor Health", payer_type="commercial")

    response = send(
        client, reverse("coverage_add", args=[theo.pk]), payer=str(payer.pk), member_id="W1", starts_on="jan 1, 2026"
    )

    row = models.Coverage.objects.get(patient=theo)
    assert (row.member_id, row.starts_on, row.order) == ("W1", date(2026, 1, 1), 1)
    assert response["Location"] == reverse("patient", args=[theo.pk]) + f"#coverage-{row.pk}"


def test_a_day_that_cannot_be_read_is_said_beside_it_and_the_rest_is_kept(client: Client, theo: Patient) -> None:
    response = send(client, reverse("plan_of_care_add", args=[theo.pk]), starts_on="someday", frequency_per_week="2")

    form = response.context["form"]
    assert list(form.errors) == ["starts_on"]
    assert form["frequency_per_week"].value() == "2"
    assert not models.PlanOfCare.objects.exists()


def test_an_authorization_is_added_line_by_line(client: Client, theo: Patient, cover: models.Coverage) -> None:
    url = reverse("authorization_add", args=[theo.pk])

    send(
        client, url, number="A-1", starts_on="nov 1", ends_on="jan 31, 2027",
        **{"services-0-codes": "97530, 97110", "services-0-basis": "units", "services-0-approved": "40",
           "services-1-basis": "visits", "services-1-requested": "12", "services-1-approved": "10"},
    )  # fmt: skip

    row = models.Authorization.objects.get(patient=theo)
    services = models.AuthorizedService.objects.filter(authorization=row).order_by("basis")
    assert [(s.codes, s.basis, s.requested, s.approved) for s in services] == [
        (["97530", "97110"], "units", None, 40),
        ([], "visits", 12, 10),
    ]
    assert row.coverage_id == cover.pk


def test_an_authorization_without_a_line_says_so_beside_the_lines(client: Client, theo: Patient) -> None:
    response = send(client, reverse("authorization_add", args=[theo.pk]), number="A-1")

    assert response.context["form"].line_problems == ["This cannot be empty."]


def test_a_warning_is_asked_once_and_saved_when_the_person_is_sure(client: Client, theo: Patient) -> None:
    url = reverse("authorization_add", args=[theo.pk])
    lines = {"services-0-requested": "10", "services-0-approved": "12"}

    asked = send(client, url, **lines)
    unsure = asked.context["form"].asks_to_be_sure
    send(client, url, **lines, is_sure="on")

    assert unsure
    assert models.Authorization.objects.filter(patient=theo).count() == 1


def test_a_call_is_typed_with_its_reference_and_per_cent_as_people_say_them(
    client: Client, theo: Patient, cover: models.Coverage
) -> None:
    url = reverse("benefit_check_add", args=[theo.pk])

    send(
        client, url, channel="call", answered_on="nov 20", reference="Ref 4471", said_by="Marcus", status="active",
        coinsurance="20", copay="$30.00", authorization_required="no", pooled_with=["PT"], visit_limit="60",
    )  # fmt: skip

    benefits = {b.kind: b for b in models.Benefit.objects.filter(check_row__patient=theo)}
    assert str(benefits["coinsurance"].amount) == "0.2000"
    assert str(benefits["copay"].amount) == "30.0000"
    assert benefits["authorization_required"].flag is False
    assert benefits["visit_limit"].provenance["value"]["place"] == "Ref 4471"
    assert benefits["visit_limit"].pooled_with == ["PT"]


def test_the_only_coverage_is_chosen_already(client: Client, theo: Patient, cover: models.Coverage) -> None:
    form = client.get(reverse("benefit_check_add", args=[theo.pk])).context["form"]

    assert form["coverage"].value() == cover.pk


def test_opening_a_record_and_saving_it_unchanged_changes_nothing(
    client: Client, theo: Patient, cover: models.Coverage
) -> None:
    auth = people.authorization(theo, approved=10, coverage=cover)

    response = send(client, reverse("authorization_change", args=[theo.pk, auth.pk]))

    assert response.status_code == 302
    assert not models.History.objects.filter(focus_id=auth.pk).exists()


def test_the_second_of_two_people_sees_both_values_and_may_mean_theirs(client: Client, theo: Patient) -> None:
    goal = models.Goal.objects.create(practice_id=theo.practice_id, patient=theo, text="Ties shoes", current="none")
    url = reverse("goal_change", args=[theo.pk, goal.pk])
    typed = {**blank(client, url), "current": "both shoes"}
    send(client, url, current="one shoe")

    refused = client.post(url, typed)
    conflict = refused.context["conflict"]
    again = client.post(url, {**typed, "version": refused.context["form"]["version"].value()})

    assert (conflict.by, [(s.typed, s.stands) for s in conflict.sides]) == ("Owner", [("both shoes", "one shoe")])
    goal.refresh_from_db()
    assert (again.status_code, goal.current) == (302, "both shoes")


def test_a_payers_own_answer_says_why_it_stays_and_can_be_taken_out(
    client: Client, theo: Patient, cover: models.Coverage
) -> None:
    check = models.BenefitCheck.objects.create(
        practice_id=theo.practice_id,
        coverage=cover,
        patient=theo,
        status="active",
        answered_at=people.AT,
        channel="x12",
    )

    body = client.get(reverse("benefit_check_change", args=[theo.pk, check.pk])).content.decode()
    client.post(reverse("benefit_check_withdraw", args=[theo.pk, check.pk]), {"reason": "wrong person"})

    check.refresh_from_db()
    assert "stays as it came" in body
    assert reverse("benefit_check_withdraw", args=[theo.pk, check.pk]) in body
    assert check.entered_in_error


def test_what_was_taken_out_comes_back_by_the_undo_of_its_message(
    client: Client, theo: Patient, cover: models.Coverage
) -> None:
    response = client.post(reverse("coverage_withdraw", args=[theo.pk, cover.pk]), follow=True)
    undo = next(m.extra_tags for m in response.context["messages"]).removeprefix("undo:")

    client.post(undo)

    cover.refresh_from_db()
    assert not cover.entered_in_error


def test_a_record_of_another_patient_is_not_found_under_this_one(client: Client, theo: Patient, cast: Cast) -> None:
    other = people.patient(cast.a, "Ada", "Lindqvist")
    foreign = people.coverage(other, "commercial")

    response = client.get(reverse("coverage_change", args=[theo.pk, foreign.pk]))

    assert response.status_code == 404


def test_a_new_patient_gets_a_page_and_an_audit_row(client: Client, cast: Cast) -> None:
    response = send(client, reverse("patient_add"), first_name="Ada", last_name="Lindqvist", birth_on="3/14/2019")

    with acting.acting_for(cast.a.pk):
        patient = Patient.objects.get(last_name="Lindqvist")
        (event,) = [e for e in AuditEvent.objects.filter(door="patient_add") if e.patients]
    assert response["Location"] == reverse("patient", args=[patient.pk])
    assert (event.action, event.patients) == ("change", [str(patient.pk)])
    assert patient.birth_on == date(2019, 3, 14)


def test_changing_the_patient_keeps_what_was_not_typed(client: Client, theo: Patient) -> None:
    send(client, reverse("patient_change", args=[theo.pk]), phone="425-555-0100")

    theo.refresh_from_db()
    assert (theo.phone, theo.first_name, theo.is_active) == ("425-555-0100", "Theodora", True)


def hand_in(client: Client, theo: Patient, data: bytes, name: str = "letter.pdf") -> Any:
    file = SimpleUploadedFile(name, data, content_type="text/html")
    entries = {"file": file, "title": "Approval letter", "kind": "approval", "received_on": "nov 20"}
    return client.post(reverse("document_add", args=[theo.pk]), entries)


def paper_url(theo: Patient) -> str:
    document = models.Document.objects.get(patient=theo)
    return reverse("document_download", args=[theo.pk, document.pk])


def test_a_paper_comes_back_as_a_download_that_no_browser_runs(client: Client, theo: Patient) -> None:
    hand_in(client, theo, PDF)

    response = client.get(paper_url(theo))

    assert response.content == PDF
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="document-2026-11-20.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]


def test_a_page_of_a_stranger_is_kept_as_text_and_never_shown_as_a_page(client: Client, theo: Patient) -> None:
    hand_in(client, theo, b"<script>alert(1)</script>", "letter.html")

    assert client.get(paper_url(theo))["Content-Type"] == "text/plain"


def test_a_file_of_an_unknown_kind_is_refused_beside_the_field(client: Client, theo: Patient) -> None:
    response = hand_in(client, theo, b"MZ\x90\x00")

    assert list(response.context["form"].errors) == ["file"]
    assert not models.Document.objects.exists()


def test_downloading_a_paper_is_an_export_in_the_audit_trail(client: Client, theo: Patient) -> None:
    hand_in(client, theo, PDF)

    client.get(paper_url(theo))

    (event,) = AuditEvent.objects.filter(door="document_download")
    assert (event.action, event.patients) == ("export", [str(theo.pk)])


def test_a_paper_of_another_patient_is_not_found_under_this_one(client: Client, theo: Patient, cast: Cast) -> None:
    hand_in(client, theo, PDF)
    other = people.patient(cast.a, "Ada", "Lindqvist")
    document: UUID = models.Document.objects.get(patient=theo).pk

    assert client.get(reverse("document_download", args=[other.pk, document])).status_code == 404


TOO_MUCH = ["1e999", "9" * 40, "NaN", "-1e999", "sNaN"]
NUMBERS = [
    ("referral", "visits"),
    ("plan_of_care", "frequency_per_week"),
    ("measure", "score"),
    ("benefit_check", "copay"),
    ("benefit_check", "coinsurance"),
    ("authorization", "services-0-approved"),
    ("authorization_request", "requested"),
]


@pytest.mark.parametrize("typed", TOO_MUCH)
@pytest.mark.parametrize(("kind", "name"), NUMBERS)
def test_a_number_beyond_all_measure_is_said_beside_its_field(
    client: Client, theo: Patient, kind: str, name: str, typed: str
) -> None:
    response = send(client, reverse(f"{kind}_add", args=[theo.pk]), **{name: typed})

    form = response.context["form"]
    wrong = {line.add_prefix(field) for line in form.lines for field in line.errors} | set(form.errors)
    assert response.status_code == 200
    assert name in wrong


@pytest.mark.parametrize("typed", TOO_MUCH)
def test_a_rate_beyond_all_measure_is_said_beside_its_field(client: Client, cast: Cast, typed: str) -> None:
    response = send(client, reverse("expected_rate_add"), amount=typed)

    assert "amount" in response.context["form"].errors


def test_a_referral_without_the_day_it_was_written_is_not_taken(client: Client, theo: Patient) -> None:
    response = send(client, reverse("referral_add", args=[theo.pk]), is_signed="yes", referrer_name="Dr. Vale")

    (words,) = response.context["form"].errors["written_on"]
    assert words.startswith("Enter the day the referral was written")
    assert not models.Referral.objects.exists()


@pytest.mark.parametrize("typed", ["-5", "dec 11, 9999", "1/1/1899", "+1d"])
def test_a_report_is_written_on_a_day_that_has_been(client: Client, theo: Patient, typed: str) -> None:
    response = send(client, reverse("progress_report_add", args=[theo.pk]), written_on=typed)

    assert list(response.context["form"].errors) == ["written_on"]
    assert not models.ProgressReport.objects.exists()


def test_a_wrong_npi_is_compared_with_what_is_at_hand(client: Client, theo: Patient) -> None:
    of_place = send(client, reverse("location_add"), name="East", npi="1234567890")
    of_referrer = send(
        client, reverse("referral_add", args=[theo.pk]), written_on="nov 2", referrer_npi="1234567890"
    )  # fmt: skip

    assert "NPI registry" in of_place.context["form"].errors["npi"][0]
    assert "referral" in of_referrer.context["form"].errors["referrer_npi"][0]
