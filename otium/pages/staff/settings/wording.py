"""Wording proposed by a language model: off unless an owner turns it on, with the agreement it rests on."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods

from otium.desk import clock
from otium.desk.actor import Actor
from otium.desk.packets import wording as desk
from otium.desk.packets.signing import NotSigned
from otium.desk.packets.wording import Agreement, CannotUse
from otium.pages.fields import DayField
from otium.pages.staff.settings import pages


class WordingForm(forms.Form):
    name = forms.CharField(
        label=lazy("Which agreement allows it?"),
        help_text=lazy("Its name, as filed: Business Associate Agreement with …"),
    )
    signed_on = DayField(label=lazy("Signed on"))
    service = forms.CharField(label=lazy("With whom"))
    url = forms.CharField(label=lazy("Address of the service"), help_text=lazy("Begins with https://"))
    model = forms.CharField(label=lazy("Name of the model"))
    key = forms.CharField(
        label=lazy("Key"), required=False, help_text=lazy("Leave empty to keep the one that is stored"),
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip

    def __init__(self, *args: Any, on: Any, **kwargs: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.fields["signed_on"].on = on

    def given(self) -> Agreement:
        said = self.cleaned_data
        return Agreement(
            said["name"], said["signed_on"], said["service"], said["url"], said["model"], bool(said["key"])
        )


@require_http_methods(["GET", "HEAD", "POST"])
def wording(request: HttpRequest) -> HttpResponse:
    practice, context = pages.context(request, "settings_wording")
    on, by, standing = clock.day(request.at, practice), Actor.person(request.user.pk), desk.agreement(practice)
    back = HttpResponseRedirect(f"{reverse('settings_wording')}?practice={practice.slug}")
    if request.method == "POST" and "off" in request.POST:
        desk.turn_off(practice, by=by, at=request.at)
        messages.success(request, _("Turned off. Nothing is proposed any more."))
        return back
    form = WordingForm(request.POST if request.method == "POST" else None, on=on, initial=_initial(standing))
    if request.method == "POST" and form.is_valid():
        try:
            desk.turn_on(practice, form.given(), key=form.cleaned_data["key"], by=by, at=request.at)
        except NotSigned:
            form.add_error("signed_on", _("The agreement must be signed by today."))
        except CannotUse:
            form.add_error("url", _("This address cannot be used. It must begin with https:// and be public."))
        else:
            messages.success(request, _("Turned on. What is proposed is marked until a clinician accepts it."))
            return back
    return render(request, "settings/wording.html", context | {"form": form, "standing": standing})


def _initial(standing: Agreement | None) -> dict[str, Any]:
    if standing is None:
        return {}
    names = ("name", "signed_on", "service", "url", "model")
    return {name: getattr(standing, name) for name in names}
