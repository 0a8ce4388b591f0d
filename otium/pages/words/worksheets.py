"""The fields of a payer's form, as people look for them on it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from otium.terms.packet import Section

BLANKS: dict[str, Any] = {
    "patient_name": _("Patient"),
    "birth_on": _("Birth date"),
    "sex": _("Sex"),
    "member_id": _("Member ID"),
    "group_number": _("Group number"),
    "claim_number": _("Claim number of the injury"),
    "injured_on": _("Day of the injury"),
    "employer": _("Employer"),
    "adjuster": _("Adjuster"),
    "holder_name": _("Who holds the policy"),
    "holder_birth_on": _("Birth date of the holder"),
    "practice_name": _("Requesting provider"),
    "npi": _("NPI"),
    "tax_id": _("Tax ID"),
    "address": _("Address"),
    "phone": _("Phone"),
    "fax": _("Fax"),
    "therapist": _("Treating therapist"),
    "therapist_npi": _("NPI of the therapist"),
    "kind": _("Kind of request"),
    "earlier": _("Earlier authorization"),
    "urgent": _("Urgent"),
    "starts_on": _("From"),
    "ends_on": _("Until"),
    "visits": _("Visits"),
    "units": _("Units"),
    "rhythm": _("Frequency and duration"),
    "place_code": _("Place of service"),
    "diagnoses": _("Diagnoses (ICD-10)"),
    "onset_on": _("Onset"),
    "orderer": _("Ordering provider"),
    "orderer_npi": _("NPI of who ordered"),
}
SECTIONS: dict[str, Any] = {
    Section.REQUEST.value: _("The request"),
    Section.PATIENT.value: _("The patient"),
    Section.PROVIDER.value: _("The provider"),
    Section.DIAGNOSIS.value: _("Diagnosis"),
    Section.ORDER.value: _("Order"),
    Section.PLAN.value: _("Plan of care"),
}
YES_NO = {"yes": _("Yes"), "no": _("No")}
