"""What becomes of a sending: acknowledged, refused, failed, or arrived after all."""

from datetime import timedelta

import pytest

from otium.desk.outbox import packing
from otium.desk.requests import heard
from otium.desk.requests import life as requests
from otium.desk.transmissions import move
from otium.records import models
from otium.terms.parcel import TransmissionEvent as Event
from otium.terms.prior_auth import Road
from tests.desk.requests.conftest import AT, SWEEP, Scene

LATER = AT + timedelta(minutes=5)


@pytest.fixture
def faxed(scene: Scene, fax: models.Connection) -> models.AuthorizationRequest:
    scene.settle()
    scene.sign(scene.request())
    scene.settle()
    request = scene.request()
    requests.submit(request_id=request.pk, road=Road.FAX, by=scene.dana, at=AT)
    packing.pack(scene.practice, fax, is_real_time=False, at=LATER)
    return request


def becomes(scene: Scene, *events: Event) -> models.Transmission:
    """The fax's transmission after these, as the worker tells of it."""
    row = models.Transmission.objects.select_related("practice").get()
    for event in events:
        move(row, event, by=SWEEP, at=LATER)
    heard.of_transmission(row, by=SWEEP, at=LATER)
    scene.settle(LATER)
    return row


def state(request: models.AuthorizationRequest) -> str:
    request.refresh_from_db()
    return str(request.state)


def test_a_fax_that_was_taken_is_proved_and_moves_nothing(scene: Scene, faxed: models.AuthorizationRequest) -> None:
    becomes(scene, Event.TAKEN)

    assert models.RequestSending.objects.get().confirmed_at == LATER
    assert state(faxed) == "submitted"


def test_a_fax_that_was_refused_brings_its_request_back(scene: Scene, faxed: models.AuthorizationRequest) -> None:
    becomes(scene, Event.REFUSED)

    assert state(faxed) == "ready"
    assert faxed.submitted_on is None
    assert "send_request" in scene.open()
    assert models.RequestSending.objects.get().taken_back_at == LATER


def test_hearing_it_twice_changes_nothing_more(scene: Scene, faxed: models.AuthorizationRequest) -> None:
    becomes(scene, Event.REFUSED)
    before = models.History.objects.count()

    heard.of_transmission(models.Transmission.objects.get(), by=SWEEP, at=LATER)

    assert models.History.objects.count() == before


def test_a_fax_tried_once_more_that_arrives_is_sent_after_all(scene: Scene, faxed: models.AuthorizationRequest) -> None:
    becomes(scene, Event.REFUSED)
    becomes(scene, Event.TRY_AGAIN, Event.TAKEN)

    assert state(faxed) == "submitted"
    assert models.RequestSending.objects.get().taken_back_at is None
    assert "send_request" not in scene.open()


def test_a_fax_that_failed_does_not_undo_what_was_sent_by_another_road_since(
    scene: Scene, faxed: models.AuthorizationRequest
) -> None:
    becomes(scene, Event.REFUSED)
    requests.submit(request_id=faxed.pk, road=Road.PORTAL, by=scene.dana, at=LATER)

    becomes(scene)

    assert state(faxed) == "submitted"


@pytest.mark.parametrize(("verdict", "state_after"), [("accepted", "submitted"), ("rejected", "ready")])
def test_an_acknowledgement_says_that_it_could_be_read_and_not_that_it_was_taken_up(
    scene: Scene, wire: models.Connection, verdict: str, state_after: str
) -> None:
    scene.settle()
    scene.sign(scene.request())
    scene.settle()
    request = scene.request()
    sending = requests.submit(request_id=request.pk, road=Road.X12, by=scene.dana, at=AT)
    models.Parcel.objects.filter(pk=sending.parcel_id).update(verdict=verdict)

    heard.settle_parcels(scene.practice, by=SWEEP, at=LATER, parcel_id=sending.parcel_id)

    assert state(request) == state_after
