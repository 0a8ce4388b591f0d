"""To whom a record belongs: a patient, or the practice itself; and the page that shows it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.urls import reverse

from otium.desk.mend import Kind
from otium.pages import links, practices
from otium.records.models import Patient, Practice

SETTINGS_PAGES = {
    "payer": "settings_payers",
    "plan": "settings_payers",
    "expected_rate": "settings_rates",
    "fee": "settings_fees",
    "payer_road": "settings_roads",
    "location": "settings_house",
    "therapist": "settings_house",
    "room": "settings_calendar",
    "equipment": "settings_calendar",
    "working_hours": "settings_calendar",
    "time_off": "settings_calendar",
    "production_target": "production",
}


@dataclass(frozen=True, slots=True)
class Owner:
    """`name` is the patient's or the practice's; `address` their page."""

    practice: Practice
    patient_id: UUID | None
    name: str
    address: str

    def address_of(self, kind: Kind, row: Any) -> str:
        """The place on a page where the record stands."""
        if self.patient_id is not None:
            key = str(row.pk) if row is not None else None
            return links.source(kind.name, key, "", self.patient_id) or self.address
        if kind.name == "patient":
            return links.patient(row.pk) if row is not None else self.address
        return reverse(SETTINGS_PAGES[kind.name]) + f"?practice={self.practice.slug}"


def owner_of_patient(patient_id: UUID) -> Owner:
    patient = Patient.objects.select_related("practice").filter(pk=patient_id).first()
    if patient is None:
        raise Http404("no such patient")
    name = f"{patient.first_name} {patient.last_name}"
    return Owner(patient.practice, patient.pk, name, reverse("patient", args=[patient.pk]))


def owner_of_practice(practice: Practice) -> Owner:
    return Owner(practice, None, practice.name, reverse("patients"))


def practice_of(request: HttpRequest) -> Practice:
    """The practice a page of one practice speaks of: named in the address, chosen in the bar, or the first.

    Raises Http404 for a name that this request may not see: what is meant for one practice never goes to another.
    """
    visible = [p for p in practices.visible(request) if not p.is_firm_office]
    named = request.GET.get("practice") or request.POST.get("practice")
    found = next((p for p in visible if p.slug == named), None) if named else practices.chosen(request)
    if named and found is None:
        raise Http404("no such practice")
    if found is not None and found in visible:
        return found
    if not visible:
        raise Http404("no practice")
    return visible[0]


def other_practices(request: HttpRequest, this: Practice) -> list[Practice]:
    """Where else the person may do the same."""
    return [p for p in practices.visible(request) if p.pk != this.pk and not p.is_firm_office]
