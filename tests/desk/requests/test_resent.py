"""A 278 or a fax that is sent once more from Traffic is a sending of its request or appeal again."""

from datetime import timedelta

import pytest

from otium.desk import outbox
from otium.desk.outbox import packing
from otium.desk.requests import heard
from otium.desk.requests import life as requests
from otium.desk.transmissions import move
from otium.records import models
from otium.terms.parcel import TransmissionEvent as Event
from otium.terms.prior_auth import Road
from tests.desk.requests.conftest import AT, SWEEP, Scene

LATER, MUCH_LATER = AT + timedelta(days=1), AT + timedelta(days=2)


@pytest.fixture
def sent(scene: Scene, wire: models.Connection) -> models.AuthorizationRequest:
    scene.settle()
    scene.sign(scene.request())
    scene.settle()
    requests.submit(request_id=scene.request().pk, road=Road.X12, by=scene.dana, at=AT)
    return scene.request()


def review() -> models.Parcel:
    return models.Parcel.objects.get(kind="278", resend_of=None)


def resend(scene: Scene, parcel: models.Parcel) -> models.Parcel:
    return outbox.resend(parcel.pk, why="They never got it", by=scene.alex, at=MUCH_LATER)


def withdrawn(scene: Scene) -> models.Parcel:
    outbox.withdraw(review().pk, why="wrong payer", by=scene.alex, at=LATER)
    return review()


def test_a_withdrawn_278_that_is_sent_again_is_its_requests_sending(
    scene: Scene, sent: models.AuthorizationRequest
) -> None:
    trace = sent.trace
    old = withdrawn(scene)
    assert scene.request().state == "ready"

    made = resend(scene, old)

    found, sending = scene.request(), models.RequestSending.objects.get(parcel=made)
    assert (found.state, found.submitted_at, found.trace) == ("submitted", MUCH_LATER, trace)
    assert (sending.request_id, sending.about, sending.road, sending.packet_id) == (
        sent.pk, "request", "x12", models.RequestPacket.objects.get().pk,
    )  # fmt: skip
    assert "send_request" not in scene.open()


def test_what_becomes_of_the_new_one_becomes_of_the_request(
    scene: Scene, sent: models.AuthorizationRequest, wire: models.Connection
) -> None:
    made = resend(scene, withdrawn(scene))

    outbox.withdraw(made.pk, why="wrong again", by=scene.alex, at=MUCH_LATER)

    assert scene.request().state == "ready"
    assert "send_request" in scene.open()


def test_its_papers_that_are_sent_again_move_nothing(scene: Scene, sent: models.AuthorizationRequest) -> None:
    papers = models.Parcel.objects.get(kind="275")
    outbox.withdraw(papers.pk, why="wrong papers", by=scene.alex, at=LATER)

    made = resend(scene, papers)

    assert scene.request().state == "submitted"
    assert models.RequestSending.objects.get(parcel=made).request_id == sent.pk


def test_what_the_payer_never_answered_is_sent_again_and_both_are_on_file(
    scene: Scene, sent: models.AuthorizationRequest, wire: models.Connection
) -> None:
    while row := packing.pack(scene.practice, wire, is_real_time=False, at=LATER):
        move(row, Event.TAKEN, by=SWEEP, at=LATER)

    resend(scene, review())

    assert models.RequestSending.objects.filter(about="request", parcel__kind="278", taken_back_at=None).count() == 2
    assert scene.request().state == "submitted"


@pytest.mark.parametrize(
    ("state", "code"), [("cancelled", "request_closed"), ("approved", "request_closed"), ("draft", "request_closed")]
)
def test_of_a_request_that_waits_for_nothing_it_does_not_leave_again(
    scene: Scene, sent: models.AuthorizationRequest, state: str, code: str
) -> None:
    old = withdrawn(scene)
    models.AuthorizationRequest.objects.update(state=state)

    with pytest.raises(outbox.NotNow, match=code):
        resend(scene, old)

    assert models.Parcel.objects.filter(resend_of=old).count() == 0


def test_of_a_request_that_was_changed_since_it_does_not_leave_again(
    scene: Scene, sent: models.AuthorizationRequest
) -> None:
    old = withdrawn(scene)
    request = scene.request()
    requests.change(
        request_id=request.pk, values={"weeks": 6}, version=requests.version_of(request), by=scene.dana, at=LATER
    )  # fmt: skip
    scene.sign(scene.request(), LATER)
    scene.settle(LATER)
    assert scene.request().state == "ready"

    with pytest.raises(outbox.NotNow, match="request_changed"):
        resend(scene, old)


def test_of_a_request_that_was_sent_otherwise_since_it_does_not_leave_again(
    scene: Scene, sent: models.AuthorizationRequest
) -> None:
    old = withdrawn(scene)
    requests.submit(request_id=sent.pk, road=Road.PORTAL, by=scene.dana, at=LATER)

    with pytest.raises(outbox.NotNow, match="sent_otherwise"):
        resend(scene, old)


def test_a_fax_that_failed_and_is_sent_again_is_its_requests_sending(scene: Scene, fax: models.Connection) -> None:
    scene.settle()
    scene.sign(scene.request())
    scene.settle()
    requests.submit(request_id=scene.request().pk, road=Road.FAX, by=scene.dana, at=AT)
    row = packing.pack(scene.practice, fax, is_real_time=False, at=LATER)
    assert row is not None
    move(row, Event.REFUSED, by=SWEEP, at=LATER)
    heard.of_transmission(row, by=SWEEP, at=LATER)
    assert scene.request().state == "ready"

    made = resend(scene, models.Parcel.objects.get())

    assert scene.request().state == "submitted"
    assert models.RequestSending.objects.get(parcel=made).destination != ""
