"""What people do with a task: one desk call a POST, then back to where they were, with a word and an undo."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from otium.desk import acts, queue
from otium.desk.actor import Actor
from otium.desk.inbox.match import MatchRefused
from otium.pages import practices, present
from otium.pages.middleware import shown
from otium.pages.staff.desk import filters, views
from otium.pages.staff.desk.forms import ActForm, NoteForm, OwnerForm, ReasonForm, SnoozeForm
from otium.pages.staff.desk.panel import build, rows, trail
from otium.pages.staff.desk.panel.build import Refusal
from otium.pages.words.acts import CHOICES, REFUSED
from otium.records.models import Act, Task

Move = Callable[[HttpRequest, Task, Actor], HttpResponse]


def _move(view: Move) -> Callable[[HttpRequest, UUID], HttpResponse]:
    """The task as this request may see it; the change is audited with its patient.

    Only a POST changes anything: an address left behind by a refusal, loaded anew, shows the task.
    """

    @wraps(view)
    def entered(request: HttpRequest, task_id: UUID) -> HttpResponse:
        task = rows.task(task_id)
        if request.method != "POST":
            return _stay(request, task)
        shown(request, task.practice_id, task.patient_id)
        try:
            return view(request, task, Actor.person(request.user.pk))
        except queue.Refused as refused:
            messages.error(request, refusal_words(refused.code, refused.params))
            return _stay(request, task)

    return entered


@_move
def record(request: HttpRequest, task: Task, by: Actor) -> HttpResponse:
    choice = next((c for c in acts.choices(task.kind) if c.code == request.POST.get("choice")), None)
    if choice is None or choice.page:
        messages.error(request, str(REFUSED["choice_unknown"]))
        return _stay(request, task)
    if choice not in acts.offered(task, build.membership_of(request, task.practice_id)):
        messages.error(request, str(REFUSED["not_allowed"]))
        return _stay(request, task)
    place = build.place_of(task, request, practices.visible(request))
    asks_patient = any(entry.kind == "patient" for entry in choice.entries)
    people = rows.patients(task.practice_id) if asks_patient else []
    form = ActForm(choice, on=place.on, patients=people, data=request.POST)
    if not form.is_valid():
        return _again(request, task, Refusal(choice.code, form))
    try:
        act = acts.record(task_id=task.pk, choice=choice.code, entries=form.entries(), by=by, at=request.at)
    except acts.Refused as refused:
        form.add_error(refused.entry or None, str(REFUSED[refused.code]))
        return _again(request, task, Refusal(choice.code, form))
    except MatchRefused as refused:
        form.add_error(None, refusal_words(refused.code, {}))
        return _again(request, task, Refusal(choice.code, form))
    if act.patient_id is None and "patient" in act.fields:
        shown(request, task.practice_id, UUID(act.fields["patient"]))
    undo_url = "" if choice.code in trail.STAYS else reverse("desk_undo", args=[act.pk])
    _say(request, f"{CHOICES[choice.code].done}.", undo_url)
    return _onward(request)


def undo(request: HttpRequest, act_id: UUID) -> HttpResponse:
    act = Act.objects.filter(pk=act_id).first()
    if act is None:
        raise Http404("no such act")
    if request.method != "POST":
        return HttpResponseRedirect(reverse("desk_task", args=[act.task_id]) if act.task_id else reverse("desk"))
    shown(request, act.practice_id, act.patient_id)
    try:
        acts.undo(act_id=act.pk, by=Actor.person(request.user.pk), at=request.at)
    except acts.Refused as refused:
        messages.error(request, str(REFUSED[refused.code]))
    else:
        messages.success(request, _("Undone. The task is back."))
    back = Task.objects.filter(state="open", kind=act.duty_kind, focus_id=act.focus_id, instance=act.instance).first()
    shown_id = back.pk if back else act.task_id
    return HttpResponseRedirect(reverse("desk_task", args=[shown_id]) if shown_id else reverse("desk"))


@_move
def claim(request: HttpRequest, task: Task, by: Actor) -> HttpResponse:
    queue.claim(task_id=task.pk, by=by, at=request.at)
    _say(request, _("It is yours."), _address("desk_release", task))
    return _stay(request, task)


@_move
def assign(request: HttpRequest, task: Task, by: Actor) -> HttpResponse:
    form = OwnerForm(rows.members(task.practice_id), request.POST)
    if not form.is_valid():
        return _again(request, task, Refusal("owner", form))
    given = queue.assign(task_id=task.pk, staff_id=UUID(form.cleaned_data["staff"]), by=by, at=request.at)
    name = dict(form.fields["staff"].choices)[str(given.owner_id)]
    undo_url = "" if task.owner_id else _address("desk_release", task)  # who had it before is not restored
    _say(request, _("%(name)s has it now.") % {"name": name}, undo_url)
    return _stay(request, task)


@_move
def release(request: HttpRequest, task: Task, by: Actor) -> HttpResponse:
    queue.release(task_id=task.pk, by=by, at=request.at)
    messages.success(request, _("Nobody has it now."))
    return _stay(request, task)


@_move
def snooze(request: HttpRequest, task: Task, by: Actor) -> HttpResponse:
    place = build.place_of(task, request, practices.visible(request))
    form = SnoozeForm(request.POST, on=place.on)
    if form.is_valid():
        until_on, reason = form.cleaned_data["until_on"], form.cleaned_data["reason"]
        try:
            queue.snooze(task_id=task.pk, until_on=until_on, reason=reason, by=by, at=request.at)
        except queue.Refused as refused:
            form.add_error("until_on", refusal_words(refused.code, refused.params))
        else:
            said = _("Snoozed until %(day)s.") % {"day": present.day(until_on, place.on)}
            _say(request, said, _address("desk_wake", task))
            return _onward(request)
    return _again(request, task, Refusal("snooze", form))


@_move
def wake(request: HttpRequest, task: Task, by: Actor) -> HttpResponse:
    queue.wake(task_id=task.pk, by=by, at=request.at)
    messages.success(request, _("It is back on the desk."))
    return _stay(request, task)


@_move
def note(request: HttpRequest, task: Task, by: Actor) -> HttpResponse:
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _again(request, task, Refusal("note", form))
    queue.note(task_id=task.pk, text=form.cleaned_data["text"], by=by, at=request.at)
    messages.success(request, _("Note kept."))
    return _stay(request, task)


@_move
def dismiss(request: HttpRequest, task: Task, by: Actor) -> HttpResponse:
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _again(request, task, Refusal("dismiss", form))
    queue.dismiss(task_id=task.pk, reason=form.cleaned_data["reason"], by=by, at=request.at)
    _say(request, _("Dismissed. It comes back when its facts change."), _address("desk_restore", task))
    return _onward(request)


@_move
def restore(request: HttpRequest, task: Task, by: Actor) -> HttpResponse:
    queue.restore(task_id=task.pk, by=by, at=request.at)
    messages.success(request, _("It is back on the desk."))
    return _stay(request, task)


def refusal_words(code: str, params: dict[str, Any]) -> str:
    said = {name: present.day(value) if hasattr(value, "weekday") else value for name, value in params.items()}
    return str(REFUSED[code]) % said


def _say(request: HttpRequest, words: str, undo_url: str) -> None:
    """A toast; with its undo where there is one."""
    messages.success(request, words, extra_tags=f"undo:{undo_url}" if undo_url else "")


def _address(name: str, task: Task) -> str:
    return reverse(name, args=[task.pk])


def _stay(request: HttpRequest, task: Task) -> HttpResponse:
    return HttpResponseRedirect(_address("desk_task", task) + filters.read(request.GET).query())


def _onward(request: HttpRequest) -> HttpResponse:
    """To the next task where the page named one, else to the list."""
    then = request.POST.get("then", "")
    is_ours = url_has_allowed_host_and_scheme(then, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(then if is_ours else reverse("desk") + filters.read(request.GET).query())


def _again(request: HttpRequest, task: Task, refusal: Refusal) -> HttpResponse:
    """The task with the form as it was typed and what is wrong with it."""
    return views.show_task(request, task, filters.read(request.GET), refusal)
