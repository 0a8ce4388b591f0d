"""How a practice offers freed hours: who is asked first, how many at once, for how long, and whether by itself."""

from dataclasses import replace
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
from otium.desk.autonomy import Autonomy
from otium.desk.offers import chosen
from otium.desk.offers.chosen import BOUNDS, SPANS
from otium.pages.staff.settings import pages
from otium.pages.time_of_day import TimeOfDayField
from otium.pages.words.offers import ORDER
from otium.records.models import Practice
from otium.terms.offers import OfferRules
from otium.terms.waitlist import Criterion

BY_ITSELF = (
    ("ask", lazy("Wait for one press by us")),
    ("auto", lazy("Offer it by itself, within seconds")),
    ("manual", lazy("Send no offers by text")),
)
NUMBERS = {
    "wave": (lazy("Families asked at once"), lazy("1 to 10. The first who says yes has the hour.")),
    "hold_minutes": (lazy("Minutes until the next are asked"), lazy("5 to 1,440; sooner where the hour is near")),
    "least_minutes": (
        lazy("Minutes before the hour from which on no text goes out"),
        lazy("So that they can get there"),
    ),
    "texts_a_week": (lazy("Texts to one family in a week, at most"), lazy("1 to 14, whatever they are about")),
}
TIMES = {
    "school": (lazy("School hours, from"), lazy("School hours, until")),
    "after_school": (lazy("After school, from"), lazy("After school, until")),
}
NOTHING = ("", lazy("nothing more"))


class WaitlistForm(forms.Form):
    def __init__(self, data: Any = None, *, practice: Practice) -> None:
        self.stands = chosen.of(practice)
        super().__init__(data, use_required_attribute=False)
        for place in range(len(Criterion)):
            self.fields[f"order_{place}"] = self._place(place)
        for name, (label, hint) in NUMBERS.items():
            least, most = BOUNDS[name]
            self.fields[name] = forms.IntegerField(
                label=label, help_text=hint, min_value=least, max_value=most, initial=getattr(self.stands, name),
                widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short", "autocomplete": "off"}),
            )  # fmt: skip
        for name, labels in TIMES.items():
            for end, label, value in zip(("since", "until"), labels, getattr(self.stands, name), strict=True):
                self.fields[f"{name}_{end}"] = TimeOfDayField(label=label, initial=value)
        own = autonomy.of(practice, chosen.PLAYBOOK).value
        self.fields["by_itself"] = forms.ChoiceField(
            label=lazy("When an hour comes free"), choices=BY_ITSELF, initial=own
        )

    def _place(self, place: int) -> forms.ChoiceField:
        labels = (lazy("Asked first"), lazy("Among equals"), lazy("Then"), lazy("Then"))
        options = [(each.value, ORDER[each][0]) for each in Criterion]
        order = self.stands.order
        return forms.ChoiceField(
            label=labels[place],
            choices=options if place == 0 else [NOTHING, *options],
            required=place == 0,
            initial=order[place].value if place < len(order) else "",
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        order = self._order(data)
        if len(set(order)) != len(order):
            self.add_error(None, _("Each thing can decide once: choose another in one of the lists."))
        for name in SPANS:
            since, until = data.get(f"{name}_since"), data.get(f"{name}_until")
            if since and until and since >= until:
                self.add_error(f"{name}_until", _("This is not after the beginning. Check am and pm."))
        return data

    def rules(self) -> OfferRules:
        data = self.cleaned_data
        spans = {name: (data[f"{name}_since"], data[f"{name}_until"]) for name in SPANS}
        numbers = {name: data[name] for name in BOUNDS}
        return replace(self.stands, order=tuple(Criterion(v) for v in self._order(data)), **numbers, **spans)

    def _order(self, data: dict[str, Any]) -> list[str]:
        return [value for place in range(len(Criterion)) if (value := data.get(f"order_{place}"))]


@require_http_methods(["GET", "HEAD", "POST"])
def waitlist(request: HttpRequest) -> HttpResponse:
    practice, context = pages.context(request, "settings_waitlist")
    form = WaitlistForm(request.POST if request.method == "POST" else None, practice=practice)
    if request.method == "POST" and form.is_valid():
        chosen.change(
            practice_id=practice.pk, chosen=form.rules(), by_itself=Autonomy(form.cleaned_data["by_itself"]),
            by=Actor.person(request.user.pk), at=request.at,
        )  # fmt: skip
        messages.success(request, _("Saved. Hours that come free are offered by these from now on."))
        return HttpResponseRedirect(f"{reverse('settings_waitlist')}?practice={practice.slug}")
    meanings = [(str(ORDER[each][0]), str(ORDER[each][1])) for each in Criterion]
    return render(request, "settings/waitlist.html", context | {"form": form, "meanings": meanings})
