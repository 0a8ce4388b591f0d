"""The other side of CORE in the tests, with readers of its own: the standard library's."""

import base64
import email
import email.policy
import hashlib
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from .https_server import Request, Response

SOAP = "{http://www.w3.org/2003/05/soap-envelope}"
CORE = "http://www.caqh.org/SOAP/WSDL/CORERule2.2.0.xsd"
WSSE = "{http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd}"
XOP = "{http://www.w3.org/2004/08/xop/include}"


def opened(request: Request) -> dict[str, str]:
    """The fields of an envelope in either form; the payload decoded from latin-1."""
    kind = request.headers["content-type"]
    if kind.startswith("multipart/form-data"):
        return {_name(part): _content(part) for part in _parts(request)}
    beside: dict[str, str] = {}
    xml = request.content.decode() if kind.startswith("application/soap+xml") else ""
    if not xml:
        parts = _parts(request)
        beside = {part["Content-ID"].strip("<>"): _content(part) for part in parts[1:]}
        xml = _content(parts[0])
    root = ElementTree.fromstring(xml.encode())
    (body,) = root.find(f"{SOAP}Body")  # type: ignore[misc]
    fields = {child.tag: child.text or "" for child in body}
    include = body.find(f"Payload/{XOP}Include")
    if include is not None:
        fields["Payload"] = beside[include.attrib["href"].removeprefix("cid:")]
    return {**fields, "element": body.tag, **_user(root)}


def _user(root: ElementTree.Element) -> dict[str, str]:
    token = root.find(f"{SOAP}Header/{WSSE}Security/{WSSE}UsernameToken")
    if token is None:
        return {}
    return {"UserName": token.findtext(f"{WSSE}Username", ""), "Password": token.findtext(f"{WSSE}Password", "")}


def _parts(request: Request) -> list[email.message.Message]:
    head = f"Content-Type: {request.headers['content-type']}\r\n\r\n".encode()
    message = email.message_from_bytes(head + request.content, policy=email.policy.HTTP)
    assert not message.defects
    return list(message.iter_parts())  # type: ignore[attr-defined]


def _name(part: email.message.Message) -> str:
    return str(part.get_param("name", header="content-disposition"))


def _content(part: email.message.Message) -> str:
    return part.get_payload(decode=True).decode("latin-1")  # type: ignore[union-attr]


def mime(payload: bytes = b"", **fields: str) -> Response:
    texts = {"ErrorCode": "Success", **fields}
    pieces = [f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{text}\r\n' for name, text in texts.items()]
    body = "".join(pieces).encode()
    if payload:
        body += b'--x\r\nContent-Disposition: form-data; name="Payload"\r\n\r\n' + payload + b"\r\n"
    return Response(200, {"Content-Type": 'multipart/form-data; boundary="x"'}, body + b"--x--\r\n")


def soap(payload: bytes = b"", *, how: str = "text", **fields: str) -> Response:
    """`how` the payload comes: text, base64, mtom."""
    texts = {"ErrorCode": "Success", "ProcessingMode": "Batch" if how != "text" else "RealTime", **fields}
    inside = "".join(f"<{name}>{escape(text)}</{name}>" for name, text in texts.items())
    if payload:
        content = {
            "text": lambda: escape(payload.decode()),
            "base64": lambda: base64.b64encode(payload).decode(),
            "mtom": lambda: f'<i:Include xmlns:i="{XOP[1:-1]}" href="cid:p"/>',
        }[how]()
        inside += f"<Payload>{content}</Payload>"
    xml = (
        f'<S:Envelope xmlns:S="{SOAP[1:-1]}"><S:Body><c:Answer xmlns:c="{CORE}">{inside}</c:Answer></S:Body>'
        "</S:Envelope>"
    ).encode()
    if how != "mtom":
        return Response(200, {"Content-Type": "application/soap+xml; charset=UTF-8"}, xml)
    body = b"--y\r\nContent-ID: <e>\r\n\r\n" + xml + b"\r\n--y\r\nContent-ID: <p>\r\n\r\n" + payload + b"\r\n--y--"
    return Response(200, {"Content-Type": 'multipart/related; start="<e>"; boundary=y'}, body)


def fault(code: str, status: int) -> Response:
    xml = (
        f'<S:Envelope xmlns:S="{SOAP[1:-1]}"><S:Body><S:Fault><S:Code><S:Value>S:{code}</S:Value></S:Code></S:Fault>'
        "</S:Body></S:Envelope>"
    )
    return Response(status, {"Content-Type": "application/soap+xml"}, xml.encode())


def checksum(payload: bytes) -> str:
    return hashlib.sha1(payload, usedforsecurity=False).hexdigest()
