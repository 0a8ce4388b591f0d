"""The board of authorization requests and one request: what stands, what to do next, how it leaves."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from otium.desk import acting
from otium.desk.actor import Actor
from otium.desk.requests import life as requests
from otium.records import models
from otium.records.models import Task
from otium.terms.prior_auth import Road
from tests import build
from tests import cast as people
from tests.cast import AT, Cast
from tests.desk.requests.conftest import signed as signing_leaves
from tests.pages import at_desk


@pytest.fixture
def asked(cast: Cast, signature: Task) -> models.AuthorizationRequest:
    """The renewal that drafted itself, with all that a payer needs on file."""
    with acting.acting_for(cast.a.pk):
        models.Practice.objects.filter(pk=cast.a.pk).update(npi="1234567893", tax_id="123456789", phone="617-555-0100")
        models.Therapist.objects.update(npi="1245319599")
        models.EpisodeOfCare.objects.update(icd10=["F82"])
        found = models.AuthorizationRequest.objects.select_related("coverage__payer").get()
        models.Payer.objects.filter(pk=found.coverage.payer_id).update(payer_ids=["HARB1"], name="Harborlight")
        models.Coverage.objects.filter(pk=found.coverage_id).update(member_id="TEST0001")
    return found


@pytest.fixture
def signed(cast: Cast, asked: models.AuthorizationRequest) -> models.AuthorizationRequest:
    with acting.acting_for(cast.a.pk):
        signing_leaves(asked, Actor.person(cast.people["treating"].pk), AT)
        requests.make_ready(request_id=asked.pk, by=Actor.person(cast.people["treating"].pk), at=AT)
        asked.refresh_from_db()
    return asked


def board(client: Client, **query: str) -> str:
    return client.get(reverse("authorizations"), query).content.decode()


def page(client: Client, asked: models.AuthorizationRequest) -> str:
    return client.get(reverse("request", args=[asked.pk])).content.decode()


def state_of(cast: Cast, asked: models.AuthorizationRequest) -> str:
    with acting.acting_for(cast.a.pk):
        return str(models.AuthorizationRequest.objects.values_list("state", flat=True).get(pk=asked.pk))


def post(client: Client, name: str, asked: models.AuthorizationRequest, **fields: str) -> Any:
    return client.post(reverse(name, args=[asked.pk]), fields, follow=True)


def test_the_board_shows_a_draft_with_what_is_at_risk(client: Client, asked: models.AuthorizationRequest) -> None:
    text = board(client)

    assert "Theodora Marshfield" in text
    assert reverse("request", args=[asked.pk]) in text
    assert "Unsafe from" in text
    assert "visits at risk" in text


def test_what_is_drafted_stands_on_the_board_once(client: Client, asked: models.AuthorizationRequest) -> None:
    text = board(client)

    assert text.split('<form class="filters"')[1].count("Theodora Marshfield") == 1
    assert "Draft it" not in text


def test_the_boards_primary_act_opens_what_is_due_first(client: Client, asked: models.AuthorizationRequest) -> None:
    text = board(client)

    assert text.count("btn--primary") == 1
    assert "Open what is due first: Theodora Marshfield" in text


def test_a_request_that_was_replaced_leads_to_its_successor(
    cast: Cast, client: Client, asked: models.AuthorizationRequest
) -> None:
    with acting.acting_for(cast.a.pk):
        later = models.AuthorizationRequest.objects.create(
            practice=cast.a, patient_id=asked.patient_id, coverage=asked.coverage, kind="renewal", state="submitted",
            supersedes=asked,
        )  # fmt: skip
        models.AuthorizationRequest.objects.filter(pk=asked.pk).update(state="superseded")

    text = page(client, asked)

    assert "Another request took its place." in text
    assert f'btn btn--primary" href="{reverse("request", args=[later.pk])}"' in text


def test_what_it_renews_stays_beside_what_it_became(
    cast: Cast, client: Client, asked: models.AuthorizationRequest
) -> None:
    with acting.acting_for(cast.a.pk):
        made = build.authorization(models.Patient.objects.get(pk=asked.patient_id), 12, number="NEW-2", request=asked)
        values = {"state": "approved", "approved": 12, "decided_on": AT.date(), "authorization": made}
        models.AuthorizationRequest.objects.filter(pk=asked.pk).update(follows_id=asked.authorization_id, **values)

    text = page(client, asked)

    assert "M-60342" in text
    assert "NEW-2" in text


def test_a_decision_recorded_by_hand_is_taken_back_from_its_message(
    cast: Cast, client: Client, asked: models.AuthorizationRequest
) -> None:
    with acting.acting_for(cast.a.pk):
        sent = {"state": "submitted", "submitted_on": AT.date() - timedelta(days=3)}
        models.AuthorizationRequest.objects.filter(pk=asked.pk).update(**sent)
    denial = {"event": "deny", "road": "portal", "decided_on": "today", "basis": "visits", "reason": "Not needed"}
    done = post(client, "decision_add", asked, **denial)
    assert state_of(cast, asked) == "denied"
    assert reverse("decision_undo", args=[asked.pk]) in done.content.decode()

    text = post(client, "decision_undo", asked).content.decode()
    again = post(client, "decision_undo", asked).content.decode()

    assert "Taken back: the request stands as before." in text
    assert state_of(cast, asked) == "submitted"
    assert "There is no decision here" in again


def test_the_board_leads_to_talks_and_appeals(client: Client, asked: models.AuthorizationRequest) -> None:
    text = board(client)

    assert reverse("peer_to_peers") in text
    assert reverse("appeals") in text


def test_a_request_leads_to_all_authorizations_of_the_patient(
    client: Client, asked: models.AuthorizationRequest
) -> None:
    assert reverse("patient_authorizations", args=[asked.patient_id]) in page(client, asked)


def test_a_renewal_that_is_drafted_is_opened_from_the_ledger_and_not_drafted_again(
    client: Client, asked: models.AuthorizationRequest
) -> None:
    text = client.get(reverse("patient_authorizations", args=[asked.patient_id])).content.decode()

    assert "Open its renewal" in text
    assert "Draft its renewal" not in text


def test_a_cut_request_says_both_numbers_and_asks_for_nothing_to_be_filled_in(
    cast: Cast, client: Client, asked: models.AuthorizationRequest
) -> None:
    with acting.acting_for(cast.a.pk):
        models.AuthorizationRequest.objects.filter(pk=asked.pk).update(
            state="modified", requested=24, approved=12, decided_on=AT.date()
        )

    text = page(client, asked)

    assert "12 of 24" in text
    assert "before it can be signed" not in text


def test_the_board_asks_as_often_for_many_requests_as_for_few(
    cast: Cast, client: Client, asked: models.AuthorizationRequest, django_assert_max_num_queries: Any
) -> None:
    board(client)  # a session's first page keeps when it was seen
    with django_assert_max_num_queries(20) as few:
        board(client)
    with acting.acting_for(cast.a.pk):
        for state in ("submitted", "pended", "denied", "approved", "ready"):
            for _ in range(6):
                models.AuthorizationRequest.objects.create(
                    practice=cast.a, patient_id=asked.patient_id, coverage_id=asked.coverage_id, kind="initial",
                    state=state, decided_on=AT.date(), requested=12, approved=12,
                )  # fmt: skip
    with django_assert_max_num_queries(20) as many:
        board(client)

    assert len(few.captured_queries) == len(many.captured_queries)


@pytest.mark.parametrize(
    ("query", "is_there"),
    [
        ({"kind": "renewal"}, True),
        ({"kind": "initial"}, False),
        ({"column": "sign"}, True),
        ({"column": "payer"}, False),
        ({"due": "late"}, False),
        ({"view": "list"}, True),
    ],
    ids=str,
)
def test_the_board_is_filtered(
    client: Client, asked: models.AuthorizationRequest, query: dict[str, str], is_there: bool
) -> None:
    assert (reverse("request", args=[asked.pk]) in board(client, **query)) is is_there


def test_the_export_says_where_each_request_stands(client: Client, asked: models.AuthorizationRequest) -> None:
    response = client.get(reverse("authorizations_export"))

    lines = response.content.decode().splitlines()
    assert response["Content-Type"].startswith("text/csv")
    assert len(lines) == 2
    assert "To sign" in lines[1]
    assert "Marshfield" in lines[1]


def test_a_duty_without_a_draft_is_drafted_with_one_click(cast: Cast, client: Client, renewal: Task) -> None:
    before = board(client)
    response = client.post(reverse("request_draft", args=[renewal.pk]), follow=True)

    assert "Draft it" in before
    assert "Draft, to be signed" in response.content.decode()


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


def test_what_it_asks_for_is_changed_and_somebody_elses_change_is_not_overwritten(
    cast: Cast, client: Client, asked: models.AuthorizationRequest
) -> None:
    seen = requests.version_of(asked)
    fields = {
        "version": seen, "coverage": str(asked.coverage_id), "authorization": str(asked.authorization_id),
        "starts_on": "12/1/2026", "ends_on": "1/31/2027", "per_week": "2", "weeks": "8", "codes_1": "97530",
        "quantity_1": "16", "basis_1": "visits",
    }  # fmt: skip

    first = client.post(reverse("request_change", args=[asked.pk]), fields)
    second = client.post(reverse("request_change", args=[asked.pk]), fields | {"quantity_1": "20"})

    assert first.status_code == 302
    assert "Somebody changed this request meanwhile." in second.content.decode()
    with acting.acting_for(cast.a.pk):
        asked.refresh_from_db()
    assert (asked.requested, asked.codes, asked.weeks) == (16, ["97530"], 8)


def test_a_pended_request_says_until_when_it_is_to_be_answered(
    cast: Cast, client: Client, signed: models.AuthorizationRequest
) -> None:
    with acting.acting_for(cast.a.pk):
        models.AuthorizationRequest.objects.filter(pk=signed.pk).update(
            state="pended", answer_by=AT.date() + timedelta(days=15), wanted=["Progress report"]
        )

    text = page(client, signed)

    assert "Answer the payer by Tue, Dec 8." in text
    assert "Progress report" in text
    assert text.split('class="head__end"')[1].split("</header>")[0].count("btn--primary") == 1


def test_a_talk_that_was_begun_is_what_comes_next(
    cast: Cast, client: Client, asked: models.AuthorizationRequest
) -> None:
    with acting.acting_for(cast.a.pk):
        models.AuthorizationRequest.objects.filter(pk=asked.pk).update(
            state="modified", requested=24, approved=12, decided_on=AT.date()
        )
        talk = models.PeerToPeer.objects.create(practice=cast.a, request_id=asked.pk, state="open", opened_on=AT.date())

    head = page(client, asked).split('class="head__end"')[1].split("</header>")[0]

    assert f'btn--primary" href="{reverse("peer_to_peer", args=[talk.pk])}"' in head
    assert "Ask for a peer-to-peer" not in head


def test_a_request_is_made_by_hand_from_the_patient(cast: Cast, client: Client, renewal: Task) -> None:
    with acting.acting_for(cast.a.pk):
        coverage = models.Coverage.objects.get(patient_id=renewal.patient_id)

    response = client.post(
        reverse("request_new", args=[renewal.patient_id]),
        {"kind": "amendment", "coverage": str(coverage.pk)},
        follow=True,
    )

    assert "More than approved" in response.content.decode()
    assert len(at_desk.of_a(cast, models.AuthorizationRequest, kind="amendment")) == 1


def test_a_renewal_by_hand_says_what_it_renews(cast: Cast, client: Client, renewal: Task) -> None:
    with acting.acting_for(cast.a.pk):
        coverage = models.Coverage.objects.get(patient_id=renewal.patient_id)

    response = client.post(
        reverse("request_new", args=[renewal.patient_id]), {"kind": "renewal", "coverage": str(coverage.pk)}
    )

    assert "Enter this." in response.content.decode()


def test_a_cancelled_request_keeps_why(cast: Cast, client: Client, asked: models.AuthorizationRequest) -> None:
    refused = post(client, "request_cancel", asked, reason=" ").content.decode()
    text = post(client, "request_cancel", asked, reason="The family moves").content.decode()

    assert "Enter this." in refused
    assert "The family moves" in text
    assert state_of(cast, asked) == "cancelled"


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


def test_the_task_of_a_signature_leads_to_the_packet(
    cast: Cast, client: Client, asked: models.AuthorizationRequest
) -> None:
    people.settled(cast.a)
    with acting.acting_for(cast.a.pk):
        task = Task.objects.get(kind="sign_request", state="open")

    text = client.get(reverse("desk_task", args=[task.pk])).content.decode()

    assert reverse("signature", args=[asked.pk]) in text
    assert "See what the packet lacks" in text or "Read the packet" in text


@pytest.mark.parametrize("name", ["request_change", "request_reopen"])
def test_a_therapist_of_other_patients_takes_back_no_signature(
    cast: Cast, signed: models.AuthorizationRequest, name: str
) -> None:
    other = people.signed_in(cast.people["other_therapist"])

    found = other.post(reverse(name, args=[signed.pk]), {})

    assert found.status_code == 404
    with acting.acting_for(cast.a.pk):
        assert models.AuthorizationRequest.objects.get(pk=signed.pk).state == "ready"
        assert not models.RequestPacket.objects.exclude(withdrawn_at=None).exists()


def test_an_approved_request_says_that_nothing_is_to_do(
    cast: Cast, client: Client, asked: models.AuthorizationRequest
) -> None:
    with acting.acting_for(cast.a.pk):
        models.AuthorizationRequest.objects.filter(pk=asked.pk).update(
            state="approved", requested=12, approved=12, decided_on=AT.date()
        )

    assert "Approved: visits use it by themselves." in page(client, asked)


def test_an_extension_that_the_payer_announced_is_recorded_and_shown(
    cast: Cast, client: Client, asked: models.AuthorizationRequest
) -> None:
    with acting.acting_for(cast.a.pk):
        sent = {"state": "acknowledged", "submitted_on": AT.date() - timedelta(days=3)}
        models.AuthorizationRequest.objects.filter(pk=asked.pk).update(**sent)
    before = page(client, asked)

    refused = post(client, "request_extension", asked, announced_on="+2d").content.decode()
    text = post(client, "request_extension", asked, announced_on="today").content.decode()

    assert "no extension announced" in before
    assert "This day is still to come." in refused
    assert "with the extension announced" in text
    assert "The payer announced that it takes longer" in text
