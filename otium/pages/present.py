"""Plain values for templates: days, due words, money, meters. No model, no query, no clock."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from django.utils import formats
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from otium.desk import agenda
from otium.terms.facts import BusinessDays

NOON = 12
NEAR_DAYS = 270  # a day farther off than this is shown with its year


@dataclass(frozen=True, slots=True)
class Due:
    """A due day in words. `tone`: late, today, or empty."""

    words: str
    tone: str
    iso: str
    title: str


def day(value: date, on: date | None = None) -> str:
    """Tue, Dec 8; with the year when it is far from `on`."""
    far = on is not None and abs((value - on).days) > NEAR_DAYS
    return _formatted(value, "day with year" if far else "day", get_language() or "")


def short_day(value: date, on: date | None = None) -> str:
    """Dec 8; with the year when it is far from `on`."""
    far = on is not None and abs((value - on).days) > NEAR_DAYS
    return _formatted(value, "short day with year" if far else "short day", get_language() or "")


def full_day(value: date) -> str:
    """Tue, Dec 8, 2026: as `entry.day` reads it back."""
    return _formatted(value, "day with year", get_language() or "")


@lru_cache(maxsize=4096)
def _formatted(value: date, form: str, language: str) -> str:
    """`language` is the one in force: it is there to keep the languages apart. A page says a few days many times."""
    forms = {
        "day": pgettext("day", "D, M j"),
        "day with year": pgettext("day with year", "D, M j, Y"),
        "short day": pgettext("short day", "M j"),
        "short day with year": pgettext("short day with year", "M j, Y"),
    }
    return formats.date_format(value, forms[form])


def hour(value: time | datetime) -> str:
    """3 pm, 3:30 pm."""
    minutes = f":{value.minute:02}" if value.minute else ""
    half = pgettext("hour", "am") if value.hour < NOON else pgettext("hour", "pm")
    return f"{value.hour % NOON or NOON}{minutes} {half}"


def length(minutes: int) -> str:
    """3 hours; 1 hour 30 minutes; 45 minutes."""
    hours, rest = divmod(minutes, 60)
    said = [ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}] if hours else []
    if rest or not hours:
        said.append(ngettext("%(n)d minute", "%(n)d minutes", rest) % {"n": rest})
    return " ".join(said)


def due(due_on: date, *, on: date, days: BusinessDays, closes_at: time | None = None) -> Due:
    """How far off a due day is, in the practice's business days. `closes_at`: the hour of that day it ends at."""
    left = agenda.days_left(on, due_on, days)
    words, tone = _due_words(due_on, on, left, closes_at)
    return Due(words, tone, due_on.isoformat(), day(due_on, on))


def _due_words(due_on: date, on: date, left: int, closes_at: time | None) -> tuple[str, str]:
    if due_on < on:
        late = max(-left, 1)
        return ngettext("%(n)d day late", "%(n)d days late", late) % {"n": late}, "late"
    if left == 0:
        return (_("Today, %(hour)s") % {"hour": hour(closes_at)} if closes_at else _("Today")), "today"
    if (due_on - on).days == 1:
        return _("Tomorrow"), ""
    return ngettext("Next business day", "In %(n)d business days", left) % {"n": left}, ""


def money(amount: Decimal | None, *, cents: bool = False) -> str:
    """$1,152 in lists, $1,152.00 where cents matter; empty when unknown (the money component says the word)."""
    if amount is None:
        return ""
    step = Decimal("0.01") if cents else Decimal(1)
    rounded = amount.quantize(step, ROUND_HALF_UP)
    return f"{'-' if rounded < 0 else ''}${abs(rounded):,}"


@dataclass(frozen=True, slots=True)
class Bar:
    """A part of a meter: where it starts and how wide it is, in per cent; what the key says of it."""

    kind: str  # used, booked, left, over
    word: str
    count: int | str  # visits, or dollars in words
    x: str
    width: str


@dataclass(frozen=True, slots=True)
class Meter:
    """A limit as used, booked, left and beyond. `limit` None is unknown: no bar is drawn."""

    limit: int | None
    words: str = ""
    bars: tuple[Bar, ...] = ()
    key: tuple[Bar, ...] = ()


def meter(*, limit: int | None, used: int, booked: int) -> Meter:
    """`used` and `booked` count towards `limit`; what is booked beyond it is drawn and named apart."""
    if limit is None:
        return Meter(None)
    over = max(used + booked - limit, 0)
    within = max(booked - over, 0)
    left = max(limit - used - booked, 0)
    whole = max(limit, used + booked, 1)
    parts = [("used", _("used"), used), ("booked", _("booked"), within), ("over", _("beyond the limit"), over)]
    bars, start = [], 0
    for kind, word, count in parts:
        bars.append(Bar(kind, word, count, _percent(start, whole), _percent(count, whole)))
        start += count
    drawn = tuple(bar for bar in bars if bar.count)
    words = _("%(used)d used, %(booked)d booked, %(left)d left of %(limit)d") % {
        "used": used,
        "booked": booked,
        "left": left,
        "limit": limit,
    }
    return Meter(limit, words, drawn, (*drawn, Bar("left", _("left"), left, "0", "0")))


def money_meter(*, limit: Decimal | None, met: Decimal | None) -> Meter:
    """Dollars of a limit that are met, and what is left of it; no bar where either is unknown."""
    if limit is None or met is None:
        return Meter(None)
    left, whole = max(limit - met, Decimal(0)), max(limit, met, Decimal(1))
    said = {name: money(value, cents=True) for name, value in (("met", met), ("left", left), ("limit", limit))}
    words = _("%(met)s met, %(left)s left of %(limit)s") % said
    bar = Bar("used", _("met"), said["met"], "0.00", _percent(met, whole))
    key = (bar, Bar("left", _("left"), said["left"], "0", "0"))
    return Meter(int(limit), words, (bar,) if met > 0 else (), key)


def _percent(part: int | Decimal, whole: int | Decimal) -> str:
    return f"{100 * part / whole:.2f}"


def joined(words: Iterable[str]) -> str:
    """a, b and c."""
    listed = list(words)
    if len(listed) < 2:
        return "".join(listed)
    return _("%(some)s and %(last)s") % {"some": ", ".join(listed[:-1]), "last": listed[-1]}
