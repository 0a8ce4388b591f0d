"""A chart as CSV, in the columns that are read back (docs/formats/charts.md)."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from otium.desk import charting, clock
from otium.desk.charting import OnFile
from otium.desk.spreadsheet import rows_as_csv
from otium.pages.staff.chart.views import patient_of

COLUMNS = (
    "type", "id", "date", "text", "baseline", "current", "target", "due", "status", "term", "instrument", "part",
    "score", "unit", "side", "norm", "kind", "code", "document", "page",
)  # fmt: skip
TERMS = {True: "long", False: "short", None: ""}


@require_safe
def export(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """Goals, scores and findings that count; days ISO, scores as numbers. Nothing in it names the patient."""
    patient = patient_of(request, patient_id)
    on = clock.day(request.at, patient.practice)
    rows = [tuple(row.get(name) for name in COLUMNS) for row in _rows(charting.on_file(patient, on))]
    return HttpResponse(
        rows_as_csv(COLUMNS, rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="chart-{on.isoformat()}.csv"'},
    )


def _rows(found: OnFile) -> Iterator[dict[str, Any]]:
    for goal in found.goals:
        row = goal.row
        yield {
            "type": "goal", "date": row.set_on, "text": row.text, "baseline": row.baseline, "current": row.current,
            "target": row.target, "due": row.due_on, "status": row.status, "term": TERMS[row.is_long_term],
            "code": row.code, **_place(row, found),
        }  # fmt: skip
    for series in found.series:
        for taken in series.taken:
            row = taken.row
            yield {
                "type": "score", "date": row.taken_on, "instrument": row.instrument, "part": row.part,
                "score": row.score, "unit": row.unit, "side": row.side, "norm": row.norm, **_place(row, found),
            }  # fmt: skip
    for row in found.findings:
        yield {
            "type": "finding", "date": row.found_on, "text": row.text, "kind": row.kind, "code": row.code,
            **_place(row, found),
        }  # fmt: skip


def _place(row: Any, found: OnFile) -> dict[str, Any]:
    """Our id, and the paper with its page that the row was read from."""
    paper = found.papers.get(row.document_id)
    return {"id": row.pk, "document": paper.title if paper else "", "page": row.page}
