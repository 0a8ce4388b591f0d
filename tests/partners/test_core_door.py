"""CORE over HTTPS on loopback: real time, batches, pickups, and every trouble that can be ordered there."""

import http.client
import re
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from partners.doors.core import certificates
from partners.doors.core.server import CoreDoor
from partners.exchange.work import work
from tests.partners.sent import Asked, Sent, claim_file, inquiry
from tests.partners.side import Side, only, segments

BOUNDARY = "b0undary"
ELIGIBILITY = "X12_270_Request_005010X279A1"
Answer = dict[str, bytes]


@dataclass
class Client:
    """A practice's own CORE client, as plain as the rule: one part a field."""

    door: CoreDoor
    fields: dict[str, str]
    timeout: float = 10

    def post(self, body: bytes, content_type: str, *, context: ssl.SSLContext | None = None) -> tuple[int, bytes]:
        pem = self.door.folder / "authority.pem"
        context = context or ssl.create_default_context(cafile=str(pem))
        line = http.client.HTTPSConnection("127.0.0.1", self.door.port, timeout=self.timeout, context=context)
        try:
            line.request("POST", "/core", body, {"Content-Type": content_type})
            answer = line.getresponse()
            return answer.status, answer.read()
        finally:
            line.close()

    def send(self, payload: bytes = b"", **changes: str) -> Answer:
        status, body = self.post(self.mime(payload, **changes), f"multipart/form-data; boundary={BOUNDARY}")
        assert status == 200
        return parts(body)

    def mime(self, payload: bytes, **changes: str) -> bytes:
        named = {**self.fields, **changes}
        pieces = [
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{v}\r\n' for n, v in named.items()
        ]
        body = "".join(pieces).encode()
        if payload:
            head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="Payload"\r\n\r\n'
            body += head.encode() + payload + b"\r\n"
        return body + f"--{BOUNDARY}--\r\n".encode()


def parts(body: bytes) -> Answer:
    mark = body[: body.index(b"\r\n")]
    pieces = [piece.partition(b"\r\n\r\n") for piece in body.split(b"\r\n" + mark)]
    return {re.findall(rb'name="(\w+)"', head)[0].decode(): content for head, _, content in pieces if b"name=" in head}


@pytest.fixture
def door(side: Side, tmp_path: Path) -> Iterator[CoreDoor]:
    certificates.prepare(tmp_path / "certificates", ["tidewater"])
    opened = CoreDoor(side.exchange, tmp_path / "certificates", port=0, slow_seconds=0.3)
    opened.open()
    yield opened
    opened.shut()


@pytest.fixture
def client(side: Side, door: CoreDoor) -> Client:
    row = side.exchange.store.row("select password from practice where slug = 'tidewater'")
    return Client(
        door,
        {
            "PayloadType": ELIGIBILITY,
            "ProcessingMode": "RealTime",
            "PayloadID": "00000000-0000-0000-0000-000000000001",
            "TimeStamp": "2026-11-25T20:00:00Z",
            "UserName": "tidewater",
            "Password": row["password"],
            "SenderID": side.clinic.npi,
            "ReceiverID": "RIVERWAY",
            "CORERuleVersion": "2.2.0",
        },
    )


@pytest.fixture
def question(side: Side) -> bytes:
    return inquiry(side.clinic, Asked(side.patient("NSH22"), trace="OURS77"))


def test_an_inquiry_in_real_time_is_answered_at_once(client: Client, question: bytes) -> None:
    answer = client.send(question)

    assert answer["ErrorCode"] == b"Success"
    assert answer["PayloadType"] == b"X12_271_Response_005010X279A1"
    assert only(segments(answer["Payload"].decode()), "TRN")[2] == "OURS77"


def test_an_inquiry_by_soap_is_answered_by_soap(client: Client, question: bytes) -> None:
    f = client.fields
    inside = "".join(f"<{n}>{v}</{n}>" for n, v in f.items() if n not in ("UserName", "Password"))
    xml = (
        '<env:Envelope xmlns:env="http://www.w3.org/2003/05/soap-envelope"><env:Header><Security><UsernameToken>'
        f"<Username>{f['UserName']}</Username><Password>{f['Password']}</Password></UsernameToken></Security>"
        '</env:Header><env:Body><c:COREEnvelopeRealTimeRequest xmlns:c="http://www.caqh.org/SOAP/WSDL/'
        f'CORERule2.2.0.xsd">{inside}<Payload>{question.decode()}</Payload></c:COREEnvelopeRealTimeRequest></env:Body>'
        "</env:Envelope>"
    )

    _, body = client.post(xml.encode(), 'application/soap+xml; charset=UTF-8; action="RealTimeTransaction"')

    assert b"COREEnvelopeRealTimeResponse" in body
    assert b"<ErrorCode>Success</ErrorCode>" in body
    assert b"TRN*2*OURS77*" in body


