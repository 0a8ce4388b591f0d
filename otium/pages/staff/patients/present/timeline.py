"""What happened and what will: visits, answers, decisions, acts; newest first."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from otium.desk import clock
from otium.desk.mend import options
from otium.pages import links, present
from otium.pages.staff.patients.load import Chart
from otium.pages.words.acts import CHOICES
from otium.pages.words.claims import STANDINGS
from otium.records import models as m

LATEST_SHOWN = 14
NEXT_SHOWN = 4
TONES = {"cancelled": "unknown", "no_show": "risk", "late_cancel": "risk"}


@dataclass(frozen=True, slots=True)
class Event:
    """`sort` orders by time; the rest is text. `state` is a badge's, empty for none."""

    sort: datetime
    iso: str
    day: str
    title: str
    what: str
    who: str
    url: str
    anchor: str = ""
    state: str = ""
    state_word: str = ""
    to_enter: bool = False


@dataclass(frozen=True, slots=True)
class Timeline:
    """`coming` next visit first, `past` newest first; `hidden` counts what is left out of both."""

    coming: tuple[Event, ...]
    past: tuple[Event, ...]
    hidden: int


def timeline(chart: Chart, at: datetime, *, shows_all: bool) -> Timeline:
    events = [*_visits(chart), *_checks(chart), *_decisions(chart), *_acts(chart), *_plans(chart), *_billing(chart)]
    coming = sorted((e for e in events if e.sort > at), key=lambda e: e.sort)
    past = sorted((e for e in events if e.sort <= at), key=lambda e: e.sort, reverse=True)
    if shows_all:
        return Timeline(tuple(coming), tuple(past), 0)
    hidden = max(len(coming) - NEXT_SHOWN, 0) + max(len(past) - LATEST_SHOWN, 0)
    return Timeline(tuple(coming[:NEXT_SHOWN]), tuple(past[:LATEST_SHOWN]), hidden)


def _at(chart: Chart, at: datetime, what: str, who: str, url: str, **more: Any) -> Event:
    local = at.astimezone(clock.zone(chart.practice))
    return Event(
        sort=at,
        iso=local.isoformat(),
        day=present.short_day(local.date(), chart.on),
        title=f"{present.full_day(local.date())}, {present.hour(local)}",
        what=what,
        who=who,
        url=url,
        **more,
    )


def _on(chart: Chart, on: date, what: str, who: str, url: str, **more: Any) -> Event:
    """An event of which only the day is known stands at the day's beginning."""
    event = _at(chart, clock.instant(on, time(), chart.practice), what, who, url, **more)
    return event


def _visits(chart: Chart) -> list[Event]:
    found = []
    for visit in chart.visits:
        local = visit.starts_at.astimezone(clock.zone(chart.practice))
        kind = options.words(options.VISIT_TYPES, visit.kind)
        shows_state = visit.status not in ("done", "booked")
        found.append(
            _at(
                chart,
                visit.starts_at,
                _("%(kind)s at %(hour)s") % {"kind": kind, "hour": present.hour(local)},
                ", ".join(p for p in (chart.therapist_name(visit.therapist_id), visit.reason) if p),
                reverse("visit", args=[visit.pk]),
                state=TONES.get(visit.status, "clear") if shows_state else "",
                state_word=options.words(options.VISIT_STATES, visit.status) if shows_state else "",
                to_enter=visit.to_enter_in_emr,
            )
        )
    return found


def _checks(chart: Chart) -> list[Event]:
    payers = {c.pk: c.payer.name for c in chart.coverages}
    return [
        _at(
            chart,
            check.answered_at,
            _("%(payer)s answered: %(status)s") % {
                "payer": payers.get(check.coverage_id, _("The payer")),
                "status": options.words(options.CHECK_STATES, check.status).lower(),
            },
            options.words(options.CHANNELS, check.channel),
            f"#benefit-check-{check.pk}",
        )
        for check in chart.rows[m.BenefitCheck]
    ]  # fmt: skip


def _decisions(chart: Chart) -> list[Event]:
    found = []
    for row in chart.rows[m.AuthorizationRequest]:
        kind = options.words(options.REQUEST_KINDS, row.kind)
        place = f"#authorization-request-{row.pk}"
        if row.submitted_on:
            found.append(_on(chart, row.submitted_on, _("%(kind)s sent") % {"kind": kind}, row.reference, place))
        if row.decided_on:
            state = options.words(options.REQUEST_STATES, row.state).lower()
            what = _("%(kind)s: %(state)s") % {"kind": kind, "state": state}
            found.append(_on(chart, row.decided_on, what, row.reason, place))
    return found


def _acts(chart: Chart) -> list[Event]:
    return [
        _at(
            chart,
            act.at,
            str(CHOICES[act.choice].done) if act.choice in CHOICES else act.choice,
            ", ".join(p for p in (chart.staff.get(str(act.by_id), ""), act.note) if p),
            reverse("desk_task", args=[act.task_id]) if act.task_id else "",
        )
        for act in chart.rows[m.Act]
    ]


def _plans(chart: Chart) -> list[Event]:
    plans = [
        _on(chart, p.certified_on, _("Plan of care signed"), "", f"#plan-of-care-{p.pk}")
        for p in chart.rows[m.PlanOfCare]
        if p.certified_on
    ]
    reports = [
        _on(chart, r.written_on, _("Progress report written"), "", f"#progress-report-{r.pk}")
        for r in chart.rows[m.ProgressReport]
    ]
    return plans + reports


def _billing(chart: Chart) -> list[Event]:
    """When a payer was asked, and since when each claim stands as it does."""
    payers = {c.pk: c.payer.name for c in chart.coverages}
    asked = [
        _at(
            chart,
            parcel.made_at,
            _("%(payer)s asked (270)") % {"payer": payers.get(parcel.focus_id, _("The payer"))},
            "",
            links.source("parcel", str(parcel.pk), "", None),
        )
        for parcel in chart.rows[m.Parcel]
    ]
    claims = [
        _at(
            chart,
            claim.standing_at,
            _("Claim %(number)s") % {"number": claim.number},
            present.money(claim.charge, cents=True),
            reverse("claim", args=[claim.pk]),
            state=STANDINGS[claim.standing][0],
            state_word=str(STANDINGS[claim.standing][1]),
        )
        for claim in chart.rows[m.Claim]
    ]
    return asked + claims
