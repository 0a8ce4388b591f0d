"""Each visit and which authorization it uses and why; what is left of each after it."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from otium.desk.mend import options
from otium.pages import present
from otium.pages.staff.patients.load import Chart
from otium.pages.staff.patients.words import CHANGE_REASONS, USE_REASONS
from otium.records import models as m
from otium.terms.prior_auth import AuthState
from otium.terms.schedule import VisitStatus

MOST_COLUMNS = 3
LATEST_SHOWN = 8  # past visits shown one by one; older ones are summed up
SHORTEST_RUN = 3
LONG_OVER = timedelta(days=60)
COUNTED = {s.value for s in VisitStatus if s.uses_benefits}


@dataclass(frozen=True, slots=True)
class Row:
    """One visit, or (with `summary`) a run of visits. `tone`: turn, future, bare, void or empty."""

    anchor: str
    day: str
    iso: str
    therapist: str
    uses: str
    why: str
    left: tuple[str, ...]
    tone: str
    url: str
    summary: str = ""


@dataclass(frozen=True, slots=True)
class LedgerTable:
    """`columns` are the numbers whose running count is shown; `is_short`: older visits are summed up."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    is_short: bool


@dataclass(frozen=True, slots=True)
class _Entry:
    visit: m.Appointment
    on: date
    uses: tuple[m.AuthorizationUse, ...]
    left: dict[UUID, int | None]


def ledger_table(chart: Chart, *, shows_all: bool) -> LedgerTable:
    columns = _columns(chart)
    entries = _entries(chart, columns)
    cut = max(len([e for e in entries if e.on < chart.on]) - LATEST_SHOWN, 0) if not shows_all else 0
    older, newer = entries[:cut], entries[cut:]
    maker = _Maker(chart, columns)
    rows = [row for _key, run in groupby(older, key=maker.sameness) for row in maker.summed(list(run))]
    rows += [maker.row(entry, before) for entry, before in zip(newer, [None, *newer], strict=False)]
    return LedgerTable(tuple(a.number or _("no number") for a in columns), tuple(rows), cut > 0)


def _columns(chart: Chart) -> list[m.Authorization]:
    """Those in force or ended lately, by their end."""
    rows = [
        a
        for a in chart.rows[m.Authorization]
        if a.state == AuthState.ACTIVE.value and (a.ends_on is None or a.ends_on >= chart.on - LONG_OVER)
    ]
    return sorted(rows, key=lambda a: (a.ends_on or date.max, a.starts_on or date.min, a.number))[-MOST_COLUMNS:]


def _entries(chart: Chart, columns: list[m.Authorization]) -> list[_Entry]:
    """Visits from the first day of the first column on, each with what is left after it."""
    first = min((a.starts_on for a in columns if a.starts_on), default=date.max if not columns else date.min)
    by_visit: dict[UUID, list[m.AuthorizationUse]] = {}
    for use in chart.uses:
        by_visit.setdefault(use.appointment_id, []).append(use)
    left = {s.pk: _start(s) for a in columns for s in chart.services.get(a.pk, [])}
    entries = []
    for visit in chart.visits:
        uses = tuple(by_visit.get(visit.pk, ()))
        for use in uses:
            if left.get(use.service_id) is not None:
                left[use.service_id] -= use.quantity
        if chart.day(visit.starts_at) >= first:
            entries.append(_Entry(visit, chart.day(visit.starts_at), uses, dict(left)))
    return entries


def _start(service: m.AuthorizedService) -> int | None:
    return None if service.approved is None else service.approved - service.opening_used


