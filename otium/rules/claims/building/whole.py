"""What is said of the whole claim: days, numbers, why the patient needs care."""

from otium.terms.billing import Bill
from otium.terms.claim import DateKind, ReferenceKind, RelatedCauses
from otium.terms.payers import PayerType
from otium.terms.x12 import DateSpan, Reference

EMPLOYMENT, AUTO = "EM", "AA"  # CLM11
ACCIDENTS = {PayerType.WORKERS_COMP: EMPLOYMENT, PayerType.AUTO: AUTO}


def related(bill: Bill) -> RelatedCauses | None:
    """Only where the payer pays because of it: an injury alone does not say that somebody else is liable."""
    cause = ACCIDENTS.get(bill.policy.payer_type)
    if cause is None:
        return None
    return RelatedCauses((cause,), state=bill.biller.state if cause == AUTO else None)


def dates(bill: Bill) -> tuple[DateSpan, ...]:
    """Onset, and the accident where the claim says that there was one; neither when it is after the service."""
    served_on = min((treatment.on for treatment in bill.treatments), default=None)
    course, found = bill.course, []
    if course.onset_on and (served_on is None or course.onset_on <= served_on):
        found.append(DateSpan(DateKind.ONSET.value, course.onset_on, None))
    if course.injury_on and bill.policy.payer_type in ACCIDENTS:
        found.append(DateSpan(DateKind.ACCIDENT.value, course.injury_on, None))
    return tuple(found)


def references(bill: Bill) -> tuple[Reference, ...]:
    """The one authorization of its visits, and the payer's number of what it replaces."""
    numbers = authorizations(bill)
    found = [Reference(ReferenceKind.AUTHORIZATION.value, numbers[0])] if len(numbers) == 1 else []
    if bill.payer_claim_number:
        found.append(Reference(ReferenceKind.PAYER_CLAIM.value, bill.payer_claim_number))
    return tuple(found)


def authorizations(bill: Bill) -> list[str]:
    """Numbers that the visits use, each once."""
    return list(dict.fromkeys(number for treatment in bill.treatments for number in treatment.authorizations))
