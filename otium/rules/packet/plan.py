"""Frequency, duration and the plan of care they stand on."""

from decimal import Decimal

from otium.rules.packet import words
from otium.rules.packet.draft import Draft
from otium.terms.care import PlanOfCare
from otium.terms.chart import Chart
from otium.terms.packet import Section
from otium.terms.provenance import Source, SourceKind


def say(draft: Draft) -> None:
    asked, plan = draft.chart.asked, newest(draft.chart)
    if asked.per_week is not None:
        for_weeks = f" for {words.count(asked.weeks, 'week')}" if asked.weeks else ""
        source = Source(SourceKind.AUTHORIZATION_REQUEST, asked.request_id)
        draft.say(Section.PLAN, f"Planned: occupational therapy {words.frequency(asked.per_week)}{for_weeks}", source)
    if plan is not None:
        draft.say(Section.PLAN, _said(plan), Source(SourceKind.PLAN_OF_CARE, plan.id))


def newest(chart: Chart) -> PlanOfCare | None:
    """The plan begun last."""
    return max(chart.plans, key=lambda p: (p.starts_on, p.id), default=None)


def _said(plan: PlanOfCare) -> str:
    until = f" to {words.day(plan.ends_on)}" if plan.ends_on else ""
    text = f"Plan of care from {words.day(plan.starts_on)}{until}"
    if plan.frequency_per_week:
        weeks = f" for {words.count(plan.duration_weeks, 'week')}" if plan.duration_weeks else ""
        text += f": {words.frequency(Decimal(plan.frequency_per_week))}{weeks}"
    if plan.certified_on:
        text += f", certified {words.day(plan.certified_on)}"
    elif plan.sent_on:
        text += f", sent for certification {words.day(plan.sent_on)}"
    return text
