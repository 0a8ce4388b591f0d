"""What a file says, ready to be applied: its messages in order, each with what forbids applying it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from otium.terms.acknowledgement import AckOutcome, BatchAck, ClaimAck, GroupAck, InterchangeAck, ProviderAck
from otium.terms.auth_decision import AuthDecision
from otium.terms.claim_status import ClaimStatusAnswer
from otium.terms.delivery import DeliveryReceipt
from otium.terms.eligibility_answer import EligibilityAnswer
from otium.terms.remittance import Remittance
from otium.terms.text import IncomingText
from otium.terms.x12 import Finding, Severity
from otium.wires.delivery import receipts
from otium.wires.text import incoming
from otium.wires.x12 import read as x12
from otium.wires.x12.result import ReadInterchange, ReadResult, ReadTransaction
from otium.wires.x12.t835.balances import BALANCES


class ClaimHeard(NamedTuple):
    """What a 277CA says of one claim, or of a whole batch (`claim` None); `is_refused` by whichever level."""

    batch: BatchAck
    provider: ProviderAck | None
    claim: ClaimAck | None
    is_refused: bool

    @property
    def segment(self) -> int:
        return (self.claim or self.provider or self.batch).segment


Answer = EligibilityAnswer | AuthDecision
Body = Answer | InterchangeAck | GroupAck | ClaimHeard | ClaimStatusAnswer | Remittance | DeliveryReceipt | IncomingText

FAX, TEXT = "fax", "text"
RECEIPTS = {"fax": FAX, "text": "text receipt"}  # what their files are called
APPLIED_KINDS = ("271", "278 response", "999", "277CA", "277", "835")
# A transaction whose count is wrong or that was cut may lack what would change its meaning: it is held whole.
HOLDING = frozenset({"wrong-count", "cut-in-segment"})


@dataclass(frozen=True, slots=True)
class Message:
    """One thing a file says. `problem`: why its transaction must not be applied; `body` None when there is none.

    `sender` is ISA06: who says it. `notes` are the findings of its transaction that do not hold it.
    """

    kind: str
    body: Body | None
    segment: int
    problem: Finding | None = None
    sender: str = ""
    notes: tuple[Finding, ...] = ()


class Envelope(NamedTuple):
    """An envelope of ours that the file acknowledges: which number it is, and our id and the partner's on it."""

    kind: Literal["interchange_control", "group_control"]
    number: int
    ours: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A file read. `problem`: nothing in it can be used.

    To whom it is: `receivers` by its envelope (ISA08), `npis` of the providers it speaks of, `acknowledges` of ours.
    """

    kind: str
    messages: tuple[Message, ...]
    problem: Finding | None
    notes: tuple[Finding, ...]
    receivers: frozenset[str]
    npis: frozenset[str]
    acknowledges: frozenset[Envelope]

    @property
    def addresses(self) -> frozenset[str]:
        return self.receivers | self.npis


def read(data: bytes) -> Reading:
    """Any bytes are accepted; what cannot be used says why and where."""
    if receipts.is_one(data):
        return _receipt(data)
    if incoming.is_one(data):
        return _text(data)
    result = x12.read(data)
    kinds = list(dict.fromkeys(_kinds(result)))
    problem = None
    if not kinds:
        problem = next((f for f in result.findings if f.severity is Severity.ERROR), None)
    return Reading(
        kind=(kinds[0].split()[0] if len(kinds) == 1 else "mixed" if kinds else ""),
        messages=tuple(_all_messages(result)),
        problem=problem,
        notes=tuple(f for f in result.findings if f.severity is not Severity.NOTE),
        receivers=frozenset(each.receiver for each in result.interchanges if each.receiver),
        npis=_npis(result),
        acknowledges=frozenset(_acknowledges(result)),
    )


def _receipt(data: bytes) -> Reading:
    """It names no practice: it lies where the practice's own service lays it."""
    problem, message = None, None
    try:
        receipt = receipts.read(data)
        message = Message(receipt.kind, receipt, 1)
    except receipts.NoReceiptError as refused:
        problem = Finding(Severity.ERROR, "no-receipt", str(refused), segment=1)
    nobody: frozenset[str] = frozenset()
    kind = RECEIPTS[message.kind] if message else "receipt"
    return Reading(kind, (message,) if message else (), problem, (), nobody, nobody, frozenset())


