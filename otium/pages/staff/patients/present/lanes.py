"""What the picture of the approvals shows, out of a chart."""

from datetime import date
from typing import Any
from uuid import UUID

from otium.desk.approvals import Ledger, Outlook
from otium.pages.staff.patients.load import Chart
from otium.pages.staff.patients.present.ledger import LONG_OVER
from otium.pages.staff.patients.present.plot import Lane, Plot, plot
from otium.records import models as m
from otium.terms.prior_auth import AuthState
from otium.terms.schedule import VisitStatus

MOST_LANES = 4


def picture(chart: Chart, ledgers: dict[Any, Ledger], outlooks: dict[Any, Outlook]) -> Plot | None:
    rows = [
        a
        for a in chart.rows[m.Authorization]
        if a.state == AuthState.ACTIVE.value and (a.ends_on is None or a.ends_on >= chart.on - LONG_OVER)
    ]
    rows.sort(key=lambda a: (a.ends_on or date.max, a.starts_on or date.min, a.number))
    return plot([_lane(chart, a, ledgers[a.pk], outlooks.get(a.pk)) for a in rows[-MOST_LANES:]], chart.on)


def _lane(chart: Chart, row: m.Authorization, ledger: Ledger, outlook: Outlook | None) -> Lane:
    visits = {v.pk: v for v in chart.visits}
    mine = [visits[u.appointment_id] for u in chart.uses if u.authorization_id == row.pk and u.appointment_id in visits]
    coming = {v.pk for v in mine if _is_coming(v, chart)}
    known = [s for s in ledger.services if s.left_now is not None]
    scarce = min(known, key=lambda s: s.left_now or 0, default=None)
    window = outlook.window if outlook else None
    return Lane(
        number=row.number or "–",
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        approved=scarce.service.approved if scarce else None,
        left=max(scarce.left_now or 0, 0) if scarce else None,
        used=_days(chart, mine, lambda key: key not in coming),
        booked=_days(chart, mine, lambda key: key in coming),
        bare=[v.on for v in outlook.uncovered] if outlook else [],
        send_from=window.due_on if window else None,
        send_until=window.last_safe_on if window else None,
    )


def _is_coming(visit: m.Appointment, chart: Chart) -> bool:
    return visit.status == VisitStatus.BOOKED.value and chart.day(visit.starts_at) >= chart.on


def _days(chart: Chart, visits: list[m.Appointment], admits: Any) -> list[date]:
    keys: dict[UUID, date] = {v.pk: chart.day(v.starts_at) for v in visits}
    return sorted(day for key, day in keys.items() if admits(key))
