"""A draft estimate's items and diagnoses, as a person corrects them."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from otium.desk import estimates
from otium.terms.estimate import EstimateLine
from otium.terms.identifiers import hcpcs_has_shape, icd10_has_shape

BLANK = 2  # empty lines beneath those there are
MOST_LINES = 30


class LineForm(forms.Form):
    """One item; an empty line is left out. Without a code it is a visit at one price."""

    code = forms.CharField(label=_("Code"), required=False, max_length=5)
    units = forms.IntegerField(label=_("Units each visit"), required=False, min_value=1, max_value=99)
    visits = forms.IntegerField(label=_("Visits"), required=False, min_value=1, max_value=366)
    each = forms.DecimalField(
        label=_("Price each"), required=False, min_value=Decimal("0.01"), max_value=99_999, decimal_places=2
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        given = {name: values.get(name) for name in ("code", "units", "visits", "each")}
        if any(given.values()) and not self.errors:
            for name, words in (("visits", _("On how many visits?")), ("each", _("Enter the price."))):
                if given[name] is None:
                    self.add_error(name, words)
            if given["code"] and given["units"] is None:
                self.add_error("units", _("How many units each visit?"))
            if given["code"] and not hcpcs_has_shape(given["code"].strip().upper()):
                self.add_error("code", _("A code has five characters, like 97530."))
        return values

    def line(self) -> EstimateLine | None:
        values = self.cleaned_data
        if values.get("visits") is None or values.get("each") is None:
            return None
        return estimates.line(
            values["code"].strip().upper(), values.get("units") or 1, values["visits"], values["each"]
        )


Lines = forms.formset_factory(LineForm, extra=BLANK, max_num=MOST_LINES, absolute_max=MOST_LINES)


def lines_of(stored: list[dict[str, Any]]) -> Any:
    """A formset that holds the stored items."""
    names = ("code", "units", "visits", "each")
    return Lines(initial=[{name: each[name] for name in names} for each in stored], prefix="line")


class DiagnosesForm(forms.Form):
    diagnoses = forms.CharField(label=_("Diagnosis codes"), required=False, max_length=120)

    def clean_diagnoses(self) -> list[str]:
        codes = [code.strip().upper() for code in self.cleaned_data["diagnoses"].split(",") if code.strip()]
        wrong = [code for code in codes if not icd10_has_shape(code.replace(".", ""))]
        if wrong:
            words = _("%(codes)s is not written as an ICD-10-CM code, like M25.641.")
            raise forms.ValidationError(words % {"codes": ", ".join(wrong)})
        return codes
