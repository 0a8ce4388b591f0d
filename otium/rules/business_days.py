"""Counting the days a practice works.

Source: the practice's own calendar (BusinessDays). Certainty: by definition.
"""

from datetime import date, timedelta

from otium.terms.facts import BusinessDays

ONE_DAY = timedelta(days=1)
DAYS_PER_WEEK = 7
FIRST, LAST = date.min.toordinal(), date.max.toordinal()


class NeverOpenError(ValueError):
    """The practice's calendar has no open weekday, so no business day can be found."""


def shift(day: date, n: int) -> date:
    """The day `n` calendar days later, earlier when negative; never past the first and last day a date can hold.

    Sources write 9999-12-31 for "no end" and 0001-01-01 for "always".
    """
    return date.fromordinal(min(max(day.toordinal() + n, FIRST), LAST))


def is_open(day: date, days: BusinessDays) -> bool:
    return day.weekday() in days.weekdays and day not in days.holidays


def add(day: date, n: int, days: BusinessDays) -> date:
    """The nth open day after `day` (n >= 1); for n = 0 `day` itself, or the next open day when it is closed.

    The last day a date can hold when there is none. Raises NeverOpenError, ValueError if n is negative.
    """
    return _step(day, n, days, 1)


def back(day: date, n: int, days: BusinessDays) -> date:
    """The nth open day before `day` (n >= 1); for n = 0 `day` itself, or the open day before when it is closed.

    The first day a date can hold when there is none. Raises NeverOpenError, ValueError if n is negative.
    """
    return _step(day, n, days, -1)


def between(a: date, b: date, days: BusinessDays) -> int:
    """Open days after `a` up to and with `b`; negative when `b` is before `a`.

    From Friday to Monday is 1, from Friday to Sunday 0, from Monday back to Friday -1.
    """
    if b < a:
        return -between(b, a, days)
    weeks, rest = divmod((b - a).days, DAYS_PER_WEEK)
    start = a.weekday()
    count = weeks * len(days.weekdays)
    count += sum((start + i) % DAYS_PER_WEEK in days.weekdays for i in range(1, rest + 1))
    return count - sum(a < h <= b and h.weekday() in days.weekdays for h in days.holidays)


def _step(day: date, n: int, days: BusinessDays, step: int) -> date:
    if not days.weekdays:
        raise NeverOpenError("the practice has no open weekday; set its business days")
    if n < 0:
        raise ValueError(f"n must be 0 or more, got {n}")
    try:
        return _stepped(day, n, days, ONE_DAY * step)
    except OverflowError:
        return date.max if step > 0 else date.min


def _stepped(day: date, n: int, days: BusinessDays, step: timedelta) -> date:
    if n == 0:
        while not is_open(day, days):
            day += step
        return day
    for _ in range(n):
        day += step
        while not is_open(day, days):
            day += step
    return day
