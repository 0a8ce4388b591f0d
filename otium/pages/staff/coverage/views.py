"""The page of one coverage: alone, or beside the board; on paper; as a file."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from otium.desk import access, board
from otium.desk.spreadsheet import rows_as_csv
from otium.pages.middleware import shown
from otium.pages.staff.claims import lacks
from otium.pages.staff.coverage import asked, compare, counted, orders
from otium.pages.staff.patients import load
from otium.pages.staff.patients.load import Chart
from otium.pages.staff.patients.present import head, sheet, tasks
from otium.records import models as m

BESIDE = "work"  # the id of the panel beside the board: what htmx asks for when a row is chosen
HEADER = ("field", "answer", "from", "when", "by", "place")


@require_safe
def coverage(request: HttpRequest, patient_id: UUID, coverage_id: UUID) -> HttpResponse:
    chart, row = _find(request, patient_id, coverage_id)
    context = _page(request, chart, row)
    if request.headers.get("HX-Target") == BESIDE and not request.headers.get("HX-History-Restore-Request"):
        return render(request, "coverage/panel.html", context | {"is_alone": True})
    return render(request, "coverage/page.html", context)


@require_safe
def letter(request: HttpRequest, patient_id: UUID, coverage_id: UUID) -> HttpResponse:
    chart, row = _find(request, patient_id, coverage_id)
    return render(request, "coverage/print.html", _page(request, chart, row) | {"is_print": True})


@require_safe
def export(request: HttpRequest, patient_id: UUID, coverage_id: UUID) -> HttpResponse:
    """The benefit sheet, each answer a line; a field that nobody answered says so."""
    chart, row = _find(request, patient_id, coverage_id)
    of_one = sheet.of_coverage(chart, row)
    lines = [
        (line.name, answer.words, answer.source.channel, answer.source.day, answer.source.by, answer.source.place)
        for line in (*of_one.facts, *of_one.lines)
        for answer in line.answers or (sheet.Answer(_("unknown"), sheet.NOBODY),)
    ]
    return HttpResponse(
        rows_as_csv(HEADER, lines),
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="coverage-{chart.on.isoformat()}.csv"',
            "Cache-Control": "private, no-store",
        },
    )


def _find(request: HttpRequest, patient_id: UUID, coverage_id: UUID) -> tuple[Chart, m.Coverage]:
    """Raises Http404 for a coverage that is not this patient's."""
    chart = load.chart(request, patient_id)
    row = next((c for c in chart.coverages if c.pk == coverage_id), None)
    if row is None:
        raise Http404("no such coverage")
    shown(request, chart.practice.pk, patient_id)
    return chart, row


def _page(request: HttpRequest, chart: Chart, row: m.Coverage) -> dict[str, Any]:
    patient = chart.patient
    member = next(m for m in request.memberships if m.practice_id == chart.practice.pk)
    visits = board.of_patient(chart.practice, patient.pk, request.at)

    subjects = lacks.Subjects(chart.practice.pk, chart.practice.slug, patient.pk, row.pk, row.payer_id)

    def may(door: str) -> bool:
        return access.may_enter(access.DOORS[door], member, patient.pk)

    return {
        "patient_id": patient.pk,
        "coverage_id": row.pk,
        "practice": chart.practice.name,
        "on": chart.on,
        "name": f"{patient.first_name} {patient.last_name}",
        "age": head.age(patient.birth_on, chart.on),
        "sheet": sheet.of_coverage(chart, row),
        "stands": asked.stands(visits, row),
        "lacks": [lacks.said(each, subjects, request) for each in visits.lacks.get(row.pk, ())],
        "counted": counted.counted(chart, row),
        "diff": compare.diff(chart, row, (request.GET.get("before", ""), request.GET.get("after", ""))),
        "ordered": orders.ordered(chart, row),
        "inquiries": asked.inquiries(chart, row),
        "calls": asked.calls(chart, row),
        "tasks": tasks.task_rows(chart, focus_id=row.pk),
        "may_office": may("coverage_change"),
        "may_traffic": may("parcel"),
        "may_print": may("coverage_print"),
        "may_export": may("coverage_export"),
    }
