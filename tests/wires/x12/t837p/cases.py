"""The claims that a therapy practice sends, by name. Each stands as a sample file with its terms beside it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from otium.terms.claim import (
    ClaimBatch,
    DateKind,
    Frequency,
    LineAdjudication,
    Note,
    OtherCoverage,
    ProfessionalClaim,
    ReferenceKind,
    RelatedCauses,
    Roles,
)
from otium.terms.claim_parties import ClaimCoverage, ClaimPayer, ClaimPerson, Dependent, Name, Provider
from otium.terms.remittance import Adjudication
from otium.terms.x12 import Adjustment, Amount, Attachment, Contact, DateSpan, Procedure, Reference

from .claims import ALMA, BILLING, CHILD, COVERAGE, HOME, OFFICE, REFERRER, SERVED, THERAPIST, batch, claim, line

INJURED = DateSpan(DateKind.ACCIDENT, date(2026, 1, 5), None)
ADJUDICATED = date(2026, 3, 20)


def _on(kind: str, year: int, month: int, day: int) -> DateSpan:
    return DateSpan(kind, date(year, month, day), None)


def _medicare() -> ProfessionalClaim:
    """Over the threshold: KX on every line, the certifying physician, the onset, one line by the assistant."""
    medicare = ClaimPayer("MEDICARE PART B", "MCRB1")
    return claim(
        line("97530", "GO", "KX", charge="70.14", units=2),
        line("97535", "GO", "CO", "KX", charge="32.40"),
        coverage=replace(COVERAGE, payer=medicare, filing="MB", group_number=None),
        dates=(_on(DateKind.ONSET, 2026, 1, 12),),
        references=(),
    )


def _secondary() -> ProfessionalClaim:
    """Medicare paid first: its adjustments by line, what it left to the patient, its remarks."""
    first = ClaimCoverage("P", replace(ALMA, birth_on=None, sex=None), ClaimPayer("MEDICARE PART B", "MCRB1"), "MB")
    done = LineAdjudication(
        "MCRB1", Decimal("55.02"), Procedure("HC", "97530", ("GO",), None), Decimal(2), ADJUDICATED,
        (
            Adjustment("CO", "45", Decimal("49.86")), Adjustment("CO", "253", Decimal("1.12")),
            Adjustment("PR", "2", Decimal("14.00"), Decimal(1)),
        ),
        Decimal("14.00"),
    )  # fmt: skip
    denied = LineAdjudication(
        "MCRB1", Decimal(0), Procedure("HC", "97535", ("GO",), None), Decimal(1), ADJUDICATED,
        (Adjustment("CO", "97", Decimal("55.50")),),
    )  # fmt: skip
    usual = claim()
    return replace(
        usual,
        coverage=replace(COVERAGE, responsibility="S"),
        others=(
            OtherCoverage(
                first, "18", (), (Amount("D", Decimal("55.02")), Amount("EAF", Decimal("14.00"))),
                adjudication=Adjudication("MOA", ("", "", "MA01")),
            ),
        ),
        lines=(
            replace(usual.lines[0], adjudications=(done,)), replace(usual.lines[1], adjudications=(denied,)),
        ),
    )  # fmt: skip


def _workers_comp() -> ProfessionalClaim:
    """The employer is the subscriber, the employee the patient; the carrier's claim number in 2010CA."""
    employer = ClaimPerson(Name("TESTCASE FOUNDRY", is_person=False), "WC778812")
    carrier = ClaimPayer("CARRIER ONE", "CARR1", OFFICE)
    worker = ClaimPerson(
        Name("TESTCASE", "VIC"), None, HOME, date(1980, 5, 6), "M", (Reference("Y4", "WC778812"),),
        (Contact("IC", "VIC TESTCASE", (("TE", "3055550123"),)),),
    )  # fmt: skip
    return claim(
        line("97545", charge="240", units=1),
        line("97750", "GO", "FC", charge="404.76", units=12, notes=(Note("ADD", "FUNCTIONAL CAPACITY EVALUATION"),)),
        coverage=ClaimCoverage("P", employer, carrier, "WC"),
        patient=Dependent(worker, "20"),
        related=RelatedCauses(("EM",)),
        dates=(
            INJURED, DateSpan(DateKind.DISABILITY, date(2026, 1, 6), date(2026, 4, 6)),
            _on(DateKind.LAST_WORKED, 2026, 1, 5), _on(DateKind.FIRST_CONTACT, 2026, 1, 8),
        ),
        attachments=(Attachment("RT", "FX", "WCR1"),),
        references=(Reference(ReferenceKind.MEDICAL_RECORD, "MR1"), Reference(ReferenceKind.AUTHORIZATION, "UR5")),
    )  # fmt: skip


def _everything() -> ProfessionalClaim:
    """What seldom stands on a claim, all at once."""
    facility = Provider(Name("TESTCASE CLINIC NORTH", is_person=False), "1497758544", None, OFFICE)
    doctor = replace(REFERRER, references=(Reference("0B", "LIC1"),))
    served = DateSpan(DateKind.SERVICE, SERVED, date(2026, 3, 3))
    first = line(
        "97039", "GO", charge="80", served=served, description="SPLINT BY HAND", place_of_service="12",
        references=(Reference("6R", "L1"), Reference("G1", "LINEAUTH")), is_emergency=True,
        dates=(_on(DateKind.LAST_SEEN, 2026, 2, 27),), attachments=(Attachment("PN", "AA", None),),
        notes=(Note("DCP", "HOME PROGRAM"),),
        roles=Roles(rendering=THERAPIST, ordering=replace(doctor, address=HOME), referring=(REFERRER,)),
    )  # fmt: skip
    return claim(
        first,
        line("97530", unit="MJ", units=30, is_epsdt=True),
        billing=replace(BILLING, pay_to=Provider(Name("", is_person=False), address=HOME)),
        patient_paid=Decimal("20.00"),
        frequency=Frequency.ORIGINAL,
        patient_signature="P",
        delay_reason="11",
        fixed=("STATE FORM 7",),
        notes=(Note("ADD", "SEE PLAN OF CARE"),),
        roles=Roles(
            referring=(doctor,), primary_care=REFERRER, rendering=THERAPIST, facility=facility, supervising=REFERRER
        ),
    )  # fmt: skip


CASES: dict[str, ClaimBatch] = {
    "commercial": batch(claim()),
    "medicare_kx_and_co": batch(_medicare()),
    "distinct_service_59": batch(claim(line("97140", "GO", "59", charge="50"), line("97012", charge="20"))),
    "dependent_child": batch(claim(patient=CHILD)),
    "secondary": batch(_secondary()),
    "replacement": batch(
        claim(frequency=Frequency.REPLACEMENT, references=(Reference(ReferenceKind.PAYER_CLAIM, "ICN123"),))
    ),
    "void": batch(claim(frequency=Frequency.VOID, references=(Reference(ReferenceKind.PAYER_CLAIM, "ICN123"),))),
    "workers_comp": batch(_workers_comp()),
    "auto_accident": batch(
        claim(
            coverage=replace(COVERAGE, filing="AM", subscriber=replace(ALMA, references=(Reference("Y4", "AU99"),))),
            related=RelatedCauses(("AA",), "FL"),
            dates=(INJURED, _on(DateKind.FIRST_CONTACT, 2026, 1, 8)),
        )
    ),
    "attachment": batch(claim(attachments=(Attachment("09", "EL", "ATT1"), Attachment("M1", "AA", None)))),
    "seldom": batch(_everything()),
    "several_claims": batch(claim(id="C1"), claim(id="C2"), claim(id="C3", patient=CHILD)),
}
