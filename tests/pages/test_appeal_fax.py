"""The fax of an appeal on its page: what the one button does, which number, what became of it."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from otium.desk import acting, blobs, inbox, outbox, settle
from otium.desk.actor import Actor
from otium.desk.outbox import packing
from otium.desk.reviews import appeals, letters, proofs, signing, talks
from otium.desk.transmissions import move
from otium.records import models
from otium.terms.delivery import DeliveryReceipt
from otium.terms.parcel import TransmissionEvent
from otium.wires.delivery import receipts
from otium.wires.paper.page import one_page
from tests import build
from tests import cast as people
from tests.cast import AT, ON, Cast

BY = build.TEST
BUTTON = "Fax the appeal to Northline"


@pytest.fixture
def ready(cast: Cast) -> models.Appeal:
    """Signed, of a patient of the treating therapist."""
    with acting.acting_for(cast.a.pk):
        patient = people.patient(cast.a)
        people.episode(patient, cast.therapists["treating"])
        coverage = build.coverage(patient, build.payer(cast.a, name="Northline"), member_id="M1")
        models.Staff.objects.filter(pk=cast.people["treating"].pk).update(credential="OTR/L")
        request = models.AuthorizationRequest.objects.create(
            practice=cast.a, patient=patient, coverage=coverage, kind="renewal", state="denied", requested=12,
            submitted_on=ON - timedelta(days=9), decided_on=ON - timedelta(days=2), reason="82",
        )  # fmt: skip
        settle.settle(cast.a, by=BY, at=AT)
        row = appeals.open_appeal(request_id=request.pk, by=BY, at=AT)
        digest = letters.digest(letters.letter(row, AT, proofs.now(request.pk, AT)))
        signing.sign(appeal_id=row.pk, digest=digest, by=Actor.person(cast.people["treating"].pk), at=AT)
    return row


@pytest.fixture
def line(cast: Cast) -> models.Connection:
    with acting.acting_for(cast.a.pk):
        return build.connection(cast.a, name="Fax", carrier="folder", carries=["fax"])


def page(client: Client, row: models.Appeal, name: str = "appeal") -> str:
    return client.get(reverse(name, args=[row.pk])).content.decode()


def send(client: Client, row: models.Appeal, **fields: Any) -> str:
    given = {"fax-destination": "617-555-0142", "fax-without": "on", **fields}
    return client.post(reverse("appeal_fax", args=[row.pk]), given, follow=True).content.decode()


def hears(cast: Cast, *, is_delivered: bool) -> None:
    """The service took it, and its receipt came."""
    with acting.acting_for(cast.a.pk):
        connection = models.Connection.objects.get(name="Fax")
        sent = packing.pack(cast.a, connection, is_real_time=False, at=AT)
        assert sent is not None
        move(sent, TransmissionEvent.TAKEN, by=BY, at=AT)
        told = DeliveryReceipt(str(sent.payload_id), is_delivered, AT, 4, "FX-9", "" if is_delivered else "busy")
        inbox.receive_for(cast.a.pk, inbox.Arrival("receipt.json", receipts.write(told)), by=BY, at=AT)


def test_the_one_button_faxes_it_to_the_payer(client: Client, ready: Any, line: Any) -> None:
    text = page(client, ready)

    assert text.count("btn--primary") == 1
    assert BUTTON in text
    assert "Sent by portal, mail or another fax machine? Record it" in text


def test_without_a_fax_service_it_is_recorded_by_hand(client: Client, ready: Any) -> None:
    text = page(client, ready)

    assert BUTTON not in text
    assert "No fax service is connected" in text
    assert "Record that it was filed" in text


def test_where_no_number_is_on_file_it_asks_for_it_and_files_nothing(client: Client, ready: Any, line: Any) -> None:
    assert "Northline’s fax number for appeals is not on file." in page(client, ready)

    text = send(client, ready, **{"fax-destination": ""})

    assert "Enter the number. Without it, nothing is filed by fax." in text
    assert BUTTON in text


def test_a_number_that_is_known_stands_in_its_field_with_where_it_comes_from(
    cast: Cast, client: Client, ready: Any, line: Any
) -> None:
    with acting.acting_for(cast.a.pk):
        models.PayerRoad.objects.create(
            practice=cast.a, payer=ready.request.coverage.payer, road="fax", destination="800-555-0111", source="x"
        )

    text = page(client, ready)

    assert 'value="800-555-0111"' in text
    assert "Where requests to Northline go. The denial names the number for appeals: check it." in text


def test_pressed_twice_it_leaves_once_and_says_so_both_times(cast: Cast, client: Client, ready: Any, line: Any) -> None:
    first, second = send(client, ready), send(client, ready)

    assert "On its way by fax." in first
    assert "On its way by fax." in second
    assert "It has not left yet." in second
    with acting.acting_for(cast.a.pk):
        assert models.Parcel.objects.count() == 1


def test_papers_are_offered_and_go_along(cast: Cast, client: Client, ready: Any, line: Any) -> None:
    with acting.acting_for(cast.a.pk):
        consent = models.Document.objects.create(
            practice=cast.a, patient=ready.request.patient, blob=blobs.keep(cast.a, one_page(["Consent"])),
            title="Signed consent", kind="consent", media_type="application/pdf", received_on=ON,
        )  # fmt: skip
    assert "Signed consent" in page(client, ready)

    assert "On its way by fax." in send(client, ready, **{"fax-papers": str(consent.pk)})


def test_until_it_has_left_the_proof_proves_nothing(client: Client, ready: Any, line: Any) -> None:
    send(client, ready)

    text = page(client, ready, "appeal_proof")

    assert "It has not left yet, or did not arrive: this proves no filing." in text
    assert "Filed in time" not in text


def test_delivered_the_proof_has_time_number_pages_and_receipt(
    cast: Cast, client: Client, ready: Any, line: Any
) -> None:
    send(client, ready)
    hears(cast, is_delivered=True)

    text = page(client, ready, "appeal_proof")

    assert "Filed in time" in text
    assert "617-555-0142" in text
    assert "4 pages received" in text
    assert "its number FX-9" in text
    assert "Delivered to 617-555-0142." in page(client, ready)


def test_a_fax_that_failed_says_what_happened_and_offers_it_again(
    cast: Cast, client: Client, ready: Any, line: Any
) -> None:
    send(client, ready)
    hears(cast, is_delivered=False)

    text = page(client, ready)

    assert "did not arrive" in text
    assert "the line was busy" in text
    assert BUTTON in text
    with acting.acting_for(cast.a.pk):
        task = models.Task.objects.get(kind="file_appeal", state="open")
    assert "The fax of the appeal did not arrive" in client.get(reverse("desk_task", args=[task.pk])).content.decode()
    assert "no: the line was busy" in page(client, ready, "appeal_proof")


def test_a_talk_is_asked_for_by_fax_where_a_line_is_there(cast: Cast, client: Client, ready: Any, line: Any) -> None:
    with acting.acting_for(cast.a.pk):
        appeals.withdraw(appeal_id=ready.pk, why="talk first", by=BY, at=AT)
        talk = talks.open_talk(request_id=ready.request_id, by=BY, at=AT)
    url = reverse("peer_to_peer_fax", args=[talk.pk])

    empty = client.post(url, {"fax-destination": ""}).content.decode()
    sent = client.post(url, {"fax-destination": "617-555-0142"}, follow=True).content.decode()

    assert "Enter the number. Without it, nothing is filed by fax." in empty
    assert empty.count("btn--primary") == 1
    assert "On its way by fax." in sent
    assert "Asked by fax" in sent
    with acting.acting_for(cast.a.pk):
        outbox.withdraw(models.Parcel.objects.get().pk, why="wrong number", by=BY, at=AT)
    assert (
        "did not arrive. Check the number and fax it again, or call."
        in client.get(reverse("peer_to_peer", args=[talk.pk])).content.decode()
    )


def test_fewer_papers_than_the_level_wants_are_asked_about(cast: Cast, client: Client, ready: Any, line: Any) -> None:
    asked = send(client, ready, **{"fax-without": ""})
    with acting.acting_for(cast.a.pk):
        assert not models.Parcel.objects.exists()

    sent = send(client, ready)

    assert "Choose them above, or tick that it leaves without." in asked
    assert "On its way by fax." in sent
