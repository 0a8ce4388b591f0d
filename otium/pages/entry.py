"""What people type for a day, read as a date: tue, +2w, 12/4, dec 11, tomorrow."""

import calendar
import re
from datetime import date, timedelta

NAMED = {"today": 0, "tomorrow": 1, "yesterday": -1, "hoy": 0, "mañana": 1, "ayer": -1}
# By the first three letters, in English and Spanish, with and without accents.
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        ("mon lun", "tue mar", "wed mié mie", "thu jue", "fri vie", "sat sáb sab", "sun dom")
    )
    for name in names.split()
}
MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan ene", "feb", "mar", "apr abr", "may", "jun", "jul", "aug ago", "sep", "oct", "nov", "dec dic"), 1
    )
    for name in names.split()
}
RELATIVE = re.compile(r"([+-]) ?(\d{1,3}) ?([dwmy]?)")
SLASHES = re.compile(r"(\d{1,2})[/.](\d{1,2})(?:[/.](\d{2}|\d{4}))?")
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
WORDS = re.compile(r"(?:([^\W\d]+)\.? (\d{1,2})|(\d{1,2}) (?:de )?([^\W\d]+)\.?)(?:(?:,| de)? ?(\d{4}))?")
CENTURY = 2000


def day(text: str, *, on: date) -> date | None:
    """The day meant by `text` when written on `on`; None when it cannot be read.

    A weekday is the next one after `on`. A day without a year is the nearest such day, before or after.
    Month before day, as written in the United States.

    >>> on = date(2026, 11, 23)  # a Monday
    >>> [day(t, on=on).isoformat() for t in ("tue", "+2w", "12/4", "jan 5", "mon")]
    ['2026-11-24', '2026-12-07', '2026-12-04', '2027-01-05', '2026-11-30']
    """
    words = " ".join(text.lower().replace(",", ", ").split()).replace(" ,", ",")
    if words in NAMED:
        return on + timedelta(days=NAMED[words])
    return _weekday(words, on) or _relative(words, on) or _written(words, on)


def _weekday(words: str, on: date) -> date | None:
    """tue, tuesday; but not tues5. After a comma the rest is read: tue, dec 8."""
    number = WEEKDAYS.get(words[:3])
    if number is None or not words.isalpha():
        return None
    return on + timedelta(days=(number - on.weekday() - 1) % 7 + 1)


def _relative(words: str, on: date) -> date | None:
    match = RELATIVE.fullmatch(words)
    if not match:
        return None
    sign, count, unit = match.groups()
    if sign == "-" and not unit:
        return None  # a bare negative number is a slip of the hand, not five days ago
    n = int(count) * (1 if sign == "+" else -1)
    if unit == "m":
        return _months_on(on, n)
    if unit == "y":
        return _months_on(on, 12 * n)
    return on + timedelta(days=7 * n if unit == "w" else n)


def _months_on(on: date, n: int) -> date:
    """The same day n months on, or the month's last day when it is shorter."""
    years, month = divmod(on.month - 1 + n, 12)
    year = on.year + years
    return date(year, month + 1, min(on.day, calendar.monthrange(year, month + 1)[1]))


def _written(words: str, on: date) -> date | None:
    head, _, rest = words.partition(", ")
    if rest and head.isalpha() and head[:3] in WEEKDAYS:
        words = rest
    if match := ISO.fullmatch(words):
        year, month, number = map(int, match.groups())
        return _date(year, month, number)
    if match := SLASHES.fullmatch(words):
        return _near(int(match[1]), int(match[2]), _year(match[3]), on)
    if match := WORDS.fullmatch(words):
        month_name, number_text = (match[1], match[2]) if match[1] else (match[4], match[3])
        month_number = MONTHS.get(month_name[:3])
        return _near(month_number, int(number_text), _year(match[5]), on) if month_number else None
    return None


def _year(text: str | None) -> int | None:
    if text is None:
        return None
    return int(text) if len(text) == 4 else CENTURY + int(text)


def _near(month: int, number: int, year: int | None, on: date) -> date | None:
    if year is not None:
        return _date(year, month, number)
    near = [d for y in (on.year - 1, on.year, on.year + 1) if (d := _date(y, month, number))]
    return min(near, key=lambda d: (abs((d - on).days), d < on), default=None)


def _date(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None
