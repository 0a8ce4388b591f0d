"""The board: shown, printed, exported; and asking all that are stale."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from otium.desk import board as boards
from otium.desk.actor import Actor
from otium.desk.board import Asked
from otium.desk.spreadsheet import rows_as_csv
from otium.pages.middleware import shown
from otium.pages.staff.eligibility import filters, present
from otium.pages.staff.eligibility.filters import MOST_ROWS
from otium.pages.staff.eligibility.rows import next_step, why
from otium.pages.words.standings import STANDINGS
from otium.records.models import Patient, Therapist

HEADER = ("practice", "visit_on", "patient", "payer", "therapist", "state", "why", "what_next", "asked_from")


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    context = present.page(request, filters.read(request.GET))
    first = next((row for group in context["groups"] for row in group.rows if "#" not in row["url"]), None)
    return render(request, "eligibility/board.html", context | {"first": first})


@require_safe
def letter(request: HttpRequest) -> HttpResponse:
    """The same on paper, every row of the filter."""
    context = present.page(request, filters.read(request.GET), limit=MOST_ROWS)
    return render(request, "eligibility/print.html", context)


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """Every visit of the filter for a spreadsheet."""
    chosen = filters.read(request.GET)
    whole = boards.board(present.places(request), request.at)
    found = [b for b in whole.visits if chosen.admits(b)]
    for each in found:
        shown(request, each.practice_id, each.visit.patient_id)
    people = Patient.objects.filter(pk__in={b.visit.patient_id for b in found})
    names = {key: f"{last}, {first}" for key, last, first in people.values_list("id", "last_name", "first_name")}
    therapists = dict(Therapist.objects.filter(pk__in={b.visit.therapist_id for b in found}).values_list("id", "name"))
    lines = (
        (
            whole.places[b.practice_id].practice.name, b.visit.on, names[b.visit.patient_id],
            b.payer.payer_name if b.payer else "", therapists.get(b.visit.therapist_id, ""),
            STANDINGS[b.standing.state][1], why(b, whole), next_step(b, whole), b.standing.asks_from or "",
        )
        for b in found
    )  # fmt: skip
    day = max((p.on for p in whole.places.values()), default=request.at.date())
    name = f"eligibility-{day.isoformat()}.csv"
    return HttpResponse(
        rows_as_csv(HEADER, lines),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"},
    )


@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """Ask about every coverage that is stale and may be asked now, in the practices in view."""
    asked = boards.ask_stale(present.places(request), by=Actor.person(request.user.pk), at=request.at)
    for practice_id, patients in asked.patients.items():
        shown(request, practice_id, *patients)
    messages.success(request, _told(asked)) if asked.sent else messages.error(request, _told(asked))
    return HttpResponseRedirect(reverse("eligibility") + filters.read(request.GET).query())


def _told(asked: Asked) -> str:
    if not asked.sent and not asked.refused:
        return _("Nothing is stale that could be asked now.")
    words = ngettext(
        "%(n)d coverage is being asked about. The answer lands here by itself.",
        "%(n)d coverages are being asked about. Their answers land here by themselves.",
        asked.sent,
    ) % {"n": asked.sent}
    if asked.refused:
        words += " " + ngettext(
            "%(n)d could not be asked: its records lack something.",
            "%(n)d could not be asked: their records lack something.",
            asked.refused,
        ) % {"n": asked.refused}
    if asked.left:
        words += " " + _("%(n)d are left: ask again for them.") % {"n": asked.left}
    return words
