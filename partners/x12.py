"""Writes X12 005010 interchanges: segments, counts, envelope. Own code, so that no reader is tested against itself."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

ELEMENT, COMPONENT, REPEAT, END = "*", ":", "^", "~"
NO_GUIDE_IN_ST = "835"
"""X221A1 has no ST03."""
DELIMITERS = frozenset(ELEMENT + COMPONENT + REPEAT + END)


class UnwritableText(ValueError):
    """A text holds a delimiter; writing it would change the message."""


def text(value: object) -> str:
    """Upper case without accents, as payers' systems print it."""
    plain = unicodedata.normalize("NFKD", str(value)).encode("ascii", "ignore").decode().upper()
    if DELIMITERS & set(plain):
        raise UnwritableText(f"delimiter in an element of {len(plain)} characters")
    return plain


def day(value: date) -> str:
    return value.strftime("%Y%m%d")


def money(amount: Decimal) -> str:
    """Dollars without needless zeros.

    >>> [money(Decimal(d)) for d in ("120.00", "0.50", "-3.10", "0.00")]
    ['120', '0.5', '-3.1', '0']
    """
    plain = f"{amount:f}"
    return (plain.rstrip("0").rstrip(".") if "." in plain else plain) or "0"


def span(first: date, last: date) -> str:
    """A period as RD8 writes it."""
    return f"{day(first)}-{day(last)}"


def service_dates(first: date, last: date) -> str:
    """DTP*472, as one day or as a period."""
    if first == last:
        return segment("DTP", "472", "D8", day(first))
    return segment("DTP", "472", "RD8", span(first, last))


def segment(name: str, *elements: str) -> str:
    """Without terminator; trailing empty elements are dropped.

    >>> segment("EB", "1", "", "30", "", "")
    'EB*1**30'
    """
    return ELEMENT.join((name, *elements)).rstrip(ELEMENT)


@dataclass(frozen=True, slots=True)
class Envelope:
    """`function` is GS01, `guide` GS08; the control number serves ISA13 and GS06."""

    sender: str
    receiver: str
    function: str
    guide: str
    at: datetime
    control: int
    newline: str = ""
    """What some payers put after each terminator."""
    group_sender: str = ""
    """GS02: the payer behind a clearinghouse; empty where the sender speaks for itself."""
    group_receiver: str = ""


def transaction(code: str, guide: str, body: Sequence[str], number: int) -> list[str]:
    """ST to SE; SE01 counts both."""
    control = f"{number:04d}"
    head = segment("ST", code, control) if code == NO_GUIDE_IN_ST else segment("ST", code, control, guide)
    return [head, *body, segment("SE", str(len(body) + 2), control)]


def interchange(envelope: Envelope, code: str, bodies: Sequence[Sequence[str]]) -> str:
    """One ISA with one group that holds each body as a transaction."""
    sets = [line for n, body in enumerate(bodies, 1) for line in transaction(code, envelope.guide, body, n)]
    control = f"{envelope.control:09d}"
    lines = [
        _isa(envelope, control),
        _gs(envelope),
        *sets,
        segment("GE", str(len(bodies)), str(envelope.control)),
        segment("IEA", "1", control),
    ]
    return "".join(line + END + envelope.newline for line in lines)


def acknowledgement(envelope: Envelope, ta1: str) -> str:
    """An interchange that holds a TA1 and no group."""
    control = f"{envelope.control:09d}"
    lines = [_isa(envelope, control), ta1, segment("IEA", "0", control)]
    return "".join(line + END + envelope.newline for line in lines)


def _isa(envelope: Envelope, control: str) -> str:
    parties = ("ZZ", f"{envelope.sender:<15}", "ZZ", f"{envelope.receiver:<15}")
    stamp = (envelope.at.strftime("%y%m%d"), envelope.at.strftime("%H%M"))
    blank = " " * 10
    return ELEMENT.join(
        ("ISA", "00", blank, "00", blank, *parties, *stamp, REPEAT, "00501", control, "0", "T", COMPONENT)
    )


def _gs(envelope: Envelope) -> str:
    stamp = (day(envelope.at.date()), envelope.at.strftime("%H%M"))
    parties = (envelope.group_sender or envelope.sender, envelope.group_receiver or envelope.receiver)
    return segment("GS", envelope.function, *parties, *stamp, str(envelope.control), "X", envelope.guide)
