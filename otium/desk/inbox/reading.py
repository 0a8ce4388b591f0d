"""What a file says, ready to be applied: its messages in order, each with what forbids applying it."""

from dataclasses import dataclass

from otium.terms.auth_decision import AuthDecision
from otium.terms.eligibility_answer import EligibilityAnswer
from otium.terms.x12 import Finding, Severity
from otium.wires.x12 import read as x12
from otium.wires.x12.result import ReadResult, ReadTransaction

Body = EligibilityAnswer | AuthDecision

APPLIED_KINDS = ("271", "278 response")
# A transaction whose count is wrong or that was cut may lack what would change its meaning: it is held whole.
HOLDING = frozenset({"wrong-count", "cut-in-segment"})


@dataclass(frozen=True, slots=True)
class Message:
    """One answer or decision. `problem`: why its transaction must not be applied; `body` None when there is none."""

    kind: str
    body: Body | None
    segment: int
    problem: Finding | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """A file read. `problem`: nothing in it can be used. `addresses`: receiver ids and NPIs that it names."""

    kind: str
    messages: tuple[Message, ...]
    problem: Finding | None
    notes: tuple[Finding, ...]
    addresses: frozenset[str]


def read(data: bytes) -> Reading:
    """Any bytes are accepted; what cannot be used says why and where."""
    result = x12.read(data)
    transactions = result.transactions
    kinds = list(dict.fromkeys(t.kind or "unknown" for t in transactions))
    problem = None
    if not transactions:
        problem = next((f for f in result.findings if f.severity is Severity.ERROR), None)
    return Reading(
        kind=(kinds[0].split()[0] if len(kinds) == 1 else "mixed" if kinds else ""),
        messages=tuple(message for t in transactions for message in _messages(t, result)),
        problem=problem,
        notes=tuple(f for f in result.findings if f.severity is not Severity.NOTE),
        addresses=_addresses(result),
    )


def _messages(transaction: ReadTransaction, result: ReadResult) -> list[Message]:
    if transaction.kind not in APPLIED_KINDS:
        return []
    kind = transaction.kind.split()[0]
    problem = next((f for f in result.findings if f.transaction == transaction.number and _holds(f)), None)
    if problem is None and transaction.number == len(result.transactions):
        problem = next((f for f in result.findings if f.transaction is None and f.code == "cut-in-segment"), None)
    if problem is not None:
        return [Message(kind, None, problem.segment or transaction.segment, problem)]
    return [Message(kind, body, _segment(body)) for body in transaction.terms if isinstance(body, Body)]


def _holds(finding: Finding) -> bool:
    return finding.severity is Severity.ERROR or finding.code in HOLDING


def _segment(body: Body) -> int:
    if isinstance(body, EligibilityAnswer):
        return body.segment
    return body.event.segment if body.event else 1


def _addresses(result: ReadResult) -> frozenset[str]:
    ids = {interchange.receiver for interchange in result.interchanges}
    ids |= {answer.receiver_npi for answer in result.answers}
    ids |= {decision.requester_npi for decision in result.decisions}
    return frozenset(i for i in ids if i)
