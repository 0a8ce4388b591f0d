"""The good-faith estimates of a patient, newest first, in plain values."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from otium.desk import clock
from otium.desk.costs import Costs
from otium.pages import present
from otium.pages.words import costs as words
from otium.records.models import GoodFaithEstimate, Patient


@dataclass(frozen=True, slots=True)
class Listed:
    version: int
    state: str
    state_word: str
    said: str
    total: str
    url: str


def listed(patient: Patient, costs: Costs) -> list[Listed]:
    """One query."""
    rows = GoodFaithEstimate.objects.filter(practice=patient.practice, patient=patient).order_by("-version")
    return [_listed(row, patient, costs) for row in rows]


def _listed(row: GoodFaithEstimate, patient: Patient, costs: Costs) -> Listed:
    state, word = words.ESTIMATE_STATES[row.state]
    return Listed(
        version=row.version,
        state=state,
        state_word=str(word),
        said=said(row, patient, costs),
        total=present.money(row.total, cents=True) if row.lines else "",
        url=reverse("patient_estimate", args=[patient.pk, row.pk]),
    )


def said(row: GoodFaithEstimate, patient: Patient, costs: Costs) -> str:
    """Why it was made, and when it was given or is due."""
    why = words.ESTIMATE_REASONS[row.reason]
    if row.issued_at:
        day = present.short_day(clock.day(row.issued_at, patient.practice), costs.on)
        return _("given %(day)s: %(why)s") % {"day": day, "why": why}
    if row.state == "draft":
        return _("due %(day)s: %(why)s") % {"day": present.short_day(row.due_on, costs.on), "why": why}
    return str(why)
