"""Professional claims: the 837P (005010X222A1), written and read. `terms.claim` is what both sides speak of."""

from otium.terms.claim import ClaimBatch
from otium.terms.x12 import Finding
from otium.wires.x12.delimiters import Delimiters
from otium.wires.x12.model import Transaction
from otium.wires.x12.t837p.actions import ACTIONS, KEEPING
from otium.wires.x12.t837p.reading import GUIDE_TABLE, Reading
from otium.wires.x12.t837p.writing import write
from otium.wires.x12.walk import Report, Walker

__all__ = ["read", "walker", "write"]

_GUIDE = GUIDE_TABLE.guide()


def walker(delimiters: Delimiters) -> Walker:
    """One may serve all 837Ps with the same delimiters."""
    return Walker(guide=_GUIDE, actions=ACTIONS, delimiters=delimiters, decoders=KEEPING)


def read(
    transaction: Transaction, *, by: Walker | None = None, interchange: int = 1, number: int = 1
) -> tuple[tuple[ClaimBatch], tuple[Finding, ...]]:
    """The batch of claims, and what is not as the guide says or does not fit together."""
    report = Report(interchange=interchange, transaction=number)
    reading = Reading(report, transaction.first_position)
    (by or walker(transaction.delimiters)).walk(transaction, reading=reading, report=report)
    return (reading.end(),), report.findings
