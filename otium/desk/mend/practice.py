"""What a practice says about itself: its calendar, and where its payers differ from the rules that Otium ships."""

import re
import zoneinfo
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from otium.desk import history, settle
from otium.desk.actor import Actor
from otium.desk.appointments import Taken, zones
from otium.desk.appointments.zones import Keeps
from otium.desk.mend.problems import ChangedSince, Difference, Invalid, Problem
from otium.desk.mend.version import digest
from otium.records.models import History, Practice
from otium.rules import payer_rules
from otium.rules.payer_rules import VALUE_NAMES, PayerRulesError
from otium.terms.identifiers import npi_is_valid
from otium.terms.payers import PayerOverride

FIELDS = (
    "name",
    "short",
    "npi",
    "tax_id",
    "taxonomy",
    "address",
    "city",
    "postal_code",
    "phone",
    "time_zone",
    "state",
    "weekdays",
    "closed_on",
    "holidays",
    "closes_at",
    "calendar_master",
)
WHY = "practice changed"
_DIGITS_9, _ZIP, _TAXONOMY = re.compile(r"[0-9]{9}"), re.compile(r"[0-9]{9}|[0-9]{5}"), re.compile(r"[0-9A-Z]{9}X")
_PO_BOX = re.compile(r"\bP\.?\s*O\.?\s*BOX\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Override:
    """A practice's own value for one name of PayerRules of one payer key or payer type. `source` says why."""

    key: str
    name: str
    value: bool | int | str | Decimal | date | None
    source: str
    starts_on: date | None = None
    ends_on: date | None = None


def values_of(practice: Practice) -> dict[str, Any]:
    return {name: _plain(getattr(practice, name)) for name in FIELDS}


def version_of(practice: Practice) -> str:
    return digest(values_of(practice))


def _plain(value: Any) -> Any:
    return value.isoformat("minutes") if isinstance(value, time) else value


@transaction.atomic
def change(
    *, practice_id: UUID, values: dict[str, Any], version: str, by: Actor, at: datetime, keeps: Keeps | None = None
) -> Practice:
    """The practice with these values (names of FIELDS; `closes_at` a time, `closed_on` ISO days). Settles all tasks.

    `keeps`: what visits to come keep in another time zone; it must be said where there are any. Raises Invalid,
    ChangedSince.
    """
    practice = _locked(practice_id)
    if problems := _problems(values):
        raise Invalid(problems)
    stands = values_of(practice)
    changed = {n: v for n, v in values.items() if n in FIELDS and _plain(v) != stands[n]}
    if not changed:
        return practice
    if version != digest(stands):
        differences = [Difference(n, _plain(v), stands[n]) for n, v in changed.items()]
        raise ChangedSince(differences, digest(stands))
    was = ZoneInfo(practice.time_zone)
    for name, value in changed.items():
        setattr(practice, name, value)
    practice.save(update_fields=list(changed))
    if "time_zone" in changed:
        _carry(practice, was, keeps, by=by, at=at)
    before, after = {n: stands[n] for n in changed}, {n: _plain(v) for n, v in changed.items()}
    _record(practice, "changed", before, after, by=by, at=at)
    settle.settle(practice, by=by, at=at, why=WHY)
    return practice


def _carry(practice: Practice, was: ZoneInfo, keeps: Keeps | None, *, by: Actor, at: datetime) -> None:
    """The visits to come, into another time zone. Raises Invalid; what was saved goes with it."""
    count = zones.to_come(practice, at)
    if count and keeps is None:
        words = ngettext(
            "%(n)d visit is booked ahead. Say what it keeps in the new time zone.",
            "%(n)d visits are booked ahead. Say what they keep in the new time zone.", count,
        )  # fmt: skip
        raise Invalid([Problem("zone_keeps", words % {"n": count})])
    try:
        zones.carry(practice, was, keeps or Keeps.HOUR, by=by, at=at)
    except Taken as taken:
        first = taken.clashes[0]
        words = _(
            "On %(day)s a visit would meet a talk with a payer, or a visit that has begun, which keep their moment."
            " Move it first. Nothing was changed."
        )
        raise Invalid([Problem("zone_keeps", words % {"day": first.on.isoformat()})]) from taken


def _locked(practice_id: UUID) -> Practice:
    settle.lock_practice(practice_id)
    return Practice.objects.select_for_update(of=("self",)).get(pk=practice_id)


def _problems(values: dict[str, Any]) -> list[Problem]:
    found = []
    for name, words in (("name", _("Enter the name of the practice.")), ("short", _("Enter two to four letters."))):
        if not str(values.get(name, "x")).strip():
            found.append(Problem(name, words))
    if len(str(values.get("short", ""))) > 4:
        found.append(Problem("short", _("Enter two to four letters.")))
    if "weekdays" in values and not values["weekdays"]:
        found.append(Problem("weekdays", _("Choose at least one working day: deadlines are counted in them.")))
    if values.get("time_zone", "UTC") not in zoneinfo.available_timezones():
        found.append(Problem("time_zone", _("Choose a time zone of the list.")))
    if values.get("holidays", "federal") not in ("federal", "state"):
        found.append(Problem("holidays", _("Choose one of the list.")))
    return found + [Problem(name, words()) for name, words in _billing_problems(values)]


def _billing_problems(values: dict[str, Any]) -> Iterator[tuple[str, Callable[[], str]]]:
    """What claims and inquiries would be refused for; empty is not wrong, only not billable yet."""
    npi, tax_id, postal_code = (str(values.get(name, "")) for name in ("npi", "tax_id", "postal_code"))
    if npi and not npi_is_valid(npi):
        yield "npi", lambda: _("An NPI has 10 digits; the last one checks the others. Look it up at nppes.cms.hhs.gov.")
    if tax_id and not _DIGITS_9.fullmatch(tax_id):
        yield "tax_id", lambda: _("An EIN has 9 digits, like 12-3456789.")
    if postal_code and not _ZIP.fullmatch(postal_code):
        yield "postal_code", lambda: _("Enter the ZIP code with all 9 digits, like 98402-1234.")
    if values.get("taxonomy") and not _TAXONOMY.fullmatch(str(values["taxonomy"])):
        yield "taxonomy", lambda: _("A taxonomy code has 10 characters, like 225X00000X.")
    if _PO_BOX.search(str(values.get("address", ""))):
        yield "address", lambda: _("Payers refuse a PO box here. Enter the street.")


@transaction.atomic
def override_rule(override: Override, *, practice_id: UUID, by: Actor, at: datetime) -> Practice:
    """Lay the practice's own value over a payer rule; one for the same key, name and first day is replaced.

    Raises Invalid where no rule reads such a value, or the source is missing.
    """
    practice = _locked(practice_id)
    if not override.source.strip():
        raise Invalid([Problem("source", _("Say where this comes from: the contract, a letter, a call and its day."))])
    if override.starts_on and override.ends_on and override.ends_on < override.starts_on:
        raise Invalid([Problem("ends_on", _("This is before the first day. Check both."))])
    _check(override)
    row = _row(override)
    kept = [r for r in _overrides(practice) if _place(r) != _place(row)]
    return _save_overrides(practice, [*kept, row], by=by, at=at)


def _check(override: Override) -> None:
    """Also of a value that begins later: else it would fail on its first day."""
    try:
        payer_rules.check(PayerOverride(override.key, override.name, override.value, override.source))
    except PayerRulesError as error:
        if override.name in VALUE_NAMES:
            raise Invalid([Problem("value", _("No rule can read this value. Type it as the rule has it."))]) from error
        raise Invalid([Problem("name", _("No rule reads this value. Choose one of the list."))]) from error


@transaction.atomic
def drop_override(
    *, practice_id: UUID, key: str, name: str, starts_on: str | None, by: Actor, at: datetime
) -> Practice:
    """Let what Otium ships hold again."""
    practice = _locked(practice_id)
    kept = [r for r in _overrides(practice) if _place(r) != (key, name, starts_on)]
    return _save_overrides(practice, kept, by=by, at=at)


def _overrides(practice: Practice) -> list[dict[str, Any]]:
    return list(practice.payer_overrides.get("rules", []))


def _place(row: dict[str, Any]) -> tuple[str, str, str | None]:
    return row["key"], row["name"], row["starts_on"]


def _row(override: Override) -> dict[str, Any]:
    """As payer_book reads it: money and days as text, with their type."""
    value = override.value
    kinds = {Decimal: "money", date: "date"}
    return {
        "key": override.key,
        "name": override.name,
        "type": kinds.get(type(value), ""),
        "value": str(value) if type(value) in kinds else value,
        "source": override.source.strip(),
        "starts_on": override.starts_on and override.starts_on.isoformat(),
        "ends_on": override.ends_on and override.ends_on.isoformat(),
    }


def _save_overrides(practice: Practice, rows: list[dict[str, Any]], *, by: Actor, at: datetime) -> Practice:
    before = practice.payer_overrides
    practice.payer_overrides = {**before, "rules": rows}
    practice.save(update_fields=["payer_overrides"])
    _record(practice, "rules_overridden", before, practice.payer_overrides, by=by, at=at)
    settle.settle(practice, by=by, at=at, why=WHY)
    return practice


def _record(
    practice: Practice, event: str, before: dict[str, Any], after: dict[str, Any], *, by: Actor, at: datetime
) -> None:
    History.objects.create(
        practice=practice,
        focus_type="practice",
        focus_id=practice.pk,
        event=event,
        before=history.plain(before),
        after=history.plain(after),
        at=at,
        by=by.name,
    )
