"""The list of what families are told, one notice with its letter, the letter as PDF, and the sandbox of the demo."""

from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from otium.desk import access, clock
from otium.desk.families import papers, saying, telling
from otium.desk.families.facts import ABOUT
from otium.pages import links, practices
from otium.pages.middleware import shown
from otium.pages.staff.families import present
from otium.pages.words.families import EMPTY, VIEWS
from otium.records.models import FamilyNotice, Practice, Task
from otium.terms.family import ABOUT_VISITS

PAGE = 50
FIRST = "prepared"
LETTERS = ~Q(about__in=ABOUT_VISITS)
NARROWED: dict[str, Q] = {
    "prepared": Q(state="prepared"),
    "waiting": LETTERS & Q(state="told") & (Q(road__in=("text", "mail")) | Q(about="abn")),
    "answered": LETTERS & Q(state="acknowledged"),
    "told": LETTERS & Q(state__in=("told", "acknowledged")),
    "withdrawn": LETTERS & Q(state="withdrawn"),
    "visits": ~LETTERS & ~Q(state="prepared"),
}


@require_safe
def families(request: HttpRequest) -> HttpResponse:
    """One view of the notices, what waits for approval first."""
    places = practices.in_view(request)
    view = request.GET.get("view", "")
    view = view if view in NARROWED else FIRST
    found = list(listed(places, view)[: PAGE + 1])
    untold = _untold(places) if view == FIRST else []
    for each in (*found[:PAGE], *untold):
        shown(request, each.practice_id, each.patient_id)
    kinds = telling.carried(places)
    context = {
        "view": view,
        "tabs": _tabs(places, view),
        "title": dict(VIEWS)[view],
        "rows": [present.row(n, request.at, kinds[n.practice_id]) for n in found[:PAGE]],
        "has_more": len(found) > PAGE,
        "untold": [_nobody(task) for task in untold],
        "empty_title": EMPTY[view][0],
        "empty": EMPTY[view][1],
        "shows_site": len(places) > 1,
        "may_change": may(request, "family_notice_approve"),
    }
    return render(request, "families/list.html", context)


def listed(places: list[Practice], view: str) -> QuerySet[FamilyNotice]:
    """Those to approve by the visit they must come before, the others newest first."""
    rows = FamilyNotice.objects.filter(NARROWED[view], practice__in=places)
    order = ("first_visit_on", "prepared_at", "id") if view == FIRST else ("-prepared_at", "id")
    return rows.select_related("practice", "patient", "related_person", "parcel__transmission").order_by(*order)


@require_safe
def notice(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    return page(request, find(request, notice_id))


def page(request: HttpRequest, found: FamilyNotice, error: str = "") -> HttpResponse:
    context = {
        "notice": present.shown(found, request.at),
        "error": error,
        "site": found.practice,
        "may_change": may(request, "family_notice_approve", found.practice_id),
        "may_print": may(request, "family_letter", found.practice_id),
    }
    return render(request, "families/notice.html", context)


@require_safe
def letter(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """The letter as PDF: as it was approved, or as it would be in `?language=`."""
    found = find(request, notice_id)
    language = request.GET.get("language", "")
    kept = None if language in saying.LANGUAGES else papers.approved(found)
    spoken = language if language in saying.LANGUAGES else found.language
    data = kept or papers.pdf(found, spoken, clock.day(request.at, found.practice))
    answer = HttpResponse(data, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="letter-{found.pk}.pdf"'
    return answer


def find(request: HttpRequest, notice_id: UUID) -> FamilyNotice:
    """Raises Http404 for one that this request may not see."""
    rows = FamilyNotice.objects.select_related(
        "practice", "patient", "related_person", "parcel__transmission", "document"
    )
    found = rows.filter(pk=notice_id).first()
    if found is None:
        raise Http404("no such notice")
    shown(request, found.practice_id, found.patient_id)
    return found


def may(request: HttpRequest, door: str, practice_id: UUID | None = None) -> bool:
    """Whether the person's role opens the door, in that practice or in any."""
    mine = [m for m in request.memberships if practice_id in (None, m.practice_id)]
    return bool(access.practices_for(access.DOORS[door], mine))


def _tabs(places: list[Practice], view: str) -> list[dict[str, Any]]:
    counts = FamilyNotice.objects.filter(practice__in=places).aggregate(
        **{name: Count("id", filter=narrowed) for name, narrowed in NARROWED.items()}
    )
    return [{"url": f"?view={n}", "words": w, "count": counts[n], "is_current": n == view} for n, w in VIEWS]


def _untold(places: list[Practice]) -> list[Task]:
    """Open tasks to tell a family of which no notice could be prepared: nobody is known who may receive it.

    An estimate may lack something else, which its task says.
    """
    tasks = Task.objects.filter(practice__in=places, state="open", kind__in=set(ABOUT) - {"give_estimate"})
    tasks = tasks.select_related("patient")
    known = set(
        FamilyNotice.objects.filter(practice__in=places).exclude(state="withdrawn").values_list("patient_id", "digest")
    )
    return [task for task in tasks.order_by("due_on", "id") if (task.patient_id, task.digest) not in known]


def _nobody(task: Task) -> dict[str, str]:
    name = f"{task.patient.first_name} {task.patient.last_name}" if task.patient else ""
    return {"name": name, "url": links.patient(task.patient_id)}