def _text(data: bytes) -> Reading:
    """It names no practice: it came to the practice's own number."""
    problem, message = None, None
    try:
        message = Message(TEXT, incoming.read(data), 1)
    except incoming.NoTextError as refused:
        problem = Finding(Severity.ERROR, "no-text", str(refused), segment=1)
    nobody: frozenset[str] = frozenset()
    return Reading(TEXT, (message,) if message else (), problem, (), nobody, nobody, frozenset())


def _kinds(result: ReadResult) -> Iterator[str]:
    if result.acknowledgements:
        yield "TA1"
    for transaction in result.transactions:
        yield transaction.kind or "unknown"


def _all_messages(result: ReadResult) -> Iterator[Message]:
    for interchange in result.interchanges:
        sender = interchange.sender or ""
        for ack in interchange.acknowledgements:
            yield Message("TA1", ack, ack.segment, sender=sender)
        for transaction in interchange.transactions:
            yield from _messages(transaction, interchange, result)


def _messages(transaction: ReadTransaction, interchange: ReadInterchange, result: ReadResult) -> Iterator[Message]:
    if transaction.kind not in APPLIED_KINDS:
        return
    kind, sender = transaction.kind.split()[0], interchange.sender or ""
    notes = tuple(f for f in result.findings if f.transaction == transaction.number)
    problem = next((f for f in notes if _holds(f)), None)
    if problem is None and transaction.number == len(result.transactions):
        problem = next((f for f in result.findings if f.transaction is None and f.code == "cut-in-segment"), None)
    if problem is not None:
        yield Message(kind, None, problem.segment or transaction.segment, problem, sender)
        return
    for body in _bodies(transaction):
        yield Message(kind, body, _segment(body), None, sender, notes)


def _bodies(transaction: ReadTransaction) -> Iterator[Body]:
    for term in transaction.terms:
        if isinstance(term, BatchAck):
            yield from _heard(term)
        elif isinstance(term, Answer | GroupAck | ClaimStatusAnswer | Remittance):
            yield term


def _heard(batch: BatchAck) -> Iterator[ClaimHeard]:
    """One a claim; one for the batch, or for a provider, where claims are not named."""
    is_refused = batch.outcome is AckOutcome.REJECTED
    if not batch.claims and (is_refused or not batch.providers):
        yield ClaimHeard(batch, None, None, is_refused)
        return
    for provider in batch.providers:
        refused = is_refused or provider.outcome is AckOutcome.REJECTED
        for claim in provider.claims:
            yield ClaimHeard(batch, provider, claim, refused or claim.outcome is AckOutcome.REJECTED)
        if not provider.claims:
            yield ClaimHeard(batch, provider, None, refused)


def _holds(finding: Finding) -> bool:
    """A payer's numbers that do not add up are kept and shown with what is wrong; anything else that is wrong holds."""
    if finding.code in BALANCES:
        return False
    return finding.severity is Severity.ERROR or finding.code in HOLDING


def _segment(body: Body) -> int:
    if isinstance(body, AuthDecision):
        return body.event.segment if body.event else 1
    return body.segment or 1


def control_number(text: str) -> int | None:
    """Of an envelope, as the numbers we gave are kept; None for what none of ours can be."""
    digits = text.strip()
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 9 else None


def _acknowledges(result: ReadResult) -> Iterator[Envelope]:
    for each in result.interchanges:
        ours, theirs = (each.receiver or "").strip(), (each.sender or "").strip()
        for ack in each.acknowledgements:
            if (number := control_number(ack.control)) is not None:
                yield Envelope("interchange_control", number, ours, theirs)
        for term in (term for transaction in each.transactions for term in transaction.terms):
            if isinstance(term, GroupAck) and (number := control_number(term.control)) is not None:
                yield Envelope("group_control", number, ours, theirs)


def _npis(result: ReadResult) -> frozenset[str]:
    ids = {answer.receiver_npi for answer in result.answers}
    ids |= {decision.requester_npi for decision in result.decisions}
    for batch in result.of(BatchAck):
        ids |= {each.provider.npi for each in batch.providers if each.provider}
    ids |= {each.provider.npi for each in result.of(ClaimStatusAnswer) if each.provider}
    ids |= {each.payee.party.npi for each in result.of(Remittance) if each.payee}
    return frozenset(i for i in ids if i)
