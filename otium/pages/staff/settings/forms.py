"""Forms of the settings."""

import zoneinfo
from datetime import date, time
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from otium.desk import calendar
from otium.desk.appointments.zones import Keeps
from otium.desk.mend import Invalid
from otium.desk.mend import practice as desk
from otium.desk.mend.options import WEEKDAYS
from otium.pages import present
from otium.pages.staff.records.widgets import Several
from otium.pages.time_of_day import TimeOfDayField
from otium.pages.words.records import ROLES
from otium.records.models import Practice

USUAL_WEEK = ["0", "1", "2", "3", "4"]
HOLIDAYS = (("federal", lazy("Federal holidays")), ("state", lazy("Federal holidays and those of the state")))
A_YEAR = 365  # days
MASTERS = (("otium", lazy("Here, in Otium")), ("emr", lazy("In the other system; Otium follows it")))
US_ZONES = (
    "America/New_York", "America/Detroit", "America/Chicago", "America/Denver", "America/Phoenix",
    "America/Los_Angeles", "America/Anchorage", "Pacific/Honolulu", "America/Puerto_Rico", "Pacific/Guam",
)  # fmt: skip
KEEPS = (
    ("", lazy("Choose")),
    (Keeps.HOUR.value, lazy("Their hour: 3 pm stays 3 pm")),
    (Keeps.MOMENT.value, lazy("Their moment: the clock will say another hour")),
)
PLAIN = {"autocomplete": "off"}


class PracticeForm(forms.Form):
    name = forms.CharField(label=lazy("Name"), widget=forms.TextInput(attrs=PLAIN), max_length=200)
    short = forms.CharField(
        label=lazy("Short name"), help_text=lazy("Two to four letters, for lists"), widget=forms.TextInput(attrs=PLAIN)
    )
    npi = forms.CharField(label=lazy("NPI"), required=False, widget=forms.TextInput(attrs=PLAIN))
    tax_id = forms.CharField(
        label=lazy("EIN"), help_text=lazy("As on your W-9"), required=False, widget=forms.TextInput(attrs=PLAIN),
        max_length=20,
    )  # fmt: skip
    taxonomy = forms.CharField(
        label=lazy("Taxonomy code"),
        help_text=lazy("225X00000X is occupational therapy"),
        required=False,
        widget=forms.TextInput(attrs=PLAIN),
        max_length=10,
    )
    address = forms.CharField(
        label=lazy("Billing address"),
        help_text=lazy("The street, as payers know it; no PO box"),
        required=False,
        widget=forms.TextInput(attrs=PLAIN),
        max_length=55,
    )
    city = forms.CharField(label=lazy("City"), required=False, widget=forms.TextInput(attrs=PLAIN), max_length=30)
    postal_code = forms.CharField(
        label=lazy("ZIP code"), help_text=lazy("All 9 digits: claims need them"), required=False,
        widget=forms.TextInput(attrs=PLAIN), max_length=12,
    )  # fmt: skip
    phone = forms.CharField(label=lazy("Phone"), required=False, widget=forms.TextInput(attrs=PLAIN), max_length=20)
    state = forms.CharField(
        label=lazy("State"),
        help_text=lazy("Two letters"),
        required=False,
        widget=forms.TextInput(attrs=PLAIN),
        max_length=2,
    )
    time_zone = forms.ChoiceField(label=lazy("Time zone"))
    zone_keeps = forms.ChoiceField(
        label=lazy("What visits booked ahead keep in the new time zone"), choices=KEEPS, required=False,
        help_text=lazy("Only where you change the time zone. Visits that are over keep their moment."),
    )  # fmt: skip
    weekdays = forms.MultipleChoiceField(
        label=lazy("Working days"),
        choices=WEEKDAYS,
        widget=Several,
        help_text=lazy("Deadlines are counted in these"),
        error_messages={"required": lazy("Choose at least one working day: deadlines are counted in them.")},
    )
    holidays = forms.ChoiceField(label=lazy("Holidays"), choices=HOLIDAYS, required=False)
    closes_at = TimeOfDayField(label=lazy("Closes at"))
    closed_on = forms.CharField(
        label=lazy("Closed days"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=lazy("Besides federal holidays, one a line: 2026-12-24"),
    )
    calendar_master = forms.ChoiceField(label=lazy("Where is the calendar kept?"), choices=MASTERS)
    version = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, practice: Practice, on: date) -> None:
        initial = desk.values_of(practice) | {
            "weekdays": [str(d) for d in practice.weekdays] or USUAL_WEEK,
            "closed_on": "\n".join(practice.closed_on),
            "closes_at": _time(practice.closes_at),
            "version": desk.version_of(practice),
        }
        super().__init__(data, initial=initial, use_required_attribute=False)
        zones = list(dict.fromkeys([practice.time_zone, *US_ZONES, *sorted(zoneinfo.available_timezones())]))
        self.fields["time_zone"].choices = [(z, z.replace("_", " ")) for z in zones]
        self.fields["holidays"].help_text = _of_state(practice.state, on)
        self.stands = practice
        if not data or data.get("time_zone") == practice.time_zone:  # asked once it matters
            del self.fields["zone_keeps"]

    def clean_closed_on(self) -> list[str]:
        days = []
        for line in self.cleaned_data["closed_on"].split():
            try:
                days.append(date.fromisoformat(line.strip(",")).isoformat())
            except ValueError as error:
                raise forms.ValidationError(_("“%(line)s” is no day. Write 2026-12-24.") % {"line": line}) from error
        return sorted(set(days))

    def clean_tax_id(self) -> str:
        return _bare(self.cleaned_data["tax_id"])

    def clean_postal_code(self) -> str:
        return _bare(self.cleaned_data["postal_code"])

    def clean_taxonomy(self) -> str:
        return self.cleaned_data["taxonomy"].upper()

    def clean_holidays(self) -> str:
        return self.cleaned_data["holidays"] or self.stands.holidays

    def clean_state(self) -> str:
        return self.cleaned_data["state"].upper()

    @property
    def keeps(self) -> Keeps | None:
        said = self.cleaned_data.get("zone_keeps")
        return Keeps(said) if said else None

    def values(self) -> dict[str, Any]:
        """For the desk; the usual week stays as the table says it, when it was never changed."""
        values = {name: self.cleaned_data[name] for name in desk.FIELDS}
        values["weekdays"] = [int(d) for d in values["weekdays"]]
        if not self.stands.weekdays and [str(d) for d in values["weekdays"]] == USUAL_WEEK:
            del values["weekdays"]
        return values

    def tell(self, refused: Invalid) -> None:
        for problem in refused.problems:
            self.add_error(problem.field or None, problem.words)

    def take_version(self, version: str) -> None:
        self.data = self.data.copy()
        self.data["version"] = version


