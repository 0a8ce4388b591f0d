"""The plans of a practice, and one plan in each of its states."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from otium.desk import access, clock
from otium.desk.planning import applying, solving
from otium.desk.planning.moves import WORKING
from otium.desk.spreadsheet import rows_as_csv
from otium.pages import present as words_of
from otium.pages.middleware import shown
from otium.pages.staff.planning import figures as of_what_if
from otium.pages.staff.planning import present
from otium.pages.staff.planning.families import families
from otium.pages.staff.records.owner import other_practices, practice_of
from otium.pages.words import plans as words
from otium.records.models import PlanMove, SchedulePlan
from otium.terms.plans import AWAITED, MoveKind, MoveState, PlanKind, PlanState

LISTED = 30


@require_safe
def plans(request: HttpRequest) -> HttpResponse:
    """What can be asked, and what was asked so far, newest first."""
    practice = practice_of(request)
    on = clock.day(request.at, practice)
    rows = _with_names(SchedulePlan.objects.filter(practice=practice)).order_by("-asked_at", "id")[:LISTED]
    listed = list(rows)
    shown(request, practice.pk, *(plan.entry.patient_id for plan in listed if plan.entry))
    context = {
        "rows": [present.line(plan, on) for plan in listed],
        "ways": [
            (reverse(f"plan_{kind.value}") + f"?practice={practice.slug}", words.KINDS[kind], words.ABOUT[kind])
            for kind in PlanKind
            if may(request, f"plan_{kind.value}", practice.pk)
        ],
        "practice": practice,
        "others": other_practices(request, practice),
    }
    return render(request, "planning/list.html", context)


@require_safe
def plan(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    found = find(plan_id)
    return show(request, found)


def show(request: HttpRequest, found: SchedulePlan, **more: Any) -> HttpResponse:
    """The page of one plan; `more`: what stood in the way of an act."""
    on = clock.day(request.at, found.practice)
    moves = moves_of(found)
    shown(request, found.practice_id, *(move.patient_id for move in moves))
    going = [m for m in moves if m.kind != MoveKind.LEFT.value and m.state != MoveState.REFUSED.value]
    state = PlanState(found.state)
    tone, word = present.state_of(found)
    is_proposed, is_chain = state is PlanState.PROPOSED, found.kind == PlanKind.CHAIN.value
    is_asked = found.asking in AWAITED  # what has changed since is looked at by the workers, and when it is applied
    asked = families(found, going, request.at) if is_chain and going and state not in WORKING else None
    context = {
        "plan": found,
        "practice": found.practice,
        "title": words.KINDS[PlanKind(found.kind)],
        "about": present.about(found, on),
        "tone": tone,
        "state_word": word,
        "outcome": present.outcome(found),
        "figures": present.figures(found),
        "compared": of_what_if.compared(found),
        "groups": present.groups(moves, found, on, asked.marks if asked else {}),
        "left": [present.row(m, found, on) for m in moves if m.kind == MoveKind.LEFT.value],
        "refused": [present.row(m, found, on) for m in moves if m.state == MoveState.REFUSED.value],
        "effect": _effect(found, going),
        "is_working": state in WORKING,
        "is_proposed": is_proposed,
        "is_stale": state is PlanState.STALE or (is_proposed and not is_asked and not applying.is_fresh(found)),
        "is_undecided": is_proposed and applying.is_undecided(found),
        "is_chain": is_chain,
        "tells_nobody": _tells_nobody(found, going),
        "asks_families": is_chain and any(m.answer != "yes" for m in going),
        "families": asked,
        "may_change": may(request, "plan_apply", found.practice_id),
        "failed": words.FAILED.get(found.why, ""),
        "seconds": found.seconds,
        **progress_of(found, request.at),
        **more,
    }
    return render(request, "planning/plan.html", context)


def _tells_nobody(plan: SchedulePlan, going: list[PlanMove]) -> bool:
    """Visits move, and their families hear of it from a person alone: only those of a chain are asked and told."""
    is_open = plan.state in (PlanState.PROPOSED.value, PlanState.APPLIED.value)
    return is_open and plan.kind != PlanKind.CHAIN.value and any(m.kind == MoveKind.MOVE.value for m in going)


@require_safe
def progress(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """How far it is, asked by the page each second; when it is done the page is loaded anew."""
    found = find(plan_id)
    is_working = PlanState(found.state) in WORKING
    context = {"plan": found, "is_working": is_working, **progress_of(found, request.at)}
    response = render(request, "planning/progress.html", context)
    if not is_working:
        response["HX-Refresh"] = "true"
    return response


def progress_of(found: SchedulePlan, at: datetime) -> dict[str, Any]:
    """In words, and seconds of those it takes at most."""
    parts = found.progress.get("parts", 1)
    most = solving.SECONDS[PlanKind(found.kind)] * parts
    since = (at - found.changed_at).total_seconds() if found.state == PlanState.SOLVING.value else 0
    return {"step": present.step(found), "done": round(min(max(since, 0), most)), "total": round(most)}


@require_safe
def as_csv(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Every move, for a spreadsheet or to call from."""
    found = find(plan_id)
    moves = moves_of(found)
    shown(request, found.practice_id, *(move.patient_id for move in moves))
    header = (_("Patient"), _("Phone"), _("From"), _("Day"), _("Time"), _("Therapist"), _("Room"), _("Why"), _("State"))
    on = clock.day(request.at, found.practice)
    rows = []
    for move in moves:
        row = present.row(move, found, on)
        who = move.therapist.name if move.therapist else ""
        day, hour = (move.on.isoformat() if move.on else "", move.at.isoformat("minutes") if move.at else "")
        rows.append((row.name, row.phone, row.was, day, hour, who, row.room, row.why, row.state_word or move.state))
    return _attached(rows_as_csv(header, rows), "text/csv; charset=utf-8", f"plan-{found.starts_on.isoformat()}.csv")


@require_safe
def as_file(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """The question as a schedule instance (docs/formats/schedule.md): record ids, no names."""
    found = find(plan_id)
    shown(request, found.practice_id)
    return _attached(solving.as_file(found, request.at), "application/json", f"plan-{found.starts_on.isoformat()}.json")


def _attached(data: bytes, kind: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(data, content_type=kind, headers=headers)


def _effect(found: SchedulePlan, going: list[PlanMove]) -> str:
    """What applying does, as its button says; a standing hour counts for each of its visits."""
    moved = sum(move.weeks for move in going if move.kind == MoveKind.MOVE.value)
    said = [present.counted_moves(moved)] if moved else []
    if booked := sum(move.weeks for move in going) - moved:
        said.append(present.counted_bookings(booked, goes_on=bool(said)))
    return words_of.joined(said) if found.kind != PlanKind.WHAT_IF.value else ""


def moves_of(found: SchedulePlan) -> list[PlanMove]:
    rows = PlanMove.objects.filter(practice_id=found.practice_id, plan=found)
    named = rows.select_related("patient", "therapist", "from_therapist", "room")
    return list(named.order_by("on", "at", "from_on", "from_at", "id"))


def find(plan_id: UUID) -> SchedulePlan:
    """Raises Http404 for a plan that this request may not see."""
    found = _with_names(SchedulePlan.objects.filter(pk=plan_id)).first()
    if found is None:
        raise Http404("no such plan")
    return found


def _with_names(rows: QuerySet[SchedulePlan]) -> QuerySet[SchedulePlan]:
    return rows.select_related("practice", "therapist", "entry__patient")


def may(request: HttpRequest, door: str, practice_id: UUID) -> bool:
    return practice_id in access.practices_for(access.DOORS[door], request.memberships)
