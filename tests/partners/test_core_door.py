"""CORE over HTTPS on loopback: real time, batches, pickups, and envelopes that cannot stand."""

import ssl

import pytest

from tests.partners.core_client import BOUNDARY, Client, parts
from tests.partners.sent import Sent, claim_file
from tests.partners.side import Side, only, segments


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


@pytest.mark.parametrize("body", [b"", b"--b0undary\r\n", b"ISA*00*"])
def test_what_is_no_envelope_is_refused(client: Client, body: bytes) -> None:
    status, _ = client.post(body, f"multipart/form-data; boundary={BOUNDARY}")

    assert status == 400


@pytest.mark.parametrize("body", [b"<a", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", b"<a/>"])
def test_xml_that_is_no_envelope_is_refused(client: Client, body: bytes) -> None:
    status, _ = client.post(body, "application/soap+xml")

    assert status == 400
