"""Writes new X12: bodies from terms, and bodies into an envelope. Refuses what is incomplete, by loop and element.

A body is built where somebody decides, so that a refusal reaches them; its envelope is put on where it is sent, with
numbers from the database. No delimiter from data gets through: `name` and `free` put a blank in its place, as
they turn other characters into the nearest that the partner's character set has; everything else refuses it.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from otium.terms.trading import Envelope, TradingProfile
from otium.wires.x12.checks import GROUP_CODES

ELEMENT, REPETITION, COMPONENT, TERMINATOR = "*", "^", ":", "~"
DELIMITERS = ELEMENT + REPETITION + COMPONENT + TERMINATOR
VERSION = "00501"
HIGHEST_CONTROL = 999_999_999
CENT = Decimal("0.01")
MOST_IN_GROUP = 999_999  # GE01 has six digits

# Source: X12 005010 appendix A, basic and extended character sets, without our delimiters.
_BASIC = re.compile(r"[^A-Z0-9 !\"&'()+,\-./;?=]")
_EXTENDED = re.compile(r"[^A-Za-z0-9 !\"&'()+,\-./;?=%@\[\]_{}\\|<>#$]")
_BLANKS = re.compile(r"\s+")
_UNFIT = re.compile(r"[*^:~\x00-\x1f\x7f]")
_NOT_IN_PLAIN = re.compile(r"[^:~\x00-\x1f\x7f]")
_NEVER = re.compile(r"[*~\x00-\x1f\x7f]")  # not even between the parts of an element
_MOST_DIGITS = 15  # X12 takes 15 of a quantity and 18 of an amount


class Incomplete(ValueError):
    """A message that may not be sent: what is missing or unfit, where, and of which record. Never holds the value."""

    def __init__(self, *, loop: str, element: str, record: str, why: str) -> None:
        super().__init__(f"Loop {loop}, {element} of {record}: {why}.")
        self.loop, self.element, self.record, self.why = loop, element, record, why


@dataclass(frozen=True, slots=True)
class Body:
    """A transaction without ST and SE: its segments in order, without terminators. `code` is ST01, `guide` ST03."""

    code: str
    guide: str
    segments: tuple[bytes, ...]

    def as_bytes(self) -> bytes:
        """To be kept: code, guide, and each segment with its length before it, as binary content may hold anything."""
        head = (self.code.encode(), self.guide.encode())
        return b"".join(part + TERMINATOR.encode() for part in (*head, *map(_counted, self.segments)))

    @classmethod
    def from_bytes(cls, data: bytes) -> "Body":
        """What `as_bytes` gave. Raises ValueError for anything else."""
        code, _, rest = data.partition(b"~")
        guide, mark, rest = rest.partition(b"~")
        if not mark:
            raise ValueError("these bytes are no kept body")
        return cls(code.decode(), guide.decode(), tuple(_uncounted(rest)))


def _counted(segment: bytes) -> bytes:
    return b"%d:%s" % (len(segment), segment)


def _uncounted(data: bytes) -> Iterable[bytes]:
    at = 0
    while at < len(data):
        colon = data.index(b":", at)
        end = colon + 1 + int(data[at:colon])
        yield data[colon + 1 : end]
        at = end + 1


class Writer:
    """Collects the segments of one body. `record` names what is written, by our own ids, for refusals."""

    def __init__(self, *, record: str, profile: TradingProfile) -> None:
        self.record, self.profile, self.loop = record, profile, "header"
        self._segments: list[bytes] = []

    def enter(self, loop: str) -> None:
        """What follows stands in this loop: refusals name it."""
        self.loop = loop

    def add(self, tag: str, *elements: str | None) -> None:
        """One segment; trailing empty elements are left out. Raises Incomplete for a segment without any content."""
        texts = [element or "" for element in elements]
        while texts and not texts[-1]:
            texts.pop()
        if not texts:
            raise self.refusal(tag, "the segment would be empty")
        line = ELEMENT.join((tag, *texts))
        if line.count(ELEMENT) != len(texts) or _NOT_IN_PLAIN.search(line):
            self._refuse_delimiters(tag, texts)
        try:
            self._segments.append(line.encode("ascii"))
        except UnicodeEncodeError:
            raise self.refusal(tag, "it holds a character X12 does not have") from None

    def _refuse_delimiters(self, tag: str, texts: Sequence[str]) -> None:
        """The last guard: whatever way a text came, none of it opens another element, part or segment."""
        for number, text in enumerate(texts, 1):
            if (_NEVER if isinstance(text, Joined) else _UNFIT).search(text):
                raise self.refusal(f"{tag}{number:02}", "it holds a delimiter or control character")

    def add_binary(self, tag: str, *elements: str, content: bytes) -> None:
        """BIN or BDS: the content is written as it is; its length stands in the element before it."""
        head = ELEMENT.join((tag, *elements, str(len(content)), "")).encode("ascii")
        self._segments.append(head + content)

    def refusal(self, element: str, why: str) -> Incomplete:
        return Incomplete(loop=self.loop, element=element, record=self.record, why=why)

    def need(
        self, value: str | None, element: str, why: str = "it is missing", *, most: int = 0, least: int = 1
    ) -> str:
        """The value as it is. Raises Incomplete where there is none, its length is wrong, or it holds a delimiter."""
        if value is None or not value.strip():
            raise self.refusal(element, why)
        if len(value.strip()) < least:
            raise self.refusal(element, f"it is shorter than {least} characters")
        return self.may(value, element, most=most)

    def may(self, value: str | None, element: str, *, most: int = 0) -> str:
        """The value as it is, "" for none. Raises Incomplete where it is too long or a delimiter stands in it."""
        text = (value or "").strip()
        if _UNFIT.search(text):
            raise self.refusal(element, "it holds a delimiter or control character")
        if most and len(text) > most:
            raise self.refusal(element, f"it is longer than {most} characters")
        return text

    def name(self, value: str | None, element: str, *, most: int = 60) -> str:
        """A name or address in the partner's character set. Raises Incomplete where nothing of it is left."""
        text = self.free(value, most=most)
        if not text:
            raise self.refusal(element, "it is missing")
        return text

    def free(self, value: str | None, *, most: int = 264) -> str:
        """Text in the partner's character set, cut to `most`; "" for none."""
        return fitted(value or "", self.profile.character_set)[:most].rstrip()

    def digits(self, value: str | None, element: str, *, length: int) -> str:
        """Exactly so many digits, other characters left out. Raises Incomplete."""
        text = "".join(c for c in value or "" if c in "0123456789")
        if len(text) != length:
            raise self.refusal(element, f"it is not {length} digits long" if text else "it is missing")
        return text

    def dollars(self, value: Decimal | None, element: str, *, lowest: Decimal | None = None) -> str:
        """An amount. Raises Incomplete where there is none, below `lowest`, and for fractions of a cent."""
        if value is None:
            raise self.refusal(element, "the amount is missing")
        self._refuse_no_number(value, element)
        if value != value.quantize(CENT):
            raise self.refusal(element, "the amount is not in whole cents")
        if lowest is not None and value < lowest:
            raise self.refusal(element, f"the amount is below {lowest}")
        return quantity(value)

    def number(self, value: Decimal | None, element: str) -> str:
        """A quantity, "" for none. Raises Incomplete for what is no number, or has more digits than X12 takes."""
        if value is None:
            return ""
        self._refuse_no_number(value, element)
        return quantity(value)

    def _refuse_no_number(self, value: Decimal, element: str) -> None:
        if not value.is_finite() or len(quantity(value).strip("-").replace(".", "")) > _MOST_DIGITS:
            raise self.refusal(element, "it is no number X12 can hold")

    def count(self, tag: str) -> int:
        """How many segments of this tag are written so far."""
        return sum(segment.startswith(f"{tag}*".encode()) for segment in self._segments)

    def body(self, code: str, guide: str) -> Body:
        return Body(code, guide, tuple(self._segments))


