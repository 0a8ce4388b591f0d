"""Hours, shares and periods in words."""

from datetime import date, time
from decimal import Decimal

from django.utils import formats
from django.utils.translation import gettext as _

from otium.pages import present

HOUR = 60


def hours(minutes: int) -> str:
    """12 h, 0.8 h: to a tenth, without a tenth that is none."""
    value = (Decimal(minutes) / HOUR).quantize(Decimal("0.1"))
    return _("%(n)s h") % {"n": number(value)}


def number(value: Decimal | int) -> str:
    text = f"{value:,}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(value: int | None) -> str:
    """Empty where nothing is offered."""
    return "" if value is None else _("%(n)d %%") % {"n": value}


def week(first: date, on: date) -> str:
    return present.short_day(first, on)


def month(first: date) -> str:
    return formats.date_format(first, "F Y")


def weekday(number_of: int) -> str:
    return formats.date_format(date(2024, 1, 1 + number_of), "D")  # the first of January 2024 was a Monday


def hour(value: int) -> str:
    return present.hour(time(value))
