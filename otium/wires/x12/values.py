"""Elements to values. What cannot be read is None and a problem, never a guess."""

import re
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from otium.terms.x12 import DateSpan, Procedure

_REMEMBERED = 4096  # payers repeat amounts and codes
_LONGEST = 20  # 18 digits, sign and point
_NEGATIVE = re.compile(r"-(?:\d{1,18}(?:\.\d{0,18})?|\.\d{1,18})", re.ASCII)


class Problem(NamedTuple):
    """What is wrong with one element; `code` is one of `WORDS`."""

    element: int
    code: str


WORDS = {
    "not-a-number": "is not a number; taken as unknown",
    "not-a-date": "is not a date or range of dates; taken as unknown",
    "not-a-time": "is not a time of day; kept as sent",
    "not-a-control-number": "is not a control number of nine digits; kept as sent",
    "unknown-code": "is a code this reader does not know; kept as sent",
    "missing": "is missing",
    "no-code": "names no code; its parts may be separated by another sign than ISA16",
    "zero-amount": "adjusts nothing; X12 wants an amount, or a quantity beside the zero",
    "above-one": "is a percentage above 1 where X12 wants a fraction; kept as sent",
}


class Separators(NamedTuple):
    """The delimiters that the decoders need, as text."""

    element: str
    repetition: str
    component: str


def number(text: str, element: int, problems: list[Problem]) -> Decimal | None:
    """A decimal; None where the element is empty or no number."""
    if not text:
        return None
    value = _decimal(text)
    if value is None:
        problems.append(Problem(element, "not-a-number"))
    return value


@lru_cache(maxsize=_REMEMBERED)
def _decimal(text: str) -> Decimal | None:
    """None for what is no number of X12 type R or N, which has at most 18 digits."""
    is_number = text.isascii() and text.replace(".", "", 1).isdigit()
    if len(text) <= _LONGEST and (is_number or _NEGATIVE.fullmatch(text)):
        return Decimal(text)
    return None


def whole(text: str, element: int, problems: list[Problem]) -> int | None:
    """A count or position; None where the element is empty or no whole number."""
    if not text:
        return None
    if text.isascii() and text.isdigit() and len(text) <= 15:
        return int(text)
    problems.append(Problem(element, "not-a-number"))
    return None


def named_day(text: str, element: int, problems: list[Problem]) -> date | None:
    """CCYYMMDD; None where the element is empty or no date."""
    found = day(text) if text else None
    if text and found is None:
        problems.append(Problem(element, "not-a-date"))
    return found


def day(text: str) -> date | None:
    """CCYYMMDD, also as the beginning of a date with a time."""
    digits = text[:8]
    if len(digits) < 8 or not (digits.isdigit() and digits.isascii()):
        return None
    try:
        return date.fromisoformat(digits)
    except ValueError:
        return None


def minute(text: str) -> tuple[int, int] | None:
    """Hour and minute of HHMM, also with seconds behind it. None where it is none."""
    if not (text.isascii() and text.isdigit() and len(text) in {4, 6, 7, 8}):
        return None
    hour, after = int(text[:2]), int(text[2:4])
    return (hour, after) if hour < 24 and after < 60 else None


def days(form: str, text: str) -> tuple[date, date | None] | None:
    """First and last day of a D8, DT or RD8 period; a single day has no last one. None where it is none."""
    first, dash, last = text.partition("-")
    start_on, end_on = day(first), day(last)
    if start_on is None or ((form == "RD8" or dash) and end_on is None):
        return None
    return start_on, end_on


def date_span(elements: list[str], problems: list[Problem]) -> DateSpan | None:
    """A DTP segment."""
    span = days(elements[2], elements[3])
    if span is None:
        problems.append(Problem(3, "not-a-date"))
        return None
    return DateSpan(elements[1], *span)


@lru_cache(maxsize=_REMEMBERED)
def procedure(text: str, separators: Separators) -> Procedure | None:
    """C003, the composite procedure identifier of EB13, SV101 and SV202; None where it is empty."""
    if not text:
        return None
    parts = [*text.split(separators.component), "", "", "", "", "", "", ""]
    modifiers = tuple(part for part in parts[2:6] if part)
    return Procedure(parts[0], parts[1], modifiers, parts[7] or None)


def repeated(text: str, separators: Separators) -> tuple[str, ...]:
    """The repetitions of an element; () where it is empty."""
    if not text:
        return ()
    return tuple(text.split(separators.repetition)) if separators.repetition else (text,)
