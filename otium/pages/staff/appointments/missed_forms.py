"""Forms of a visit that is called off or was missed, and of which of its series are meant."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from otium.desk.appointments import Scope
from otium.pages.fields import DayField
from otium.pages.words import missed
from otium.records.models import Appointment

SAY_WHY = _("Say why: the family, the therapist, the weather.")
SCOPES = (
    (Scope.THIS.value, _("This visit")),
    (Scope.FOLLOWING.value, _("This and the following")),
    (Scope.ALL.value, _("All to come")),
)


class CancelForm(forms.Form):
    """Of the visit, and where it is one of several: of its session, of its series."""

    prefix = "cancel"

    def __init__(self, data: Any = None, *, visit: Appointment, on: date, late_from: datetime | None = None) -> None:
        """`late_from`: since when a family's cancellation is late; None while it is not."""
        super().__init__(data, use_required_attribute=False)
        self.late_from = late_from
        self.is_checking = bool(data and data.get("check"))  # only look at what it does
        self.goes_anyway = bool(data and data.get("anyway"))
        self.fields["code"] = forms.ChoiceField(
            label=_("Whose doing, and why?"), choices=missed.choices(_("Choose")), required=False
        )
        self.fields["reason"] = _in_words()
        self.fields["in_time"] = forms.BooleanField(
            label=_("The family said so in time"),
            required=False,
            help_text=_("Else it is a late cancellation, if it was the family’s"),
        )
        self.fields["everyone"] = forms.BooleanField(label=_("Also the other visits of this session"), required=False)
        self.fields["scope"] = scope_field(visit)
        self.fields["until"] = DayField(
            on=on, label=_("Until"), required=False, help_text=_("For a pause: the last day that is cancelled")
        )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("code") and not given.get("reason"):
            self.add_error("code", SAY_WHY)
        return given

    @property
    def scope(self) -> Scope:
        return Scope(self.cleaned_data["scope"] or Scope.THIS)

    @property
    def told_at(self) -> datetime | None:
        """When the family said so, where it was before now."""
        return self.late_from if self.cleaned_data["in_time"] else None


class ReasonForm(forms.Form):
    """Why a visit was missed, said afterwards."""

    prefix = "why"

    def __init__(self, data: Any = None, *, visit: Appointment) -> None:
        initial = {"code": visit.reason_code, "reason": visit.reason}
        super().__init__(data, initial=initial, use_required_attribute=False)
        self.fields["code"] = forms.ChoiceField(
            label=_("Whose doing, and why?"), choices=missed.choices(_("Choose")), error_messages={"required": SAY_WHY}
        )
        self.fields["reason"] = _in_words()


def _in_words() -> forms.CharField:
    return forms.CharField(
        label=_("In words"), max_length=300, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )


def scope_field(visit: Appointment) -> forms.ChoiceField:
    meant = SCOPES if visit.series_id else SCOPES[:1]
    return forms.ChoiceField(label=_("Of the series"), choices=meant, required=False)
