"""To which hosts links of visits by video may lead."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods

from otium.desk.actor import Actor
from otium.desk.telehealth import chosen, links
from otium.pages.staff.settings import pages
from otium.records.models import Practice


class VideoForm(forms.Form):
    hosts = forms.CharField(
        label=lazy("Links may lead to"),
        help_text=lazy("One host a line, like alder.zoom.us, doxy.me, meet.google.com. Empty: links lead nowhere"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    rooms = forms.CharField(
        label=lazy("Your own Jitsi host"),
        help_text=lazy("Each visit by video then gets a room of its own there. Empty: none"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, data: Any = None, *, practice: Practice) -> None:
        initial = {"hosts": "\n".join(links.hosts(practice)), "rooms": links.room_host(practice)}
        super().__init__(data, initial=initial, use_required_attribute=False)


@require_http_methods(["GET", "HEAD", "POST"])
def video(request: HttpRequest) -> HttpResponse:
    practice, context = pages.context(request, "settings_video")
    form = VideoForm(request.POST if request.method == "POST" else None, practice=practice)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            chosen.choose(
                practice_id=practice.pk, allowed=given["hosts"].split(), rooms=given["rooms"],
                by=Actor.person(request.user.pk), at=request.at,
            )  # fmt: skip
        except chosen.HostRefused as refused:
            words = _("“%(host)s” is no host that can be allowed. Write it like alder.zoom.us, without https://.")
            form.add_error(
                "rooms" if refused.text == given["rooms"].strip().lower() else "hosts", words % {"host": refused.text}
            )
        else:
            messages.success(request, _("Saved. Links to other hosts are not shown any more."))
            return HttpResponseRedirect(f"{reverse('settings_video')}?practice={practice.slug}")
    return render(request, "settings/video.html", context | {"form": form})