class _Maker:
    """Rows of one chart."""

    def __init__(self, chart: Chart, columns: list[m.Authorization]) -> None:
        self.chart, self.columns = chart, columns
        self.numbers = {a.pk: a.number or _("no number") for a in chart.rows[m.Authorization]}
        self.changed = {change.focus_id: change for change in chart.use_changes if change.before}

    def sameness(self, entry: _Entry) -> tuple[Any, ...]:
        """Visits that follow each other and say the same are summed up."""
        return entry.visit.status in COUNTED, tuple(sorted({str(u.authorization_id) for u in entry.uses}))

    def summed(self, run: list[_Entry]) -> list[Row]:
        if len(run) < SHORTEST_RUN or run[0].visit.status not in COUNTED:
            return [self.row(entry, None) for entry in run]
        first, last = (present.short_day(e.on, self.chart.on) for e in (run[0], run[-1]))
        on = present.joined(self.numbers[u.authorization_id] for u in run[0].uses) or _("no approval")
        words = ngettext(
            "%(first)s to %(last)s: %(n)d visit on %(on)s", "%(first)s to %(last)s: %(n)d visits on %(on)s", len(run)
        )
        summary = words % {"first": first, "last": last, "n": len(run), "on": on}
        return [Row("", "", run[0].on.isoformat(), "", "", "", (), "", "", summary)]

    def row(self, entry: _Entry, before: _Entry | None) -> Row:
        visit, chart = entry.visit, self.chart
        return Row(
            anchor=f"appointment-{visit.pk}",
            day=present.day(entry.on, chart.on),
            iso=entry.on.isoformat(),
            therapist=chart.therapist_name(visit.therapist_id),
            uses=self._uses(entry),
            why=self._why(entry),
            left=tuple(self._left(entry, a) for a in self.columns),
            tone=self._tone(entry, before),
            url=reverse("visit", args=[visit.pk]),
        )

    def _uses(self, entry: _Entry) -> str:
        return present.joined(dict.fromkeys(self.numbers[u.authorization_id] for u in entry.uses))

    def _why(self, entry: _Entry) -> str:
        visit = entry.visit
        if visit.status not in COUNTED:
            return _("%(state)s; counts nothing") % {"state": options.words(options.VISIT_STATES, visit.status)}
        if not entry.uses:
            return self._why_none(entry)
        why = str(USE_REASONS.get(entry.uses[0].why, entry.uses[0].why))
        if entry.uses[0].is_estimated:
            why = _("%(why)s; units estimated") % {"why": why}
        change = self.changed.get(visit.pk)
        if change is not None and change.after:
            moved = {"day": present.short_day(self.chart.day(change.at), self.chart.on),
                     "why": CHANGE_REASONS.get(change.why, change.why)}  # fmt: skip
            return f"{why}. " + _("Moved %(day)s: %(why)s") % moved
        return why

    def _why_none(self, entry: _Entry) -> str:
        if entry.visit.kind == "evaluation":
            return _("An evaluation; payers commonly ask no approval")
        in_force = [a for a in self.chart.rows[m.Authorization] if _is_in_force(a, entry.on)]
        if in_force:
            return _("In date, but nothing is left")
        ended = [a for a in self.columns if a.ends_on and a.ends_on < entry.on]
        return _("After the end date") if ended else _("No approval in force")

    def _left(self, entry: _Entry, column: m.Authorization) -> str:
        """What is left of the service the visit uses, of the scarcest one otherwise; a dash outside its dates."""
        if not _is_in_force(column, entry.on):
            return "–"
        services = self.chart.services.get(column.pk, [])
        used = {u.service_id for u in entry.uses}
        chosen = [s for s in services if s.pk in used] or services
        known = [left for s in chosen if (left := entry.left.get(s.pk)) is not None]
        return str(max(min(known), 0)) if known else _("unknown")

    def _tone(self, entry: _Entry, before: _Entry | None) -> str:
        if entry.visit.status not in COUNTED:
            return "void"
        if not entry.uses and entry.visit.kind != "evaluation" and self.columns:
            return "bare"
        if entry.visit.status == VisitStatus.BOOKED.value and entry.on >= self.chart.on:
            return "future"
        turned = before is not None and before.uses and entry.uses
        return "turn" if turned and before and self.sameness(before) != self.sameness(entry) else ""


def _is_in_force(row: m.Authorization, on: date) -> bool:
    starts, ends = row.starts_on, row.ends_on
    is_active = row.state == AuthState.ACTIVE.value
    return is_active and (starts is None or starts <= on) and (ends is None or on <= ends)
