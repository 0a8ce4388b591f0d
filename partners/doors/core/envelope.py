"""Both shapes of the envelope: MIME parts named by the fields, and SOAP 1.2 with the payload inside or by MTOM."""

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError
from xml.sax.saxutils import escape

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

SOAP = "http://www.w3.org/2003/05/soap-envelope"
CORE = "http://www.caqh.org/SOAP/WSDL/CORERule2.2.0.xsd"
XOP = "http://www.w3.org/2004/08/xop/include"
BATCH, REAL_TIME = "Batch", "RealTime"
BOUNDARY = "riverway-boundary-2.2.0"
_HEADER = re.compile(rb"^([A-Za-z-]+):\s*(.*?)\s*$", re.MULTILINE)


class NoEnvelope(ValueError):
    """The body is neither of the two shapes."""


@dataclass(frozen=True, slots=True)
class Request:
    """`element` is the SOAP body's element, empty in MIME. `fields` hold text, user and password included."""

    fields: Mapping[str, str]
    payload: bytes
    element: str = ""

    def get(self, name: str) -> str:
        return self.fields.get(name, "")

    @property
    def is_soap(self) -> bool:
        return self.element != ""


@dataclass(frozen=True, slots=True)
class Part:
    headers: Mapping[str, str]
    content: bytes


def read(content_type: str, body: bytes) -> Request:
    """Raises NoEnvelope."""
    kind = content_type.partition(";")[0].strip().lower()
    if kind == "multipart/form-data":
        return _mime(_parts(content_type, body))
    if kind in ("application/soap+xml", "text/xml"):
        return _soap(body, {})
    if kind == "multipart/related":
        parts = _parts(content_type, body)
        beside = {part.headers.get("content-id", "").strip("<>"): part.content for part in parts}
        root = beside.get(_parameter(content_type, "start").strip("<>"), parts[0].content)
        return _soap(root, beside)
    raise NoEnvelope("neither multipart/form-data nor SOAP")


def _parameter(header: str, name: str) -> str:
    found = re.search(rf'{name}=(?:"([^"]*)"|([^;\s]+))', header, re.IGNORECASE)
    return (found.group(1) or found.group(2)) if found else ""


def _parts(content_type: str, body: bytes) -> list[Part]:
    boundary = _parameter(content_type, "boundary").encode()
    pieces = (b"\r\n" + body).split(b"\r\n--" + boundary)[1:-1] if boundary else []
    if not pieces:
        raise NoEnvelope("no parts within the boundary")
    return [_part(piece.removeprefix(b"\r\n")) for piece in pieces]


def _part(piece: bytes) -> Part:
    head, _, content = piece.partition(b"\r\n\r\n")
    headers = {name.decode().lower(): value.decode("latin-1") for name, value in _HEADER.findall(head)}
    return Part(headers, content)


def _mime(parts: list[Part]) -> Request:
    named = {_parameter(part.headers.get("content-disposition", ""), "name"): part.content for part in parts}
    texts = {name: value.decode("utf-8", "replace") for name, value in named.items() if name != "Payload"}
    return Request(texts, named.get("Payload", b""))


def _soap(xml: bytes, beside: Mapping[str, bytes]) -> Request:
    try:
        root = fromstring(xml, forbid_dtd=True)
    except (ParseError, DefusedXmlException, LookupError) as error:
        raise NoEnvelope("no XML") from error
    body = root.find(f"{{{SOAP}}}Body")
    if body is None or len(body) != 1:
        raise NoEnvelope("no SOAP body")
    element = body[0]
    children = {child.tag.rpartition("}")[2]: child for child in element}
    texts = {name: (child.text or "").strip() for name, child in children.items() if name != "Payload"}
    texts.update(_token(root))
    payload = _payload(children.get("Payload"), texts.get("ProcessingMode", ""), beside)
    return Request(texts, payload, element.tag.rpartition("}")[2])


def _token(root: Element) -> dict[str, str]:
    found = {node.tag.rpartition("}")[2]: node.text or "" for node in root.iter()}
    return {"UserName": found.get("Username", ""), "Password": found.get("Password", "")}


def _payload(element: Element | None, mode: str, beside: Mapping[str, bytes]) -> bytes:
    if element is None:
        return b""
    include = element.find(f"{{{XOP}}}Include")
    if include is not None:
        content = beside.get(include.get("href", "").removeprefix("cid:"))
        if content is None:
            raise NoEnvelope("the included part is missing")
        return content
    text = element.text or ""
    if mode != BATCH:
        return text.encode()
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except binascii.Error as error:
        raise NoEnvelope("a batch payload that is no base64") from error


def written(request: Request, fields: Mapping[str, str], payload: bytes) -> tuple[str, bytes]:
    """Content-Type and body of an answer in the shape of the request."""
    if not request.is_soap:
        return _written_mime(fields, payload)
    is_beside = bool(payload) and fields.get("ProcessingMode") == BATCH
    inside = "".join(f"<{name}>{_xml(value)}</{name}>" for name, value in fields.items())
    if is_beside:
        inside += f'<Payload><xop:Include xmlns:xop="{XOP}" href="cid:payload@riverway"/></Payload>'
    elif payload:
        inside += f"<Payload>{_xml(payload.decode('latin-1'))}</Payload>"
    element = answer_element(request.element)
    xml = (
        f'<?xml version="1.0" encoding="UTF-8"?><env:Envelope xmlns:env="{SOAP}"><env:Body>'
        f'<core:{element} xmlns:core="{CORE}">{inside}</core:{element}></env:Body></env:Envelope>'
    ).encode()
    return _beside(xml, payload) if is_beside else ("application/soap+xml; charset=UTF-8", xml)


def answer_element(asked: str) -> str:
    """COREEnvelopeRealTimeRequest is answered by COREEnvelopeRealTimeResponse, a submission by ...Response."""
    return f"{asked.removesuffix('Request')}Response"


def _xml(value: str) -> str:
    return escape(value, {"\r": "&#13;"})


def _beside(xml: bytes, payload: bytes) -> tuple[str, bytes]:
    root = {"Content-Type": 'application/xop+xml; charset=UTF-8; type="application/soap+xml"'}
    parts = (
        Part({**root, "Content-ID": "<root@riverway>"}, xml),
        Part({"Content-Type": "application/octet-stream", "Content-ID": "<payload@riverway>"}, payload),
    )
    related = 'multipart/related; type="application/xop+xml"; start="<root@riverway>"'
    return f'{related}; start-info="application/soap+xml"; boundary="{BOUNDARY}"', _joined(parts)


def _written_mime(fields: Mapping[str, str], payload: bytes) -> tuple[str, bytes]:
    contents = [*((name, value.encode()) for name, value in fields.items())]
    if payload:
        contents.append(("Payload", payload))
    parts = [Part({"Content-Disposition": f'form-data; name="{name}"'}, content) for name, content in contents]
    return f'multipart/form-data; boundary="{BOUNDARY}"', _joined(parts)


def _joined(parts: list[Part] | tuple[Part, ...]) -> bytes:
    mark = b"--" + BOUNDARY.encode()
    pieces = []
    for part in parts:
        head = "".join(f"{name}: {value}\r\n" for name, value in part.headers.items()).encode()
        pieces.append(mark + b"\r\n" + head + b"\r\n" + part.content + b"\r\n")
    return b"".join(pieces) + mark + b"--\r\n"
