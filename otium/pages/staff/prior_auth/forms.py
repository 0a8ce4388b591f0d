"""The forms of a request: what it asks for, how it was sent, why it is cancelled."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from otium.desk.mend import options
from otium.desk.requests import life as desk
from otium.pages.fields import DayField
from otium.pages.words.requests import PLACES, REFUSED
from otium.records.models import Authorization, AuthorizationRequest, Coverage, Location, Therapist
from otium.terms.prior_auth import Basis, RequestKind, Road

LINES = 6  # a request with more lines is rare; they are kept, and shown
BASES = ((Basis.VISITS.value, _("visits")), (Basis.UNITS.value, _("units")))


class RequestForm(forms.Form):
    """What a request asks for."""

    version = forms.CharField(widget=forms.HiddenInput)
    starts_on = DayField(label=_("From"), required=False)
    ends_on = DayField(label=_("Until"), required=False)
    per_week = forms.DecimalField(label=_("Visits a week"), required=False, min_value=Decimal("0.25"), max_value=14)
    weeks = forms.IntegerField(label=_("For how many weeks"), required=False, min_value=1, max_value=104)
    therapist = forms.ChoiceField(label=_("Therapist"), required=False)
    location = forms.ChoiceField(label=_("Location"), required=False)
    place_code = forms.ChoiceField(label=_("Place of service"), required=False, choices=PLACES)
    coverage = forms.ChoiceField(label=_("Coverage"))
    authorization = forms.ChoiceField(label=_("Renews or changes"), required=False)
    is_urgent = forms.BooleanField(
        label=_("Urgent"), required=False,
        help_text=_("Only where waiting for the standard time could harm the patient: the therapist says so."),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, request: AuthorizationRequest, on: date) -> None:
        super().__init__(data, use_required_attribute=False)
        self.request = request
        for name in ("starts_on", "ends_on"):
            self.fields[name].on = on  # type: ignore[attr-defined]
        self.fields["coverage"].choices = _coverages(request.patient_id)  # type: ignore[attr-defined]
        self.fields["authorization"].choices = _authorizations(request.patient_id)  # type: ignore[attr-defined]
        self.fields["therapist"].choices = _people(request.practice_id)  # type: ignore[attr-defined]
        self.fields["location"].choices = _places(request.practice_id)  # type: ignore[attr-defined]
        for number in range(1, LINES + 1):
            self._line(number)
        if data is None:
            self.initial = _initial(request)

    def _line(self, number: int) -> None:
        words = {"n": number}
        self.fields[f"codes_{number}"] = forms.CharField(
            label=_("Line %(n)d: codes") % words, required=False, max_length=120,
            help_text=_("With spaces between; empty: visits of any code"),
        )  # fmt: skip
        self.fields[f"quantity_{number}"] = forms.IntegerField(
            label=_("Line %(n)d: how many") % words, required=False, min_value=1, max_value=9_999
        )
        self.fields[f"basis_{number}"] = forms.ChoiceField(
            label=_("Line %(n)d: of what") % words, choices=BASES, required=False
        )

    def rows(self) -> list[list[forms.BoundField]]:
        """The lines as the page shows them: those that are filled, and one more."""
        filled = [n for n in range(1, LINES + 1) if self[f"codes_{n}"].value() or self[f"quantity_{n}"].value()]
        last = min((max(filled) if filled else 0) + 1, LINES)
        return [[self[f"{part}_{n}"] for part in ("codes", "quantity", "basis")] for n in range(1, last + 1)]

    def plain(self) -> list[forms.BoundField]:
        names = ("starts_on", "ends_on", "per_week", "weeks", "therapist", "location", "place_code", "coverage",
                 "authorization", "is_urgent")  # fmt: skip
        return [self[name] for name in names]

    def values(self) -> dict[str, Any]:
        """As desk.requests.change takes them."""
        cleaned = self.cleaned_data
        found = {
            name: cleaned[name] for name in ("starts_on", "ends_on", "per_week", "weeks", "place_code", "is_urgent")
        }
        for name in ("therapist", "location", "coverage", "authorization"):
            found[f"{name}_id"] = _key(cleaned[name])
        return found | {"lines": list(self._lines())}

    def _lines(self) -> Any:
        for n in range(1, LINES + 1):
            codes = self.cleaned_data[f"codes_{n}"].replace(",", " ").upper().split()
            quantity = self.cleaned_data[f"quantity_{n}"]
            if codes or quantity:
                basis = self.cleaned_data[f"basis_{n}"] or Basis.VISITS.value
                yield {"codes": codes, "basis": basis, "quantity": quantity}


def _key(value: str) -> Any:
    return UUID(value) if value else None


def _initial(request: AuthorizationRequest) -> dict[str, Any]:
    values = {name: getattr(request, name) for name in ("starts_on", "ends_on", "weeks", "place_code", "is_urgent")}
    values["per_week"] = Decimal(request.per_week).normalize() if request.per_week is not None else None
    for name in ("therapist", "location", "coverage", "authorization"):
        values[name] = str(getattr(request, f"{name}_id") or "")
    for n, line in enumerate(request.lines[:LINES], 1):
        values |= {
            f"codes_{n}": " ".join(line["codes"]),
            f"quantity_{n}": line["quantity"],
            f"basis_{n}": line["basis"],
        }
    return values | {"version": desk.version_of(request)}


def _coverages(patient_id: UUID) -> list[tuple[str, str]]:
    rows = Coverage.objects.filter(patient_id=patient_id, entered_in_error=False).select_related("payer")
    return [(str(row.pk), row.payer.name) for row in rows.order_by("order", "id")]


def _authorizations(patient_id: UUID) -> list[tuple[str, str]]:
    rows = Authorization.objects.filter(patient_id=patient_id).exclude(state="cancelled")
    named = [(str(row.pk), row.number or str(_("without number"))) for row in rows.order_by("-starts_on", "id")]
    return [("", str(_("None"))), *named]


def _people(practice_id: UUID) -> list[tuple[str, str]]:
    rows = Therapist.objects.filter(practice_id=practice_id).order_by("name", "id")
    return [("", str(_("Not said"))), *((str(row.pk), row.name) for row in rows)]


def _places(practice_id: UUID) -> list[tuple[str, str]]:
    rows = Location.objects.filter(practice_id=practice_id).order_by("name", "id")
    return [("", str(_("Not said"))), *((str(row.pk), row.name) for row in rows)]


def tell(form: forms.Form, refused: desk.Refused) -> None:
    """The desk's refusal at its field, else over the form."""
    name = refused.entry if refused.entry in form.fields else None
    form.add_error(name, str(REFUSED.get(refused.code, refused.code)))


