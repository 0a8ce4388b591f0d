"""The picture or meter of what is running out, where the task is about one."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from otium.desk.agenda import Place
from otium.pages import present
from otium.pages.staff.desk.panel import rows
from otium.pages.staff.desk.panel.plot import Plot, plot
from otium.records.models import Task
from otium.terms.duty import DutyKind


@dataclass(frozen=True, slots=True)
class Limits:
    """At most one of both."""

    plot: Plot | None = None
    meter: present.Meter | None = None
    title: str = ""


def limits(task: Task, place: Place) -> Limits:
    if task.kind in (DutyKind.RENEW_AUTHORIZATION, DutyKind.SIGN_REQUEST):
        return _approval(task, place)
    if task.kind in (DutyKind.TELL_BENEFIT_LIMIT, DutyKind.REQUEST_BEYOND_LIMIT):
        return _benefit(task, place)
    return Limits()


def _approval(task: Task, place: Place) -> Limits:
    supply = rows.supply(task, place)
    if supply is None:
        return Limits()
    units, visits = _("Units left, with what is booked"), _("Visits left, with what is booked")
    return Limits(plot(supply, on=place.on), title=units if supply.basis == "units" else visits)


def _benefit(task: Task, place: Place) -> Limits:
    """Visits left by the payer's answer, against those made since and booked."""
    params = next((r["params"] for r in task.why if r["code"] == "limit_reached"), None)
    if params is None or params["remaining"] is None:
        return Limits()
    since = date.fromisoformat(params["answered_on"])
    made, booked = rows.visits_since(task, since, place)
    left = max(int(Decimal(str(params["remaining"]))), 0)
    title = _("%(n)s visits left when the payer answered on %(day)s, and what came since")
    return Limits(
        meter=present.meter(limit=left, used=made, booked=booked),
        title=title % {"n": left, "day": present.day(since, place.on)},
    )
