"""Production as plain values: one line a therapist, one a visit."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from otium.desk import clock
from otium.desk.capacity.production import By, Line, Period
from otium.desk.mend.options import TARGET_UNITS, VISIT_STATES, VISIT_TYPES
from otium.desk.mend.options import words as option_words
from otium.pages import present
from otium.pages.staff.capacity import words
from otium.pages.staff.capacity.asks import Asked
from otium.records.models import Appointment, Practice, ProductionTarget
from otium.terms.capacity import Produced, Session
from otium.terms.production import TargetUnit
from otium.terms.schedule import VisitStatus


@dataclass(frozen=True, slots=True)
class Number:
    """A number and where the visits stand that it counts; no address where it counts none."""

    text: str
    url: str = ""
    more: str = ""
    more_url: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    name: str
    url: str
    made: Number
    target: str
    reached: str
    tone: str
    booked: Number
    unmarked: Number
    units: Number
    hours: str
    dollars: Number
    booked_dollars: str


@dataclass(frozen=True, slots=True)
class Counted:
    title: Any
    counts: Callable[[Produced], tuple[Session, ...]]


COUNTED: Mapping[str, Counted] = {
    "made": Counted(lazy("Visits made"), lambda p: p.made),
    "booked": Counted(lazy("Visits booked"), lambda p: p.booked),
    "unmarked": Counted(lazy("Past visits that nobody marked"), lambda p: p.unmarked),
    "units": Counted(lazy("Visits made with units on file"), lambda p: _some(p, lambda s: s.units is not None)),
    "no_units": Counted(lazy("Visits made whose units are unknown"), lambda p: _some(p, lambda s: s.units is None)),
    "priced": Counted(lazy("Visits made with expected dollars"), lambda p: _some(p, lambda s: s.dollars is not None)),
    "unpriced": Counted(lazy("Visits made whose dollars are unknown"), lambda p: _some(p, lambda s: s.dollars is None)),
}


def _some(found: Produced, is_meant: Callable[[Session], bool]) -> tuple[Session, ...]:
    return tuple(s for s in found.made if is_meant(s))


def periods(every: tuple[Period, ...], chosen: Period, asks: Asked) -> list[dict[str, Any]]:
    """Newest first, as a person looks for them."""
    return [
        {"first": p.first.isoformat(), "name": period_name(p, asks), "is_chosen": p == chosen} for p in reversed(every)
    ]


def period_name(period: Period, asks: Asked) -> str:
    if asks.by is By.MONTH:
        return words.month(period.first)
    return _("Week of %(day)s") % {"day": present.short_day(period.first, asks.on)}


def row(line: Line, asks: Asked, practice: Practice) -> Row:
    name = line.worker.name if line.worker else _("No therapist")
    key = line.worker.id if line.worker else "none"
    url = "" if asks.is_own or not line.worker else _address("production", practice, asks, therapist=key)
    return _row(name, url, line.produced, line.period, asks, key, _target(line))


def total(found: Produced, period: Period, asks: Asked) -> Row:
    return _row(_("All"), "", found, period, asks, "", ("", "", ""))


def _row(
    name: str, url: str, p: Produced, period: Period, asks: Asked, key: UUID | str, target: tuple[str, str, str]
) -> Row:
    def opened(of: str) -> str:
        days = {"first": period.first.isoformat(), "last": period.last.isoformat()}
        return _address("production_visits", asks.practice, asks, of=of, **days, **({"therapist": key} if key else {}))

    def number(text: str, of: str, count: int) -> Number:
        return Number(text, opened(of) if count else "")

    unknown = ngettext("%(n)d unknown", "%(n)d unknown", p.unknown_units) % {"n": p.unknown_units}
    unpriced = ngettext("%(n)d visit unknown", "%(n)d visits unknown", p.unpriced) % {"n": p.unpriced}
    return Row(
        name=name,
        url=url,
        made=number(str(len(p.made)), "made", len(p.made)),
        target=target[0],
        reached=target[1],
        tone=target[2],
        booked=number(str(len(p.booked)), "booked", len(p.booked)),
        unmarked=number(str(len(p.unmarked)), "unmarked", len(p.unmarked)),
        units=Number(
            str(p.units) if len(p.made) > p.unknown_units or not p.made else "",
            opened("units") if len(p.made) > p.unknown_units else "",
            unknown if p.unknown_units else "",
            opened("no_units") if p.unknown_units else "",
        ),
        hours=words.hours(p.minutes),
        dollars=Number(
            present.money(p.dollars),
            opened("priced") if len(p.made) > p.unpriced else "",
            unpriced if p.unpriced else "",
            opened("unpriced") if p.unpriced else "",
        ),
        booked_dollars=present.money(p.booked_dollars) if p.booked else "",
    )


def _target(line: Line) -> tuple[str, str, str]:
    """What is asked of the whole period, how far it is reached, and the tone: behind what the days so far ask for."""
    if not line.asked:
        return ("", "", "")
    told, reached, tone = [], [], "clear"
    for unit, amount in line.asked.items():
        done = counted(line.produced, unit)
        told.append(asked_words(unit, amount))
        if amount:
            reached.append(words.percent(round(100 * done / amount)))
        if done < line.so_far.get(unit, Decimal(0)):
            tone = "risk"
    return (", ".join(told), ", ".join(reached), tone)


def counted(found: Produced, unit: TargetUnit) -> Decimal:
    """What was made, in the target's unit."""
    if unit is TargetUnit.VISITS:
        return Decimal(len(found.made))
    return (Decimal(found.minutes) / words.HOUR).quantize(Decimal("0.1"))


def asked_words(unit: TargetUnit, amount: Decimal) -> str:
    if unit is TargetUnit.HOURS:
        return _("%(n)s h") % {"n": words.number(amount)}
    return _("%(n)s visits") % {"n": words.number(amount)}


def target(found: ProductionTarget, on: date) -> dict[str, str]:
    until = _("until %(day)s") % {"day": present.short_day(found.ends_on, on)} if found.ends_on else ""
    since = _("from %(day)s") % {"day": present.short_day(found.starts_on, on)}
    unit = str(option_words(TARGET_UNITS, found.unit)).lower()
    amount = _("%(n)s %(unit)s in a full week") % {"n": words.number(found.amount), "unit": unit}
    return {
        "name": found.therapist.name,
        "more": ", ".join(filter(None, (amount, since, until))),
        "url": reverse("production_target_change", args=[found.pk]),
    }


def visit(session: Session, found: Appointment, practice: Practice, on: date) -> dict[str, str]:
    at = session.span.start.astimezone(clock.zone(practice))
    return {
        "url": reverse("visit", args=[session.id]),
        "name": f"{found.patient.first_name} {found.patient.last_name}",
        "day": present.day(session.on, on),
        "iso": session.on.isoformat(),
        "hour": present.hour(at),
        "therapist": found.therapist.name if found.therapist else "",
        "kind": str(option_words(VISIT_TYPES, session.kind.value)),
        "state": _("Booked")
        if session.status is VisitStatus.BOOKED
        else str(option_words(VISIT_STATES, session.status.value)),
        "units": "" if session.units is None else str(session.units),
        "dollars": present.money(session.dollars, cents=True),
    }


def _address(name: str, practice: Practice, asks: Asked, **query: Any) -> str:
    return f"{reverse(name)}?{urlencode({'practice': practice.slug, 'by': asks.by.value, **query})}"
