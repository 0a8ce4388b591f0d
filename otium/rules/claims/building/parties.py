"""Who stands on the claim."""

import re

from otium.terms.billing import Bill, Biller, Clinician, Individual
from otium.terms.claim import BillingProvider, Roles
from otium.terms.claim_parties import (
    EMPLOYER_ID,
    PROPERTY_CASUALTY_CLAIM,
    Address,
    ClaimCoverage,
    ClaimPayer,
    ClaimPerson,
    Dependent,
    Name,
    Provider,
)
from otium.terms.payers import PayerType
from otium.terms.x12 import Contact, Reference

# SBR09. Source: X12 005010X222A1, claim filing indicator.
FILING = {
    PayerType.COMMERCIAL: "CI",
    PayerType.MEDICARE_B: "MB",
    PayerType.MEDICARE_ADVANTAGE: "16",
    PayerType.MEDICAID_FFS: "MC",
    PayerType.MEDICAID_MCO: "MC",
    PayerType.TRICARE: "CH",
    PayerType.WORKERS_COMP: "WC",
    PayerType.AUTO: "AM",
    PayerType.VA: "VA",
    PayerType.OTHER: "ZZ",
}
RELATIONSHIPS = {"child": "19", "spouse": "01", "other": "G8"}  # PAT01
EMPLOYEE = "20"
_TITLES = re.compile(r",?\s+(MD|DO|DPM|PA-?C?|NP|ARNP|APRN|FNP|CNP|DNP|DC|PHD|OD|DDS)\.?$", re.IGNORECASE)


def billing(biller: Biller) -> BillingProvider:
    contacts = (Contact("IC", biller.name, (("TE", digits(biller.phone)),)),) if digits(biller.phone) else ()
    return BillingProvider(
        Provider(
            name=Name(biller.name, is_person=False),
            npi=biller.npi or None,
            taxonomy=biller.taxonomy or None,
            address=_address(biller.address, biller.city, biller.state, biller.postal_code),
            references=(Reference(EMPLOYER_ID, biller.tax_id),) if biller.tax_id else (),
            contacts=contacts,
        )
    )


def digits(text: str) -> str:
    """As X12 carries a telephone or postal code.

    >>> digits("(206) 555-0100")
    '2065550100'
    """
    return "".join(each for each in text if each.isdigit())


def coverage(bill: Bill) -> ClaimCoverage:
    policy = bill.policy
    of_case = case_numbers(bill) if policy.holder is None else ()
    person = _person(policy.holder or bill.patient, policy.member_id, of_case)
    if is_employers(bill):
        person = ClaimPerson(Name(employer(bill), is_person=False), policy.member_id or None)
    return ClaimCoverage(
        responsibility="P",
        subscriber=person,
        payer=ClaimPayer(policy.payer_name, policy.payer_id),
        filing=FILING.get(policy.payer_type),
        group_number=policy.group_number or None,
    )


def is_employers(bill: Bill) -> bool:
    """Workers' compensation: the employer is the subscriber, and the patient its employee."""
    return bill.policy.payer_type is PayerType.WORKERS_COMP


def employer(bill: Bill) -> str:
    """As the carrier named it, else as who holds the policy."""
    return bill.policy.employer or (bill.policy.holder.last_name if bill.policy.holder else "")


def case_numbers(bill: Bill) -> tuple[Reference, ...]:
    """REF Y4 of the patient: the number of the case. In workers' compensation the member id stands in for it."""
    policy = bill.policy
    number = policy.injury_claim or (policy.member_id if is_employers(bill) else "")
    pays_for_injuries = policy.payer_type in (PayerType.WORKERS_COMP, PayerType.AUTO)
    return (Reference(PROPERTY_CASUALTY_CLAIM, number),) if number and pays_for_injuries else ()


def dependent(bill: Bill) -> Dependent | None:
    policy = bill.policy
    if is_employers(bill):
        return Dependent(_person(bill.patient, "", case_numbers(bill)), EMPLOYEE)
    if policy.holder is None:
        return None
    return Dependent(_person(bill.patient, "", case_numbers(bill)), RELATIONSHIPS.get(policy.relationship, "G8"))


def _person(who: Individual, member_id: str, references: tuple[Reference, ...] = ()) -> ClaimPerson:
    return ClaimPerson(
        name=Name(who.last_name, who.first_name or None, who.middle_name or None),
        member_id=member_id or None,
        address=_address(who.address, who.city, who.state, who.postal_code),
        birth_on=who.birth_on,
        sex=who.sex if who.sex in ("F", "M") else "U" if who.sex else None,
        references=references,
    )


def _address(street: str, city: str, state: str, postal_code: str) -> Address | None:
    if not (street and city and state and postal_code):
        return None
    return Address((street,), city, state, digits(postal_code))


def roles(bill: Bill) -> Roles:
    """Who treated, where that is not the practice itself, and who referred."""
    treating, referrer = rendering(bill), _referring(bill)
    return Roles(
        referring=(referrer,) if referrer else (),
        rendering=_provider(treating, bill.biller.taxonomy) if treating else None,
    )


def rendering(bill: Bill) -> Clinician | None:
    """The clinician of the visits; of an assistant's, the therapist who answers for the course.

    Source: Medicare enrols no assistants (CMS Pub. 100-02 ch. 15 s. 230.2).
    """
    clinician = bill.treatments[0].clinician if bill.treatments else None
    if clinician is not None and not clinician.is_assistant:
        return clinician
    answers = bill.course.therapist
    return answers if answers is not None and not answers.is_assistant else None


def _provider(who: Clinician, taxonomy: str) -> Provider:
    return Provider(name_of(who.name), who.npi or None, taxonomy or None)


def _referring(bill: Bill) -> Provider | None:
    course = bill.course
    return Provider(name_of(course.referrer_name), course.referrer_npi or None) if course.referrer_name else None


def name_of(text: str) -> Name:
    """A name written in one line, without the titles behind it.

    >>> name_of("Ruth Ann Amsel, MD")
    Name(family='Amsel', given='Ruth', middle='Ann', suffix=None, is_person=True)
    """
    bare = text.strip()
    while (shorter := _TITLES.sub("", bare)) != bare:
        bare = shorter
    given, *rest = bare.split() or [""]
    if not rest:
        return Name(given)
    return Name(rest[-1], given, " ".join(rest[:-1]) or None)
