"""What Otium may do by itself in a practice: one choice a playbook, and who chose what before."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from otium.desk import autonomy as desk
from otium.desk.actor import Actor
from otium.desk.autonomy import SHIPPED, Autonomy
from otium.pages.staff.connections.present import moment
from otium.pages.staff.settings import pages
from otium.pages.words.autonomy import CHOICES, PLAYBOOKS
from otium.pages.words.events import AUTOMATIONS
from otium.records.models import History, Practice, Staff

SHOWN = 20  # newest changes


class AutonomyForm(forms.Form):
    def __init__(self, data: Any = None, *, practice: Practice) -> None:
        super().__init__(data, use_required_attribute=False)
        for playbook, (name, does) in PLAYBOOKS.items():
            shipped = _("Otium ships: %(choice)s.") % {"choice": str(CHOICES[SHIPPED[playbook]]).lower()}
            self.fields[playbook] = forms.ChoiceField(
                label=name, help_text=f"{does} {shipped}", choices=list(CHOICES.items()),
                initial=desk.of(practice, playbook).value,
            )  # fmt: skip

    def chosen(self) -> dict[str, Autonomy]:
        return {playbook: Autonomy(self.cleaned_data[playbook]) for playbook in PLAYBOOKS}


@require_http_methods(["GET", "HEAD", "POST"])
def autonomy(request: HttpRequest) -> HttpResponse:
    practice, context = pages.context(request, "settings_autonomy")
    form = AutonomyForm(request.POST if request.method == "POST" else None, practice=practice)
    if request.method == "POST" and form.is_valid():
        desk.choose(form.chosen(), practice_id=practice.pk, by=Actor.person(request.user.pk), at=request.at)
        messages.success(request, _("Saved. It holds from now on."))
        return HttpResponseRedirect(f"{reverse('settings_autonomy')}?practice={practice.slug}")
    context |= {"form": form, "changes": _changes(practice, request)}
    return render(request, "settings/autonomy.html", context)


def _changes(practice: Practice, request: HttpRequest) -> list[dict[str, str]]:
    """The newest first, one line a playbook."""
    rows = list(
        History.objects.filter(
            practice=practice, focus_type="practice", focus_id=practice.pk, event="autonomy_chosen"
        ).order_by("-at", "-id")[:SHOWN]
    )  # fmt: skip
    names = {str(key): name for key, name in Staff.objects.filter(pk__in=_ids(rows)).values_list("pk", "name")}
    return [
        {
            "what": str(PLAYBOOKS[playbook][0]),
            "before": str(CHOICES[row.before[playbook]]),
            "after": str(CHOICES[after]),
            "by": names.get(row.by) or str(AUTOMATIONS.get(row.by, row.by)),
            "when": moment(row.at, practice, request.at),
        }
        for row in rows
        for playbook, after in row.after.items()
    ]


def _ids(rows: list[History]) -> list[UUID]:
    """Of the people among those who did it."""
    found = []
    for row in rows:
        try:
            found.append(UUID(row.by))
        except ValueError:
            continue
    return found
