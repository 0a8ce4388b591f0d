"""Claims for tests. Every person, number and payer in them is invented."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from otium.terms.claim import (
    BillingProvider,
    ClaimBatch,
    ClaimLine,
    DateKind,
    ProfessionalClaim,
    ReferenceKind,
    Roles,
)
from otium.terms.claim_parties import (
    Address,
    ClaimCoverage,
    ClaimPayer,
    ClaimPerson,
    Dependent,
    Name,
    Provider,
    Receiver,
    Submitter,
)
from otium.terms.trading import Envelope, TradingProfile
from otium.terms.x12 import Contact, DateSpan, Diagnosis, Procedure, Reference
from otium.wires.x12 import t837p
from otium.wires.x12.writing import wrap

PROFILE = TradingProfile("test")
ENVELOPE = Envelope("OTIUM", "CLEARING", datetime(2026, 3, 3, 9, 5), 31, 31, newline="\n")  # noqa: DTZ001 - local
SERVED = date(2026, 3, 2)

OFFICE = Address(("12 PALM WAY", "SUITE 3"), "MIAMI", "FL", "331010001")
HOME = Address(("7 CORAL ST",), "MIAMI", "FL", "33102")
BILLING = BillingProvider(
    Provider(
        Name("TESTCASE THERAPY LLC", is_person=False), "1234567893", "225X00000X", OFFICE,
        (Reference("EI", "123456789"),), (Contact("IC", "BILLING OFFICE", (("TE", "3055550100"),)),),
    )
)  # fmt: skip
THERAPIST = Provider(Name("TESTCASE", "OLIVE"), "1245319599", "225X00000X")
REFERRER = Provider(Name("TESTCASE", "RUTH"), "1679576722")
ALMA = ClaimPerson(Name("TESTCASE", "ALMA", "B"), "ZZ0000001", HOME, date(1968, 1, 31), "F")
PAYER = ClaimPayer("PAYER ONE", "PAYER1")
COVERAGE = ClaimCoverage("P", ALMA, PAYER, filing="CI", group_number="GRP1")
CHILD = Dependent(ClaimPerson(Name("TESTCASE", "BEN"), None, HOME, date(2018, 1, 31), "M"), "19")


def line(code: str = "97530", *modifiers: str, charge: str = "60", units: int = 1, **other) -> ClaimLine:
    """A line of the usual day, pointing to the first diagnosis."""
    given = {"served": DateSpan(DateKind.SERVICE, SERVED, None), "pointers": (1,)} | other
    return ClaimLine(Procedure("HC", code, modifiers or ("GO",), None), Decimal(charge), Decimal(units), **given)


def claim(*lines: ClaimLine, **other) -> ProfessionalClaim:
    """A commercial claim of two treatment lines, or of `lines`; its charge is their sum."""
    lines = lines or (
        line("97530", charge="120", units=2, references=(Reference(ReferenceKind.LINE, "L1"),)),
        line("97535", charge="55.50", pointers=(1, 2), references=(Reference(ReferenceKind.LINE, "L2"),)),
    )
    given = {
        "id": "C1",
        "billing": BILLING,
        "coverage": COVERAGE,
        "charge": sum((each.charge for each in lines), Decimal(0)),
        "place_of_service": "11",
        "diagnoses": (Diagnosis("ABK", "M25641"), Diagnosis("ABF", "S52501D")),
        "references": (Reference(ReferenceKind.AUTHORIZATION, "AUTH123"),),
        "roles": Roles(referring=(REFERRER,), rendering=THERAPIST),
    }
    return ProfessionalClaim(**(given | {"lines": tuple(lines)} | other))


def batch(*claims: ProfessionalClaim) -> ClaimBatch:
    """One transaction of these claims."""
    submitter = Submitter(
        Name("TESTCASE THERAPY LLC", is_person=False), "OTIUM", (Contact("IC", "OFFICE", (("TE", "3055550100"),)),)
    )
    at = datetime(2026, 3, 3, 9, 5)  # noqa: DTZ001 - local by definition
    return ClaimBatch("B1", submitter, Receiver("CLEARING HOUSE", "CLEARING"), claims or (claim(),), at)


def written(*claims: ProfessionalClaim) -> bytes:
    """An interchange of one transaction with these claims, a segment a line."""
    return wrap([t837p.write(batch(*claims), profile=PROFILE)], ENVELOPE)


def changed(found: ProfessionalClaim, at: int, **other) -> ProfessionalClaim:
    """The claim with one line changed."""
    lines = list(found.lines)
    lines[at] = replace(lines[at], **other)
    return replace(found, lines=tuple(lines))
