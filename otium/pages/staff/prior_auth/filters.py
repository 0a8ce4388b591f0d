"""What the board shows: by payer, therapist, kind, column and due day, as the address says."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from otium.pages.staff.prior_auth.pipeline import Entry
from otium.pages.words.requests import COLUMNS, KINDS

NAMES = ("payer", "therapist", "kind", "due", "column")
WEEK = timedelta(days=7)
LONGEST = 60  # characters of a choice


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    words: Any
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Select:
    """One filter; its first option is all."""

    name: str
    label: str
    options: list[Option]


@dataclass(frozen=True, slots=True)
class Filters:
    """The chosen values by name; empty is all. `as_list`: rows instead of columns."""

    chosen: dict[str, str]
    as_list: bool

    @property
    def query(self) -> str:
        values = {name: value for name, value in self.chosen.items() if value}
        return urlencode(values | ({"view": "list"} if self.as_list else {}))

    @property
    def is_any(self) -> bool:
        return any(self.chosen.values())


def read(query: QueryDict) -> Filters:
    return Filters({name: query.get(name, "")[:LONGEST] for name in NAMES}, query.get("view") == "list")


def payer_of(entry: Entry) -> tuple[str, str]:
    """By its name: two practices have one and the same payer."""
    coverage = entry.request.coverage if entry.request else None
    return (coverage.payer.name[:LONGEST], coverage.payer.name) if coverage else ("", "")


def therapist_of(entry: Entry) -> tuple[str, str]:
    row = (entry.request.therapist if entry.request else None) or (entry.task.therapist if entry.task else None)
    return (str(row.pk), row.name) if row else ("", "")


def kind_of(entry: Entry) -> str:
    if entry.request is not None:
        return entry.request.kind
    kinds = {"renew_authorization": "renewal", "obtain_authorization": "initial"}
    return kinds.get(entry.task.kind, "amendment") if entry.task else ""


def passes(filters: Filters, on_of: Callable[[Entry], date]) -> Callable[[Entry], bool]:
    """Whether the board shows this card. `on_of`: the day at its practice."""
    chosen = filters.chosen

    def does(entry: Entry) -> bool:
        tests = {
            "payer": lambda: payer_of(entry)[0] == chosen["payer"],
            "therapist": lambda: therapist_of(entry)[0] == chosen["therapist"],
            "kind": lambda: kind_of(entry) == chosen["kind"],
            "column": lambda: entry.column == chosen["column"],
            "due": lambda: _is_due(entry, chosen["due"], on_of(entry)),
        }
        return all(tests[name]() for name in NAMES if chosen[name])

    return does


def _is_due(entry: Entry, when: str, on: date) -> bool:
    due_on = entry.due_on
    if due_on is None:
        return False
    return {"late": due_on < on, "today": due_on <= on, "week": due_on <= on + WEEK}.get(when, True)


def selects(filters: Filters, entries: list[Entry]) -> list[Select]:
    """Offers what is on the board, and what is chosen even where nothing of it is left."""
    payers = sorted({payer_of(entry) for entry in entries} - {("", "")}, key=lambda pair: pair[1])
    therapists = sorted({therapist_of(entry) for entry in entries} - {("", "")}, key=lambda pair: pair[1])
    dues = [("late", _("Late")), ("today", _("Due by today")), ("week", _("Due within a week"))]
    return [
        _select(filters, "payer", _("Payer"), _("All payers"), payers),
        _select(filters, "therapist", _("Therapist"), _("All therapists"), therapists),
        _select(filters, "kind", _("Kind"), _("All kinds"), list(KINDS.items())),
        _select(filters, "due", _("Due"), _("Any day"), dues),
        _select(
            filters, "column", _("Where it stands"), _("Everywhere"), [(name, words) for name, words, _e in COLUMNS]
        ),
    ]


def _select(filters: Filters, name: str, label: str, all_words: str, values: list[tuple[str, Any]]) -> Select:
    chosen = filters.chosen[name]
    options = [("", all_words), *values]
    return Select(name, label, [Option(value, words, value == chosen) for value, words in options])