def test_a_batch_is_confirmed_and_its_answers_wait_until_their_receipt(
    client: Client, side: Side, question: bytes
) -> None:
    receipt = client.send(question, ProcessingMode="Batch", PayloadLength=str(len(question)))
    side.after()
    wanted = {"ProcessingMode": "Batch", "PayloadType": "X12_005010_Request_Batch_Results_271"}

    first, again = client.send(**wanted), client.send(**wanted)
    given = first["PayloadID"].decode()
    confirmed = client.send(
        ProcessingMode="Batch", PayloadType="X12_999_SubmissionRequest_005010X231A1", PayloadID=given
    )
    empty = client.send(**wanted)

    assert receipt["PayloadType"] == b"X12_BatchReceiptConfirmation"
    assert first["Payload"] == again["Payload"]
    assert b"ST*271*" in first["Payload"]
    assert confirmed["ErrorCode"] == b"Success"
    assert empty["PayloadType"] == b"X12_005010_Response_NoBatchResultsFile"
    assert "Payload" not in empty


def test_a_payload_id_is_taken_once_and_can_be_asked_for(client: Client, side: Side) -> None:
    claim = claim_file(Sent(side.patient("NSH22"), side.clinic))
    asked = {"ProcessingMode": "Batch", "PayloadType": "X12_Request_BatchStatus"}

    before = client.send(**asked)
    client.send(claim, ProcessingMode="Batch", PayloadType="X12_837_Request_005010X222A1")
    again = client.send(claim, ProcessingMode="Batch", PayloadType="X12_837_Request_005010X222A1")
    after = client.send(**asked)
    side.after()

    assert [before["ErrorCode"], again["ErrorCode"], after["ErrorCode"]] == [
        b"PayloadIDUnknown",
        b"PayloadIDDuplicate",
        b"Success",
    ]
    assert len(side.mail("835")) == 1


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"Password": "wrong"}, b"UnAuthorized"),
        ({"UserName": "juniper"}, b"UnAuthorized"),
        ({"CORERuleVersion": "1.1.0"}, b"VersionMismatch"),
        ({"SenderID": "SOMEBODY"}, b"SenderIDIllegal"),
        ({"ReceiverID": "SOMEBODY"}, b"ReceiverIDIllegal"),
        ({"ProcessingMode": "Later"}, b"ProcessingModeIllegal"),
        ({"PayloadType": ""}, b"PayloadTypeRequired"),
        ({"PayloadType": "X12_837_Request_005010X222A1"}, b"PayloadTypeIllegal"),
        ({"PayloadLength": "3"}, b"PayloadLengthIllegal"),
        ({"CheckSum": "00"}, b"CheckSumMismatched"),
    ],
)
def test_an_envelope_that_cannot_stand_says_why(
    client: Client, question: bytes, change: dict[str, str], code: bytes
) -> None:
    answer = client.send(question, **change)

    assert answer["ErrorCode"] == code
    assert "Payload" not in answer


def test_a_client_certificate_signs_in_without_password(client: Client, question: bytes) -> None:
    folder = client.door.folder
    context = ssl.create_default_context(cafile=str(folder / "authority.pem"))
    context.load_cert_chain(folder / "tidewater.pem", folder / "tidewater.key")
    body = client.mime(question, UserName="", Password="")

    _, answer = client.post(body, f"multipart/form-data; boundary={BOUNDARY}", context=context)

    assert parts(answer)["ErrorCode"] == b"Success"


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


@pytest.mark.parametrize("body", [b"", b"--b0undary\r\n", b"ISA*00*"])
def test_what_is_no_envelope_is_refused(client: Client, body: bytes) -> None:
    status, _ = client.post(body, f"multipart/form-data; boundary={BOUNDARY}")

    assert status == 400


@pytest.mark.parametrize("body", [b"<a", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", b"<a/>"])
def test_xml_that_is_no_envelope_is_refused(client: Client, body: bytes) -> None:
    status, _ = client.post(body, "application/soap+xml")

    assert status == 400
