"""How a request leaves: by one click, or by the way that the payer takes, and what proves it."""

from django.test import Client
from django.urls import reverse

from otium.desk import acting
from otium.desk.actor import Actor
from otium.desk.requests import life as requests
from otium.records import models
from otium.terms.prior_auth import Road
from tests import build
from tests.cast import AT, Cast
from tests.pages.prior_auth.asking import page, post, state_of


def test_a_draft_says_who_signs_and_does_not_offer_to_send(client: Client, asked: models.AuthorizationRequest) -> None:
    text = page(client, asked)

    assert "reads and signs it; then it can be sent." in text
    assert "btn--primary" not in text.split("</header>")[1].split('<div class="grow')[0]


def test_what_the_records_lack_stands_on_the_page_with_its_record(
    cast: Cast, client: Client, asked: models.AuthorizationRequest
) -> None:
    with acting.acting_for(cast.a.pk):
        models.Coverage.objects.filter(pk=asked.coverage_id).update(member_id="")

    text = page(client, asked)

    assert "Enter the member ID as printed on the card." in text
    assert reverse("coverage_change", args=[asked.patient_id, asked.coverage_id]) in text


def test_a_signed_request_is_sent_by_fax_with_one_click_and_taken_back(
    cast: Cast, client: Client, signed: models.AuthorizationRequest
) -> None:
    with acting.acting_for(cast.a.pk):
        build.connection(cast.a, name="Fax", carries=["fax"])
        models.PayerRoad.objects.create(
            practice=cast.a, payer=signed.coverage.payer, road="fax", destination="617-555-0142", source="manual"
        )

    offered = page(client, signed)
    sent = post(
        client, "request_send", signed, road="fax", by="otium", destination="617-555-0142",
        version=requests.version_of(signed),
    ).content.decode()  # fmt: skip

    assert "Send to Harborlight by fax" in offered.partition('<header class="head">')[2].partition("</header>")[0]
    assert "On its way to Harborlight by fax." in sent
    assert "to …0142" in sent
    assert state_of(cast, signed) == "submitted"

    back = post(client, "request_take_back", signed).content.decode()

    assert "Taken back. It is not sent." in back
    assert state_of(cast, signed) == "ready"


def test_a_fax_number_that_is_none_is_told_at_its_field_and_what_was_typed_is_kept(
    cast: Cast, client: Client, signed: models.AuthorizationRequest
) -> None:
    with acting.acting_for(cast.a.pk):
        build.connection(cast.a, name="Fax", carries=["fax"])
        models.PayerRoad.objects.create(
            practice=cast.a, payer=signed.coverage.payer, road="fax", destination="617-555-0142", source="manual"
        )

    text = post(client, "request_send", signed, road="fax", by="otium", destination="12").content.decode()

    assert "Enter one fax number, as 617-555-0142." in text
    assert 'value="12"' in text
    assert state_of(cast, signed) == "ready"


def test_the_worksheet_has_every_field_with_a_button_that_copies_it(
    client: Client, signed: models.AuthorizationRequest
) -> None:
    text = client.get(reverse("request_worksheet", args=[signed.pk])).content.decode()

    assert 'data-copy="TEST0001"' in text
    assert 'data-copy="04/02/2019"' in text
    assert 'data-copy="1234567893"' in text
    assert "F82" in text
    assert "Record that it was sent" in text


def test_what_was_sent_by_portal_is_recorded_with_the_payers_number(
    cast: Cast, client: Client, signed: models.AuthorizationRequest
) -> None:
    text = post(
        client, "request_send", signed, road="portal", sent_on="today", reference="P-77",
        version=requests.version_of(signed),
    ).content.decode()  # fmt: skip

    assert "Recorded as sent to Harborlight by portal." in text
    assert "payer’s number P-77" in text


def test_the_script_of_the_call_says_only_what_they_need(client: Client, signed: models.AuthorizationRequest) -> None:
    text = client.get(reverse("request_call", args=[signed.pk])).content.decode()

    assert "TEST0001" in text
    assert "Who took it" in text
    assert "Onset" not in text


def test_the_fax_is_shown_as_a_pdf(client: Client, signed: models.AuthorizationRequest) -> None:
    response = client.get(reverse("request_fax", args=[signed.pk]))

    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF-")


def test_without_a_signed_packet_there_is_no_fax(client: Client, asked: models.AuthorizationRequest) -> None:
    response = client.get(reverse("request_fax", args=[asked.pk]), follow=True)

    assert "There is no signed packet to send." in response.content.decode()


def test_a_request_says_how_it_left_and_what_proves_it(
    cast: Cast, client: Client, signed: models.AuthorizationRequest
) -> None:
    with acting.acting_for(cast.a.pk):
        build.connection(cast.a)
        requests.submit(request_id=signed.pk, road=Road.X12, by=Actor.person(cast.people["assistant"].pk), at=AT)
        trace = models.AuthorizationRequest.objects.values_list("trace", flat=True).get(pk=signed.pk)

    text = page(client, signed)

    assert f"our number {trace}" in text
    assert "Its packet (275)" in text
    assert "Take it back" in text
