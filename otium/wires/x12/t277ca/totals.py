"""The counts and sums a 277CA states, against the claims it lists."""

from collections.abc import Sequence
from decimal import Decimal

from otium.terms.acknowledgement import AckOutcome, ClaimAck
from otium.terms.x12 import Severity
from otium.wires.x12.walk import Report

ACCEPTED, REJECTED = frozenset({"90", "QA", "YU"}), frozenset({"AA", "QC", "YY"})
_STANDS = frozenset({AckOutcome.ACCEPTED, AckOutcome.RECEIVED})

Stated = dict[str, tuple[Decimal | None, int]]  # by qualifier: the value and its segment


def stated(values: Stated, qualifiers: frozenset[str]) -> Decimal | None:
    return next((value for qualifier, (value, _) in values.items() if qualifier in qualifiers), None)


def check(quantities: Stated, amounts: Stated, claims: Sequence[ClaimAck], report: Report) -> None:
    """Says where they differ. Nothing can be said without claims, or where one of them has no outcome."""
    if not claims or any(claim.outcome is None for claim in claims):
        return
    standing = [claim for claim in claims if claim.outcome in _STANDS]
    fallen = [claim for claim in claims if claim.outcome not in _STANDS]
    for qualifiers, listed in ((ACCEPTED, standing), (REJECTED, fallen)):
        _compare("QTY", quantities, qualifiers, Decimal(len(listed)), report)
        _compare("AMT", amounts, qualifiers, _charges(listed), report)


def _compare(tag: str, values: Stated, qualifiers: frozenset[str], listed: Decimal | None, report: Report) -> None:
    for qualifier, (value, segment) in values.items():
        if qualifier in qualifiers and None not in (value, listed) and value != listed:
            message = f"{tag}02 says {value:f}, the claims listed make {listed:f}."
            report.add(Severity.WARNING, "totals-differ", message, segment=segment, element=2)


def _charges(claims: Sequence[ClaimAck]) -> Decimal | None:
    """None where a claim does not say its charge."""
    charges = [claim.statuses[0].charge if claim.statuses else None for claim in claims]
    return None if None in charges else sum((each for each in charges if each is not None), Decimal(0))
