"""The CORE envelope as SOAP 1.2: payload as text in real time, beside it by MTOM in batch."""

import base64
import re
from html import escape
from xml.etree.ElementTree import Element  # nosec B405

from defusedxml.ElementTree import ParseError, fromstring

from otium.wires.carriers import core_envelope as core
from otium.wires.carriers import multipart
from otium.wires.carriers.base import CarrierError

ENVELOPE = "http://www.w3.org/2003/05/soap-envelope"
CORE = "http://www.caqh.org/SOAP/WSDL/CORERule2.2.0.xsd"
XOP = "http://www.w3.org/2004/08/xop/include"
_SECURITY = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"
_TEXT_TYPE = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0#PasswordText"
_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ROOT, _BESIDE = "envelope@otium", "payload@otium"


def written(
    act: core.Act, account: core.Account, own: list[tuple[str, str]], payload: bytes, *, action: str
) -> tuple[str, bytes]:
    """The Content-Type and the body. Raises CarrierError unfit for a real-time payload that XML cannot hold."""
    is_beside = bool(payload) and act.mode == core.BATCH
    texts = [*own, *core.parties(account), *core.check_sum(act, payload)]
    inside = "".join(f"<{name}>{_text(value)}</{name}>" for name, value in texts)
    if is_beside:
        inside += f'<Payload><xop:Include xmlns:xop="{XOP}" href="cid:{_BESIDE}"/></Payload>'
    elif payload:
        inside += f"<Payload>{_text(_decoded(payload))}</Payload>"
    xml = (
        f'<?xml version="1.0" encoding="UTF-8"?><env:Envelope xmlns:env="{ENVELOPE}"><env:Header>{_token(account)}'
        f'</env:Header><env:Body><core:{act.element} xmlns:core="{CORE}">{inside}</core:{act.element}></env:Body>'
        "</env:Envelope>"
    ).encode()
    return _with_attachment(xml, payload, action) if is_beside else (_simple(action), xml)


def _simple(action: str) -> str:
    return f'application/soap+xml; charset=UTF-8; action="{action}"'


def _with_attachment(xml: bytes, payload: bytes, action: str) -> tuple[str, bytes]:
    root = {
        "Content-Type": 'application/xop+xml; charset=UTF-8; type="application/soap+xml"',
        "Content-Transfer-Encoding": "8bit",
        "Content-ID": f"<{_ROOT}>",
    }
    beside = {
        "Content-Type": "application/octet-stream",
        "Content-Transfer-Encoding": "binary",
        "Content-ID": f"<{_BESIDE}>",
    }
    boundary, body = multipart.written((multipart.Part(root, xml), multipart.Part(beside, payload)))
    return (
        f'multipart/related; type="application/xop+xml"; start="<{_ROOT}>"; start-info="application/soap+xml"; '
        f'action="{action}"; boundary={boundary}',
        body,
    )


def _token(account: core.Account) -> str:
    if not account.user:
        return ""
    return (
        f'<wsse:Security env:mustUnderstand="true" xmlns:wsse="{_SECURITY}"><wsse:UsernameToken>'
        f"<wsse:Username>{_text(account.user)}</wsse:Username>"
        f'<wsse:Password Type="{_TEXT_TYPE}">{_text(account.password)}</wsse:Password>'
        "</wsse:UsernameToken></wsse:Security>"
    )


def _text(value: str) -> str:
    return escape(value, quote=False).replace("\r", "&#13;")  # a bare CR would be read as a line feed


def _decoded(payload: bytes) -> str:
    try:
        text = payload.decode()
    except UnicodeDecodeError:
        raise CarrierError("unfit", detail="not_utf8") from None
    if _NOT_XML.search(text):
        raise CarrierError("unfit", detail="not_xml")
    return text


def read(body: bytes, *, content_type: str) -> core.Reply:
    """Raises ValueError for what is no envelope."""
    beside: dict[str, bytes] = {}
    if content_type.lower().startswith("multipart/"):
        parts = multipart.read(body, content_type=content_type)
        beside = {part.headers.get("content-id", "").strip("<> "): part.content for part in parts}
        start = multipart.parameter(content_type, "start").strip("<> ")
        body = beside[start] if start in beside else parts[0].content
    return _reply(_parsed(body), beside)


def _parsed(xml: bytes) -> Element:
    """The element in the body. No DTD, no entities of its own: defusedxml's errors are ValueErrors."""
    try:
        root: Element = fromstring(xml, forbid_dtd=True)
    except (ParseError, LookupError):
        raise ValueError("no XML") from None
    inside = root.find(f"{{{ENVELOPE}}}Body")
    if inside is None or len(inside) != 1:
        raise ValueError("no SOAP body")
    return inside[0]


def _reply(element: Element, beside: dict[str, bytes]) -> core.Reply:
    if element.tag == f"{{{ENVELOPE}}}Fault":
        value = element.findtext(f"{{{ENVELOPE}}}Code/{{{ENVELOPE}}}Value", "")
        return core.Reply({"ErrorCode": value.rpartition(":")[2].strip()}, b"")
    children = {child.tag.rpartition("}")[2]: child for child in element}
    texts = {name: (child.text or "").strip() for name, child in children.items() if name != "Payload"}
    if "PayloadType" not in texts and "ErrorCode" not in texts:
        raise ValueError("no field of the envelope is there")
    return core.Reply(texts, _payload(children.get("Payload"), texts.get("ProcessingMode", ""), beside))


def _payload(element: Element | None, mode: str, beside: dict[str, bytes]) -> bytes:
    """Raises ValueError for a reference to a part that is not there, and for batch text that is no base64."""
    if element is None:
        return b""
    include = element.find(f"{{{XOP}}}Include")
    if include is not None:
        named = include.get("href", "").removeprefix("cid:")
        if named not in beside:
            raise ValueError("the payload's part is missing")
        return beside[named]
    text = element.text or ""
    return base64.b64decode("".join(text.split()), validate=True) if mode == core.BATCH else text.encode()
