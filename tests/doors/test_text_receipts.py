"""A service of texts calls to say what became of one: signed, in any order, as often as it likes."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from otium.desk import acting
from otium.desk.connections import carriers
from otium.desk.outbox import calling, tries
from otium.desk.saving import standing
from otium.desk.visit_messages import delivering, due
from otium.desk.visit_messages.delivering import Reach
from otium.records import models
from otium.wires.delivery import callbacks
from tests import build
from tests.desk.visit_messages.conftest import AT, booked, left, reminded, with_mother

pytestmark = pytest.mark.django_db
TOKEN = "a-token-of-the-service"


@pytest.fixture
def practice() -> Iterator[models.Practice]:
    row = build.open_practice(AT)
    with acting.acting_for(row.pk):
        models.Practice.objects.filter(pk=row.pk).update(phone="512-555-0142", state="NY")
        row = models.Practice.objects.get(pk=row.pk)
        line = build.connection(row, carries=["text"], carrier="sms")
        line.secret = carriers.seal_secrets(row, line, {"token": TOKEN})
        line.save(update_fields=["secret"])
        yield row


@pytest.fixture
def sending(practice: models.Practice) -> models.Transmission:
    """A reminder that the service took."""
    booked(with_mother(practice, "Mateo"))
    reminded(practice)
    left(practice)
    return models.Transmission.objects.select_related("connection").get()


def called(sending: models.Transmission, status: str, *, code: str = "", key: str = TOKEN, **changed: Any) -> int:
    address = changed.pop("address", calling.address(sending))
    fields = {
        "MessageSid": "SM9",
        "MessageStatus": status,
        **({"ErrorCode": code} if code else {}),
        "To": "+13125550142",
    }
    said = changed.pop("said", callbacks.signature(key, address, fields.items()))
    path = "/" + address.partition("://")[2].partition("/")[2]
    kind = changed.pop("content_type", callbacks_form())
    body = "&".join(f"{name}={value.replace('+', '%2B')}" for name, value in {**fields, **changed}.items())
    return Client().post(path, body, content_type=kind, headers={"X-Twilio-Signature": said}).status_code


def callbacks_form() -> str:
    return "application/x-www-form-urlencoded"


def reached() -> Reach | None:
    notice = models.FamilyNotice.objects.select_related("parcel__transmission").get()
    return delivering.of_notice(notice)


def test_a_text_that_arrived_is_delivered(sending: models.Transmission) -> None:
    assert reached() is Reach.SENT

    assert called(sending, "delivered") == 204

    assert reached() is Reach.DELIVERED


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        (["queued", "sent"], Reach.SENT),
        (["sent", "delivered"], Reach.DELIVERED),
        (["delivered", "sent", "queued"], Reach.DELIVERED),
        (["delivered", "delivered"], Reach.DELIVERED),
        (["delivered", "undelivered"], Reach.DELIVERED),
        (["undelivered", "delivered"], Reach.DELIVERED),
        (["failed", "sent"], Reach.FAILED),
        (["failed", "failed", "undelivered"], Reach.FAILED),
        (["something new"], Reach.SENT),
    ],
    ids=" ".join,
)
def test_in_whatever_order_and_number_they_come_the_same_stands(
    sending: models.Transmission, statuses: list[str], expected: Reach
) -> None:
    assert {called(sending, status) for status in statuses} == {204}
    assert reached() is expected


def test_the_same_call_twice_is_one_fact(sending: models.Transmission) -> None:
    called(sending, "undelivered", code="30003")
    called(sending, "undelivered", code="30003")

    assert models.Acknowledgement.objects.get(kind="text").codes["cause"] == "30003"
    notice = models.FamilyNotice.objects.get()
    assert delivering.cause_of(notice) == "30003"


def test_one_that_did_not_arrive_is_a_call_to_the_family(
    practice: models.Practice, sending: models.Transmission
) -> None:
    called(sending, "undelivered", code="30003")

    due.remind(practice.pk, at=AT + timedelta(minutes=5))
    due.remind(practice.pk, at=AT + timedelta(minutes=10))

    assert models.FamilyMatter.objects.get().what == "not_delivered"
    assert models.Task.objects.filter(kind="call_family", state="open").count() == 1


def test_one_that_arrived_in_the_end_is_no_call(practice: models.Practice, sending: models.Transmission) -> None:
    called(sending, "undelivered")
    called(sending, "delivered")
    due.remind(practice.pk, at=AT + timedelta(minutes=5))

    assert models.FamilyMatter.objects.count() == 0


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"key": "another"}, 403),
        ({"said": ""}, 403),
        ({"MessageStatus": "failed"}, 403),  # changed after it was signed
        ({"content_type": "application/json"}, 403),
    ],
    ids=["key", "unsigned", "changed", "json"],
)
def test_what_the_service_did_not_sign_changes_nothing(
    sending: models.Transmission, changed: dict[str, Any], status: int
) -> None:
    assert called(sending, "delivered", **changed) == status
    assert reached() is Reach.SENT


def test_another_address_is_of_no_text(sending: models.Transmission) -> None:
    good = calling.address(sending)
    other = models.Transmission(practice_id=sending.practice_id, payload_id=UUID(int=7))

    assert called(sending, "delivered", address=good[:-2] + ("A/" if good[-2] != "A" else "B/")) == 404
    assert called(sending, "delivered", address=calling.address(other)) == 404
    assert reached() is Reach.SENT


def test_a_connection_with_a_key_of_its_own_believes_that_key_alone(
    practice: models.Practice, sending: models.Transmission
) -> None:
    line = sending.connection
    line.secret = carriers.seal_secrets(practice, line, {"token": TOKEN, "receipt_key": "own"})
    line.save(update_fields=["secret"])

    assert called(sending, "delivered") == 403
    assert called(sending, "delivered", key="own") == 204


def test_it_is_asked_to_call_again_while_nothing_can_be_saved(
    sending: models.Transmission, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(standing, "is_off", lambda: True)

    assert called(sending, "delivered") == 503


def test_it_can_be_opened_by_a_call_only(sending: models.Transmission) -> None:
    path = "/" + calling.address(sending).partition("://")[2].partition("/")[2]

    assert Client().get(path).status_code == 405


def test_a_receipt_before_the_answer_to_the_sending_is_heard(
    practice: models.Practice, sending: models.Transmission
) -> None:
    """The service may be faster than our own bookkeeping."""
    models.Transmission.objects.filter(pk=sending.pk).update(state="ready", sent_at=None)

    assert called(sending, "delivered") == 204
    assert reached() is Reach.DELIVERED


def test_a_text_leaves_with_the_address_to_call(practice: models.Practice) -> None:
    booked(with_mother(practice, "Mateo"))
    reminded(practice)
    left(practice, "ready")
    row = models.Transmission.objects.get()

    begun = tries.begin(practice.pk, row.pk, at=AT)

    assert begun is not None
    assert begun.sending is not None
    assert begun.sending.calls_back == calling.address(row)
