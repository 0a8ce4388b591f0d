"""The CORE envelope as multipart/form-data: one part a field."""

from otium.wires.carriers import core_envelope as core
from otium.wires.carriers import multipart


def written(act: core.Act, account: core.Account, own: list[tuple[str, str]], payload: bytes) -> tuple[str, bytes]:
    """The Content-Type and the body."""
    user = [("UserName", account.user), ("Password", account.password)] if account.user else []
    texts = [*own, *user, *core.parties(account), *core.check_sum(act, payload)]
    parts = [_part(name, value.encode()) for name, value in texts]
    if payload:
        parts.append(_part("Payload", payload))
    boundary, body = multipart.written(parts)
    return f"multipart/form-data; boundary={boundary}", body


def read(body: bytes, *, content_type: str) -> core.Reply:
    """Raises ValueError for what is no envelope."""
    named = {
        multipart.parameter(part.headers.get("content-disposition", ""), "name"): part.content
        for part in multipart.read(body, content_type=content_type)
    }
    if "PayloadType" not in named and "ErrorCode" not in named:
        raise ValueError("no field of the envelope is there")
    texts = {name: value.decode("utf-8", "replace").strip() for name, value in named.items() if name != "Payload"}
    return core.Reply(texts, named.get("Payload", b""))


def _part(name: str, content: bytes) -> multipart.Part:
    return multipart.Part({"Content-Disposition": f'form-data; name="{name}"'}, content)
