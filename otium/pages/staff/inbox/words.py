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
