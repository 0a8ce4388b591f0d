"""A talk is asked for by fax: one page without a patient's name, once, and what failed is told."""

from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from otium.desk import blobs
from otium.desk.acts import Refused
from otium.desk.outbox import packing
from otium.desk.reviews import asking, talks
from otium.desk.transmissions import move
from otium.records import models
from otium.terms.notice import Notice
from otium.terms.parcel import TransmissionEvent
from tests import build
from tests.desk.reviews.conftest import AT, Denied

BY, TO = build.TEST, "617-555-0142"
SOON, LATER = AT + timedelta(minutes=1), AT + timedelta(hours=2)


@pytest.fixture
def line(denied: Denied) -> models.Connection:
    return build.connection(denied.practice, name="Fax", carrier="folder", carries=["fax"])


@pytest.fixture
def talk(denied: Denied) -> models.PeerToPeer:
    models.AuthorizationRequest.objects.update(reference="NL-7001", therapist=denied.therapist)
    return talks.open_talk(request_id=denied.request.pk, by=BY, at=AT)


def ask(talk: models.PeerToPeer, to: str = TO, at: object = AT) -> models.Parcel:
    return asking.fax(talk_id=talk.pk, to=to, by=BY, at=at)  # type: ignore[arg-type]


def test_the_page_names_our_number_theirs_the_times_and_no_patient(
    denied: Denied, line: models.Connection, talk: models.PeerToPeer
) -> None:
    parcel = ask(talk)

    notice = Notice.from_bytes(blobs.load(parcel.practice, parcel.body))
    (page,) = (each.extract_text() for each in PdfReader(BytesIO(notice.attachment)).pages)
    assert "Peer-to-peer asked for" in page
    assert "NL-7001" in page
    assert "Free at: 11/" in page
    assert denied.patient.last_name not in page


def test_it_is_asked_for_and_the_fax_is_among_the_tries(line: models.Connection, talk: models.PeerToPeer) -> None:
    ask(talk)

    talk.refresh_from_db()
    assert (talk.state, [(each["result"], each["note"]) for each in talk.attempts]) == ("asked", [("faxed", TO)])


def test_pressed_twice_it_leaves_once_and_again_a_day_later(line: models.Connection, talk: models.PeerToPeer) -> None:
    first, twice, later = ask(talk), ask(talk, at=SOON), ask(talk, at=LATER)

    assert first.pk == twice.pk != later.pk
    talk.refresh_from_db()
    assert len(talk.attempts) == 2


def test_one_that_failed_is_sent_again_at_once(
    denied: Denied, line: models.Connection, talk: models.PeerToPeer
) -> None:
    ask(talk)
    row = packing.pack(denied.practice, line, is_real_time=False, at=AT)
    assert row is not None
    move(row, TransmissionEvent.REFUSED, by=BY, at=AT)
    assert asking.has_failed(asking.parcels(talk)[0])

    ask(talk, at=SOON)

    assert [asking.has_failed(each) for each in asking.parcels(talk)] == [False, True]


@pytest.mark.parametrize(("to", "code"), [(" ", "recipient_missing"), ("12", "no_number")])
def test_without_a_number_nothing_is_asked_for(
    line: models.Connection, talk: models.PeerToPeer, to: str, code: str
) -> None:
    with pytest.raises(Refused) as caught:
        ask(talk, to)

    talk.refresh_from_db()
    assert (caught.value.entry, caught.value.code) == ("destination", code)
    assert (talk.state, models.Parcel.objects.count()) == ("open", 0)


def test_without_a_fax_service_it_says_so(talk: models.PeerToPeer) -> None:
    with pytest.raises(Refused, match="no_fax_connection"):
        ask(talk)


def test_a_talk_that_was_held_is_not_asked_for(line: models.Connection, talk: models.PeerToPeer) -> None:
    models.PeerToPeer.objects.update(state="withdrawn")

    with pytest.raises(Refused, match="does_not_follow"):
        ask(talk)

    assert not models.Parcel.objects.exists()
