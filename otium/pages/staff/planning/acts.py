"""What a person decides about a plan: a move kept or refused, all of it applied, solved again, taken back."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from otium.desk.actor import Actor
from otium.desk.appointments import MoveRefused, Taken
from otium.desk.chains import asking as asking_families
from otium.desk.mend import Invalid
from otium.desk.planning import applying, asking, verdicts
from otium.desk.planning.moves import DoesNotFollow
from otium.pages import present as said
from otium.pages.middleware import shown
from otium.pages.staff.appointments.refusals import refused
from otium.pages.staff.clearance.strip import strip
from otium.pages.staff.planning.views import find, show
from otium.records.models import Patient, PlanMove, SchedulePlan
from otium.terms.plans import Ban, PlanKind


@require_POST
def apply(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Everything that is proposed, or nothing and why."""
    found, by = find(plan_id), Actor.person(request.user.pk)
    shown(request, found.practice_id)
    try:
        moves = applying.apply(
            practice_id=found.practice_id, plan_id=found.pk, by=by, at=request.at,
            goes_anyway=bool(request.POST.get("anyway")),
        )  # fmt: skip
    except applying.Stale:
        applying.age(practice_id=found.practice_id, plan_id=found.pk, by=by, at=request.at)
        messages.error(request, _stale(found))
    except applying.LimitsFail as limits:
        return show(request, found, failing=_failing(limits, found))
    except (Taken, Invalid, MoveRefused, applying.NotAllAgreed, applying.Undecided, DoesNotFollow) as error:
        return show(request, found, refusal=_words(error, found))
    else:
        count = sum(move.weeks for move in moves)
        words = ngettext("%(n)d visit is in the calendar as planned.", "%(n)d visits are in the calendar as planned.",
                         count) % {"n": count}  # fmt: skip
        messages.success(request, words)
    return redirect("plan", found.pk)


@require_POST
def ask(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Each family of a chain by text or mail, or nobody and why."""
    found = find(plan_id)
    shown(request, found.practice_id)
    try:
        by = Actor.person(request.user.pk)
        asking_families.begin(practice_id=found.practice_id, plan_id=found.pk, by=by, at=request.at)
    except applying.Stale:
        applying.age(practice_id=found.practice_id, plan_id=found.pk, by=by, at=request.at)
        messages.error(request, _("These hours are no longer free. Nobody was asked: work it out again."))
    except (asking_families.NobodyReached, asking_families.TooSoon, applying.Undecided, DoesNotFollow) as error:
        return show(request, found, refusal=_words(error, found))
    return redirect("plan", found.pk)


@require_POST
def stop(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """No family is asked any more; whoever said yes is told that nothing changes."""
    return _step(request, find(plan_id), asking_families.stop)


@require_POST
def again(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    return _step(request, find(plan_id), asking.ask_again)


@require_POST
def refuse(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    return _step(request, find(plan_id), asking.refuse)


@require_POST
def undo(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """The calendar as it was before the plan."""
    found = find(plan_id)
    try:
        return _step(request, found, applying.undo)
    except applying.ChangedSince:
        words = _("One of these visits was changed since. Nothing was taken back: move the others one by one.")
        return show(request, found, refusal=words)
    except (Taken, Invalid, MoveRefused) as error:
        return show(request, found, refusal=_words(error, found))


@require_POST
def decide(request: HttpRequest, move_id: UUID) -> HttpResponse:
    """One move: kept, refused, or what its family said."""
    move = PlanMove.objects.filter(pk=move_id).first()
    if move is None:
        raise Http404("no such move")
    shown(request, move.practice_id, move.patient_id)
    what = request.POST.get("decide", "")
    values = {
        "practice_id": move.practice_id,
        "move_id": move.pk,
        "by": Actor.person(request.user.pk),
        "at": request.at,
    }
    try:
        if what == "pin":
            verdicts.pin(**values)
        elif what == "back":
            verdicts.take_back(**values)
        elif what in ("yes", "no"):
            verdicts.answered(**values, says_yes=what == "yes")
        elif what in list(Ban):
            verdicts.refuse(**values, ban=Ban(what))
    except DoesNotFollow:
        messages.error(request, _("Somebody else has decided about this plan meanwhile."))
    return redirect("plan", move.plan_id)


def _stale(found: SchedulePlan) -> str:
    if found.kind == PlanKind.CHAIN.value:
        return _("These hours are no longer free. Nothing was moved: work it out again.")
    return _("The calendar has changed since. Nothing was moved: work it out again.")


def _step(request: HttpRequest, found: SchedulePlan, act: Callable[..., object]) -> HttpResponse:
    shown(request, found.practice_id)
    try:
        act(practice_id=found.practice_id, plan_id=found.pk, by=Actor.person(request.user.pk), at=request.at)
    except DoesNotFollow:
        messages.error(request, _("Somebody else has decided about this plan meanwhile."))
    return redirect("plan", found.pk)


def _words(error: Exception, found: SchedulePlan) -> str:
    """What stood in the way."""
    if isinstance(error, Taken):
        return refused(error, found.practice).words
    if isinstance(error, Invalid):
        return " ".join(problem.words for problem in error.problems)
    if isinstance(error, applying.NotAllAgreed):
        return _("Every family must say yes first. Nothing was moved.")
    if isinstance(error, asking_families.NobodyReached):
        return _("No text or mail can reach any of these families now. Call them, and record what they say.")
    if isinstance(error, asking_families.TooSoon):
        return _("The first of these hours is too near for an answer by message. Call the families.")
    if isinstance(error, applying.Undecided):
        return _("You refused a move since. Work it out again, so that the rest is looked at anew.")
    if isinstance(error, MoveRefused):
        return _("One of these visits is no longer booked. Nothing was moved: work it out again.")
    return _("Somebody else has decided about this plan meanwhile.")


def _failing(limits: applying.LimitsFail, found: SchedulePlan) -> list[tuple[str, str, object]]:
    """(patient, day, strip) of each visit that would fail a limit."""
    names = {
        key: f"{first} {last}"
        for key, first, last in Patient.objects.filter(
            practice=found.practice, pk__in=[limits.seen.patient_of(visit) for visit, _found in limits.failing]
        ).values_list("pk", "first_name", "last_name")
    }
    return [
        (names[limits.seen.patient_of(visit)], said.day(visit.on), strip(visit, on=visit.on))
        for visit, _found in limits.failing
    ]
