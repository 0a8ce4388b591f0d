"""A practice's own CORE client, and the door it speaks to."""

import http.client
import re
import ssl
from dataclasses import dataclass

from partners.doors.core.server import CoreDoor

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
