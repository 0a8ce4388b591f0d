"""Each authorization: asked and approved, used, booked and left, the day it runs out."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from otium.desk.approvals import Ledger, Outlook, ServiceLedger
from otium.desk.mend import options
from otium.pages import present
from otium.pages.staff.patients.load import Chart
from otium.pages.staff.patients.present.sources import Source, source
from otium.records import models as m
from otium.terms.prior_auth import AuthState, Basis

CLOSED = ("approved", "cancelled", "superseded")  # no decision follows these

BEGUN = ("draft", "ready", "submitted", "acknowledged", "pended")


@dataclass(frozen=True, slots=True)
class Service:
    """Numbers as text; empty is unknown."""

    what: str
    asked: str
    approved: str
    used: str
    booked: str
    left: str
    meter: present.Meter
    is_estimated: bool


@dataclass(frozen=True, slots=True)
class Approval:
    anchor: str
    number: str
    period: str
    payer: str
    state: str  # clear, risk, blocked, unknown: as badges have it
    state_word: str
    services: tuple[Service, ...]
    runs_out: str
    send: str
    note: str
    source: Source
    url: str
    renew_url: str
    renew_words: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Request:
    anchor: str
    what: str
    state: str
    state_word: str
    sent: str
    asked: str
    approved: str
    decided: str
    url: str
    page_url: str = ""  # its own page
    decision_url: str = ""  # where a decision on it is recorded; empty: none can follow


def approvals(chart: Chart, ledgers: dict[Any, Ledger], outlooks: dict[Any, Outlook]) -> list[Approval]:
    """In force first, by their end; cancelled ones last."""
    rows = sorted(chart.rows[m.Authorization], key=lambda a: (not _is_current(a, chart.on), _order(a)))
    return [_approval(chart, row, ledgers[row.pk], outlooks.get(row.pk)) for row in rows]


def requests(chart: Chart) -> list[Request]:
    rows = sorted(
        chart.rows[m.AuthorizationRequest], key=lambda r: (r.submitted_on or date.max, str(r.pk)), reverse=True
    )
    return [_request(chart, row) for row in rows]


def _order(row: m.Authorization) -> tuple[date, date, str]:
    return row.ends_on or date.max, row.starts_on or date.min, row.number


def _is_current(row: m.Authorization, on: date) -> bool:
    return row.state == AuthState.ACTIVE.value and (row.ends_on is None or row.ends_on >= on)


def _approval(chart: Chart, row: m.Authorization, ledger: Ledger, outlook: Outlook | None) -> Approval:
    payer = next((c.payer.name for c in chart.coverages if c.pk == row.coverage_id), "")
    state, word = _state(row, ledger, outlook, chart.on)
    said = row.provenance.get("number") or next(iter(row.provenance.values()), None)
    entered = row.entered_on and _("entered %(day)s") % {"day": present.short_day(row.entered_on, chart.on)}
    url = reverse("authorization_change", args=[chart.patient.pk, row.pk])
    begun = _renewal_begun(chart, row)
    renew_url = f"{reverse('request_new', args=[chart.patient.pk])}?authorization={row.pk}"
    return Approval(
        anchor=f"authorization-{row.pk}",
        number=row.number or _("No number"),
        period=period(row.starts_on, row.ends_on, chart.on),
        payer=payer,
        state=state,
        state_word=word,
        services=tuple(_service(s) for s in ledger.services),
        runs_out=_runs_out(outlook, chart.on),
        send=_send(outlook, chart.on),
        note=row.note,
        source=source(said, chart, href=url, wire="278") if said else Source(_("Import"), entered or "", "", ""),
        url=url,
        renew_url=reverse("request", args=[begun.pk]) if begun else renew_url,
        renew_words=_("Open its renewal") if begun else _("Draft its renewal"),
        is_current=_is_current(row, chart.on),
    )


def _renewal_begun(chart: Chart, row: m.Authorization) -> m.AuthorizationRequest | None:
    """One that is drafted, or waits for the payer."""
    asked = chart.rows[m.AuthorizationRequest]
    return next((r for r in asked if r.authorization_id == row.pk and r.kind == "renewal" and r.state in BEGUN), None)


def period(starts_on: date | None, ends_on: date | None, on: date) -> str:
    """Sep 8 to Dec 18; since or until where one day is open, and the word where both are."""
    if starts_on and not ends_on:
        return _("since %(day)s") % {"day": present.short_day(starts_on, on)}
    if ends_on and not starts_on:
        return _("until %(day)s") % {"day": present.short_day(ends_on, on)}
    if not starts_on:
        return _("dates unknown")
    start, end = (present.short_day(d, on) for d in (starts_on, ends_on) if d)
    return _("%(start)s to %(end)s") % {"start": start, "end": end}


def _state(row: m.Authorization, ledger: Ledger, outlook: Outlook | None, on: date) -> tuple[str, str]:
    if row.state != AuthState.ACTIVE.value:
        return "unknown", options.words(options.ALL_AUTH_STATES, row.state)
    if row.starts_on and row.starts_on > on:
        return "clear", _("Begins %(day)s") % {"day": present.short_day(row.starts_on, on)}
    if row.ends_on and row.ends_on < on:
        return "unknown", _("Ended")
    if any(s.left_now is None for s in ledger.services):
        return "unknown", _("Amount unknown")
    if outlook and outlook.uncovered:
        return "risk", _("Runs out")
    if ledger.services and all((s.left_now or 0) <= 0 for s in ledger.services):
        return "unknown", _("Used up")
    return "clear", _("In force")


def _service(line: ServiceLedger) -> Service:
    service = line.service
    basis = _("units") if service.basis is Basis.UNITS else _("visits")
    codes = " ".join(sorted(service.codes))
    left = line.left_after_booked
    return Service(
        what=f"{codes}, {basis}" if codes else _("Visits of any code"),
        asked=_count(service.requested),
        approved=_count(service.approved),
        used=_count(line.used),
        booked=_count(line.booked),
        left=_count(left if left is None else max(left, 0)),
        meter=present.meter(limit=service.approved, used=line.used, booked=line.booked),
        is_estimated=line.is_estimated,
    )


def _count(number: int | None) -> str:
    return "" if number is None else str(number)


def _runs_out(outlook: Outlook | None, on: date) -> str:
    if outlook is None or outlook.runs_out_on is None:
        return ""
    day = present.day(outlook.runs_out_on, on)
    if not outlook.uncovered:
        return _("At this pace it runs out by %(day)s") % {"day": day}
    words = ngettext(
        "%(n)d booked visit is not covered, from %(day)s",
        "%(n)d booked visits are not covered, from %(day)s",
        len(outlook.uncovered),
    )
    return words % {"n": len(outlook.uncovered), "day": day}


def _send(outlook: Outlook | None, on: date) -> str:
    if outlook is None or outlook.window is None:
        return ""
    days = {
        "due": present.short_day(outlook.window.due_on, on),
        "last": present.short_day(outlook.window.last_safe_on, on),
    }
    return _("Send the renewal by %(due)s; the last safe day is %(last)s") % days


def _request(chart: Chart, row: m.AuthorizationRequest) -> Request:
    tone = {"approved": "clear", "modified": "risk", "pended": "risk", "denied": "blocked"}
    return Request(
        anchor=f"authorization-request-{row.pk}",
        what=options.words(options.REQUEST_KINDS, row.kind),
        state=tone.get(row.state, "unknown"),
        state_word=options.words(options.REQUEST_STATES, row.state),
        sent=present.short_day(row.submitted_on, chart.on) if row.submitted_on else "",
        asked=_count(row.requested),
        approved=_count(row.approved),
        decided=present.short_day(row.decided_on, chart.on) if row.decided_on else "",
        url=reverse("authorization_request_change", args=[chart.patient.pk, row.pk]),
        page_url=reverse("request", args=[row.pk]),
        decision_url="" if row.state in CLOSED else reverse("decision_add", args=[row.pk]),
    )
