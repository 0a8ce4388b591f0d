"""Words of the signature pages: kinds of requests, numbers, why a signature was refused."""

from typing import Any

from django.utils.translation import gettext_lazy as _

KINDS: dict[str, Any] = {
    "assessment": _("Evaluation"),
    "initial": _("First request"),
    "renewal": _("Renewal"),
    "amendment": _("Change of an approval"),
}
NUMBERS: tuple[Any, ...] = (
    _("no"), _("one"), _("two"), _("three"), _("four"), _("five"), _("six"), _("seven"), _("eight"), _("nine"),
    _("ten"), _("eleven"), _("twelve"),
)  # fmt: skip
# By desk.packets.signing.NotSigned.code.
REFUSED: dict[str, Any] = {
    "changed": _("The records changed while you were reading. Read what is new below, then sign."),
    "lacking": _("Something that the payer asks for is still missing. It is listed below."),
    "wrong_state": _("This request has left or is closed. It is not signed or changed any more."),
    "not_treating": _("Only the therapist who treats the patient, or an owner who is a therapist, may sign."),
    "not_qualified": _(
        "An occupational therapist’s credential (OTR/L) is needed to sign. Ask the owner to enter yours, "
        "or the supervising therapist to sign."
    ),
    "not_signed": _("Nobody has signed this."),
    "already_sent": _("It was sent already. Ask the office to take the request back first."),
    "reason_missing": _("Say why the signature is withdrawn."),
    "not_editable": _("This section is made from the records. Change the record."),
    "not_proposed": _("There is no proposed wording here any more."),
    "not_explainable": _("This cannot be explained to the payer. Fill it in."),
    "too_long": _("That is too long for a reviewer to read. Keep it under 4,000 characters."),
    "agreement_missing": _("No agreement with a wording service is on file. An owner enters it in the settings."),
    "written_already": _("You have written this yourself. Take your words out first."),
    "nothing_to_word": _("There are no facts on file to word from."),
    "wording_unreachable": _("The wording service did not answer. Nothing was changed. Write it yourself for now."),
    "wording_unfounded": _("The proposal said something that the records do not say, and was thrown away."),
    "cannot_enclose": _(
        "One of the papers that go along cannot be opened. Save it as a PDF without password and add it again."
    ),
}
