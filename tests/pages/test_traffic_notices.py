"""Mails, texts and faxes in the traffic: what, how far, and to whom only in part."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from otium.desk import acting, outbox
from otium.desk.outbox import packing
from otium.pages.staff.traffic import words
from otium.records.models import Parcel, Transmission
from otium.terms.notice import Notice
from otium.terms.parcel import Standing, TransmissionState
from tests import build
from tests import cast as people
from tests.cast import AT, Cast

MAIL = Notice("referrer@clinic.example", "A report <b>", "First line.\n\nSecond line.", b"%PDF-1.7\n", "report.pdf")
TEXT = Notice("+13125550142", text="Please call us.")


@pytest.fixture
def client(cast: Cast) -> Client:
    return people.signed_in(cast.people["owner"])


def post(cast: Cast, kind: str, body: Notice, *, has_road: bool = True) -> Parcel:
    with acting.acting_for(cast.a.pk):
        if has_road:
            build.connection(cast.a, carrier="smtp" if kind == "mail" else "sms", carries=[kind])
        return outbox.post_notice(cast.a, outbox.Letter(key=f"test {kind}", kind=kind, body=body), by=build.TEST, at=AT)


def packed(cast: Cast, parcel: Parcel, state: TransmissionState = TransmissionState.SENT) -> Transmission:
    with acting.acting_for(cast.a.pk):
        made = packing.pack(cast.a, parcel.connection, is_real_time=False, at=AT)
        assert made is not None
        made.state = state.value
        made.save(update_fields=["state"])
        return made


def page(client: Client, name: str, key: Any) -> str:
    response = client.get(reverse(name, args=[key]))
    assert response.status_code == 200
    return str(response.content.decode())


def test_the_list_names_kind_state_and_whom_it_is_for_in_part(client: Client, cast: Cast) -> None:
    packed(cast, post(cast, "mail", MAIL))
    post(cast, "text", TEXT)

    response = client.get(reverse("traffic"))

    rows = {row.kind: (row.addressee, row.word) for row in response.context["rows"]}
    assert rows == {"Mail": ("…@clinic.example", "Sent"), "Text": ("…0142", "Waiting")}
    body = response.content.decode()
    assert "to …@clinic.example" in body
    assert "referrer" not in body
    assert "3125550142" not in body


def test_the_list_as_csv_names_whom_it_is_for_in_part(client: Client, cast: Cast) -> None:
    post(cast, "text", TEXT)

    row = client.post(reverse("traffic_export"), {}).content.decode("utf-8-sig").splitlines()[1]

    assert ",Text,,…0142,," in row


def test_the_list_is_narrowed_to_a_kind(client: Client, cast: Cast) -> None:
    post(cast, "mail", MAIL)
    post(cast, "text", TEXT)

    rows = client.post(reverse("traffic"), {"kind": "text"}).context["rows"]

    assert [row.addressee for row in rows] == ["…0142"]


def test_its_page_says_what_it_says_and_nothing_of_x12(client: Client, cast: Cast) -> None:
    parcel = post(cast, "mail", MAIL)
    packed(cast, parcel)

    body = page(client, "parcel", parcel.pk)

    assert "…@clinic.example" in body
    assert "referrer" not in body
    assert "A report &lt;b&gt;" in body
    assert "<p>Second line.</p>" in body
    assert "report.pdf (9\xa0bytes)" in body
    assert str(words.NOTICE_MEANS[Standing.SENT]) in body
    assert not any(word in body for word in ("It is no X12", "Envelope", "Payer</dt>", "Trace", "Acknowledgements"))


def test_its_sending_has_no_envelope_and_nothing_to_download(client: Client, cast: Cast) -> None:
    sending = packed(cast, post(cast, "mail", MAIL))

    body = page(client, "transmission", sending.pk)

    assert "<h1>Mail</h1>" in body
    assert not any(word in body for word in ("Envelope", "Group number", "Download it as it went", "referrer"))
    assert client.get(reverse("transmission_raw", args=[sending.pk])).status_code == 404


@pytest.mark.parametrize("state", [TransmissionState.UNSURE, TransmissionState.FAILED])
def test_what_waits_for_a_decision_is_told_for_people(client: Client, cast: Cast, state: TransmissionState) -> None:
    parcel = post(cast, "text", TEXT)
    sending = packed(cast, parcel, state)

    bodies = [page(client, "parcel", parcel.pk), page(client, "transmission", sending.pk)]

    for body in bodies:
        assert str(words.NOTICE_MEANS[Standing(state.value)]) in body
        assert "What is sent twice arrives twice." in body


def test_one_without_a_road_says_what_it_waits_for_and_may_be_taken_back(client: Client, cast: Cast) -> None:
    parcel = post(cast, "text", TEXT, has_road=False)

    body = page(client, "parcel", parcel.pk)
    client.post(reverse("parcel_withdraw", args=[parcel.pk]), {"why": "called instead"})

    assert str(words.NOTICE_NO_ROAD) in body
    assert "Taken back" in page(client, "parcel", parcel.pk)


def test_sent_anew_it_says_the_same_to_the_same(client: Client, cast: Cast) -> None:
    parcel = post(cast, "mail", MAIL)
    packed(cast, parcel)

    response = client.post(reverse("parcel_resend", args=[parcel.pk]), {"why": "lost"}, follow=True)

    assert "A report &lt;b&gt;" in response.content.decode()
    with acting.acting_for(cast.a.pk):
        assert list(Parcel.objects.values_list("addressee", flat=True)) == ["…@clinic.example"] * 2
