"""Where a request stands, on its page: what to do next, and where that leads."""

from datetime import timedelta

from django.test import Client
from django.urls import reverse

from otium.desk import acting
from otium.desk.actor import Actor
from otium.desk.outbox import packing
from otium.desk.requests import life as requests
from otium.records import models
from otium.records.models import Task
from otium.terms.prior_auth import Road
from tests import build
from tests import cast as people
from tests.cast import AT, Cast
from tests.pages.prior_auth.asking import page, post, state_of


def test_a_request_leads_to_all_authorizations_of_the_patient(
    client: Client, asked: models.AuthorizationRequest
) -> None:
    assert reverse("patient_authorizations", args=[asked.patient_id]) in page(client, asked)


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


def test_the_task_of_a_signature_leads_to_the_packet(
    cast: Cast, client: Client, asked: models.AuthorizationRequest
) -> None:
    people.settled(cast.a)
    with acting.acting_for(cast.a.pk):
        task = Task.objects.get(kind="sign_request", state="open")

    text = client.get(reverse("desk_task", args=[task.pk])).content.decode()

    assert reverse("signature", args=[asked.pk]) in text
    assert "See what the packet lacks" in text or "Read the packet" in text


def test_an_approved_request_says_that_nothing_is_to_do(
    cast: Cast, client: Client, asked: models.AuthorizationRequest
) -> None:
    with acting.acting_for(cast.a.pk):
        models.AuthorizationRequest.objects.filter(pk=asked.pk).update(
            state="approved", requested=12, approved=12, decided_on=AT.date()
        )

    assert "Approved: visits use it by themselves." in page(client, asked)


def test_a_cancelled_request_says_what_went_to_the_payer_and_what_it_said(
    cast: Cast, client: Client, signed: models.AuthorizationRequest
) -> None:
    with acting.acting_for(cast.a.pk):
        connection = build.connection(cast.a)
        requests.submit(request_id=signed.pk, road=Road.X12, by=Actor.person(cast.people["owner"].pk), at=AT)
        while packing.pack(cast.a, connection, is_real_time=False, at=AT):
            pass
    assert "but the payer has it: tell it by phone or portal" in _cancelled(cast, client, signed, reference="")

    assert "The payer was told by wire" in _cancelled(cast, client, signed, reference="H-7")

    with acting.acting_for(cast.a.pk):
        models.RequestSending.objects.filter(about="cancel").update(confirmed_at=AT)
    assert "the payer says that it cancelled it too" in page(client, signed)
    with acting.acting_for(cast.a.pk):
        refused = {"confirmed_at": None, "taken_back_at": AT, "note": "AAA 75"}
        models.RequestSending.objects.filter(about="cancel").update(**refused)
    assert "The payer did not cancel it: AAA 75" in page(client, signed)


def _cancelled(cast: Cast, client: Client, asked: models.AuthorizationRequest, *, reference: str) -> str:
    """As it stood with the payer, cancelled now."""
    with acting.acting_for(cast.a.pk):
        models.AuthorizationRequest.objects.update(state="submitted", reference=reference)
    return str(post(client, "request_cancel", asked, reason="The family moved").content.decode())


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


def test_where_the_day_of_sending_is_unknown_so_is_until_when_the_payer_decides(
    cast: Cast, client: Client, asked: models.AuthorizationRequest
) -> None:
    with acting.acting_for(cast.a.pk):
        models.AuthorizationRequest.objects.filter(pk=asked.pk).update(state="pended", pended_on=AT.date())

    assert "when it was sent is not on file" in page(client, asked)
