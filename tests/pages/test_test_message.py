"""A test message by a connection: who may send one, what it says, and where it leads."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from otium.desk import acting, message
from otium.records.models import Connection, History, Parcel
from tests import build
from tests import cast as people
from tests.cast import Cast

TO = {"mail": "owner@practice.example", "text": "(312) 555-0142", "fax": "312 555 0142"}
CARRIERS = {"mail": "smtp", "text": "sms", "fax": "fax_rest"}
MAIL_FORM = {
    "kind": "smtp", "name": "Our mail", "setting_host": "mail.practice.example", "setting_port": "587",
    "setting_security": "starttls", "setting_from_address": "office@practice.example", "carries": ["mail"],
}  # fmt: skip


@pytest.fixture
def client(cast: Cast) -> Client:
    return people.signed_in(cast.people["owner"])


def road(cast: Cast, kind: str, **fields: Any) -> Connection:
    with acting.acting_for(cast.a.pk):
        return build.connection(cast.a, carrier=CARRIERS.get(kind, "folder"), carries=[kind], **fields)


def send(client: Client, row: Connection, to: str) -> Any:
    return client.post(reverse("connection_message", args=[row.pk]), {"to": to}, follow=True)


def posted(cast: Cast) -> list[Parcel]:
    with acting.acting_for(cast.a.pk):
        return list(Parcel.objects.order_by("made_at"))


@pytest.mark.parametrize(("kind", "shown"), [("mail", "…@practice.example"), ("text", "…0142"), ("fax", "…0142")])
def test_it_is_posted_by_this_connection_and_leads_to_its_page(
    client: Client, cast: Cast, kind: str, shown: str
) -> None:
    road(cast, kind)
    row = road(cast, kind)

    response = send(client, row, TO[kind])

    (parcel,) = posted(cast)
    assert response.redirect_chain == [(reverse("parcel", args=[parcel.pk]), 302)]
    assert (parcel.connection_id, parcel.kind, parcel.patient_id, parcel.addressee) == (row.pk, kind, None, shown)
    with acting.acting_for(cast.a.pk):
        said = message.notice_of(Parcel.objects.get(pk=parcel.pk))
        events = History.objects.filter(focus_id=row.pk).values_list("event", flat=True)
        assert list(events) == ["test_message"]
    assert said is not None
    assert cast.a.name.encode() in said.text.encode() + said.attachment
    assert said.attachment.startswith(b"%PDF-") is (kind == "fax")


def test_two_clicks_are_one_message_and_another_addressee_is_another(client: Client, cast: Cast) -> None:
    row = road(cast, "mail")

    for to in (TO["mail"], TO["mail"], "other@practice.example"):
        send(client, row, to)

    assert len(posted(cast)) == 2
    assert not any("practice.example" in parcel.key for parcel in posted(cast))


@pytest.mark.parametrize(
    ("kind", "to", "said"),
    [
        ("mail", "", "Say to whom it goes."),
        ("mail", "owner@practice", "Enter one plain mail address"),
        ("text", "555-0142", "Enter a number that can be dialed"),
        ("fax", "owner@practice.example", "Enter a number that can be dialed"),
    ],
)
def test_what_cannot_be_sent_to_is_said_at_the_field_and_posts_nothing(
    client: Client, cast: Cast, kind: str, to: str, said: str
) -> None:
    response = send(client, road(cast, kind), to)

    (error,) = response.context["message"].errors["to"]
    assert said in error
    assert response.context["message"]["to"].value() == to
    assert posted(cast) == []


@pytest.mark.parametrize(
    ("kind", "fields", "said"),
    [
        ("270", {}, "It carries no mail, texts or faxes."),
        ("mail", {"state": "paused"}, "It is paused: let it go on first."),
    ],
)
def test_a_connection_that_cannot_send_one_offers_none_and_refuses(
    client: Client, cast: Cast, kind: str, fields: dict[str, Any], said: str
) -> None:
    row = road(cast, kind, **fields)
    url = reverse("connection_message", args=[row.pk])

    offered = url in client.get(reverse("connection", args=[row.pk])).content.decode()
    response = send(client, row, TO["mail"])

    assert not offered
    assert said in response.content.decode()
    assert posted(cast) == []


def test_who_may_change_a_connection_may_send_one_and_others_are_not_offered_it(client: Client, cast: Cast) -> None:
    row = road(cast, "mail")
    url, page = reverse("connection_message", args=[row.pk]), reverse("connection", args=[row.pk])
    assistant = people.signed_in(cast.people["assistant"])

    assert url in client.get(page).content.decode()
    assert url not in assistant.get(page).content.decode()
    assert assistant.post(url, {"to": TO["mail"]}).status_code == 404
    assert posted(cast) == []


def test_a_connection_that_only_sends_is_never_looked_at_for_mail(client: Client, cast: Cast) -> None:
    client.post(reverse("connection_add"), MAIL_FORM)
    with acting.acting_for(cast.a.pk):
        row = Connection.objects.get()

    body = client.get(reverse("connection", args=[row.pk])).content.decode()

    assert (row.carries, row.fetch_minutes) == (["mail"], 0)
    assert "Look for mail now" not in body
    assert "Last looked for mail" not in body
    assert '<span class="badge">Test</span>' not in body
