"""MIME multipart bodies (RFC 2046), byte for byte: the standard library's parser is for text."""

import re
import uuid
from collections.abc import Iterable, Mapping
from email.message import Message
from typing import NamedTuple


class Part(NamedTuple):
    """Header names are in small letters when read, as given when written."""

    headers: Mapping[str, str]
    content: bytes


def written(parts: Iterable[Part]) -> tuple[str, bytes]:
    """A boundary that stands in none of the parts, and the body."""
    parts = tuple(parts)
    boundary = uuid.uuid4().hex
    while any(boundary.encode() in part.content for part in parts):
        boundary = uuid.uuid4().hex
    pieces = []
    for part in parts:
        head = "".join(f"{name}: {value}\r\n" for name, value in part.headers.items())
        pieces += [f"--{boundary}\r\n{head}\r\n".encode(), part.content, b"\r\n"]
    return boundary, b"".join((*pieces, f"--{boundary}--\r\n".encode()))


def read(body: bytes, *, content_type: str) -> list[Part]:
    """The parts in order. Raises ValueError for a body that is none, or is cut off before its last boundary."""
    boundary = parameter(content_type, "boundary")
    if not boundary:
        raise ValueError("no boundary")
    mark = rb"\r\n--" + re.escape(boundary.encode("latin-1")) + rb"(?=--|[ \t]*\r\n)"
    _, *pieces = re.split(mark, b"\r\n" + body)
    if not pieces or not pieces[-1].startswith(b"--"):
        raise ValueError("the last boundary is missing")
    return [_part(piece.lstrip(b" \t")[2:]) for piece in pieces[:-1]]


def parameter(header: str, name: str) -> str:
    """One parameter of a header's value, "" for none.

    >>> parameter('multipart/related; boundary="a b"; start="<x>"', "boundary")
    'a b'
    """
    message = Message()
    message["content-type"] = header
    value = message.get_param(name, "")
    return value if isinstance(value, str) else ""


def _part(piece: bytes) -> Part:
    head, _, content = (b"\r\n" + piece).partition(b"\r\n\r\n")
    headers = {}
    for line in head.decode("latin-1").split("\r\n"):
        name, mark, value = line.partition(":")
        if mark:
            headers[name.strip().lower()] = value.strip()
    return Part(headers, content)
