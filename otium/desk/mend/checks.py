"""Checks that several kinds share. Each yields problems of a draft."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from otium.desk.mend.problems import Problem, said
from otium.desk.mend.table import Draft, FieldType, Kind
from otium.terms.identifiers import npi_is_valid

Check = Callable[[Draft], Iterator[Problem]]
FIRST_YEAR = 1900
LAST_YEAR = 2100


def in_order(first: str, last: str) -> Check:
    """The day `last` is not before the day `first`; unknown days are in order."""

    def check(draft: Draft) -> Iterator[Problem]:
        start, end = draft.values.get(first), draft.values.get(last)
        if start and end and end < start:
            yield Problem(last, _("This is before the first day, %(day)s. Check both.") % {"day": said(start)})

    return check


def not_ahead(name: str) -> Check:
    """A day on which something was done: today or before."""

    def check(draft: Draft) -> Iterator[Problem]:
        day = draft.values.get(name)
        if day and day > draft.on:
            yield Problem(name, _("%(day)s is still to come. Enter the day it was done.") % {"day": said(day)})

    return check


def npi(name: str, *, advice: Any) -> Check:
    """`advice` says where the right number is found."""

    def check(draft: Draft) -> Iterator[Problem]:
        number = draft.values.get(name)
        if number and not npi_is_valid(number):
            wrong = _("An NPI has 10 digits; the last one checks the others.")
            yield Problem(name, f"{wrong} {advice}")

    return check


def email(name: str) -> Check:
    def check(draft: Draft) -> Iterator[Problem]:
        text = draft.values.get(name) or ""
        local, at, domain = text.rpartition("@")
        if text and (not at or not local or "." not in domain or " " in text):
            yield Problem(name, _("Enter an e-mail address like name@example.com."))

    return check


def sane_days(kind: Kind) -> Check:
    """No day of the form lies in a year that can only be a typing error."""
    names = [f.name for f in kind.fields if f.type is FieldType.DAY]

    def check(draft: Draft) -> Iterator[Problem]:
        for name in names:
            day: date | None = draft.values.get(name)
            if day and not FIRST_YEAR <= day.year <= LAST_YEAR:
                yield Problem(name, _("Check the year: %(year)d.") % {"year": day.year})

    return check
