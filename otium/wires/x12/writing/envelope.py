"""Bodies into one interchange: ISA, GS, ST and what closes them."""

from collections.abc import Sequence
from itertools import groupby

from otium.terms.trading import Envelope
from otium.wires.x12.checks import GROUP_CODES
from otium.wires.x12.writing.body import UNFIT, Body
from otium.wires.x12.writing.text import COMPONENT, ELEMENT, REPETITION, TERMINATOR

VERSION = "00501"
HIGHEST_CONTROL = 999_999_999
MOST_IN_GROUP = 999_999  # GE01 has six digits


def wrap(
    bodies: Sequence[Body], envelope: Envelope, *, first_set: int = 1, acknowledgements: Sequence[bytes] = ()
) -> bytes:
    """One interchange. Bodies of one guide that follow each other share a group; ST02 counts from `first_set`.

    `acknowledgements` are TA1 segments (`ta1.write`). Raises ValueError for an envelope that cannot be written, or
    without bodies and acknowledgements.
    """
    if not bodies and not acknowledgements:
        raise ValueError("an interchange needs at least one transaction or acknowledgement")
    end = (TERMINATOR + envelope.newline).encode()
    lines = [_isa(envelope).encode("ascii"), *acknowledgements]
    control, number, groups = envelope.group_control, first_set, 0
    for (code, guide), group in groupby(bodies, key=lambda body: (body.code, body.guide)):
        inside = list(group)
        if len(inside) > MOST_IN_GROUP:
            raise ValueError(f"a group holds at most {MOST_IN_GROUP} transactions")
        lines.append(_gs(envelope, code, guide, control + groups).encode("ascii"))
        for body in inside:
            lines += _set(body, number)
            number += 1
        lines.append(b"GE*%d*%d" % (len(inside), control + groups))
        groups += 1
    lines.append(b"IEA*%d*%09d" % (groups, envelope.interchange_control))
    return b"".join(line + end for line in lines)


def bare(body: Body, control: str) -> bytes:
    """ST to SE without an envelope: to be looked at, not to be sent."""
    return b"".join(line + TERMINATOR.encode() for line in _set(body, int(control)))


def _set(body: Body, number: int) -> list[bytes]:
    control = b"%04d" % number
    head = b"*".join((b"ST", body.code.encode(), control, body.guide.encode()))
    return [head, *body.segments, b"SE*%d*%s" % (len(body.segments) + 2, control)]


def _isa(envelope: Envelope) -> str:
    if not 1 <= envelope.interchange_control <= HIGHEST_CONTROL:
        raise ValueError("ISA13 is 1 to 999999999")
    blank = " " * 10
    parties = (
        _party(envelope.sender_qualifier, 2), _party(envelope.sender, 15),
        _party(envelope.receiver_qualifier, 2), _party(envelope.receiver, 15),
    )  # fmt: skip
    stamp = (f"{envelope.at:%y%m%d}", f"{envelope.at:%H%M}")
    wants, usage = "1" if envelope.wants_ta1 else "0", "T" if envelope.is_test else "P"
    control = f"{envelope.interchange_control:09d}"
    return ELEMENT.join(
        ("ISA", "00", blank, "00", blank, *parties, *stamp, REPETITION, VERSION, control, wants, usage, COMPONENT)
    )


def _gs(envelope: Envelope, code: str, guide: str, control: int) -> str:
    sender, receiver = envelope.group_sender or envelope.sender, envelope.group_receiver or envelope.receiver
    stamp = (f"{envelope.at:%Y%m%d}", f"{envelope.at:%H%M}")
    group_code = GROUP_CODES[code.encode()].decode()
    ids = (_party(sender, 2).strip(), _party(receiver, 2).strip())
    return ELEMENT.join(("GS", group_code, *ids, *stamp, str(control), "X", guide))


def _party(text: str, width: int) -> str:
    """An id on the envelope, padded. Raises ValueError for one that does not fit."""
    if not text or UNFIT.search(text) or not text.isascii() or len(text) > 15:
        raise ValueError("an id on the envelope is empty, too long, or holds a delimiter")
    return f"{text:<{width}}"
