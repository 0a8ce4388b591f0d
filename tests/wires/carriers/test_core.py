"""CORE envelopes both ways, read and answered by a partner with readers of its own."""

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from otium.wires.carriers.base import Carrier, CarrierError, Fetched
from otium.wires.carriers.values import SettingsError

from . import core_partner as partner
from .conftest import Site
from .https_server import Request, Response
from .making import AT, PAYLOAD_ID, X12, carrier, limits, sending

ANSWER = b"ISA*00*answer~\r\nSE*1&2<3~"
BINARY = b"BIN*300*" + bytes(range(256)) + b"\r\n--\r\n\r\n~"
TYPE = "X12_270_Request_005010X279A1"
ENVELOPES = pytest.mark.parametrize("envelope", ["soap", "mime"])


def clearinghouse(site: Site, **changes: Any) -> Carrier:
    settings = {
        "url": f"https://{site.place}/core",
        "sender_id": "OTIUM",
        "receiver_id": "CLEARING",
        "user": "practice",
        "ca_certificate": site.authority.pem,
        **changes,
    }
    return carrier("core", settings, {"password": "a <secret> & more"}, limits=limits(site.place))


def inquiry(**changes: Any) -> Any:
    return sending(**{"kind": "x12_realtime", "payload_type": TYPE, **changes})


def answered(envelope: str, *given: Any, **fields: Any) -> Callable[[Request], Response]:
    make = partner.soap if envelope == "soap" else partner.mime
    return lambda request: make(*given, **fields)


@ENVELOPES
def test_a_real_time_inquiry_carries_every_field_and_brings_the_answer_byte_for_byte(site: Site, envelope: str):
    site.app.answer = answered(envelope, ANSWER, PayloadType="X12_271_Response_005010X279A1")

    sent = clearinghouse(site, envelope=envelope).send(inquiry())

    fields = partner.opened(site.app.requests[0])
    element = fields.pop("element", "")
    assert element in {"", f"{{{partner.CORE}}}COREEnvelopeRealTimeRequest"}
    assert fields == {
        "PayloadType": TYPE,
        "ProcessingMode": "RealTime",
        "PayloadID": PAYLOAD_ID,
        "TimeStamp": "2026-11-25T09:05:00Z",
        "UserName": "practice",
        "Password": "a <secret> & more",
        "SenderID": "OTIUM",
        "ReceiverID": "CLEARING",
        "CORERuleVersion": "2.2.0",
        "Payload": X12.decode(),
    }
    assert sent.answer is not None
    assert sent.answer.replace(b"\r\n", b"\n") == ANSWER.replace(b"\r\n", b"\n")  # XML reads a bare CR as a line feed


def test_line_breaks_of_a_real_time_payload_survive_xml(site: Site):
    site.app.answer = answered("soap", ANSWER, PayloadType="X12_271_Response_005010X279A1")

    clearinghouse(site).send(inquiry(content=b"ISA~\r\nIEA~\r\n"))

    assert partner.opened(site.app.requests[0])["Payload"] == "ISA~\r\nIEA~\r\n"


@ENVELOPES
def test_a_batch_goes_with_length_and_checksum_and_any_bytes(site: Site, envelope: str):
    site.app.answer = answered(envelope, PayloadType="X12_BatchReceiptConfirmation", PayloadID="R-1")

    sent = clearinghouse(site, envelope=envelope).send(inquiry(kind="x12_batch", content=BINARY))

    fields = partner.opened(site.app.requests[0])
    assert fields["Payload"].encode("latin-1") == BINARY
    assert (fields["ProcessingMode"], fields["PayloadLength"], fields["CheckSum"]) == (
        "Batch",
        str(len(BINARY)),
        partner.checksum(BINARY),
    )
    assert (sent.reference, sent.answer) == ("R-1", None)


@pytest.mark.parametrize(
    ("operations", "action"),
    [("specific", "BatchSubmitTransaction"), ("generic", "GenericBatchSubmissionTransaction")],
)
def test_a_batch_names_its_operation_and_lies_beside_the_envelope(site: Site, operations: str, action: str):
    site.app.answer = answered("soap", PayloadType="X12_BatchReceiptConfirmation")

    clearinghouse(site, operations=operations).send(inquiry(kind="x12_batch"))

    kind = site.app.requests[0].headers["content-type"]
    assert kind.startswith('multipart/related; type="application/xop+xml"')
    assert f'action="{action}"' in kind


