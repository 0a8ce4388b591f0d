"""When families are reminded of visits, and what they may do about one by themselves."""

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
from otium.desk.attendance import policy
from otium.desk.mend.options import VISIT_TYPES
from otium.desk.visit_messages import chosen
from otium.pages.staff.settings import pages
from otium.records.models import Practice

OTHER = "other"
AUTONOMY = (
    ("auto", lazy("Send them by itself")),
    ("ask", lazy("Prepare them; a person approves")),
    ("manual", lazy("Send none")),
)
OTHER_TIME = (
    ("ask", lazy("They ask for a time; we call them")),
    ("book", lazy("They move the visit themselves to a free time")),
)
BOOKINGS = (
    ("yes", lazy("Tell the family once, ten minutes later")),
    ("no", lazy("Tell them nothing")),
)
PLAIN = forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"})


class RemindersForm(forms.Form):
    """A field of hours for every other kind, and one for each kind that has hours of its own."""

    remind_visits = forms.ChoiceField(label=lazy("Reminders, and messages about bookings"), choices=AUTONOMY)
    bookings = forms.ChoiceField(label=lazy("When visits are booked"), choices=BOOKINGS)
    other_time = forms.ChoiceField(label=lazy("When a family wants another time"), choices=OTHER_TIME)

    def __init__(self, data: Any = None, *, practice: Practice) -> None:
        stands = chosen.of(practice)
        hours = {f"hours_{kind}": ", ".join(map(str, steps)) for kind, steps in stands.reminding.hours.items()}
        initial = {
            **hours,
            "other_time": stands.other_time,
            "bookings": "yes" if stands.tells_bookings else "no",
            chosen.PLAYBOOK: autonomy.of(practice, chosen.PLAYBOOK).value,
        }
        super().__init__(data, initial=initial, use_required_attribute=False)
        self.kinds = tuple(stands.reminding.hours)
        for kind in self.kinds:
            self.fields[f"hours_{kind}"] = _hours(kind)
        self.order_fields([chosen.PLAYBOOK, *hours, "bookings", "other_time"])

    def values(self) -> dict[str, Any]:
        """As desk.visit_messages.chosen takes them. Raises StepsError."""
        data = self.cleaned_data
        hours = {kind: _steps(f"hours_{kind}", data[f"hours_{kind}"]) for kind in self.kinds}
        own = {name: data[name] for name in ("other_time", chosen.PLAYBOOK)}
        return {"hours": hours, "tells_bookings": data["bookings"] == "yes", **own}


def _hours(kind: str) -> forms.CharField:
    if kind == OTHER:
        label, more = _("Hours before a visit"), _("With commas between, like 72, 24. Empty: no reminder")
    else:
        name = dict(VISIT_TYPES).get(kind, kind.upper())
        label, more = _("Hours before: %(kind)s") % {"kind": name}, _("For this kind of visit alone")
    return forms.CharField(label=label, help_text=more, required=False, max_length=60, widget=PLAIN)


def _steps(field: str, text: str) -> list[int]:
    parts = text.replace(",", " ").split()
    if not all(part.isascii() and part.isdigit() for part in parts):
        raise chosen.StepsError(field)
    return [int(part) for part in parts]


@require_http_methods(["GET", "HEAD", "POST"])
def reminders(request: HttpRequest) -> HttpResponse:
    row, context = pages.context(request, "settings_reminders")
    form = RemindersForm(request.POST if request.method == "POST" else None, practice=row)
    if request.method == "POST" and form.is_valid():
        try:
            by = Actor.person(request.user.pk)
            chosen.change(practice_id=row.pk, values=form.values(), by=by, at=request.at)
        except chosen.StepsError as refused:
            name = refused.field if refused.field in form.fields else f"hours_{refused.field}"
            form.add_error(name, _("Enter up to four whole numbers from 1 to 720, with commas between."))
        else:
            messages.success(request, _("Saved. Families are reminded by these from now on."))
            return HttpResponseRedirect(f"{reverse('settings_reminders')}?practice={row.slug}")
    context |= {"form": form, "notice_hours": policy.notice_hours(row, request.at)}
    return render(request, "settings/reminders.html", context)
