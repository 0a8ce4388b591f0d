"""What stands side by side until a person chooses: answers that contradict each other, coverages without an order."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from otium.desk import clock, coverage_order
from otium.desk.agenda import Place
from otium.pages import links, present
from otium.pages.staff.patients.present.values import value
from otium.pages.words.benefits import BENEFITS
from otium.pages.words.reasons.answers import CHANNELS, RULES
from otium.records.models import Benefit, Coverage, Task
from otium.terms.coverage import BenefitKind
from otium.terms.duty import DutyKind


@dataclass(frozen=True, slots=True)
class Side:
    """One of them. `id` is what choosing it sends; `note` says more, as that the rule suggests it."""

    id: UUID
    words: str
    source: str
    href: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Sides:
    """`choice` is the act that choosing records, `entry` its field."""

    title: str
    choice: str
    entry: str
    button: str
    items: list[Side]


def sides(task: Task, place: Place) -> Sides | None:
    if task.kind == DutyKind.DECIDE_BENEFIT:
        return _answers(task, place)
    if task.kind == DutyKind.ORDER_COVERAGES and task.patient_id:
        return _coverages(task, task.patient_id, place.on, place)
    return None


def _answers(task: Task, place: Place) -> Sides | None:
    """The benefits that the reasons name, each with where it comes from. One query."""
    ids = [r["params"]["benefit"] for r in task.why if r["code"] == "answer_says"]
    rows = {str(b.pk): b for b in Benefit.objects.filter(pk__in=ids).select_related("check_row")}
    found = [rows[key] for key in ids if key in rows]
    if len(found) < 2:
        return None
    kind = BenefitKind(found[0].kind)
    title = _("%(what)s: which one holds?") % {"what": BENEFITS[kind.value]}
    items = [_answer(task, place, kind, benefit) for benefit in found]
    return Sides(title, "answer_holds", "benefit", _("This one holds"), items)


def _answer(task: Task, place: Place, kind: BenefitKind, benefit: Benefit) -> Side:
    check = benefit.check_row
    said = benefit.provenance.get("value") or {}
    day = present.short_day(clock.day(check.answered_at, place.practice), place.on)
    where = said.get("place") or check.reference
    source = ", ".join(filter(None, (str(CHANNELS.get(check.channel, check.channel)), day, where)))
    file = str(check.inbound_file_id) if check.inbound_file_id else None
    href = links.source("inbound_file", file, "", None) if file else ""
    return Side(benefit.pk, value(kind, benefit), source, href or _on_sheet(task, check.pk))


def _on_sheet(task: Task, check_id: UUID) -> str:
    return links.source("benefit_check", str(check_id), "", task.patient_id)


def _coverages(task: Task, patient_id: UUID, on: date, place: Place) -> Sides | None:
    """In the order that the rule suggests. Two queries."""
    suggested = next((r["params"] for r in task.why if r["code"] == "order_suggested"), None)
    ranked = coverage_order.in_force(place.practice, patient_id, on)
    rows = {c.pk: c for c in Coverage.objects.filter(pk__in=[c.id for c in ranked]).select_related("payer", "plan")}
    items = []
    for at, each in enumerate(c for c in ranked if c.id in rows):
        note = _("Suggested: %(rule)s") % {"rule": RULES[suggested["rule"]]} if suggested and at == 0 else ""
        items.append(_coverage(task, rows[each.id], note))
    return Sides(_("Who pays first?"), "pays_first", "coverage", _("This one pays first"), items) if items else None


def _coverage(task: Task, row: Coverage, note: str) -> Side:
    words = row.payer.name + (f", {row.plan.name}" if row.plan else "")
    source = _("on file as number %(n)s") % {"n": row.order}
    return Side(row.pk, words, source, links.source("coverage", str(row.pk), "", task.patient_id), note)
