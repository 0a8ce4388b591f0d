"""A 277 to claim status answers: one a claim (TRN), or one for a whole inquiry that could not be answered."""

from otium.terms.claim_status import ClaimStatusAnswer
from otium.terms.x12 import Finding
from otium.wires.x12.claim_levels import reading
from otium.wires.x12.claim_levels.reading import OpenClaim, Path
from otium.wires.x12.delimiters import Delimiters
from otium.wires.x12.guide_277 import GUIDE, SHAPE
from otium.wires.x12.model import Transaction
from otium.wires.x12.walk import Report, Walker


def walker(delimiters: Delimiters) -> Walker:
    """One may serve all 277s with the same delimiters; it remembers the payer's usual segments."""
    return Walker(guide=GUIDE, actions=reading.ACTIONS, delimiters=delimiters)


def read(
    transaction: Transaction, *, by: Walker | None = None, interchange: int = 1, number: int = 1
) -> tuple[tuple[ClaimStatusAnswer, ...], tuple[Finding, ...]]:
    """The answers in file order, and what is not as the guide says. `number` is the transaction's in the file."""
    report = Report(interchange=interchange, transaction=number)
    by = by or walker(transaction.delimiters)
    return reading.read(transaction, by=by, shape=SHAPE, make=_answer, report=report)


def _answer(path: Path, claim: OpenClaim) -> ClaimStatusAnswer:
    return ClaimStatusAnswer(
        *path[:5],
        trace=claim.trace,
        statuses=claim.statuses,
        references=claim.references,
        dates=claim.dates,
        lines=claim.lines,
        contacts=path.contacts,
        reference=path.heading.reference,
        answered_on=path.heading.on,
        answered_time=path.heading.time,
        segment=claim.segment,
    )
