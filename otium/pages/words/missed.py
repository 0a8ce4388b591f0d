"""Why visits are missed, in words; by whose doing."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from otium.terms.schedule import CancelledBy, CancelReason

REASONS: dict[str, Any] = {
    CancelReason.FAMILY_ILL: _("Ill"),
    CancelReason.FAMILY_TIME: _("School, work, another appointment"),
    CancelReason.FAMILY_RIDE: _("No ride"),
    CancelReason.FAMILY_FORGOT: _("Forgot"),
    CancelReason.FAMILY_COST: _("Cost"),
    CancelReason.FAMILY_OTHER: _("Another reason of theirs"),
    CancelReason.PRACTICE_ILL: _("Therapist is ill"),
    CancelReason.PRACTICE_AWAY: _("Therapist is away"),
    CancelReason.PRACTICE_CLOSED: _("We are closed"),
    CancelReason.PRACTICE_PAYER: _("Not authorized or covered"),
    CancelReason.PRACTICE_OTHER: _("Another reason of ours"),
    CancelReason.WEATHER: _("Bad weather"),
}
WHO: dict[CancelledBy, Any] = {
    CancelledBy.FAMILY: _("The family"),
    CancelledBy.PRACTICE: _("Us"),
    CancelledBy.NEITHER: _("Neither"),
}


def choices(blank: Any) -> list[tuple[Any, Any]]:
    """For a list, by whose doing; `blank` stands for no reason."""
    groups = [(who, [(r.value, REASONS[r]) for r in CancelReason if r.by is who]) for who in CancelledBy]
    return [("", blank), *((WHO[who], options) for who, options in groups)]


def reason(code: str, words: str) -> str:
    """The family: no ride. Bus broke down"""
    if not code:
        return words
    who = CancelReason(code).by
    said = str(REASONS[code])
    named = said if who is CancelledBy.NEITHER else f"{WHO[who]}: {said[:1].lower()}{said[1:]}"
    return ". ".join(filter(None, (named, words)))
