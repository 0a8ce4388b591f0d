"""What a record lacks for a message (terms.lack): what to do about it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

LACKS: dict[str, Any] = {
    "not_electronic": _("This payer takes no electronic messages of this kind. Call it, or use its portal."),
    "payer_id_missing": _("Enter the payer’s ID, as your clearinghouse lists it."),
    "practice_npi_missing": _("Enter the NPI of the practice: it is missing or has a wrong digit."),
    "member_id_missing": _("Enter the member ID as printed on the card."),
    "holder_name_missing": _("Enter the first and last name of who holds the policy."),
    "patient_name_missing": _("Enter the patient’s first and last name."),
    "patient_birth_missing": _("Enter the patient’s birth date."),
    "practice_address_missing": _("Enter the billing address of the practice: street, city and state."),
    "practice_zip_missing": _("Enter the ZIP code of the practice with all 9 digits."),
    "practice_ein_missing": _("Enter the EIN of the practice."),
    "practice_phone_missing": _("Enter the phone of the practice: payers want a contact."),
    "nobody_to_bill": _("Nobody is billed for this coverage."),
    "employer_missing": _("Enter the employer as who holds the policy: its name as the last name."),
    "holder_birth_missing": _("Enter the birth date of who holds the policy."),
    "patient_address_missing": _("Enter the patient’s address: street, city, state and ZIP code."),
    "diagnosis_missing": _("Enter a diagnosis (ICD-10) in the episode of care."),
    "injury_day_missing": _("Enter the day of the injury in the episode of care."),
    "referrer_missing": _("Enter who referred: Medicare wants them on every therapy claim."),
    "referrer_npi_missing": _("Enter the NPI of who referred: it is missing or has a wrong digit."),
    "payer_claim_missing": _("The payer’s own number of the claim is not known yet. Wait for its answer."),
    "two_authorizations": _("These visits use two authorizations. Bill them apart, or settle which one holds."),
    "therapist_missing": _("Say which therapist treated; an assistant’s visits need the therapist of the episode."),
    "therapist_npi_missing": _("Enter the NPI of the therapist: it is missing or has a wrong digit."),
    "services_missing": _("Enter what was done: the codes and units of the visit."),
    "period_missing": _("Enter from when until when it is asked for."),
    "earlier_number_missing": _("Enter the number of the authorization that it renews or changes."),
    "quantity_missing": _("Enter how many visits or units are asked for."),
    "units_without_code": _("Line %(line)s counts units: name exactly one code, as units are counted a code."),
    "patient_place_missing": _("Say where the patient was in the visit by video: at home or elsewhere."),
    "telehealth_modifier_unknown": _("Ask the payer which modifier it wants for video, and enter it as your own rule."),
    "co_treatment_unsaid": _("Say who bills which minutes of the co-treatment, on the visit’s page."),
    "co_treatment_billed_by_other": _("The other therapist bills these minutes. Take this claim back."),
    "fee_missing": _("Enter your fee for %(detail)s."),
    "second_payer": _("A second coverage is on file. Otium does not bill it yet: bill it after the first one paid."),
    "refused": _("The message could not be written. Check the record that it names."),
}
