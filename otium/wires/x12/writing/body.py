"""A transaction's segments, as a writer collects them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from otium.terms.trading import TradingProfile
from otium.wires.x12.writing.text import ELEMENT, TERMINATOR, Joined, fitted, quantity

CENT = Decimal("0.01")
UNFIT = re.compile(r"[*^:~\x00-\x1f\x7f]")
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
            if (_NEVER if isinstance(text, Joined) else UNFIT).search(text):
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
        if UNFIT.search(text):
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
