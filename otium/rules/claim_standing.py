"""Where a claim stands: a function of everything heard of it, so that no order of arrival matters.

Source: X12 005010X214 (277CA), X221A1 (CLP02 22 is a reversal). Certainty: from knowledge of the guides.
"""

from collections.abc import Sequence
from decimal import Decimal

from otium.terms.claim_standing import ClaimDecision, ClaimStanding
from otium.terms.parcel import Standing, Verdict

_ON_ITS_WAY = frozenset({Standing.WAITING, Standing.READY, Standing.SENT, Standing.UNSURE, Standing.ACCEPTED})


def standing(
    *, has_problems: bool, parcel: Standing | None, front_end: Verdict | None, decisions: Sequence[ClaimDecision],
    is_void: bool = False,
) -> ClaimStanding:  # fmt: skip
    """Of the newest version: its parcel, the worst 277CA since it was sent, and every decision on the claim.

    A decision says more than an acknowledgement. `is_void`: the newest version withdraws the claim.
    """
    if decisions:
        decided = _decided(decisions)
        if decided is ClaimStanding.REVERSED and is_void:
            return ClaimStanding.VOID
        return decided
    if front_end is Verdict.REJECTED or parcel in (Standing.REJECTED, Standing.FAILED):
        return ClaimStanding.REJECTED
    if front_end is not None:
        return ClaimStanding.VOID if is_void else ClaimStanding.ACCEPTED
    if parcel in _ON_ITS_WAY:
        return ClaimStanding.SENDING
    return ClaimStanding.HELD if has_problems else ClaimStanding.READY


def _decided(decisions: Sequence[ClaimDecision]) -> ClaimStanding:
    """Reversals take back decisions one for one; what is left says paid or denied."""
    reversed_ones = sum(each.is_reversal for each in decisions)
    others = len(decisions) - reversed_ones
    if others <= reversed_ones:
        return ClaimStanding.REVERSED
    total = sum((each.paid for each in decisions), Decimal(0))
    return ClaimStanding.PAID if total > 0 else ClaimStanding.DENIED
