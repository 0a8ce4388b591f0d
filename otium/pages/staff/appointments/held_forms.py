"""Forms of how a visit is held: by video or in person, with whose consent, who bills its minutes."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from otium.desk.mend.options import PATIENT_PLACES, VIDEO_KINDS
from otium.desk.telehealth.holding import Setting
from otium.pages.fields import DayField
from otium.records.models import Appointment

PLAIN = {"autocomplete": "off"}
KEPT = "kept"
DIVIDED, EACH = "divided", "each"


def state_field() -> forms.CharField:
    return forms.CharField(
        label=_("In which state"), help_text=_("Two letters: the therapist must be licensed there"), required=False,
        min_length=2, max_length=2, widget=forms.TextInput(attrs={**PLAIN, "class": "short"}),
    )  # fmt: skip


class VideoForm(forms.Form):
    """The link itself is shown nowhere before its time, so not here either."""

    prefix = "video"

    def __init__(self, data: Any = None, *, visit: Appointment) -> None:
        initial = {
            "by_video": bool(visit.is_telehealth),
            "place": visit.patient_place,
            "state": visit.patient_state or visit.patient.state,
            "kind": KEPT if visit.telehealth_url else "",
        }
        self.visit = visit
        super().__init__(data, initial=initial, use_required_attribute=False)
        self.fields["by_video"] = forms.BooleanField(label=_("This visit is by video"), required=False)
        self.fields["place"] = forms.ChoiceField(
            label=_("Where the patient is"), choices=[("", _("Not said yet")), *PATIENT_PLACES], required=False
        )
        self.fields["state"] = state_field()
        kept = [(KEPT, _("The one that was made for it"))] if visit.telehealth_url else []
        rooms = [*kept, ("", _("The therapist’s own")), *((kind, name) for kind, name in VIDEO_KINDS if kind)]
        self.fields["kind"] = forms.ChoiceField(label=_("Room"), choices=rooms, required=False)
        self.fields["url"] = forms.CharField(
            label=_("Its link"), help_text=_("Only for another room"), required=False, max_length=300,
            widget=forms.TextInput(attrs=PLAIN),
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        has_kind = given.get("kind") not in ("", KEPT, None)
        if given.get("by_video") and has_kind != bool(given.get("url")):
            self.add_error("url" if has_kind else "kind", _("A room needs both: whose it is, and its link."))
        return given

    def setting(self) -> Setting:
        given = self.cleaned_data
        kind, url = given["kind"], given["url"].strip()
        if kind == KEPT:
            kind, url = self.visit.telehealth_kind, self.visit.telehealth_url
        return Setting(given["by_video"], kind, url, given["place"], given["state"])


class ConsentForm(forms.Form):
    prefix = "consent"

    def __init__(self, data: Any = None, *, on: date) -> None:
        super().__init__(data, initial={"given_on": on}, use_required_attribute=False)
        self.fields["given_on"] = DayField(
            on=on, label=_("Consented on"), error_messages={"required": _("Enter a day.")}
        )
        self.fields["given_by"] = forms.CharField(
            label=_("Who consented"), max_length=200, widget=forms.TextInput(attrs=PLAIN),
            error_messages={"required": _("Enter who consented: the patient, or who may for them.")},
        )  # fmt: skip
        self.today = on

    def clean_given_on(self) -> date:
        given_on: date = self.cleaned_data["given_on"]
        if given_on > self.today:
            raise forms.ValidationError(_("This day is still to come. Enter the day they consented."))
        return given_on


class MinutesForm(forms.Form):
    """Who bills which minutes of a co-treatment that stands."""

    prefix = "minutes"

    def __init__(self, data: Any = None, *, together: list[Appointment], hint: str) -> None:
        super().__init__(data, use_required_attribute=False)
        named = [
            (str(v.pk), _("Only %(name)s bills") % {"name": v.therapist.name if v.therapist else "–"}) for v in together
        ]
        self.fields["bills"] = forms.ChoiceField(
            label=_("Who bills which minutes"), help_text=hint,
            choices=[("", _("Choose")), (DIVIDED, _("The minutes are divided evenly")), *named,
                     (EACH, _("Each bills all of them, as the payer agreed"))],
            error_messages={"required": _("Choose one.")},
        )  # fmt: skip
        self.fields["is_sure"] = forms.BooleanField(label=_("We asked the payer"), required=False)
