"""The audit trail."""

import csv
import tempfile
from typing import IO

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from otium.desk import audit_heads, clock
from otium.pages import present
from otium.pages.middleware import shown
from otium.pages.staff.audit import present as said
from otium.pages.staff.audit import trail as rows
from otium.pages.staff.records.owner import other_practices, practice_of
from otium.records.models import Practice

IN_MEMORY = 4 * 1024 * 1024


@require_safe
def trail(request: HttpRequest) -> HttpResponse:
    """Newest first. Looking at the trail is itself a row of it."""
    practice = practice_of(request)
    on = clock.day(request.at, practice)
    asked = rows.wanted(request.GET, on)
    found = list(rows.rows(practice, asked)[: rows.ROWS + 1])
    events = found[: rows.ROWS]
    staff, patients = rows.names(events)
    shown(request, practice.pk, *(p for e in events for p in rows.ids(e.patients[: said.SHOWN_PATIENTS])))
    heads = audit_heads.heads(practice.pk)
    query = request.GET.copy()
    query.pop("before", None)
    context = {
        "rows": [said.row(e, practice, staff, patients) for e in events],
        "practice": practice,
        "others": other_practices(request, practice),
        "actors": rows.actors(practice),
        "actions": list(said.ACTIONS.items()),
        "asked": asked,
        "since": present.full_day(asked.since) if asked.since else "",
        "until": present.full_day(asked.until) if asked.until else "",
        "query": query.urlencode(),
        "older": events[-1].pk if len(found) > rows.ROWS else None,
        "unsealed": rows.unsealed(practice),
        "head": heads[-1][0] if heads else 0,
        "patient_name": patients.get(str(asked.patient_id), ""),
    }
    return render(request, "audit/trail.html", context)


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """All rows of the filter as CSV, written to a file before it streams: the transaction ends with the view."""
    practice = practice_of(request)
    asked = rows.wanted(request.GET, clock.day(request.at, practice))
    file: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 (the response closes it)
    patients = _write(file, practice, asked)
    file.seek(0)
    shown(request, practice.pk, *rows.ids(patients))
    name = f"audit-{practice.slug}-{clock.day(request.at, practice).isoformat()}.csv"
    return FileResponse(file, as_attachment=True, filename=name, content_type="text/csv; charset=utf-8")


def _write(file: IO[bytes], practice: Practice, asked: rows.Wanted) -> set[str]:
    """Write the rows; the patients in them."""
    seen: set[str] = set()
    writer = csv.writer(_Encoded(file))
    writer.writerow(said.COLUMNS)
    for batch in rows.in_batches(rows.rows(practice, asked)):
        staff, patients = rows.names(batch)
        writer.writerows(said.csv_row(event, practice, staff, patients) for event in batch)
        seen.update(p for event in batch for p in event.patients)
    return seen


class _Encoded:
    """What csv writes to: text in, UTF-8 in the file."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file

    def write(self, text: str) -> int:
        return self.file.write(text.encode())