class SendForm(forms.Form):
    """How a request, or what a payer wanted, was sent. `is_sent`: Otium sends it, so there is little to tell."""

    version = forms.CharField(widget=forms.HiddenInput, required=False)
    road = forms.CharField(widget=forms.HiddenInput)
    destination = forms.CharField(label=_("Fax number"), required=False, max_length=40)
    sent_on = DayField(label=_("Sent on"), required=False)
    said_by = forms.CharField(label=_("Who took it"), required=False, max_length=120)
    reference = forms.CharField(
        label=_("The payer’s number"), required=False, max_length=120,
        help_text=_("The reference or confirmation that it gave you"),
    )  # fmt: skip
    note = forms.CharField(label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 2}), max_length=2_000)

    def __init__(
        self, data: Any = None, *, road: Road, is_sent: bool, on: date, version: str = "", destination: str = ""
    ) -> None:
        super().__init__(data, use_required_attribute=False, auto_id=f"id_{road.value}_%s")
        self.fields["sent_on"].on = on  # type: ignore[attr-defined]
        for name in _left_out(road, is_sent):
            del self.fields[name]
        if data is None:
            self.initial = {"version": version, "road": road.value, "sent_on": on, "destination": destination}

    def told(self) -> desk.Told:
        cleaned = self.cleaned_data
        names = ("reference", "said_by", "destination", "note")
        return desk.Told(sent_on=cleaned.get("sent_on"), **{name: cleaned.get(name, "") for name in names})


def _left_out(road: Road, is_sent: bool) -> tuple[str, ...]:
    if is_sent:
        kept = {"version", "road"} | ({"destination"} if road is Road.FAX else set())
        return tuple(name for name in SendForm.base_fields if name not in kept)
    left = [] if road is Road.CALL else ["said_by"]
    return tuple(left if road is Road.FAX else [*left, "destination"])


class WhyForm(forms.Form):
    """Why a request is cancelled."""

    reason = forms.CharField(label=_("Why is it cancelled?"), max_length=500)


class AcknowledgeForm(forms.Form):
    """The payer says that it has the request."""

    reference = forms.CharField(label=_("The payer’s number"), required=False, max_length=120)


class ExtensionForm(forms.Form):
    """The payer announced that it takes longer to decide."""

    announced_on = DayField(
        label=_("Announced on"), required=False, help_text=_("The day of its notice; empty: there was none after all")
    )
    until = DayField(label=_("Until"), required=False, help_text=_("The day that it named, if any"))

    def __init__(self, data: Any = None, *, on: date, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, use_required_attribute=False, initial=initial)
        for field in self.fields.values():
            field.on = on  # type: ignore[attr-defined]


class NewForm(forms.Form):
    """A request by hand: what kind, for which coverage, renewing which authorization."""

    kind = forms.ChoiceField(label=_("What is asked for?"), choices=options.REQUEST_KINDS)
    coverage = forms.ChoiceField(label=_("Coverage"))
    authorization = forms.ChoiceField(label=_("Renews or changes"), required=False)

    def __init__(self, data: Any = None, *, patient: Any, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, use_required_attribute=False, initial=initial)
        self.fields["coverage"].choices = _coverages(patient.pk)  # type: ignore[attr-defined]
        self.fields["authorization"].choices = _authorizations(patient.pk)  # type: ignore[attr-defined]

    def kind_asked(self) -> RequestKind:
        return RequestKind(self.cleaned_data["kind"])