def _of_state(state: str, on: date) -> str:
    """Which days the second choice adds within a year."""
    days = {**calendar.state_holidays(state, on.year), **calendar.state_holidays(state, on.year + 1)}
    ahead = [f"{name} ({present.short_day(day, on)})" for day, name in days.items() if 0 <= (day - on).days < A_YEAR]
    if not ahead:
        return _("No other days of this state are known.") if state else _("Enter the state to see its days.")
    return _("The state’s own: %(days)s. Appointments and deadlines skip them.") % {"days": ", ".join(ahead)}


def _bare(text: str) -> str:
    """Digits without the hyphens and blanks that people type between them."""
    return text.replace("-", "").replace(" ", "")


def _time(value: Any) -> time:
    """A practice not read from the database yet may hold the column's default as text."""
    return time.fromisoformat(value) if isinstance(value, str) else value


class InviteForm(forms.Form):
    name = forms.CharField(
        label=lazy("Name"), max_length=200, widget=forms.TextInput(attrs=PLAIN),
        error_messages={"required": lazy("Enter their name.")},
    )  # fmt: skip
    email = forms.CharField(
        label=lazy("E-mail"), help_text=lazy("They sign in with it"), widget=forms.EmailInput(attrs=PLAIN),
        error_messages={"required": lazy("Enter an e-mail address like name@example.com.")},
    )  # fmt: skip
    role = forms.ChoiceField(
        label=lazy("Role"), choices=[("", lazy("Choose")), *ROLES.items()],
        error_messages={"required": lazy("Choose one.")},
    )  # fmt: skip

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, use_required_attribute=False)

    def tell(self, refused: Invalid) -> None:
        for problem in refused.problems:
            self.add_error(problem.field or None, problem.words)
