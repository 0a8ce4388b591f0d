"""A 276 to claim status inquiries: one a claim (TRN)."""

from otium.terms.claim_status import ClaimStatusInquiry
from otium.terms.x12 import Finding
from otium.wires.x12.claim_levels import reading
from otium.wires.x12.claim_levels.reading import OpenClaim, Path
from otium.wires.x12.delimiters import Delimiters
from otium.wires.x12.guide_276 import GUIDE, SHAPE
from otium.wires.x12.hierarchy import trace_once
from otium.wires.x12.model import Transaction
from otium.wires.x12.walk import Report, Walker


def walker(delimiters: Delimiters) -> Walker:
    """One may serve all 276s with the same delimiters."""
    return Walker(guide=GUIDE, actions=reading.ACTIONS, delimiters=delimiters)


def read(
    transaction: Transaction, *, by: Walker | None = None, interchange: int = 1, number: int = 1
) -> tuple[tuple[ClaimStatusInquiry, ...], tuple[Finding, ...]]:
    """The inquiries in file order, and what is not as the guide says. `number` is the transaction's in the file."""
    report = Report(interchange=interchange, transaction=number)
    by = by or walker(transaction.delimiters)
    inquiries, _ = reading.read(transaction, by=by, shape=SHAPE, make=_inquiry, report=report)
    seen: set[str] = set()
    for each in inquiries:
        if each.trace and each.segment:
            trace_once(seen, each.trace, report, segment=each.segment)
    return inquiries, report.findings


def _inquiry(path: Path, claim: OpenClaim) -> ClaimStatusInquiry:
    return ClaimStatusInquiry(
        *path[:5],
        trace=claim.trace._replace(is_ours=True),  # where the requester speaks, its own number is TRN01 = 1
        references=claim.references,
        charge=claim.charge.amount if claim.charge else None,
        dates=claim.dates,
        lines=claim.lines,
        reference=path.heading.reference,
        asked_on=path.heading.on,
        asked_time=path.heading.time,
        segment=claim.segment,
    )
