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
    "refused": _("The message could not be written. Check the record that it names."),
}