@pytest.mark.parametrize("how", ["text", "base64", "mtom"])
def test_a_soap_answer_may_bring_its_payload_in_each_of_three_ways(site: Site, how: str):
    site.app.answer = lambda request: partner.soap(X12, how=how, PayloadType="X12_999_Response_005010X231A1")

    assert clearinghouse(site).send(inquiry()).answer == X12


@ENVELOPES
@pytest.mark.parametrize(
    ("code", "error", "permanent", "needs_person", "may_have_arrived"),
    [
        ("UnAuthorized", "auth", False, True, False),
        ("VersionMismatch", "envelope", False, True, False),
        ("SenderIDIllegal", "envelope", False, True, False),
        ("CheckSumMismatched", "half_written", False, False, False),
        ("Receiver", "server", False, False, True),
        ("PayloadTypeIllegal", "rejected", True, False, False),
        ("Zoe Testcase is unknown", "rejected", True, False, False),
    ],
)
@pytest.mark.parametrize("status", [200, 400, 500])
def test_an_error_code_says_whose_fault_it_is_under_any_status(
    site: Site,
    envelope: str,
    code: str,
    error: str,
    permanent: bool,
    needs_person: bool,
    may_have_arrived: bool,
    status: int,
):
    def answer(request: Request) -> Response:
        response = answered(envelope, ErrorCode=code, ErrorMessage="Zoe Testcase", PayloadType="CoreEnvelopeError")
        return Response(status, response(request).headers, response(request).content)

    site.app.answer = answer

    with pytest.raises(CarrierError) as raised:
        clearinghouse(site, envelope=envelope).send(inquiry())

    fault = raised.value
    assert (fault.code, fault.permanent, fault.needs_person, fault.may_have_arrived) == (
        error,
        permanent,
        needs_person,
        may_have_arrived,
    )
    assert "Zoe" not in f"{fault!r}{fault.detail}"


@pytest.mark.parametrize(("code", "status", "error"), [("Sender", 400, "rejected"), ("Receiver", 500, "server")])
def test_a_soap_fault_says_whose_it_is(site: Site, code: str, status: int, error: str):
    site.app.answer = lambda request: partner.fault(code, status)

    with pytest.raises(CarrierError) as raised:
        clearinghouse(site).send(inquiry())

    assert (raised.value.code, raised.value.detail) == (error, code)


@ENVELOPES
def test_a_message_that_is_there_already_counts_as_sent(site: Site, envelope: str):
    site.app.answer = answered(envelope, ErrorCode="PayloadIDDuplicate")

    assert clearinghouse(site, envelope=envelope).send(inquiry()).detail == "already_received"


@ENVELOPES
@pytest.mark.parametrize("told", [{"PayloadLength": "1"}, {"CheckSum": "0" * 40}])
def test_an_answer_that_is_not_as_long_or_as_summed_as_it_says_is_half(site: Site, envelope: str, told: dict[str, str]):
    site.app.answer = answered(envelope, X12, PayloadType="X12_271_Response_005010X279A1", **told)

    with pytest.raises(CarrierError) as raised:
        clearinghouse(site, envelope=envelope).send(inquiry())

    assert (raised.value.code, raised.value.may_have_arrived) == ("half_answer", True)


