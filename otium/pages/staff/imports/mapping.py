"""The mapping that a practice may change: which column is which, and what its words mean."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from otium.desk.actor import Actor
from otium.desk.imports import mappings
from otium.desk.imports.runs import MappingError
from otium.pages.middleware import shown
from otium.pages.staff.records.owner import other_practices, practice_of


@require_http_methods(["GET", "HEAD", "POST"])
def mapping(request: HttpRequest) -> HttpResponse:
    """The practice's own mapping over the shipped one. A mapping that cannot be used is not kept, and not lost."""
    practice = practice_of(request)
    text, refused = practice.extract_mapping, ""
    if request.method == "POST":
        text = request.POST.get("mapping", "").replace("\r\n", "\n").strip()
        shown(request, practice.pk)
        try:
            mappings.save(practice.pk, text, by=Actor.person(request.user.pk), at=request.at)
        except MappingError as error:
            refused = str(error)
        else:
            messages.success(request, _("From the next import on, files are read by this mapping."))
            return redirect(f"{reverse('import_mapping')}?practice={practice.slug}")
    context = {
        "practice": practice,
        "others": other_practices(request, practice),
        "mapping": text,
        "refused": refused,
        "shipped": mappings.shipped_text(),
    }
    return render(request, "imports/mapping.html", context)
