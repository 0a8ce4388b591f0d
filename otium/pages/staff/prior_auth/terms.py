"""What a payer wants of a request, and what was asked of it before, as plain facts."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from otium.desk import pressing
from otium.pages import present
from otium.pages.staff.prior_auth.present import asks
from otium.pages.words.reasons import CERTAINTY
from otium.pages.words.requests import KINDS, STATES
from otium.records.models import AuthorizationRequest
from otium.terms.roads import RequestTerms, Span, Unit

EARLIER = 5


@dataclass(frozen=True, slots=True)
class Fact:
    name: Any
    text: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Before:
    """A request that was made earlier of the same payer."""

    url: str
    day: str
    kind: str
    asks: str
    state: str
    word: str


def facts(terms: RequestTerms | None) -> list[Fact]:
    if terms is None:
        return []
    decision, window = terms.decision, terms.accepted_days_before
    found = [
        ("decision.standard", _("Must decide within"), span(decision.standard)),
        ("decision.urgent", _("Must decide urgent ones within"), span(decision.urgent)),
        ("accepted_days_before", _("Takes a renewal"), _days_before(window)),
        ("lead", _("Wants it before the service"), span(terms.lead)),
        ("retroactive", _("Takes it afterwards"), span(terms.retroactive)),
        ("usual_visits", _("Usually grants"), _usual(terms)),
        ("basis", _("Counts"), {"visits": _("visits"), "units": _("units")}.get(terms.basis or "", "")),
    ]
    return [Fact(name, text, _source(terms, key)) for key, name, text in found if text]


WHYS: dict[str, Any] = {
    "not_dated": lazy("when it was sent is not on file, so nor is until when"),
    "stands_still": lazy("the payer’s time stands still until you answer"),
    "no_rule": lazy("no law or rule on file says until when"),
    "at_most": lazy("by %(day)s, with the longer time that it has as it asked for papers"),
    "extended": lazy("by %(day)s, with the extension announced %(notice)s"),
    "notice_void": lazy("by %(day)s; its notice of %(notice)s extends nothing by the rules on file"),
    "stopped": lazy("by %(day)s, without the days until you had answered; no extension announced"),
    "not_announced": lazy("by %(day)s; no extension announced"),
}


def decides(asked: AuthorizationRequest, terms: RequestTerms | None, on: date) -> list[Fact]:
    """Until when the payer must decide, and why not later. No query."""
    if terms is None or asked.state not in ("submitted", "acknowledged", "pended"):
        return []
    found = pressing.decides(asked, terms, on)
    day = present.full_day(found.by) if found.by else ""
    until = f"{day}, {present.hour(found.at)}" if found.at else day
    notice = present.day(asked.extended_on, on) if asked.extended_on else ""
    return [Fact(_("Must decide"), str(WHYS[found.why]) % {"day": until, "notice": notice})]


def span(found: Span | None) -> str:
    """7 days, 72 hours, 5 business days; empty for an unknown one."""
    if found is None:
        return ""
    words = {
        Unit.HOURS: ngettext("%(n)d hour", "%(n)d hours", found.amount),
        Unit.DAYS: ngettext("%(n)d day", "%(n)d days", found.amount),
        Unit.BUSINESS_DAYS: ngettext("%(n)d business day", "%(n)d business days", found.amount),
    }
    return words[found.unit] % {"n": found.amount}


def _days_before(days: int | None) -> str:
    if days is None:
        return ""
    return ngettext("%(n)d day before the end", "%(n)d days before the end", days) % {"n": days}


def _usual(terms: RequestTerms) -> str:
    visits, weeks = terms.usual_visits, terms.usual_weeks
    said = [
        ngettext("%(n)d visit", "%(n)d visits", visits) % {"n": visits} if visits else "",
        ngettext("%(n)d week", "%(n)d weeks", weeks) % {"n": weeks} if weeks else "",
    ]
    return ", ".join(part for part in said if part)


def _source(terms: RequestTerms, name: str) -> str:
    ground = terms.ground_of(name)
    return str(CERTAINTY.get(ground.certainty, ground.certainty)) if ground else ""


def before(asked: AuthorizationRequest, on: date) -> list[Before]:
    """What was asked of the same coverage, newest first. One query."""
    rows = AuthorizationRequest.objects.filter(patient_id=asked.patient_id, coverage_id=asked.coverage_id)
    rows = rows.exclude(pk=asked.pk).exclude(state__in=("draft", "cancelled"))
    newest = rows.order_by(F("submitted_on").desc(nulls_last=True), "id")[:EARLIER]
    return [_before(row, on) for row in newest]


def _before(row: AuthorizationRequest, on: date) -> Before:
    tone, word = STATES[row.state]
    sent = present.short_day(row.submitted_on, on) if row.submitted_on else ""
    approved = _("approved %(n)d") % {"n": row.approved} if row.approved is not None else ""
    asked = ", ".join(part for part in (asks(row, on), approved) if part)
    return Before(reverse("request", args=[row.pk]), sent, str(KINDS[row.kind]), asked, tone, str(word))
