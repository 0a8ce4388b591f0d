"""Mails, texts and faxes leave once, by real servers, as X12 does."""

import json
from urllib.parse import parse_qs

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from otium.desk import blobs, outbox
from otium.records.models import Blob, BlobChunk, History, Parcel, Task, Transmission, Try
from otium.rules.notices import NoticeRefusedError, Refusal
from otium.terms.notice import Notice
from otium.wires.carriers.base import CarrierError
from tests import build
from tests.desk.outbox.conftest import AT
from tests.desk.outbox.notice_roads import NOTICES, NUMBER, PDF, by_mail_server, by_provider, notice, server
from tests.wires.carriers.conftest import _running, authority, site
from tests.wires.carriers.https_server import Response

__all__ = ["_running", "authority", "server", "site"]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def loopback(settings, server, site):
    settings.OTIUM_PRIVATE_HOSTS = [server[1], site.place]


def deliver(connection, clock, **given):
    return outbox.deliver(connection.practice_id, connection.pk, now=clock, **given)


def answers(site, status: int = 201, **content) -> None:
    site.app.answer = lambda request: Response(
        status, {"Content-Type": "application/json"}, json.dumps(content).encode()
    )


def test_a_mail_arrives_at_a_mail_server_with_its_attachment(practice, server, authority, clock):
    post, place = server
    connection = by_mail_server(practice, place, authority)
    parcel = notice(practice, "mail")

    assert deliver(connection, clock) == 1

    message, row = post.message(), Transmission.objects.get()
    (attachment,) = message.iter_attachments()
    assert (message["To"], message["Subject"]) == ("referrer@clinic.example", "A report")
    assert message.get_body().get_content().strip() == "It is ready – attached."
    assert (attachment.get_filename(), attachment.get_content()) == ("report.pdf", PDF)
    assert (row.state, row.kind, row.parcels, row.interchange_control, row.group_control) == (
        "sent",
        "mail",
        1,
        None,
        None,
    )
    assert row.reference == message["Message-ID"] == f"<{row.payload_id}@practice.example>"
    parcel.refresh_from_db()
    assert (parcel.state, parcel.transmission_id, parcel.set_control) == ("packed", row.pk, "")


def test_a_text_arrives_at_a_provider_as_it_is_dialled(practice, site, clock):
    answers(site, sid="SM42")
    fields = {"body": "form", "to_field": "To", "text_field": "Body", "reference_path": "sid"}
    connection = by_provider(practice, site, "text", **fields)
    notice(practice, "text")

    assert deliver(connection, clock) == 1

    (request,), row = site.app.requests, Transmission.objects.get()
    assert parse_qs(request.content.decode()) == {"To": ["+13125550142"], "Body": ["Please call us."]}
    assert request.headers["idempotency-key"] == str(row.payload_id)
    assert (row.state, row.reference) == ("sent", "SM42")


def test_a_fax_arrives_at_a_provider_byte_for_byte(practice, site, clock):
    answers(site, id="F7")
    connection = by_provider(practice, site, "fax")
    notice(practice, "fax")

    assert deliver(connection, clock) == 1

    (request,) = site.app.requests
    assert PDF in request.content
    assert b'filename="report.pdf"' in request.content
    assert Transmission.objects.get().reference == "F7"


def test_a_fax_goes_by_mail_to_a_gateway(practice, server, authority, clock):
    post, place = server
    connection = by_mail_server(practice, place, authority, kind="fax")
    notice(practice, "fax")

    assert deliver(connection, clock) == 1

    assert post.taken[0].rcpt_tos == ["13125550142@fax.example"]
    assert [each.get_content() for each in post.message().iter_attachments()] == [PDF]


def test_each_leaves_alone_and_only_once(practice, server, authority, clock):
    post, place = server
    connection = by_mail_server(practice, place, authority)
    for key in ("one", "two", "one"):
        notice(practice, "mail", key)

    assert (deliver(connection, clock), deliver(connection, clock)) == (2, 0)

    assert len({str(each.content) for each in post.taken}) == len(post.taken) == 2
    assert [row.parcels for row in Transmission.objects.all()] == [1, 1]
    assert ProcrastinateJob.objects.filter(task_name="otium.deliver").count() == 1


def test_a_busy_provider_is_asked_again_with_the_same_id(practice, site, clock):
    connection = by_provider(practice, site, "text")
    notice(practice, "text")
    answers(site, 429)

    first = deliver(connection, clock)
    clock.pass_seconds(60)
    answers(site, id="1")

    assert (first, deliver(connection, clock)) == (0, 1)
    assert len({request.headers["idempotency-key"] for request in site.app.requests}) == 1
    assert [each.code for each in Try.objects.order_by("number")] == ["busy", ""]


