"""When families are told how much is left, and what Otium may send by itself."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods

from otium.desk import autonomy
from otium.desk.actor import Actor
from otium.desk.families import chosen, thresholds
from otium.pages.staff.settings import pages
from otium.records.models import Practice

AUTONOMY = (
    ("ask", lazy("Prepare the letter; a person approves it")),
    ("auto", lazy("Prepare and send it by itself")),
    ("manual", lazy("Prepare nothing")),
)
PLAIN = forms.TextInput(attrs={"autocomplete": "off"})


class FamiliesForm(forms.Form):
    visits = forms.CharField(
        label=lazy("Tell when so many visits are left"),
        help_text=lazy("Numbers with commas between, like 5, 2. Empty: never"),
        required=False,
        widget=PLAIN,
        max_length=60,
    )
    dollars = forms.CharField(
        label=lazy("Tell when so many dollars are left"),
        help_text=lazy("Like 500, 200. Empty: never"),
        required=False,
        widget=PLAIN,
        max_length=60,
    )
    tell_family = forms.ChoiceField(label=lazy("Limits and thresholds"), choices=AUTONOMY)
    give_abn = forms.ChoiceField(label=lazy("Medicare’s advance notice (ABN)"), choices=AUTONOMY)

    def __init__(self, data: Any = None, *, practice: Practice) -> None:
        stands = thresholds.of(practice)
        initial = {
            "visits": ", ".join(str(n) for n in stands.visits),
            "dollars": ", ".join(f"{n:f}" for n in stands.dollars),
            **{name: autonomy.of(practice, name).value for name in chosen.PLAYBOOKS},
        }
        super().__init__(data, initial=initial, use_required_attribute=False)

    def clean_visits(self) -> list[str]:
        return _parted(self.cleaned_data["visits"])

    def clean_dollars(self) -> list[str]:
        return _parted(self.cleaned_data["dollars"].replace("$", ""))


def _parted(text: str) -> list[str]:
    return [part for part in text.replace(",", " ").split() if part]


@require_http_methods(["GET", "HEAD", "POST"])
def families(request: HttpRequest) -> HttpResponse:
    row, context = pages.context(request, "settings_families")
    form = FamiliesForm(request.POST if request.method == "POST" else None, practice=row)
    if request.method == "POST" and form.is_valid():
        try:
            chosen.change(practice_id=row.pk, values=form.cleaned_data, by=Actor.person(request.user.pk), at=request.at)
        except chosen.ThresholdError as refused:
            form.add_error(refused.field, _("Enter whole numbers above zero with commas between, at most six."))
        else:
            messages.success(request, _("Saved. Families are told by these from now on."))
            return HttpResponseRedirect(f"{reverse('settings_families')}?practice={row.slug}")
    return render(request, "settings/families.html", context | {"form": form})
