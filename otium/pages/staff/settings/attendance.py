"""What the practice expects of families, and whether they are written to about it."""

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
from otium.desk.attendance import chosen, policy
from otium.pages.staff.settings import pages
from otium.terms.attendance import AttendancePolicy

LABELS = {
    "percent": (lazy("They come to at least"), lazy("Percent of their visits")),
    "weeks": (lazy("Counted over"), lazy("Weeks before today")),
    "least_visits": (lazy("Judged from"), lazy("Visits that count; of fewer nothing is said")),
    "notice_hours": (lazy("A cancellation is in time"), lazy("Hours before the visit; 0: always")),
}
SHORT = {"inputmode": "numeric", "class": "short"}


class AttendanceForm(forms.Form):
    is_on = forms.BooleanField(
        label=lazy("Prepare a warning, then a letter, where a family is below this policy"),
        help_text=lazy("A person approves each of them. Switched off, the figure is shown on the patient’s page only."),
        required=False,
    )

    def __init__(self, data: Any = None, *, stands: AttendancePolicy) -> None:
        names = (*chosen.BOUNDS, "illness_counts", "is_on")
        super().__init__(data, initial={n: getattr(stands, n) for n in names}, use_required_attribute=False)
        for name, (low, high) in chosen.BOUNDS.items():
            label, hint = LABELS[name]
            self.fields[name] = forms.IntegerField(
                label=label, help_text=hint, min_value=low, max_value=high, widget=forms.TextInput(attrs=SHORT),
                error_messages={"invalid": _("Type a whole number."), "required": _("Type a whole number.")},
            )  # fmt: skip
        self.fields["illness_counts"] = forms.BooleanField(
            label=_("A late cancellation because of illness counts as missed"), required=False
        )


@require_http_methods(["GET", "HEAD", "POST"])
def attendance(request: HttpRequest) -> HttpResponse:
    practice, context = pages.context(request, "settings_attendance")
    on = clock.day(request.at, practice)
    stands = policy.of(practice, on)
    form = AttendanceForm(request.POST if request.method == "POST" else None, stands=stands)
    if request.method == "POST" and form.is_valid():
        by = Actor.person(request.user.pk)
        chosen.change(practice_id=practice.pk, values=form.cleaned_data, by=by, at=request.at)
        messages.success(request, _("Saved. It holds from now on."))
        return HttpResponseRedirect(f"{reverse('settings_attendance')}?practice={practice.slug}")
    context |= {"form": form, "shipped": policy.shipped(on), "is_own": bool(practice.attendance_policy)}
    return render(request, "settings/attendance.html", context)
