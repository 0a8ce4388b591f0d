"""JSON clearinghouses, texts and faxes by mapping, against a real HTTPS server."""

import base64
import email
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, unquote

import pytest

from otium.wires.carriers.base import Carrier, CarrierError, Fetched, Left, SettingsError
from otium.wires.carriers.settings import SETTINGS

from .conftest import Site
from .https_server import Request, Response
from .making import PAYLOAD_ID, X12, carrier, limits, sending

PDF = b"%PDF-1.7\r\n--x\r\n" + bytes(range(256))
URL = {"json": "send_url", "sms": "url", "fax_rest": "url"}


def service(site: Site, kind: str, *, token: str = "a-token", **changes: Any) -> Carrier:
    settings = {
        URL[kind]: f"https://{site.place}/messages",
        "ca_certificate": site.authority.pem,
        **{name: str(value).replace("SITE", f"https://{site.place}") for name, value in changes.items()},
    }
    return carrier(kind, settings, {"token": token} if token else {}, limits=limits(site.place))


def says(code: int = 200, **content: Any) -> Response:
    return Response(code, {"Content-Type": "application/json"}, json.dumps(content).encode())


def fault(act: Any) -> CarrierError:
    with pytest.raises(CarrierError) as raised:
        act()
    assert "a-token" not in repr(raised.value)
    return raised.value


def test_a_message_goes_in_a_json_object_with_its_id_twice_where_wanted(site: Site):
    site.app.answer = lambda request: says(data={"items": [{"id": 4711}]})
    house = service(
        site,
        "json",
        payload_id_field="externalId",
        type_field="type",
        name_field="file",
        payload_field="x12",
        fixed="environment=test\nmode = batch",
        reference_path="data.items.0.id",
        headers="X-Practice: maple",
    )

    sent = house.send(sending(payload_type="270"))

    (request,) = site.app.requests
    assert json.loads(request.content) == {
        "environment": "test",
        "mode": "batch",
        "externalId": PAYLOAD_ID,
        "type": "270",
        "file": f"270.{PAYLOAD_ID}.x12",
        "x12": base64.b64encode(X12).decode(),
    }
    assert request.headers["idempotency-key"] == PAYLOAD_ID
    assert (request.headers["authorization"], request.headers["x-practice"]) == ("Bearer a-token", "maple")
    assert sent.reference == "4711"


def test_a_message_may_be_the_whole_body(site: Site):
    site.app.answer = lambda request: Response(202)

    sent = service(site, "json", body="raw", send_url="SITE/in/{payload_id}", reference_path=" ").send(sending())

    (request,) = site.app.requests
    assert (request.path, request.content) == (f"/in/{PAYLOAD_ID}", X12)
    assert request.headers["content-type"] == "application/EDI-X12"
    assert sent.reference == ""


@pytest.mark.parametrize(
    ("sign_in", "changes", "header", "value"),
    [
        ("bearer", {}, "authorization", "Bearer a-token"),
        ("basic", {"user": "maple"}, "authorization", f"Basic {base64.b64encode(b'maple:a-token').decode()}"),
        ("header", {"token_header": "Api-Key"}, "api-key", "a-token"),
    ],
)
def test_there_are_three_ways_to_sign_in(site: Site, sign_in: str, changes: dict[str, str], header: str, value: str):
    site.app.answer = lambda request: says(id=1)

    service(site, "json", sign_in=sign_in, **changes).send(sending())

    assert site.app.requests[0].headers[header] == value


@pytest.mark.parametrize("encoding", ["base64", "text"])
def test_a_real_time_answer_is_taken_from_its_place(site: Site, encoding: str):
    text = base64.b64encode(X12).decode() if encoding == "base64" else X12.decode()
    site.app.answer = lambda request: says(id="A", result={"x12": text})
    house = service(site, "json", encoding=encoding, answer_path="result.x12", realtime_url="SITE/now")

    sent = house.send(sending(kind="x12_realtime"))

    assert (site.app.requests[0].path, sent.answer) == ("/now", X12)


@pytest.mark.parametrize(
    ("response", "code", "detail"),
    [
        (Response(200, {}, b"ISA*00"), "bad_answer", "not_json"),
        (Response(200, {}, b"[" * 100_000), "bad_answer", "not_json"),
        (says(id="A"), "bad_answer", "no_payload"),
        (says(id="A", x12="no base64!"), "bad_answer", "not_base64"),
        (Response(200, {"Content-Type": "text/html"}, b"down"), "html", "http_200"),
        (says(422, id="A"), "rejected", "http_422"),
        (says(429), "busy", "http_429"),
    ],
)
def test_an_answer_of_another_shape_has_its_code(site: Site, response: Response, code: str, detail: str):
    site.app.answer = lambda request: response

    error = fault(lambda: service(site, "json", answer_path="x12").send(sending(kind="x12_realtime")))

    assert (error.code, error.detail) == (code, detail)
    assert error.may_have_arrived is (response.status == 200)