@ENVELOPES
@pytest.mark.parametrize(
    ("content_type", "content", "error"),
    [
        ("text/html", b"<html>We are down</html>", "html"),
        ("text/plain", b"  <!DOCTYPE html><p>Zoe", "html"),
        ("text/plain", b"ISA*00*", "content_type"),
        ("application/json", b"{}", "content_type"),
        ("application/soap+xml", b"<Envelope><Bo", "half_answer"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; na", "half_answer"),
        ("multipart/related; boundary=x", b"--x\r\n\r\n<x/>", "half_answer"),
    ],
)
def test_what_is_no_envelope_is_told_by_what_it_is(
    site: Site, envelope: str, content_type: str, content: bytes, error: str
):
    site.app.answer = lambda request: Response(200, {"Content-Type": content_type}, content)

    with pytest.raises(CarrierError) as raised:
        clearinghouse(site, envelope=envelope).send(inquiry())

    assert (raised.value.code, raised.value.may_have_arrived) == (error, True)


@pytest.mark.parametrize(
    "document_type",
    [
        b'<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>',
        b"<!DOCTYPE x>",
        b'<!DOCTYPE x SYSTEM "file:///etc/passwd">',
    ],
)
def test_a_document_type_in_an_answer_is_not_read(site: Site, document_type: bytes):
    xml = document_type + partner.soap(X12).content
    site.app.answer = lambda request: Response(200, {"Content-Type": "application/soap+xml"}, xml)

    with pytest.raises(CarrierError):
        clearinghouse(site).send(inquiry())


@ENVELOPES
def test_what_waits_is_picked_up_until_nothing_does_and_again_without_a_receipt(site: Site, envelope: str):
    waiting = {"A-1": b"first", "A-2": b"second"}

    def answer(request: Request) -> Response:
        asked = partner.opened(request)
        if asked["PayloadType"] == "Receipt":
            waiting.pop(asked["PayloadID"])
            return answered(envelope, PayloadType="X12_Response_ConfirmReceiptReceived")(request)
        if not waiting:
            return answered(envelope, PayloadType="X12_005010_Response_NoBatchResultsFile")(request)
        name, content = next(iter(waiting.items()))
        fields = {"PayloadType": "X12_835", "PayloadID": name, "ProcessingMode": "Batch"}
        if envelope == "soap":
            return partner.soap(content, how="mtom", **fields)
        return partner.mime(content, **fields)

    site.app.answer = answer
    house = clearinghouse(site, envelope=envelope, pickups="X12_835_Request_005010X221A1\n", confirm_type="Receipt")

    unconfirmed = list(house.fetch())
    confirmed = []
    for fetched in house.fetch():
        confirmed.append(fetched)
        house.confirm(fetched)  # type: ignore[arg-type]

    assert [each.name for each in unconfirmed] == ["X12_835_Request_005010X221A1.A-1.x12"]
    assert [each.content for each in confirmed if isinstance(each, Fetched)] == [b"first", b"second"]
    assert waiting == {}


def test_a_pickup_that_is_refused_is_an_error_and_not_an_empty_mailbox(site: Site):
    site.app.answer = answered("soap", ErrorCode="PayloadTypeIllegal")

    with pytest.raises(CarrierError, match="PayloadTypeIllegal"):
        list(clearinghouse(site, pickups="X12_Wrong").fetch())


@pytest.mark.parametrize(
    ("inquiry_type", "code", "answer"),
    [
        ("Asked", "Success", True),
        ("Asked", "PayloadIDUnknown", False),
        ("Asked", "Receiver", None),
        ("", "Success", None),
    ],
)
def test_whether_a_message_arrived_is_asked_where_the_partner_agreed_to(
    site: Site, inquiry_type: str, code: str, answer: bool | None
):
    site.app.answer = answered("soap", ErrorCode=code)

    assert clearinghouse(site, inquiry_type=inquiry_type).was_received(PAYLOAD_ID) is answer
    assert len(site.app.requests) == bool(inquiry_type)


@pytest.mark.parametrize("content", [b"BIN*1*\x00~", b"N1*\xff~"])
def test_a_real_time_payload_that_xml_cannot_hold_is_not_sent(site: Site, content: bytes):
    with pytest.raises(CarrierError) as raised:
        clearinghouse(site).send(inquiry(content=content))

    assert (raised.value.code, raised.value.permanent) == ("unfit", True)
    assert site.app.requests == []


def test_the_probe_connects_agrees_on_tls_and_sends_nothing(site: Site):
    probe = clearinghouse(site).probe()

    assert [(step.name, step.code) for step in probe.steps] == [
        ("address", "ok"),
        ("tls", "ok"),
        ("sign_in", "skipped"),
    ]
    assert site.app.requests == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("url", "http://127.0.0.1:1/core"),
        ("url", "ftp://example.org/"),
        ("url", "https://user:secret@example.org/"),
        ("batch_url", "https://"),
        ("envelope", "rest"),
        ("ca_certificate", "no certificate"),
        ("sender_id", ""),
        ("sender_id", "a\r\nb"),
        ("colour", "blue"),
        ("password", "in the wrong place"),
    ],
)
def test_settings_that_cannot_be_are_refused_by_name(site: Site, field: str, value: str):
    with pytest.raises(SettingsError) as raised:
        clearinghouse(site, **{field: value})

    assert raised.value.field == field
    assert "secret" not in str(raised.value)


def test_the_time_on_the_envelope_is_the_messages_in_utc(site: Site):
    site.app.answer = answered("mime", X12)

    clearinghouse(site, envelope="mime").send(inquiry(at=AT.astimezone(ZoneInfo("America/New_York"))))

    assert partner.opened(site.app.requests[0])["TimeStamp"] == "2026-11-25T09:05:00Z"
