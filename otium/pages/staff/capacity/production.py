"""What therapists produced, against their targets; the visits that each number counts."""

from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from otium.desk.capacity import production as desk
from otium.desk.capacity.production import By, Period
from otium.pages import present
from otium.pages.middleware import shown
from otium.pages.staff.capacity import lines, plots
from otium.pages.staff.capacity.asks import Asked, asked, may
from otium.pages.staff.records.owner import other_practices
from otium.records.models import Appointment, Practice, ProductionTarget

SHOWN = {By.WEEK: 12, By.MONTH: 12}
LONGEST = timedelta(days=366)
FARTHEST = timedelta(days=10 * 366)  # from today; beyond it a year is a typing error
MANY = 500


@require_safe
def production(request: HttpRequest) -> HttpResponse:
    """All therapists, or one, in the period that is chosen; and the twelve periods before it as a picture."""
    asks = asked(request)
    practice = asks.practice
    report = desk.report(practice, asks.on, asks.by, SHOWN[asks.by])
    chosen = _chosen(report.periods, request.GET.get("first", ""))
    shown(request, practice.pk)
    whose = [w for w in report.workers if asks.therapist_id in (None, w.id)]
    context = {
        "practice": practice,
        "others": other_practices(request, practice),
        "by": asks.by.value,
        "is_own": asks.is_own,
        "periods": lines.periods(report.periods, chosen, asks),
        "rows": [lines.row(report.lines[w.id, chosen], asks, practice) for w in whose],
        "nobody": _nobody(report, chosen, asks),
        "total": lines.total(report.totals[chosen], chosen, asks) if not asks.therapist_id else None,
        "plot": plots.production(report, whose, asks),
        "therapist": str(asks.therapist_id or ""),
        "targets": [] if asks.is_own else _targets(practice, asks.on),
        "may_set": may(request, "production_target_add", practice),
        "may_produce": may(request, "production", practice),
        "may_export": may(request, "production_export", practice),
    }
    return render(request, "capacity/production.html", context)


@require_safe
def visits(request: HttpRequest) -> HttpResponse:
    """The visits that one number of the page counts."""
    asks = asked(request)
    practice, of = asks.practice, request.GET.get("of", "made")
    if of not in lines.COUNTED:
        raise Http404("no such number")
    span = _span(request, asks)
    is_nobody = request.GET.get("therapist") == "none" and not asks.is_own
    is_everybody = asks.therapist_id is None and not is_nobody
    found = desk.visits(practice, span, asks.on, None if is_nobody else asks.therapist_id, is_everybody=is_everybody)
    counted = lines.COUNTED[of].counts(found)[:MANY]
    rows = Appointment.objects.filter(practice=practice, pk__in=[s.id for s in counted])
    by_id = {row.pk: row for row in rows.select_related("patient", "therapist")}
    shown(request, practice.pk, *(s.patient_id for s in counted))
    context = {
        "practice": practice,
        "title": lines.COUNTED[of].title,
        "period": present.joined([present.day(span.first, asks.on), present.day(span.last, asks.on)]),
        "rows": [lines.visit(s, by_id[s.id], practice, asks.on) for s in counted],
        "back": f"{reverse('production')}?practice={practice.slug}&by={asks.by}",
        "is_cut": len(counted) == MANY,
    }
    return render(request, "capacity/visits.html", context)


def _nobody(report: desk.Report, chosen: Period, asks: Asked) -> Any:
    """Visits without a therapist; they are nobody's target."""
    found = report.lines.get((None, chosen))
    return lines.row(found, asks, asks.practice) if found and not asks.therapist_id else None


def _chosen(periods: tuple[Period, ...], text: str) -> Period:
    return next((p for p in periods if p.first.isoformat() == text), periods[-1])


def _span(request: HttpRequest, asks: Asked) -> Period:
    """The days that are named, else this week or month. Raises Http404 for days that are none."""
    if not {"first", "last"} & set(request.GET):
        return desk.periods(asks.on, asks.by, 1)[0]
    try:
        first, last = (date.fromisoformat(request.GET.get(name, "")) for name in ("first", "last"))
    except ValueError as error:
        raise Http404("no such days") from error
    if not timedelta() <= last - first <= LONGEST or abs(first - asks.on) > FARTHEST:
        raise Http404("no such days")
    return Period(first, last)


def _targets(practice: Practice, on: date) -> list[dict[str, str]]:
    """Those in force and to come, newest last."""
    rows = ProductionTarget.objects.filter(practice=practice, entered_in_error=False).select_related("therapist")
    return [
        lines.target(row, on)
        for row in rows.order_by("therapist__name", "starts_on")
        if not row.ends_on or row.ends_on >= on
    ]
