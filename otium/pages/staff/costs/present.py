"""The estimate of one patient in plain values: rows with their computation, sums as bars, what is missing."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from otium.desk.costs import Costs
from otium.pages import links, present
from otium.pages.words import costs as words
from otium.terms.estimate import Accumulator, EstimateStep, VisitEstimate


@dataclass(frozen=True, slots=True)
class Step:
    words: str
    dollars: str
    href: str


@dataclass(frozen=True, slots=True)
class Row:
    """One visit. Dollars are words, empty where unknown; `total` is the running sum of what is known."""

    day: str
    iso: str
    payer: str
    allowed: str
    paid: str
    owed: str
    total: str
    is_known: bool
    lacks: str
    steps: tuple[Step, ...]
    url: str


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a bar, as the meter component draws it."""

    kind: str
    word: str
    count: str
    x: str = "0"
    width: str = "0"


@dataclass(frozen=True, slots=True)
class Sum:
    """A yearly sum as a bar: met, taken by booked visits, left. `limit` None is unknown: no bar."""

    title: str
    limit: Decimal | None
    words: str
    bars: tuple[Part, ...]
    key: tuple[Part, ...]
    href: str
    source: str


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is missing: for how many visits, what to do, and where."""

    what: str
    count: int
    act: str
    href: str


def rows(costs: Costs) -> list[Row]:
    payers = {c.id: c.payer_name for c in costs.case.patient.coverages}
    patient_id, running, found = costs.case.patient.patient_id, Decimal(0), []
    for visit in costs.estimate.visits:
        running += visit.owed or Decimal(0)
        found.append(_row(visit, running, payers, patient_id, costs.on))
    return found


def _row(visit: VisitEstimate, running: Decimal, payers: Mapping[Any, str], patient_id: UUID, on: date) -> Row:
    return Row(
        day=present.day(visit.on, on),
        iso=visit.on.isoformat(),
        payer=payers.get(visit.coverage_id, ""),
        allowed=money(visit.allowed),
        paid=money(visit.paid),
        owed=money(visit.owed),
        total=money(running),
        is_known=visit.owed is not None,
        lacks=", ".join(str(words.LACKS[code].what) for code in visit.lacks),
        steps=tuple(step(each, patient_id, on) for each in visit.steps),
        url=reverse("visit", args=[visit.visit_id]) if visit.visit_id else "",
    )


def step(each: EstimateStep, patient_id: UUID, on: date) -> Step:
    source = each.source
    href = links.source(source.kind, source.id and str(source.id), source.label, patient_id) if source else ""
    return Step(str(words.STEPS[each.code] % _params(each.params, on)), money(each.amount), href)


def _params(params: Mapping[str, Any], on: date) -> dict[str, str]:
    return {name: _param(name, value, on) for name, value in params.items()}


def _param(name: str, value: Any, on: date) -> str:
    if isinstance(value, date):
        return present.short_day(value, on)
    if name == "unit":
        return str(words.UNITS[value])
    if name in ("remaining", "percent"):
        return f"{Decimal(value):f}".rstrip("0").rstrip(".") if "." in f"{Decimal(value):f}" else f"{Decimal(value):f}"
    return money(value) if isinstance(value, Decimal) else str(value)


def money(amount: Decimal | None) -> str:
    return present.money(amount, cents=True)


def total(costs: Costs) -> str:
    """What all known visits come to; empty (unknown) where none is known."""
    visits = costs.estimate.visits
    return "" if visits and costs.estimate.unknown == len(visits) else money(costs.estimate.owed)


def gaps(costs: Costs) -> list[Gap]:
    """What is missing, the most visits first."""
    patient_id = costs.case.patient.patient_id
    counts = Counter(code for visit in costs.estimate.visits for code in visit.lacks)
    return [
        Gap(str(words.LACKS[code].what), count, str(words.LACKS[code].act), _place(words.LACKS[code].door, patient_id))
        for code, count in counts.most_common()
    ]


def _place(door: str, patient_id: UUID) -> str:
    if door == "coverage":
        return reverse("patient", args=[patient_id]) + "#coverage"
    return reverse(door, args=[patient_id]) if door == "coverage_add" else reverse(door)


def sums(costs: Costs) -> list[Sum]:
    payers = {c.id: c.payer_name for c in costs.case.patient.coverages}
    return [_sum(each, payers, costs) for each in costs.estimate.accumulators]


def _sum(each: Accumulator, payers: Mapping[Any, str], costs: Costs) -> Sum:
    source = each.source
    patient_id = costs.case.patient.patient_id
    title = _("%(kind)s %(year)s of %(level)s, %(payer)s") % {
        "kind": words.KINDS[each.kind], "year": each.year, "level": words.LEVELS[each.level],
        "payer": payers.get(each.coverage_id, ""),
    }  # fmt: skip
    whole = each.limit if each.limit is not None else each.left
    parts = _parts(whole, each.left, each.booked) if whole is not None and each.left is not None else ()
    known = _("%(whole)s, what is left is not known") % {"whole": money(whole)} if whole is not None else ""
    return Sum(
        title=title if parts or not known else f"{title}: {known}",
        limit=whole if parts else None,
        words=", ".join(f"{part.count} {part.word}" for part in parts),
        bars=tuple(part for part in parts if part.kind != "left"),
        key=parts,
        href=links.source(source.kind, source.id and str(source.id), source.label, patient_id) if source else "",
        source=_("answered %(day)s") % {"day": present.short_day(each.answered_on, costs.on)}
        if each.answered_on
        else _("as of January"),
    )


def _parts(whole: Decimal, left: Decimal, booked: Decimal) -> tuple[Part, ...]:
    met = max(whole - left, Decimal(0))
    scale = max(whole, Decimal(1))
    share = lambda part: f"{(100 * part / scale).quantize(Decimal('0.01'), ROUND_HALF_UP)}"  # noqa: E731
    return (
        Part("used", _("met"), money(met), "0", share(met)),
        Part("booked", _("by booked visits"), money(booked), share(met), share(booked)),
        Part("left", _("left after them"), money(max(left - booked, Decimal(0)))),
    )
