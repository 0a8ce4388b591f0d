"""The run-out forecast of each authorization in force: the picture, its table, the days to renew it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from otium.desk.approvals import Ledger, Outlook, ServiceLedger
from otium.pages import present
from otium.pages.staff.desk.panel.plot import Plot, Spent, Supply, plot
from otium.pages.staff.patients.load import Chart
from otium.records import models as m
from otium.terms.prior_auth import AuthState
from otium.terms.schedule import MADE


@dataclass(frozen=True, slots=True)
class Forecast:
    """`said` in words what the picture shows. `days`: name and day of the window, where it runs out."""

    anchor: str
    number: str
    plot: Plot
    said: str
    days: tuple[tuple[str, str], ...]


def forecasts(chart: Chart, ledgers: dict[Any, Ledger], outlooks: dict[Any, Outlook]) -> list[Forecast]:
    """Of those in force whose approved number is known; what lapses first in front."""
    rows = [a for a in chart.rows[m.Authorization] if _is_in_force(a, chart.on)]
    rows.sort(key=lambda a: (a.ends_on or date.max, a.starts_on or date.min, a.number, str(a.pk)))
    found = []
    for row in rows:
        scarce = _scarce(ledgers[row.pk])
        if scarce is not None:
            found.append(_forecast(chart, row, scarce, outlooks.get(row.pk)))
    return found


def _is_in_force(row: m.Authorization, on: date) -> bool:
    return row.state == AuthState.ACTIVE.value and (row.ends_on is None or row.ends_on >= on)


def _scarce(ledger: Ledger) -> ServiceLedger | None:
    """The service of which least is left; None where no number is known."""
    known = [s for s in ledger.services if s.left_after_booked is not None]
    return min(known, key=lambda s: s.left_after_booked or 0, default=None)


def _forecast(chart: Chart, row: m.Authorization, scarce: ServiceLedger, outlook: Outlook | None) -> Forecast:
    window = outlook.window if outlook else None
    supply = Supply(
        approved=scarce.service.approved or 0,
        opening=scarce.service.opening_used,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        spent=_spent(chart, scarce),
        uncovered=[v.on for v in outlook.uncovered] if outlook else [],
        send_from=window.due_on if window else None,
        send_until=window.last_safe_on if window else None,
        basis=scarce.service.basis.value,
        projected_on=outlook.runs_out_on if outlook and outlook.is_projected else None,
    )
    return Forecast(
        anchor=f"forecast-{row.pk}",
        number=row.number or _("No number"),
        plot=plot(supply, on=chart.on),
        said=_said(outlook, chart.on),
        days=_days(outlook, chart.on),
    )


def _spent(chart: Chart, scarce: ServiceLedger) -> list[Spent]:
    visits = {v.pk: v for v in chart.visits}
    mine = [u for u in chart.uses if u.service_id == scarce.service.id and u.appointment_id in visits]
    return [
        Spent(chart.day(visits[u.appointment_id].starts_at), u.quantity, visits[u.appointment_id].status in MADE)
        for u in mine
    ]


def _said(outlook: Outlook | None, on: date) -> str:
    if outlook is None or outlook.runs_out_on is None:
        return _("It does not run out by what is booked, or another one follows.")
    day = present.day(outlook.runs_out_on, on)
    if outlook.is_projected:
        pace = {"day": day, "pace": f"{outlook.per_week:f}" if outlook.per_week else "?"}
        return _("At a pace of %(pace)s a week it runs out by %(day)s. Nothing is booked from then on.") % pace
    return _("It runs out before the visit on %(day)s.") % {"day": day}


def _days(outlook: Outlook | None, on: date) -> tuple[tuple[str, str], ...]:
    if outlook is None or outlook.window is None:
        return ()
    window = outlook.window
    return (
        (_("First day the payer takes a renewal"), present.day(window.opens_on, on)),
        (_("Send it by"), present.day(window.due_on, on)),
        (_("Last safe day"), present.day(window.last_safe_on, on)),
    )
