"""Every trouble that can be ordered at the CORE door."""

import http.client
import ssl

import pytest

from partners.exchange.work import work
from tests.partners.core_client import BOUNDARY, Client
from tests.partners.sent import Sent, claim_file
from tests.partners.side import Side, only, segments


@pytest.mark.parametrize(("fault", "status"), [("429", 429), ("500", 500), ("html", 200)])
def test_http_answers_that_are_none(client: Client, side: Side, question: bytes, fault: str, status: int) -> None:
    side.exchange.faults.order(fault, count=1)

    given, body = client.post(client.mime(question), f"multipart/form-data; boundary={BOUNDARY}")

    assert given == status
    assert b"ISA" not in body
    assert client.send(question)["ErrorCode"] == b"Success"


def test_half_an_answer_breaks_off(client: Client, side: Side, question: bytes) -> None:
    side.exchange.faults.order("half", count=1)

    with pytest.raises(http.client.IncompleteRead):
        client.send(question)


def test_a_slow_answer_comes_in_the_end(client: Client, side: Side, question: bytes) -> None:
    side.exchange.faults.order("slow", count=1)
    client.timeout = 0.1
    with pytest.raises(TimeoutError):
        client.send(question)
    side.exchange.faults.order("slow", count=1)
    client.timeout = 10

    answer = client.send(question, PayloadID="2")

    assert answer["ErrorCode"] == b"Success"


def test_what_was_accepted_without_an_answer_was_received(client: Client, side: Side) -> None:
    side.exchange.faults.order("accept-then-time-out", count=1)
    claim = claim_file(Sent(side.patient("NSH22"), side.clinic))
    batch = {"ProcessingMode": "Batch", "PayloadType": "X12_837_Request_005010X222A1"}
    client.timeout = 0.5

    with pytest.raises(TimeoutError):
        client.send(claim, **batch)
    client.timeout = 10

    assert client.send(claim, **batch)["ErrorCode"] == b"PayloadIDDuplicate"


def test_a_strange_certificate_is_shown_where_that_is_ordered(client: Client, side: Side, question: bytes) -> None:
    side.exchange.faults.order("tls", count=1)

    with pytest.raises(ssl.SSLCertVerificationError):
        client.send(question)

    assert client.send(question)["ErrorCode"] == b"Success"


def test_a_shut_door_refuses_and_opens_at_the_same_port(client: Client, question: bytes) -> None:
    port = client.door.port

    client.door.shut()
    with pytest.raises(ConnectionRefusedError):
        client.send(question)
    client.door.open()

    assert client.door.port == port
    assert client.send(question)["ErrorCode"] == b"Success"


def test_a_wrong_control_number_is_in_the_answer(client: Client, side: Side, question: bytes) -> None:
    side.exchange.faults.order("wrong-control")

    found = segments(client.send(question)["Payload"].decode())

    assert found[-1][2] != found[0][13]


def test_another_patient_is_in_the_answer_under_our_trace(client: Client, side: Side, question: bytes) -> None:
    side.exchange.faults.order("wrong-patient", count=1)

    found = segments(client.send(question)["Payload"].decode())

    assert only(found, "TRN")[2] == "OURS77"
    assert only(found, "NM1", "IL")[9] != side.patient("NSH22").coverage.policy_number


def test_a_payer_that_is_away_is_told_of_by_the_clearinghouse(client: Client, side: Side, question: bytes) -> None:
    side.exchange.faults.order("down", payer_id="NSH22")

    found = segments(client.send(question)["Payload"].decode())

    assert only(found, "AAA")[1:] == ["Y", "", "42", "R"]
    assert not work(side.exchange)
