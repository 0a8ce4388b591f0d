"""The pages of the import: what was imported, one run in each of its states, how far it is, its held rows as CSV."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from otium.desk import access, autonomy, clock
from otium.desk.autonomy import Autonomy
from otium.desk.imports import uploads
from otium.desk.spreadsheet import rows_as_csv
from otium.pages import practices
from otium.pages.middleware import shown
from otium.pages.staff.imports import present as said
from otium.records.models import ImportFile, ImportRun, Practice, Staff

RUNS = 30


@require_safe
def imports(request: HttpRequest) -> HttpResponse:
    """Where files are dropped, and the imports so far, newest first."""
    return render(request, "imports/list.html", listing(request))


def listing(request: HttpRequest, refused: str = "") -> dict[str, object]:
    """What the first page shows; `refused` says why an upload was not taken."""
    in_view = practices.in_view(request)
    runs = list(
        ImportRun.objects.filter(practice__in=in_view).select_related("practice").order_by("-started_at")[:RUNS]
    )
    for each in runs:
        shown(request, each.practice_id)
    people = names(runs)
    open_for = may_import(request)
    return {
        "runs": [said.run(r, people, request.at) for r in runs],
        "targets": open_for,
        "target": practices.chosen(request) if practices.chosen(request) in open_for else None,
        "shows_site": len(in_view) > 1,
        "refused": refused,
        "may_map": bool(access.practices_for(access.DOORS["import_mapping"], request.memberships)),
        "largest": uploads.LARGEST_FILE // (1024 * 1024),
        "most": uploads.MOST_FILES,
    }


@require_safe
def run(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """One import: progress while it works, a preview to decide on, then its report."""
    found = ImportRun.objects.select_related("practice").filter(pk=run_id).first()
    if found is None:
        return _current(run_id)
    shown(request, found.practice_id)
    line = said.run(found, names([found]), request.at)
    step, done, total = said.step(found)
    context = {
        "run": line,
        "run_id": found.pk,
        "practice": found.practice,
        "step": step,
        "done": done,
        "total": total,
        "files": list(ImportFile.objects.filter(run=found).order_by("name").values_list("name", flat=True)),
        "may_import": found.practice in may_import(request),
        "may_export": _may_export(request, found),
        "offers_by_itself": autonomy.of(found.practice, "offer_hours") is Autonomy.AUTO,
        **said.report(found.report, clock.zone(found.practice)),
    }
    return render(request, "imports/run.html", context)


@require_safe
def progress(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """How far the run is, asked by the page each second; when it is done the page is loaded anew."""
    found = find(run_id)
    step, done, total = said.step(found)
    line = said.run(found, {}, request.at)
    context = {"run": line, "run_id": found.pk, "step": step, "done": done, "total": total}
    response = render(request, "imports/progress.html", context)
    if not line.is_working:
        response["HX-Refresh"] = "true"
    return response


@require_safe
def held(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """The rows held back, for a spreadsheet: to be put right where they come from."""
    found = find(run_id)
    shown(request, found.practice_id)
    data = rows_as_csv(said.CSV_HEADER, said.csv_rows(found.report.get("held", [])))
    day = found.started_at.date().isoformat()
    return HttpResponse(
        data,
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="held-rows-{found.practice.slug}-{day}.csv"',
            "Cache-Control": "private, no-store",
        },
    )


def find(run_id: UUID) -> ImportRun:
    """Raises Http404 for a run that this request may not see."""
    found = ImportRun.objects.select_related("practice").filter(pk=run_id).first()
    if found is None:
        raise Http404("no such import")
    return found


def may_import(request: HttpRequest) -> list[Practice]:
    """The practices into which the person may import."""
    open_for = set(access.practices_for(access.DOORS["import_upload"], request.memberships))
    return [p for p in practices.visible(request) if p.pk in open_for and not p.is_firm_office]


def names(runs: list[ImportRun]) -> dict[str, str]:
    """Who asked for the runs: staff id as text -> name."""
    ids = [by for by in {r.by for r in runs} if _is_id(by)]
    return {str(key): name for key, name in Staff.objects.filter(pk__in=ids).values_list("id", "name")}


def _current(practice_id: UUID) -> HttpResponse:
    """The import whose held rows a practice's task speaks of: the task names the practice."""
    found = ImportRun.objects.filter(practice_id=practice_id, is_current=True).first()
    if found is None:
        raise Http404("no such import")
    return redirect("import_run", found.pk)


def _may_export(request: HttpRequest, found: ImportRun) -> bool:
    open_for = access.practices_for(access.DOORS["import_held"], request.memberships)
    return found.practice_id in open_for and bool(found.report.get("held"))


def _is_id(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False