@pytest.mark.parametrize(("state", "is_good"), [("ACCEPTED", True), ("REJECTED", False), ("Zoe is unknown", False)])
def test_a_refusal_may_stand_in_a_good_answer(site: Site, state: str, is_good: bool):
    site.app.answer = lambda request: says(id="A", status=state)
    house = service(site, "json", state_path="status", good_states="ACCEPTED, QUEUED")

    if is_good:
        assert house.send(sending()).reference == "A"
    else:
        error = fault(lambda: house.send(sending()))
        assert (error.code, error.detail) == ("rejected", state if " " not in state else "")


def test_a_message_that_is_there_already_counts_as_sent(site: Site):
    site.app.answer = lambda request: says(409)

    assert service(site, "json").send(sending()).detail == "already_received"


@pytest.mark.parametrize("kind", ["json", "sms", "fax_rest"])
@pytest.mark.parametrize(
    ("response", "path", "answer"),
    [
        (says(200, found=[]), "", True),
        (says(200, found=[1]), "found", True),
        (says(200, found=[]), "found", False),
        (says(404), "", False),
    ],
)
def test_whether_a_message_arrived_is_asked_by_its_id(
    site: Site, kind: str, response: Response, path: str, answer: bool
):
    site.app.answer = lambda request: response
    house = service(site, kind, inquiry_url="SITE/find?id={payload_id}", inquiry_path=path)

    assert house.was_received(PAYLOAD_ID) is answer
    assert site.app.requests[0].path == f"/find?id={PAYLOAD_ID}"
    assert service(site, kind).was_received(PAYLOAD_ID) is None


def test_what_waits_is_listed_read_and_acknowledged(site: Site):
    waiting = {"A 1": X12, "A-2": b"277", "..": b"never", "a/../b": b"x" * 101}

    def answer(request: Request) -> Response:
        if request.path == "/list":
            return says(files=[{"id": name, "name": f"../{name}.x12"} for name in waiting])
        name = unquote(request.path.removeprefix("/items/"))
        assert request.path == f"/items/{quote(name, safe='')}"
        if request.method == "DELETE":
            return Response(404 if waiting.pop(name, None) is None else 204)
        return Response(200, {}, waiting[name])

    site.app.answer = answer
    house = carrier(
        "json",
        {
            "send_url": f"https://{site.place}/",
            "list_url": f"https://{site.place}/list",
            "list_path": "files",
            "name_path": "name",
            "item_url": f"https://{site.place}/items/{{id}}",
            "confirm_url": f"https://{site.place}/items/{{id}}",
            "confirm_method": "DELETE",
            "ca_certificate": site.authority.pem,
        },
        {"token": "a-token"},
        limits=limits(site.place, fetched_bytes=200),
    )

    found = list(house.fetch())
    for fetched in found:
        if isinstance(fetched, Fetched):
            house.confirm(fetched)
            house.confirm(fetched)

    assert [(each.name, each.content) for each in found if isinstance(each, Fetched)] == [
        ("A-2.x12", b"277"),
        ("a___b.x12", b"x" * 101),
    ]
    assert [(each.name, each.code) for each in found if isinstance(each, Left)] == [
        ("A_1.x12", "unsafe_name"),
        ("x12", "unsafe_name"),
    ]


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ({"id": "A", "data": base64.b64encode(X12).decode()}, Fetched("A", X12, "A")),
        ({"id": "A", "data": "no base64!"}, Left("A", "unreadable")),
        ({"id": "A"}, Left("A", "unreadable")),
        ({"data": ""}, Left("file", "unsafe_name")),
        ("A", Left("file", "unsafe_name")),
    ],
)
def test_a_list_may_hold_the_payloads_themselves(site: Site, item: object, expected: object):
    site.app.answer = lambda request: Response(200, {}, json.dumps([item]).encode())

    assert list(service(site, "json", list_url="SITE/list", item_path="data").fetch()) == [expected]


def test_an_item_over_the_limit_holds_up_no_other(site: Site):
    def answer(request: Request) -> Response:
        if request.path == "/list":
            return Response(200, {}, b'[{"id": 1}, {"id": 2}]')
        return Response(200, {}, b"x" * (101 if request.path == "/items/1" else 100))

    site.app.answer = answer
    settings = {
        "send_url": f"https://{site.place}/",
        "list_url": f"https://{site.place}/list",
        "item_url": f"https://{site.place}/items/{{id}}",
        "ca_certificate": site.authority.pem,
    }
    small = limits(site.place, fetched_bytes=100)

    found = list(carrier("json", settings, {"token": "t"}, limits=small).fetch())

    assert found == [Left("1", "too_large"), Fetched("2", b"x" * 100, "2")]


def test_an_answer_that_is_no_list_is_told(site: Site):
    site.app.answer = lambda request: says(error="none")

    assert fault(lambda: list(service(site, "json", list_url="SITE/list").fetch())).detail == "no_list"


def test_a_text_goes_as_a_form(site: Site):
    site.app.answer = lambda request: says(201, sid="SM1")
    provider = service(
        site,
        "sms",
        body="form",
        to_field="To",
        from_field="From",
        text_field="Body",
        sender="+15555550100",
        sign_in="basic",
        user="AC1",
        reference_path="sid",
    )

    sent = provider.send(sending(b"", kind="text", to="+15555550123", text="Su cita: https://x.example/ä&b=1"))

    assert parse_qs(site.app.requests[0].content.decode()) == {
        "To": ["+15555550123"],
        "From": ["+15555550100"],
        "Body": ["Su cita: https://x.example/ä&b=1"],
    }
    assert sent.reference == "SM1"


