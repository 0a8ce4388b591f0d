"""A batch of claims to one 837P. Claims that follow each other share the loops of what they have in common."""

from collections.abc import Iterator
from itertools import count, groupby

from otium.terms.claim import BillingProvider, ClaimBatch, ProfessionalClaim
from otium.terms.claim_parties import ClaimCoverage, Dependent, Name
from otium.terms.trading import TradingProfile
from otium.wires.x12 import emit
from otium.wires.x12.t837p import write_parties as parties
from otium.wires.x12.t837p.write_claim import add_claim
from otium.wires.x12.writing import Body, Writer, day

CODE, GUIDE = "837", "005010X222A1"
_MOST_CLAIMS = 5000  # in one transaction; the guide recommends it and many payers refuse more


def write(batch: ClaimBatch, *, profile: TradingProfile) -> Body:
    """Claims of one billing provider, and of one subscriber and payer, share loops where they follow each other.

    Raises Incomplete for what the guide needs and the batch lacks; `record` is the batch's or the claim's own id.
    """
    out = Writer(record=f"batch {batch.reference}", profile=profile)
    _header(out, batch)
    numbers = count(1)
    for billing, claims in groupby(batch.claims, key=lambda claim: claim.billing):
        number = next(numbers)
        claims_of_one = list(claims)
        out.record = _record(claims_of_one[0])
        _billing(out, billing, number)
        _subscribers(out, claims_of_one, number, numbers)
    return out.body(CODE, GUIDE)


def _record(claim: ProfessionalClaim) -> str:
    return f"claim {claim.id}"


def _header(out: Writer, batch: ClaimBatch) -> None:
    if not 1 <= len(batch.claims) <= _MOST_CLAIMS:
        raise out.refusal("CLM", f"a transaction holds 1 to {_MOST_CLAIMS} claims")
    if batch.at is None:
        raise out.refusal("BHT04", "it is missing")
    reference = out.need(batch.reference, "BHT03", most=50)
    purpose, kind = out.need(batch.purpose, "BHT02", most=2), out.need(batch.type, "BHT06", most=2)
    out.add("BHT", "0019", purpose, reference, day(batch.at), f"{batch.at:%H%M}", kind)
    out.enter("1000A")
    parties.add_name(out, "41", batch.submitter.name, "46", out.need(batch.submitter.id, "NM109", least=2, most=80))
    if not batch.submitter.contacts:
        raise out.refusal("PER", "the submitter needs a contact")
    emit.contacts(out, batch.submitter.contacts, kinds=parties.ALL_NUMBERS)
    out.enter("1000B")
    receiver = Name(batch.receiver.name, is_person=False)
    parties.add_name(out, "40", receiver, "46", out.need(batch.receiver.id, "NM109", least=2, most=80))


def _billing(out: Writer, billing: BillingProvider, number: int) -> None:
    out.enter("2000A")
    _level(out, number, None, "20", has_children=True)
    if billing.provider.taxonomy:
        parties.add_taxonomy(out, "BI", billing.provider.taxonomy)
    out.enter("2010AA")
    parties.add_billing(out, billing.provider)
    if billing.pay_to:
        out.enter("2010AB")
        parties.add_pay_to(out, billing.pay_to)
    if billing.pay_to_plan:
        out.enter("2010AC")
        parties.add_pay_to_plan(out, billing.pay_to_plan)


def _subscribers(out: Writer, claims: list[ProfessionalClaim], parent: int, numbers: Iterator[int]) -> None:
    """Each subscriber once, with claims of their own or with dependents and their claims, never with both."""
    for (coverage, is_patient), own in groupby(claims, key=lambda claim: (claim.coverage, claim.patient is None)):
        number = next(numbers)
        for at, (patient, theirs) in enumerate(groupby(own, key=lambda claim: claim.patient)):
            for nth, claim in enumerate(theirs):
                out.record = _record(claim)
                if at == nth == 0:
                    _subscriber(out, coverage, number, parent, is_patient=is_patient)
                if patient and nth == 0:
                    _dependent(out, patient, next(numbers), number)
                add_claim(out, claim)


def _subscriber(out: Writer, coverage: ClaimCoverage, number: int, parent: int, *, is_patient: bool) -> None:
    out.enter("2000B")
    _level(out, number, parent, "22", has_children=not is_patient)
    parties.add_coverage(out, coverage, "18" if is_patient else None)
    out.enter("2010BA")
    parties.add_subscriber(out, coverage.subscriber, is_patient=is_patient)
    out.enter("2010BB")
    parties.add_payer(out, coverage.payer, coverage.payer.references)


def _dependent(out: Writer, patient: Dependent, number: int, parent: int) -> None:
    out.enter("2000C")
    _level(out, number, parent, "23", has_children=False)
    out.add("PAT", out.need(patient.relationship, "PAT01", most=2))
    out.enter("2010CA")
    parties.add_dependent(out, patient.person)


def _level(out: Writer, number: int, parent: int | None, code: str, *, has_children: bool) -> None:
    out.add("HL", str(number), str(parent) if parent else "", code, "1" if has_children else "0")
