"""A day as papers write it. Two-digit years and days without a year are not read: they would have to be guessed."""

import re
from datetime import date

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_SLASHES = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})")  # month first, as in the United States
_WORDS = re.compile(r"([A-Za-z]{3,9})\.? (\d{1,2}),? (\d{4})")


def day(text: str) -> date | None:
    """None when it is no day, whole and alone.

    >>> [str(day(t)) for t in ("11/3/2026", "Nov 3, 2026", "2026-11-03", "11/3/26", "13/3/2026")]
    ['2026-11-03', '2026-11-03', '2026-11-03', 'None', 'None']
    """
    plain = " ".join(text.split()).rstrip(".")
    try:
        if found := _ISO.fullmatch(plain):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := _SLASHES.fullmatch(plain):
            return date(int(found[3]), int(found[1]), int(found[2]))
        if (found := _WORDS.fullmatch(plain)) and found[1][:3].lower() in _MONTHS:
            return date(int(found[3]), _MONTHS.index(found[1][:3].lower()) + 1, int(found[2]))
    except ValueError:
        return None
    return None
