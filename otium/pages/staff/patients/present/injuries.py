"""The claim of an injury on the benefit sheet of its coverage."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from otium.pages import present
from otium.pages.staff.patients.load import Chart
from otium.pages.staff.patients.present.sources import Source, source
from otium.pages.words.calls import NAMES
from otium.records import models as m
from otium.terms.payers import PayerType

OF_INJURIES = (PayerType.WORKERS_COMP.value, PayerType.AUTO.value)
SHOWN = ("claim_number", "injured_on", "accepted_parts", "authorized_visits", "adjuster_name", "adjuster_phone",
         "adjuster_fax", "bills_to", "employer")  # fmt: skip
NOT_OF_AUTO = frozenset({"employer"})


def url(chart: Chart, row: m.Coverage) -> str:
    """Where the claim is typed; empty where the payer pays for no injuries."""
    if row.payer.payer_type not in OF_INJURIES:
        return ""
    claim = of(chart, row)
    if claim is not None:
        return reverse("injury_claim_change", args=[chart.patient.pk, claim.pk])
    return reverse("injury_claim_add", args=[chart.patient.pk]) + f"?coverage={row.pk}"


def of(chart: Chart, row: m.Coverage) -> m.InjuryClaim | None:
    return next((claim for claim in chart.rows[m.InjuryClaim] if claim.coverage_id == row.pk), None)


def facts(chart: Chart, row: m.Coverage) -> list[tuple[str, str, Source]]:
    """(name, words, source) of each field; words are empty where it is unknown."""
    if row.payer.payer_type not in OF_INJURIES:
        return []
    claim, href = of(chart, row), url(chart, row)
    names = [n for n in SHOWN if row.payer.payer_type == PayerType.WORKERS_COMP.value or n not in NOT_OF_AUTO]
    said = claim.provenance if claim else {}
    return [
        (str(NAMES[name]), _words(claim, name, chart.on), source(said.get(name), chart, href=href)) for name in names
    ]


def _words(claim: m.InjuryClaim | None, name: str, on: date) -> str:
    value: Any = getattr(claim, name) if claim else None
    if claim is None or value in (None, "", []):
        return ""
    if name == "authorized_visits":
        return _authorized(claim, on)
    if name == "accepted_parts":
        return present.joined(value)
    return present.full_day(value) if isinstance(value, date) else str(value)


def _authorized(claim: m.InjuryClaim, on: date) -> str:
    """12, Nov 1 to Dec 31."""
    starts, ends = (
        present.short_day(d, on) if d else "" for d in (claim.authorized_starts_on, claim.authorized_ends_on)
    )
    if starts and ends:
        return _("%(n)d, from %(start)s to %(end)s") % {"n": claim.authorized_visits, "start": starts, "end": ends}
    return (
        _("%(n)d, until %(end)s") % {"n": claim.authorized_visits, "end": ends}
        if ends
        else str(claim.authorized_visits)
    )
