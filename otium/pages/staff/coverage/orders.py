"""Coordination of benefits: every coverage of the patient in the order it pays, and why that order."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from otium.desk.mend import options
from otium.pages.staff.patients.load import Chart
from otium.pages.staff.patients.present import sheet
from otium.pages.staff.patients.present.approvals import period
from otium.pages.staff.patients.present.sources import source
from otium.records import models as m
from otium.terms.coverage import BenefitKind as B

TOLD = {B.OTHER_PAYER.value, B.MEDICARE_SECONDARY.value, B.MANAGED_CARE.value}


@dataclass(frozen=True, slots=True)
class Ordered:
    """One coverage. `why`: what its place rests on; `told`: what answers say of other payers."""

    url: str
    name: str
    order: str
    days: str
    why: str
    told: tuple[str, ...]
    is_this: bool
    is_over: bool


def ordered(chart: Chart, this: m.Coverage) -> list[Ordered]:
    """Those in force first, in the order they pay."""
    rows = sorted(chart.coverages, key=lambda c: (sheet.is_over(c, chart.on), c.order, str(c.pk)))
    return [_ordered(chart, row, is_this=row.pk == this.pk) for row in rows]


def _ordered(chart: Chart, row: m.Coverage, *, is_this: bool) -> Ordered:
    has_days = row.starts_on or row.ends_on
    return Ordered(
        url=reverse("coverage", args=[chart.patient.pk, row.pk]),
        name=row.payer.name + (f", {row.plan.name}" if row.plan else ""),
        order=options.words(options.ORDERS, row.order),
        days=period(row.starts_on, row.ends_on, chart.on) if has_days else _("dates unknown"),
        why=_why(chart, row),
        told=tuple(_told(chart, row)),
        is_this=is_this,
        is_over=sheet.is_over(row, chart.on),
    )


def _why(chart: Chart, row: m.Coverage) -> str:
    if row.is_court_ordered:
        return _("a court order puts this parent’s plan first")
    said = source(row.provenance.get("order"), chart)
    if said.channel:
        return _("order from: %(channel)s, %(day)s") % {"channel": said.channel, "day": said.day}
    return _("order as recorded; nobody said why")


def _told(chart: Chart, row: m.Coverage) -> list[str]:
    """What the newest answers about it say of who else pays, each once."""
    found = [
        benefit.text
        for check in sheet.valid_of(chart, row)
        for benefit in chart.benefits.get(check.pk, [])
        if benefit.kind in TOLD and benefit.text
    ]
    return list(dict.fromkeys(found))