def test_a_text_goes_as_json(site: Site):
    site.app.answer = lambda request: says(id="T1")

    service(site, "sms", payload_id_field="client_ref").send(sending(b"", kind="text", to="+15555550123", text="Hi"))

    assert json.loads(site.app.requests[0].content) == {
        "to": "+15555550123",
        "client_ref": PAYLOAD_ID,
        "text": "Hi",
    }


def test_a_fax_goes_as_a_file_of_a_form_byte_for_byte(site: Site):
    site.app.answer = lambda request: says(id="F1")

    service(site, "fax_rest", fixed="quality=fine").send(sending(PDF, kind="fax", to="+15555550123", name="letter.pdf"))

    (request,) = site.app.requests
    head = f"Content-Type: {request.headers['content-type']}\r\n\r\n".encode()
    parts = email.message_from_bytes(head + request.content).get_payload()
    by_name = {part.get_param("name", header="content-disposition"): part for part in parts}  # type: ignore[union-attr]
    assert {name: part.get_payload() for name, part in by_name.items() if name != "file"} == {
        "quality": "fine",
        "to": "+15555550123",
    }
    assert by_name["file"].get_filename() == "letter.pdf"
    assert by_name["file"].get_content_type() == "application/pdf"
    assert PDF in request.content


def test_a_fax_goes_in_json(site: Site):
    site.app.answer = lambda request: says(id="F1")

    service(site, "fax_rest", body="json").send(sending(PDF, kind="fax", to="+15555550123"))

    assert base64.b64decode(json.loads(site.app.requests[0].content)["file"]) == PDF


@pytest.mark.parametrize(
    "number",
    ["", "555-0123", "+1 555 555 0123", "123456", "+1234567890123456", "\uff11\uff12\uff13\uff14\uff15\uff16\uff17"],
)
@pytest.mark.parametrize(("kind", "message"), [("sms", "text"), ("fax_rest", "fax")])
def test_a_number_that_is_none_is_not_sent_to(site: Site, number: str, kind: str, message: Any):
    error = fault(lambda: service(site, kind).send(sending(PDF, kind=message, to=number)))

    assert (error.code, error.permanent, site.app.requests) == ("unfit", True, [])


@pytest.mark.parametrize(("kind", "message"), [("json", "text"), ("sms", "fax"), ("fax_rest", "x12_batch")])
def test_a_kind_carries_only_its_own(site: Site, kind: str, message: Any):
    assert fault(lambda: service(site, kind).send(sending(kind=message, to="+15555550123"))).code == "unfit"


@pytest.mark.parametrize(
    ("probe_url", "status", "expected"), [("", 200, "skipped"), ("SITE/me", 200, "ok"), ("SITE/me", 401, "auth")]
)
def test_the_probe_signs_in_where_there_is_a_page_for_it(site: Site, probe_url: str, status: int, expected: str):
    site.app.answer = lambda request: Response(status)

    steps = service(site, "json", probe_url=probe_url).probe().steps

    assert [(step.name, step.code) for step in steps] == [("address", "ok"), ("tls", "ok"), ("sign_in", expected)]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"send_url": "https://{payload_id}.example.org/"}, "send_url"),
        ({"send_url": "SITE/{other}"}, "send_url"),
        ({"item_url": "http://example.org/{id}"}, "item_url"),
        ({"list_url": "https://user:pass@example.org/"}, "list_url"),
        ({"headers": "no colon"}, "headers"),
        ({"headers": "Bad Name: x"}, "headers"),
        ({"headers": "X-Name: \x01"}, "headers"),
        ({"token": ""}, "token"),
        ({"token": "päss"}, "token"),
        ({"sign_in": "header", "token_header": "Bad Name"}, "token_header"),
    ],
)
def test_settings_that_cannot_be_are_refused_by_name(site: Site, changes: dict[str, str], field: str):
    with pytest.raises(SettingsError) as raised:
        service(site, "json", **changes)

    assert raised.value.field == field


def test_every_field_has_a_hint_and_secrets_are_apart():
    for kind, fields in SETTINGS.items():
        names = [field.name for field in fields]
        assert len(names) == len(set(names)), kind
        for field in fields:
            assert field.hint
            assert not field.hint.endswith(".")
            assert field.is_secret is (field.kind == "secret" or field.name in {"private_key", "client_key"})
            assert not field.choices or field.default in field.choices


def test_the_docs_name_every_setting_of_every_kind():
    text = (Path(__file__).parents[3] / "docs" / "formats" / "carriers.md").read_text()
    listed = text.partition("## Settings")[2]

    for kind, fields in SETTINGS.items():
        (line,) = [line for line in listed.splitlines() if line.startswith(f"**{kind}**")]
        assert re.findall(r"`(\w+)`", line) == [field.name for field in fields]
