"""Multipart bodies hold any bytes, and what is cut is no body."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otium.wires.carriers import core_envelope, core_mime, core_soap, multipart
from otium.wires.carriers.core_envelope import Account
from otium.wires.carriers.multipart import Part

from .making import AT, PAYLOAD_ID

CONTENT = st.binary(max_size=60) | st.sampled_from([b"", b"\r\n", b"--", b"\r\n--", b"\r\n\r\n", b"--\r\n"])
ACCOUNT = Account("OTIUM", "CLEARING")


@given(st.lists(CONTENT, min_size=1, max_size=4))
def test_parts_read_back_as_they_were_written(contents: list[bytes]):
    parts = [Part({"content-id": str(number)}, content) for number, content in enumerate(contents)]

    boundary, body = multipart.written(parts)

    assert multipart.read(body, content_type=f"multipart/related; boundary={boundary}") == parts


@given(CONTENT, st.integers(1, 200))
def test_a_body_that_is_cut_is_refused(content: bytes, cut: int):
    boundary, body = multipart.written([Part({"content-id": "1"}, content)])
    shorter = body[: -min(cut + 4, len(body))]  # the last line break and the two dashes may be missing unnoticed

    with pytest.raises(ValueError):
        multipart.read(shorter, content_type=f"multipart/related; boundary={boundary}")


def test_a_longer_boundary_in_the_content_is_content():
    body = b"preamble\r\n--ab\r\n\r\n\r\n--abc\r\n--ab-\r\n--ab--\r\nepilogue"

    (part,) = multipart.read(body, content_type="multipart/mixed; boundary=ab")

    assert part.content == b"\r\n--abc\r\n--ab-"


@pytest.mark.parametrize("kind", ["multipart/mixed", "multipart/mixed; boundary=", "text/plain", ""])
def test_a_type_without_boundary_is_refused(kind: str):
    with pytest.raises(ValueError):
        multipart.read(b"--x\r\n\r\n\r\n--x--", content_type=kind)


@given(st.binary(max_size=300), st.sampled_from(["application/soap+xml", "multipart/related; boundary=x", "text/xml"]))
def test_no_bytes_make_the_envelope_readers_fail_otherwise_than_by_value_error(content: bytes, kind: str):
    for read in (core_soap.read, core_mime.read):
        for body in (content, b"--x\r\n\r\n" + content + b"\r\n--x--"):
            try:
                read(body, content_type=kind)
            except ValueError:
                continue


@given(st.binary(min_size=1, max_size=80))
def test_a_batch_reads_back_byte_for_byte_in_both_envelopes(payload: bytes):
    own = core_envelope.fields(core_envelope.SUBMIT, payload_type="X12", payload_id=PAYLOAD_ID, at=AT, payload=payload)

    mime, body = core_mime.written(core_envelope.SUBMIT, ACCOUNT, own, payload)
    soap, xml = core_soap.written(core_envelope.SUBMIT, ACCOUNT, own, payload, action="BatchSubmitTransaction")

    for reply in (core_mime.read(body, content_type=mime), core_soap.read(xml, content_type=soap)):
        core_envelope.verify(reply)
        assert (reply.payload, reply.payload_id) == (payload, PAYLOAD_ID)
