"""From a claim as it was sent to the question where it stands (276). Source: X12 005010X212."""

from datetime import datetime

from otium.terms.claim import DateKind, ProfessionalClaim
from otium.terms.claim_parties import ClaimPerson
from otium.terms.claim_status import PATIENT_CONTROL_NUMBER, PAYER_CLAIM_NUMBER, ClaimStatusInquiry
from otium.terms.x12 import DateSpan, Party, Person, Reference, Trace


def inquiry(
    claim: ProfessionalClaim, *, trace: str, payer_claim_number: str, receiver: str, at: datetime
) -> ClaimStatusInquiry:
    """By our number, the payer's where it is known, person, days and charge. `at` in the practice's zone.

    `receiver` is who gets the answer, as the road names us.
    """
    billing, payer = claim.billing.provider, claim.coverage.payer
    references = [Reference(PAYER_CLAIM_NUMBER, payer_claim_number)] if payer_claim_number else []
    dependent = claim.patient
    return ClaimStatusInquiry(
        payer=Party("PR", False, payer.name, None, None, None, payer.id_qualifier, payer.id),
        receiver=Party("41", False, billing.name.family, None, None, None, "46", receiver),
        provider=Party("1P", False, billing.name.family, None, None, None, "XX", billing.npi),
        subscriber=_person("IL", claim.coverage.subscriber, None),
        dependent=_person("QC", dependent.person, dependent.relationship) if dependent else None,
        trace=Trace(trace, None, None),
        references=(*references, Reference(PATIENT_CONTROL_NUMBER, claim.id)),
        charge=claim.charge,
        dates=_days(claim),
        reference=trace,
        asked_on=at.date(),
        asked_time=f"{at:%H%M}",
    )


def _person(entity: str, person: ClaimPerson, relationship: str | None) -> Person:
    name, qualifier = person.name, person.member_id_qualifier if person.member_id else None
    party = Party(
        entity, name.is_person, name.family, name.given, name.middle, name.suffix, qualifier, person.member_id
    )
    return Person(party, person.birth_on, person.sex, relationship)


def _days(claim: ProfessionalClaim) -> tuple[DateSpan, ...]:
    """First to last day of service of its lines."""
    spans = [line.served for line in claim.lines if line.served]
    if not spans:
        return ()
    first, last = min(s.start_on for s in spans), max(s.end_on or s.start_on for s in spans)
    return (DateSpan(DateKind.SERVICE.value, first, last if last != first else None),)