def fitted(text: str, character_set: str) -> str:
    """Accents off, characters the set lacks and our delimiters to blanks, blanks single.

    >>> fitted("Núñez: O'Hara~", "basic")
    "NUNEZ O'HARA"
    """
    plain = text if text.isascii() else _without_accents(text)
    plain = _EXTENDED.sub(" ", plain) if character_set == "extended" else _BASIC.sub(" ", plain.upper())
    return _BLANKS.sub(" ", plain).strip()


def _without_accents(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.replace("’", "'").replace("–", "-").replace("ß", "ss"))
    return "".join(c for c in plain if not unicodedata.combining(c))


def day(value: date) -> str:
    """D8: CCYYMMDD."""
    return f"{value:%Y%m%d}"


def days(first: date, last: date) -> str:
    """RD8: two days with a dash."""
    return f"{first:%Y%m%d}-{last:%Y%m%d}"


def quantity(value: Decimal) -> str:
    """A number as X12 writes it: no thousands, no needless zeros, no sign but minus, never an exponent.

    >>> [quantity(Decimal(v)) for v in ("120.00", "0.50", "-3.1", "1E+2")]
    ['120', '0.5', '-3.1', '100']
    """
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"", "-0"} else text


class Joined(str):
    """One element of several parts: what stands between them is no content."""

    __slots__ = ()


def composite(*parts: str | None) -> Joined:
    """Components of one element; trailing empty ones are left out."""
    return Joined(COMPONENT.join(part or "" for part in parts).rstrip(COMPONENT))


def repeated(values: Iterable[str]) -> Joined:
    """One element that is said several times."""
    return Joined(REPETITION.join(values))


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
    if not text or _UNFIT.search(text) or not text.isascii() or len(text) > 15:
        raise ValueError("an id on the envelope is empty, too long, or holds a delimiter")
    return f"{text:<{width}}"
