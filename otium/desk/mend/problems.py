"""Why a record is not saved, in sentences for the person who typed it."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.utils import formats
from django.utils.translation import pgettext

NOON = 12


def said(day: date) -> str:
    """A day inside a sentence: Dec 8, 2026."""
    return formats.date_format(day, pgettext("short day with year", "M j, Y"))


def said_hour(at: time) -> str:
    """A time of day inside a sentence: 8 am, 5:30 pm."""
    minutes = f":{at.minute:02}" if at.minute else ""
    half = pgettext("hour", "am") if at.hour < NOON else pgettext("hour", "pm")
    return f"{at.hour % NOON or NOON}{minutes} {half}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One sentence beside one field (empty: about the whole). A warning may be accepted: the person is sure."""

    field: str
    words: str
    is_warning: bool = False


class Invalid(Exception):
    """What was typed cannot be saved as it stands; nothing was written."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(", ".join(p.field or "record" for p in problems))
        self.problems = problems

    @property
    def is_only_warnings(self) -> bool:
        return all(p.is_warning for p in self.problems)


@dataclass(frozen=True, slots=True)
class Difference:
    """A field in which what a person typed is not what stands now."""

    field: str
    typed: Any
    stands: Any


class ChangedSince(Exception):
    """Somebody changed the record after this person opened it; nothing was written.

    `by` is a staff id or a named actor, `at` when; both empty where no history row tells.
    """

    def __init__(self, differences: list[Difference], version: str, by: str = "", at: datetime | None = None) -> None:
        super().__init__(", ".join(d.field for d in differences))
        self.differences, self.version, self.by, self.at = differences, version, by, at


class Locked(Exception):
    """This record is not changed by hand; `words` say why and what to do instead."""

    def __init__(self, words: str) -> None:
        super().__init__("locked")
        self.words = words
