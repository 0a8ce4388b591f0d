"""How a visit stands with its payer's answer, in words: the state, and what a person does next."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from otium.terms.coverage_standing import StandingState as S

# A badge's state, the word beside it, what the word means.
STANDINGS: dict[S, tuple[str, Any, Any]] = {
    S.VERIFIED: ("clear", _("Verified"), _("the answer on file speaks for the day")),
    S.ASKING: ("unknown", _("Being asked"), _("the payer has the question")),
    S.STALE: ("risk", _("Stale"), _("no answer speaks for the day yet")),
    S.FAILED: ("blocked", _("Failed"), _("the payer said no, or nothing")),
    S.CANNOT_ASK: ("unknown", _("Cannot be asked"), _("by phone only, or data is missing")),
    S.MISSING: ("blocked", _("No coverage"), _("nobody on file pays for the day")),
    S.SELF_PAY: ("clear", _("Self-pay"), _("nobody to ask")),
}
# What to do, by the code of the first reason; then by state.
NEXT_OF_REASON: dict[str, Any] = {
    "inquiry_rejected": _("Correct it and ask again"),
    "coverage_inactive": _("Find the new coverage"),
    "coverage_ends": _("Find the new coverage"),
    "coverage_missing": _("Enter a coverage"),
    "check_unanswered": _("Ask again, or call"),
    "inquiry_unanswered": _("Ask again, or call"),
}
NEXT: dict[S, Any] = {
    S.VERIFIED: _("Nothing to ask"),
    S.ASKING: _("Wait for the answer"),
    S.STALE: _("Ask the payer"),
    S.FAILED: _("Ask again, or call"),
    S.CANNOT_ASK: _("Call the payer"),
    S.MISSING: _("Enter a coverage"),
    S.SELF_PAY: _("Nobody to ask: the family pays itself"),
}
COMPLETE = _("Complete the records, then ask")
LATER = _("Ask from %(day)s")
GROUPS = {
    "person": _("Needs you"),
    "ask": _("Can be asked now"),
    "asking": _("Being asked"),
    "later": _("Asked later: an answer of today would not count"),
    "verified": _("Verified"),
    "self_pay": _("Self-pay"),
}