def test_a_refused_address_is_a_task_and_not_tried_again(practice, server, authority, clock):
    post, place = server
    connection = by_mail_server(practice, place, authority)
    notice(practice, "mail")
    post.says["RCPT"] = "550 no such user"

    assert (deliver(connection, clock), deliver(connection, clock)) == (0, 0)

    row = Transmission.objects.get()
    assert (row.state, row.tries) == ("failed", 1)
    assert Task.objects.get(kind="settle_sending").focus_id == row.pk


@pytest.mark.parametrize("kind", NOTICES)
def test_what_may_have_arrived_is_never_repeated_by_itself(practice, partner, clock, kind):
    connection = build.connection(practice, carries=[kind])
    notice(practice, kind)
    partner.says, partner.knows = [CarrierError("timeout", may_have_arrived=True)], None

    for _ in range(3):
        deliver(connection, clock, open_carrier=partner)
        clock.pass_seconds(3600)

    row = Transmission.objects.get()
    assert (row.state, len(partner.received), len(partner.asked)) == ("unsure", 1, 1)
    assert Task.objects.get(kind="settle_sending").focus_id == row.pk


def test_a_cut_after_the_last_dot_is_left_to_a_person_who_may_send_it_again(practice, server, authority, clock):
    post, place = server
    connection = by_mail_server(practice, place, authority)
    notice(practice, "mail")
    post.hangs_up = True
    deliver(connection, clock)
    clock.pass_seconds(60)
    post.hangs_up = False
    deliver(connection, clock)
    row = Transmission.objects.get()
    stood = row.state

    outbox.try_again(row.pk, why="Called: nothing came", by=build.TEST, at=clock())
    deliver(connection, clock)

    row.refresh_from_db()
    assert (stood, row.state, len(post.taken)) == ("unsure", "sent", 2)
    assert not Task.objects.filter(kind="settle_sending", closed_at=None).exists()


def test_a_provider_that_can_say_is_asked_whether_it_arrived(practice, site, clock):
    inquiry = f"https://{site.place}/messages?ref={{payload_id}}"
    connection = by_provider(practice, site, "text", inquiry_url=inquiry)
    notice(practice, "text")
    site.app.answer = lambda request: Response(200, {"Content-Type": "application/json"}, b"no JSON")
    deliver(connection, clock)
    clock.pass_seconds(60)

    deliver(connection, clock)

    assert [request.method for request in site.app.requests] == ["POST", "GET"]
    assert Transmission.objects.get().state == "sent"


def test_the_same_sent_anew_is_another_message_of_the_same_words(practice, server, authority, clock):
    post, place = server
    connection = by_mail_server(practice, place, authority)
    old = notice(practice, "mail")
    deliver(connection, clock)

    new = outbox.resend(old.pk, why="lost at their end", by=build.TEST, at=clock())
    deliver(connection, clock)

    assert (new.resend_of_id, new.addressee, len(post.taken)) == (old.pk, old.addressee, 2)
    assert Transmission.objects.values("payload_id").distinct().count() == 2


def test_it_waits_for_a_road_and_may_be_taken_back(practice):
    parcel = notice(practice, "text")
    waits = (parcel.connection_id, parcel.state)

    outbox.withdraw(parcel.pk, why="called instead", by=build.TEST, at=AT)

    parcel.refresh_from_db()
    assert (waits, parcel.state) == ((None, "waiting"), "withdrawn")


def test_a_named_road_is_taken_though_another_would_do(practice):
    roads = [build.connection(practice, carrier="smtp", carries=["mail"]) for _ in range(2)]

    made = [notice(practice, "mail", f"by {road.pk}", connection_id=road.pk).connection_id for road in roads]

    assert made == [road.pk for road in roads]


@pytest.mark.parametrize(
    ("kind", "body", "refusal"),
    [
        ("mail", Notice("no address", "A", "B"), Refusal.NO_ADDRESS),
        ("text", Notice("555-0142", text="B"), Refusal.NO_NUMBER),
        ("fax", Notice(NUMBER), Refusal.NO_DOCUMENT),
    ],
)
def test_what_may_not_leave_is_refused_where_it_is_decided(practice, kind, body, refusal):
    with pytest.raises(NoticeRefusedError) as raised:
        outbox.post_notice(practice, outbox.Letter(key="x", kind=kind, body=body), by=build.TEST, at=AT)

    assert raised.value.refusal is refusal
    assert not Parcel.objects.exists()


def test_who_gets_it_and_what_it_says_is_nowhere_but_under_seal(practice, server, authority, clock):
    connection = by_mail_server(practice, server[1], authority)
    notice(practice, "mail")
    deliver(connection, clock)

    rows = (*Parcel.objects.all(), *Transmission.objects.all(), *Try.objects.all(), *History.objects.all())
    told = str([vars(row) for row in rows])
    sealed = b"".join(bytes(body) for body in BlobChunk.objects.values_list("body", flat=True))
    assert "…@clinic.example" in told
    assert not any(word in told for word in ("referrer", "A report", "It is ready"))
    assert b"referrer" not in sealed
    assert Notice.from_bytes(blobs.load(practice, Blob.objects.get())) == NOTICES["mail"]
