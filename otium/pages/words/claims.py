"""Claims and remittances in words: where a claim stands, what payers say, what the desk refuses."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from otium.terms.claim_standing import ClaimStanding as S

# A badge's state and the word beside it.
STANDINGS: dict[str, tuple[str, Any]] = {
    S.HELD.value: ("risk", _("Held")),
    S.READY.value: ("clear", _("Ready")),
    S.SENDING.value: ("unknown", _("Sending")),
    S.ACCEPTED.value: ("clear", _("Accepted")),
    S.REJECTED.value: ("blocked", _("Rejected")),
    S.PAID.value: ("clear", _("Paid")),
    S.DENIED.value: ("blocked", _("Denied")),
    S.REVERSED.value: ("risk", _("Reversed")),
    S.VOID.value: ("unknown", _("Void")),
}
# Views of the list: name, words, the standings in it. Unbilled visits are a list of their own.
VIEWS: tuple[tuple[str, Any, tuple[str, ...]], ...] = (
    ("unbilled", _("Unbilled visits"), ()),
    ("held", _("Held"), (S.HELD.value,)),
    ("ready", _("Ready"), (S.READY.value,)),
    ("sending", _("Sending"), (S.SENDING.value,)),
    ("accepted", _("Accepted"), (S.ACCEPTED.value,)),
    ("rejected", _("Rejected"), (S.REJECTED.value,)),
    ("decided", _("Decided"), (S.PAID.value, S.DENIED.value, S.REVERSED.value, S.VOID.value)),
)
EMPTY: dict[str, tuple[Any, Any]] = {
    "unbilled": (_("No unbilled visits"), _("Every visit of the last year that was made is on a claim.")),
    "held": (_("Nothing is held"), _("Claims that lack something wait here and say what.")),
    "ready": (_("Nothing to send"), _("Claims that passed every check wait here until somebody sends them.")),
    "sending": (_("Nothing is on its way"), _("Claims that left and of which nothing was heard stand here.")),
    "accepted": (_("Nothing waits for a decision"), _("Claims that a payer’s front end took stand here.")),
    "rejected": (_("Nothing was rejected"), _("Claims that were refused before the payer judged them stand here.")),
    "decided": (_("Nothing is decided yet"), _("What payers paid or denied stands here once a remittance comes.")),
}
EVENTS: dict[str, Any] = {
    "built": _("Built"),
    "rebuilt": _("Built again"),
    "standing": _("Standing changed"),
}
FREQUENCIES: dict[str, Any] = {"1": _("original"), "7": _("replacement"), "8": _("void")}
SEVERITIES: dict[str, tuple[str, Any]] = {
    "error": ("blocked", _("Keeps it here")),
    "warning": ("risk", _("Look at it")),
    "note": ("unknown", _("To know")),
}
VERDICTS: dict[str, tuple[str, Any]] = {
    "accepted": ("clear", _("Accepted")),
    "accepted_with_errors": ("risk", _("Accepted, with errors")),
    "rejected": ("blocked", _("Rejected")),
    "": ("unknown", _("Received")),
}
ASKED = _("As the payer says")  # a 277, which neither takes nor refuses
NOT_BILLABLE: dict[str, Any] = {
    "no_coverage": _("No coverage is in force on this day. Add one, and it can be billed."),
    "self_pay": _("Self-pay: nobody else is billed."),
    "no_payer_id": _("No payer ID on file: bill it on paper, or enter the ID."),
    "to_build": _("Ready to be put on a claim."),
}
REFUSED: dict[str, Any] = {
    "not_sent": _("This claim has not left yet, so there is nothing to ask."),
    "status_incomplete": _("The question cannot be written: the birth date or the name of the person is missing."),
    "not_to_rebuild": _("This claim is with the payer. Replace it or void it instead."),
    "visits_part": _("Its visits no longer belong on one claim: their day, coverage or therapist differ."),
    "reason_missing": _("Say why, so that the next person knows."),
    "not_with_payer": _("Only a claim that the payer has can be replaced or voided. Build this one again instead."),
    "medicare_reopens": _("Medicare takes no replacements. Ask for a reopening by telephone or in its portal."),
    "payer_claim_missing": _("The payer’s own number of this claim is not known yet. Wait for its answer."),
}
