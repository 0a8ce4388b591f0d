"""Payers in words: the clocks that run with them, what their denials are about, what rejects say."""

from typing import Any

from django.utils.translation import gettext_lazy as _

# What would have to be done by when: title, and from what the time runs.
CLOCKS: dict[str, tuple[Any, Any]] = {
    "notice": (_("Tell the insurer that treatment began"), _("first treatment today")),
    "first_claim": (_("First claim"), _("for a visit of today")),
    "corrected_claim": (_("Corrected claim"), _("remittance of today")),
    "appeal": (_("Appeal, at the latest"), _("denial dated today")),
    "appeal_target": (_("Appeal, better by"), _("denial dated today")),
    "decision": (_("Payer decides a request"), _("received today")),
    "extended_decision": (_("Payer decides, if it takes longer"), _("received today")),
    "urgent_decision": (_("Payer decides an urgent request"), _("received now")),
}
ABOUT: dict[str, Any] = {
    "authorization": _("authorization"),
    "eligibility": _("eligibility"),
    "other_payer": _("another payer"),
    "necessity": _("medical necessity"),
    "coding": _("coding"),
    "records": _("records"),
    "duplicate": _("duplicate"),
    "late": _("filed late"),
    "provider": _("provider"),
    "limit": _("benefit limit"),
    "injury": _("injury claim"),
    "review": _("review"),
    "": _("reason not known"),
}
