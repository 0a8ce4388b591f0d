"""What a person does with an import: drop files, look again, have it taken over. One desk call each."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from otium.desk.actor import Actor
from otium.desk.imports import jobs, uploads
from otium.desk.imports.moves import DoesNotFollow
from otium.desk.imports.uploads import Upload, UploadRefused
from otium.pages.middleware import shown
from otium.pages.staff.imports import views
from otium.records.models import Practice


@require_POST
def upload(request: HttpRequest) -> HttpResponse:
    """Keep what was dropped and have it looked at. What cannot be taken is said above the form, and nothing is kept."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > uploads.LARGEST_TOTAL:
        return _refuse(request, _("That is too much at once. Drop the files in several parts."))
    practice = _target(request)
    if practice is None:
        return _refuse(request, _("Choose the practice these files belong to."))
    try:
        dropped = [*request.FILES.getlist("files"), *request.FILES.getlist("folder")]
        batch = uploads.sort(Upload(file.name, file.read()) for file in dropped)
    except UploadRefused as error:
        return _refuse(request, str(error))
    if not batch.tables and not batch.x12:
        return _refuse(request, _("Choose the files of an export, a whole folder, or a zip."))
    shown(request, practice.pk)
    run_id = jobs.take_in(practice.pk, batch, by=Actor.person(request.user.pk), at=request.at)
    return redirect("import_run", run_id)


@require_POST
def preview(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Look at the kept files again: what is on file may have changed since."""
    return _ask(request, run_id, jobs.ask_preview)


@require_POST
def apply(request: HttpRequest, run_id: UUID) -> HttpResponse:
    return _ask(request, run_id, jobs.ask_apply)


def _ask(request: HttpRequest, run_id: UUID, ask: jobs.Ask) -> HttpResponse:
    found = views.find(run_id)
    shown(request, found.practice_id)
    try:
        ask(found.practice_id, found.pk, by=Actor.person(request.user.pk), at=request.at)
    except DoesNotFollow:
        messages.error(request, _("Somebody else has decided about this import meanwhile."))
    return redirect("import_run", found.pk)


def _target(request: HttpRequest) -> Practice | None:
    """The practice that was named; the only one where none was. None: one has to be chosen first.

    Raises Http404 for a name that this person may not import into.
    """
    open_for = views.may_import(request)
    if not open_for:
        raise Http404("no practice")
    named = request.POST.get("practice")
    if not named:
        return open_for[0] if len(open_for) == 1 else None
    found = next((p for p in open_for if p.slug == named), None)
    if found is None:
        raise Http404("no such practice")
    return found


def _refuse(request: HttpRequest, why: str) -> HttpResponse:
    return render(request, "imports/list.html", views.listing(request, refused=why))
