"""A task's stored reasons and dollars in words. Pure: JSON of the queue in, plain text out."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from otium.desk import history
from otium.pages import present
from otium.pages.words import clearance, gaps
from otium.pages.words import reasons as words
from otium.pages.words.benefits import BENEFITS, INSURANCE
from otium.pages.words.reviews import CARE, RISKS
from otium.terms.clearance import Finding
from otium.terms.duty import Reason

CODED = {
    "certainty": words.CERTAINTY,
    "basis": words.BASIS,
    "step": words.STEPS,
    "reject_code": words.REJECTS,
    "cause": words.CAUSES,
    "cure": words.answers.CURES,
    "field": words.answers.FIELDS,
    "channel": words.answers.CHANNELS,
    "rule": words.answers.RULES,
    "missing": words.answers.MISSING,
    "what": BENEFITS,
    "gap": gaps.NAMES,
    "who": gaps.WHO,
    "insurance": INSURANCE,
    "care": {code: treat for code, (treat, _risk) in CARE.items()},
    "risk": {code: bearer for code, (_tone, bearer) in RISKS.items()},
}
DOLLARS = frozenset({"dollars", "was_dollars", "now_dollars"})
SHARES = frozenset({"was_share", "now_share"})
NUMBERS = frozenset({"remaining", "limit", "used", "per_week", "was", "now"})


@dataclass(frozen=True, slots=True)
class Spoken:
    """One reason in words. `lead` is empty where the reason never comes first."""

    name: str
    fact: str
    lead: str


def reason(stored: dict[str, Any], *, on: date) -> Spoken:
    """A reason as the queue stores it: code and params. Raises KeyError for a code without words."""
    said = _said(stored)
    params = {name: _param(name, value, on, present.day) for name, value in stored["params"].items()}
    return Spoken(str(said.name), _fill(said.fact, params), _fill(said.lead, params))


def row(why: list[dict[str, Any]], *, on: date) -> str:
    """The second line of a row: the first reason that has one."""
    stored = next((each for each in why if _said(each).row), None)
    if stored is None:
        return ""
    params = {name: _param(name, value, on, present.short_day) for name, value in stored["params"].items()}
    return _fill(_said(stored).row, params)


def short(why: Reason, *, on: date) -> str:
    """One reason of a rule as the second line of a row; its fact where it has no such line."""
    stored = {"code": why.code, "params": history.plain(why.params)}
    return row([stored], on=on) or f"{(spoken := reason(stored, on=on)).name}: {spoken.fact}"


def finding(found: Finding, *, on: date) -> str:
    """What a clearance check found, as one sentence. Raises KeyError for a fact without words."""
    ways = clearance.WITHOUT.get(found.fact, ())
    text = next((how for name, how in ways if found.params[name] in (None, "")), clearance.FACTS[found.fact])
    params = {name: _of_finding(name, value, on) for name, value in found.params.items()}
    return _fill(text, params)


def _of_finding(name: str, value: Any, on: date) -> Any:
    if isinstance(value, date):
        return present.day(value, on)
    if isinstance(value, Decimal):
        return f"{value:,.0f}" if value == value.to_integral() else f"{value:,.2f}"
    return _param(name, value, on, present.day)


def _said(stored: dict[str, Any]) -> words.Said:
    code, params = stored["code"], stored["params"]
    otherwise = next((how for name, how in words.WITHOUT.get(code, ()) if not params.get(name)), code)
    return words.SAID[otherwise]


def _fill(text: Any, params: dict[str, Any]) -> str:
    return str(text % params) if text else ""


def _param(name: str, value: Any, on: date, say_day: Any) -> Any:
    if name == "count":
        return value or 0
    if value is None or value == "":
        return words.UNKNOWN_DAY if _is_day(name) else words.UNKNOWN.get(name, _("unknown"))
    if name in CODED:
        return CODED[name].get(value, str(value).replace("_", " "))
    if name in DOLLARS:
        return present.money(Decimal(str(value)), cents=True)
    if name in SHARES:
        return f"{(Decimal(str(value)) * 100).normalize():f} %"
    if _is_day(name):
        return say_day(date.fromisoformat(value), on)
    if name == "position":
        return _("segment %(n)s") % {"n": value}
    if name in ("estimated", "billed"):
        return present.money(Decimal(str(value)), cents=True)
    if name == "threshold":
        return f"{Decimal(value):,.0f}"
    if name == "disciplines":
        return present.joined(value.split())
    return _number(value) if name in NUMBERS else value


def _is_day(name: str) -> bool:
    return name == "on" or name.endswith(("_on", "_by"))


def _number(value: Any) -> str:
    """12 for 12.0000, 2.5 for 2.50."""
    number = Decimal(str(value))
    return f"{number:,.0f}" if number == number.to_integral() else f"{number.normalize():,f}"


def at_risk(stored: dict[str, Any]) -> str:
    """How the dollars were computed: 7 visits × $92.00 = $644.00."""
    amount, rates, unpriced = stored.get("amount"), stored.get("rates", []), stored.get("unpriced", 0)
    if amount is None:
        return _unpriced(unpriced) if unpriced else _("not known: no booked visit hangs on it yet")
    parts = [
        ngettext("%(n)d visit × %(rate)s", "%(n)d visits × %(rate)s", count)
        % {"n": count, "rate": present.money(Decimal(dollars), cents=True)}
        for dollars, count in rates
    ]
    sum_ = f"{' + '.join(parts)} = {present.money(Decimal(amount), cents=True)}" if parts else _("no booked visit")
    return f"{sum_}, {_unpriced(unpriced)}" if unpriced else sum_


def _unpriced(count: int) -> str:
    return ngettext("%(n)d visit without a rate on file", "%(n)d visits without a rate on file", count) % {"n": count}
