"""The short forms that ask for a plan."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy
from django.views.decorators.http import require_http_methods

from otium.desk import clock
from otium.desk.actor import Actor
from otium.desk.mend import Invalid
from otium.desk.mend.rows import choices
from otium.desk.planning import asking
from otium.desk.planning.loading import uuid_or_none
from otium.pages import entry, present
from otium.pages.fields import DayField
from otium.pages.middleware import shown
from otium.pages.staff.records.owner import practice_of
from otium.pages.words import plans as words
from otium.records.models import Practice, SchedulePlan
from otium.records.waitlist import waiting
from otium.terms.plans import PlanKind

CHOOSE = {"required": _("Choose one.")}
MISSING_DAY = {"required": _("Enter a day.")}
MONDAYS = 12  # how many weeks ahead may be chosen
ACTS: dict[PlanKind, Any] = {
    PlanKind.REPAIR: _("See what can be kept"),
    PlanKind.WEEK: _("See where they fit"),
    PlanKind.FILL: _("See who fits where"),
    PlanKind.CHAIN: _("Look for an hour"),
    PlanKind.WHAT_IF: _("See what it would bring"),
}
HOW_MANY = ngettext_lazy("%(n)d week", "%(n)d weeks", "n")


class RepairForm(forms.Form):
    def __init__(self, data: Any = None, *, practice: Practice, on: date, **kwargs: Any) -> None:
        super().__init__(data, use_required_attribute=False, **kwargs)
        people = [(str(key), name) for key, name in choices("therapist", practice.pk, None)]
        self.fields["therapist"] = forms.ChoiceField(
            label=_("Who is away"), choices=[("", _("Choose")), *people], error_messages=CHOOSE
        )
        self.fields["first"] = DayField(on=on, label=_("First day"), error_messages=MISSING_DAY)
        self.fields["last"] = DayField(on=on, label=_("Last day"), required=False)
        self.fields["reason"] = forms.CharField(label=_("Why"), required=False, max_length=100)


class WeeksForm(forms.Form):
    """From which Monday, for how many weeks; of a chain for whom, of a what-if one more of what."""

    def __init__(self, data: Any = None, *, practice: Practice, on: date, kind: PlanKind, **kwargs: Any) -> None:
        super().__init__(data, use_required_attribute=False, **kwargs)
        if kind is PlanKind.CHAIN:
            who = [(str(e.pk), f"{e.patient.first_name} {e.patient.last_name}") for e in waiting(practice)
                   if e.need == "weekly"]  # fmt: skip
            self.fields["entry"] = forms.ChoiceField(
                label=_("Who waits for a weekly hour"), choices=[("", _("Choose")), *who], error_messages=CHOOSE
            )
        if kind is PlanKind.WHAT_IF:
            self.fields["add"] = forms.ChoiceField(label=_("One more"), choices=list(words.ADDITIONS.items()))
            places = [(str(key), name) for key, name in choices("location", practice.pk, None)]
            self.fields["location"] = forms.ChoiceField(
                label=_("Where"), choices=[("", _("Anywhere")), *places], required=False
            )
        mondays = [asking.next_monday(on) + timedelta(weeks=n) for n in range(MONDAYS)]
        self.fields["first"] = forms.ChoiceField(
            label=_("From"), choices=[(day.isoformat(), present.day(day, on)) for day in mondays]
        )
        counts = range(1, asking.MOST_WEEKS + 1)
        self.fields["weeks"] = forms.ChoiceField(
            label=_("For"), choices=[(str(n), HOW_MANY % {"n": n}) for n in counts],
            initial="1" if kind is PlanKind.WEEK else "4",
        )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, kind: PlanKind) -> HttpResponse:
    """The form; a POST asks and leads to the plan's page."""
    practice = practice_of(request)
    on = clock.day(request.at, practice)
    form = _form(request, practice, on, kind)
    if request.method == "POST" and form.is_valid():
        try:
            plan = _asked(form.cleaned_data, kind, practice, by=Actor.person(request.user.pk), at=request.at)
        except Invalid as invalid:
            for problem in invalid.problems:
                form.add_error(problem.field if problem.field in form.fields else None, problem.words)
        else:
            shown(request, practice.pk)
            return redirect("plan", plan.pk)
    shown(request, practice.pk)
    context = {
        "form": form, "practice": practice, "title": words.KINDS[kind], "says": words.ABOUT[kind], "act": ACTS[kind],
        "names_days_off": kind is PlanKind.REPAIR,
    }  # fmt: skip
    return render(request, "planning/new.html", context)


def _form(request: HttpRequest, practice: Practice, on: date, kind: PlanKind) -> forms.Form:
    data = request.POST if request.method == "POST" else None
    if kind is not PlanKind.REPAIR:
        initial = {"entry": request.GET.get("entry", "")}
        return WeeksForm(data, practice=practice, on=on, kind=kind, initial=initial)
    who = request.GET.get("therapist", "")
    first = entry.day(request.GET.get("first", ""), on=on) or on
    first = asking.next_worked(practice, uuid_or_none(who), first)
    initial = {
        "therapist": who,
        "reason": request.GET.get("reason", ""),
        "first": first,
        "last": entry.day(request.GET.get("last", ""), on=on) or first,
    }
    return RepairForm(data, practice=practice, on=on, initial=initial)


def _asked(values: dict[str, Any], kind: PlanKind, practice: Practice, *, by: Actor, at: datetime) -> SchedulePlan:
    """Raises Invalid."""
    if kind is PlanKind.REPAIR:
        return asking.call_away(
            practice_id=practice.pk, therapist_id=UUID(values["therapist"]), first=values["first"],
            last=values["last"] or values["first"], reason=values["reason"].strip(), by=by, at=at,
        )  # fmt: skip
    asks = {name: values[name] for name in ("add", "location") if values.get(name)}
    entry_id = UUID(values["entry"]) if values.get("entry") else None
    wanted = asking.weeks(
        kind, date.fromisoformat(values["first"]), int(values["weeks"]), entry_id=entry_id, asks=asks
    )  # fmt: skip
    return asking.ask(wanted, practice_id=practice.pk, by=by, at=at)
