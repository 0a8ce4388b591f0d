"""Values as X12 has them: delimiters, character sets, days, numbers, elements of several parts."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

ELEMENT, REPETITION, COMPONENT, TERMINATOR = "*", "^", ":", "~"
DELIMITERS = ELEMENT + REPETITION + COMPONENT + TERMINATOR

# Source: X12 005010 appendix A, basic and extended character sets, without our delimiters.
_BASIC = re.compile(r"[^A-Z0-9 !\"&'()+,\-./;?=]")
_EXTENDED = re.compile(r"[^A-Za-z0-9 !\"&'()+,\-./;?=%@\[\]_{}\\|<>#$]")
_BLANKS = re.compile(r"\s+")


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
