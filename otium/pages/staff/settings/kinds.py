"""What a visit of each kind takes: its minutes, what is held beside it, what it needs."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods

from otium.desk import mend
from otium.desk.actor import Actor
from otium.desk.appointments import kinds as desk
from otium.desk.appointments import people
from otium.desk.mend.options import VISIT_TYPES
from otium.pages.staff.settings import pages
from otium.pages.staff.settings.supervision import SupervisionForm, supervision_words
from otium.records.models import Practice
from otium.rules.schedule.kinds import MARGINS, NUMBERS, WORDS

COLUMNS = (
    ("minutes", lazy("Visit, minutes")),
    ("documentation_minutes", lazy("Notes after it")),
    ("turnover_minutes", lazy("Room made ready")),
    ("travel_minutes", lazy("Travel each way")),
    ("skills", lazy("Skills it needs")),
    ("features", lazy("The room has")),
)
SHORT = {"inputmode": "numeric", "class": "short", "autocomplete": "off"}
WHOLE = {"invalid": lazy("Enter whole minutes."), "required": lazy("Enter minutes, 0 for none.")}


class KindsForm(forms.Form):
    """A row a kind; its fields are named kind-value."""

    def __init__(self, data: Any = None, *, practice: Practice) -> None:
        super().__init__(data, use_required_attribute=False)
        for kind, name in VISIT_TYPES:
            rule = desk.rule_of(kind, practice)
            stands = {"minutes": rule.minutes, **desk.as_columns(rule.margins)}
            for column, label in COLUMNS:
                said = f"{name}: {str(label).lower()}"
                self.fields[f"{kind}-{column}"] = (
                    _number(said, stands[column]) if column in NUMBERS else _words(said, getattr(rule, column))
                )

    @property
    def rows(self) -> list[tuple[str, list[Any]]]:
        """(kind, its fields) in the order of the columns."""
        return [(str(name), [self[f"{kind}-{column}"] for column, _label in COLUMNS]) for kind, name in VISIT_TYPES]

    def chosen(self) -> dict[str, dict[str, Any]]:
        given = self.cleaned_data
        return {
            kind: {
                **{name: given[f"{kind}-{name}"] for name in ("minutes", *MARGINS)},
                **{name: given[f"{kind}-{name}"].upper().replace(",", " ").split() for name in WORDS},
            }
            for kind, _name in VISIT_TYPES
        }

    def tell(self, refused: mend.Invalid) -> None:
        for problem in refused.problems:
            self.add_error(problem.field, problem.words)


def _number(label: str, stands: int) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, initial=stands, widget=forms.TextInput(attrs={**SHORT, "aria-label": label}), error_messages=WHOLE
    )


def _words(label: str, stands: tuple[str, ...]) -> forms.CharField:
    attrs = {"autocomplete": "off", "aria-label": label}
    return forms.CharField(
        label=label, initial=" ".join(stands), required=False, max_length=120, widget=forms.TextInput(attrs=attrs)
    )


@require_http_methods(["GET", "HEAD", "POST"])
def kinds(request: HttpRequest) -> HttpResponse:
    practice, context = pages.context(request, "settings_kinds")
    typed = request.POST if request.method == "POST" else None
    form, supervision = KindsForm(typed, practice=practice), SupervisionForm(typed, practice=practice)
    if request.method == "POST" and form.is_valid() and supervision.is_valid():
        who: dict[str, Any] = {"practice_id": practice.pk, "by": Actor.person(request.user.pk), "at": request.at}
        try:
            desk.choose(form.chosen(), **who)
            people.choose_supervision(supervision.chosen(), **who)
        except mend.Invalid as refused:
            form.tell(refused)
        else:
            messages.success(request, _("Saved. It holds for visits that are booked or moved from now on."))
            return HttpResponseRedirect(f"{reverse('settings_kinds')}?practice={practice.slug}")
    context |= {
        "form": form,
        "supervision": supervision,
        "shipped": supervision_words(practice),
        "columns": [label for _name, label in COLUMNS],
    }
    return render(request, "settings/kinds.html", context)
