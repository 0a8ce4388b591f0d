"""Sentences of the inbox."""

from typing import Any

from django.utils.translation import gettext_lazy as _

STATES: dict[str, tuple[str, Any]] = {  # state -> (badge, word)
    "kept": ("unknown", _("Kept, not applied")),
    "applied": ("clear", _("Applied")),
    "nothing_new": ("clear", _("Nothing new")),
    "unreadable": ("blocked", _("Cannot be read")),
    "unmatched": ("risk", _("Whose is it?")),
    "unrouted": ("risk", _("For which practice?")),
    "routed": ("clear", _("Handed on")),
    "set_aside": ("unknown", _("Set aside")),
}
WAITING = ("unreadable", "unmatched", "unrouted")
KINDS: dict[str, Any] = {
    "271": _("Eligibility answer (271)"),
    "270": _("Eligibility inquiry (270)"),
    "278": _("Authorization decision (278)"),
    "TA1": _("Acknowledgement of an envelope (TA1)"),
    "277CA": _("Acknowledgement of claims (277CA)"),
    "999": _("Acknowledgement (999)"),
    "277": _("Claim status (277)"),
    "835": _("Remittance (835)"),
    "837": _("Claims (837)"),
    "mixed": _("Several kinds"),
    "": _("Unknown kind"),
}
RECORDS: dict[str, Any] = {
    "benefitcheck": _("an answer about coverage"),
    "authorizationrequest": _("a decision on a request"),
    "authorization": _("an authorization"),
    "transmission": _("what became of something we sent"),
    "claim": _("what became of a claim"),
}
SEGMENTS: dict[str, Any] = {
    "ISA": _("Envelope: who sends to whom"),
    "GS": _("Group of one kind"),
    "ST": _("A message begins"),
    "BHT": _("Purpose, reference and day"),
    "HL": _("A level begins: payer, provider, subscriber, patient, event, service"),
    "NM1": _("A person or organization"),
    "N3": _("Street"),
    "N4": _("City"),
    "REF": _("A reference number"),
    "TRN": _("Trace number"),
    "DMG": _("Birth date and sex"),
    "INS": _("Relationship"),
    "DTP": _("A day or period"),
    "EB": _("A benefit"),
    "HSD": _("How often"),
    "MSG": _("Words of the payer"),
    "III": _("Place of service"),
    "AAA": _("Refusal"),
    "HCR": _("The decision"),
    "HI": _("Diagnosis"),
    "UM": _("What was asked"),
    "SV1": _("A service"),
    "LS": _("A loop begins"),
    "LE": _("A loop ends"),
    "SE": _("The message ends"),
    "GE": _("The group ends"),
    "IEA": _("The envelope ends"),
}
