"""What comes out of order or twice, and what went wrong on its way, leaves a request where it stands with the payer."""

from datetime import date, timedelta

import pytest

from otium.desk import clock
from otium.desk.outbox import packing
from otium.desk.requests import heard
from otium.desk.requests import life as requests
from otium.desk.transmissions import move
from otium.records import models
from otium.terms.parcel import TransmissionEvent as Event
from otium.terms.prior_auth import Road
from tests.desk.requests.conftest import AT, SWEEP, Scene

LATER = AT + timedelta(minutes=5)


def state(request: models.AuthorizationRequest) -> str:
    request.refresh_from_db()
    return str(request.state)


def test_an_answer_that_never_arrived_leaves_the_payer_waiting_until_its_day(
    scene: Scene, fax: models.Connection
) -> None:
    scene.settle()
    request = scene.request()
    scene.sign(request)
    models.AuthorizationRequest.objects.filter(pk=request.pk).update(
        state="pended", submitted_on=date(2026, 11, 20), answer_by=date(2026, 12, 8), reference="H-1"
    )
    requests.answer(request_id=request.pk, road=Road.FAX, by=scene.dana, at=AT)
    packing.pack(scene.practice, fax, is_real_time=False, at=LATER)
    row = models.Transmission.objects.select_related("practice").get()
    move(row, Event.REFUSED, by=SWEEP, at=LATER)

    heard.of_transmission(row, by=SWEEP, at=LATER)
    heard.of_transmission(row, by=SWEEP, at=LATER)
    scene.settle(LATER)

    assert (state(request), request.answered_on, request.answer_by) == ("pended", None, date(2026, 12, 8))
    assert "answer_pended" in scene.open()


def test_what_nobody_signed_is_a_draft_again_when_its_sending_is_taken_back(
    scene: Scene, wire: models.Connection
) -> None:
    scene.settle()
    request = scene.request()
    requests.submit(request_id=request.pk, road=Road.PORTAL, by=scene.dana, at=AT)

    requests.take_back(request_id=request.pk, by=scene.dana, at=LATER)

    assert state(request) == "draft"


def test_what_is_called_ready_and_was_not_signed_does_not_leave(scene: Scene, wire: models.Connection) -> None:
    scene.settle()
    request = scene.request()
    models.AuthorizationRequest.objects.filter(pk=request.pk).update(state="ready")

    with pytest.raises(requests.Refused) as caught:
        requests.submit(request_id=request.pk, road=Road.X12, by=scene.dana, at=AT)

    assert caught.value.code == "not_signed"
    assert not models.Parcel.objects.exists()


def test_a_sending_told_of_later_is_in_the_history_when_it_was_told(scene: Scene) -> None:
    scene.settle()
    request = scene.request()
    told = requests.Told(sent_on=date(2026, 11, 20), reference="P-1")

    sending = requests.submit(request_id=request.pk, road=Road.PORTAL, by=scene.dana, at=AT, told=told)

    assert clock.day(sending.sent_at, scene.practice) == date(2026, 11, 20)
    assert models.History.objects.get(focus_id=sending.pk, event="sent").at == AT
