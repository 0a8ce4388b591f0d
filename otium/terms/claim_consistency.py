"""What is wrong in a claim whoever pays it: numbers that do not check, sums that differ, places that point to nothing.

The reader of an 837P and the scrub both ask this. Source: X12 005010X222A1 (front matter 1.4 on balancing, and the
notes of each segment), and the code sources' own forms.
"""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import TypedDict, Unpack

from otium.terms.claim import (
    CLAIM_LOOPS,
    LINE_LOOPS,
    ClaimBatch,
    ClaimLine,
    DateKind,
    Frequency,
    ProfessionalClaim,
    ReferenceKind,
    RelatedCauses,
)
from otium.terms.claim_balance import balance_problems
from otium.terms.claim_parties import Provider
from otium.terms.claim_problem import ClaimProblem
from otium.terms.identifiers import hcpcs_has_shape, icd10_has_shape, npi_is_valid
from otium.terms.x12 import Procedure, Severity

ICD10_FROM = date(2015, 10, 1)  # services from this day take ICD-10-CM only
_ZERO = Decimal(0)
_TAXONOMY = re.compile(r"[0-9]{3}[0-9A-Z]{6}[A-Z]")
_MODIFIER = re.compile(r"[0-9A-Z]{2}")
_POST_OFFICE_BOX = re.compile(r"\bP\.? ?O\.? ?BOX\b|\bPOST OFFICE BOX\b|\bLOCK ?BOX\b", re.IGNORECASE)
_AGAIN = frozenset({Frequency.REPLACEMENT, Frequency.VOID})
_ICD9 = frozenset({"BK", "BF"})


class _Place(TypedDict, total=False):
    line: int | None
    nth: int
    qualifier: str


def inconsistencies(claim: ProfessionalClaim) -> tuple[ClaimProblem, ...]:
    """Everything in the claim that cannot be right, in the order of its loops."""
    return tuple(
        problem
        for check in (_billing, _persons, _opening, _claim_dates, _papers, _diagnoses, _people, _coverages, _lines)
        for problem in check(claim)
    ) + tuple(balance_problems(claim))


def batch_inconsistencies(batch: ClaimBatch) -> Iterator[tuple[int, ClaimProblem]]:
    """What is wrong between claims, each with the claim's index: control numbers used twice, services to come."""
    seen: Counter[str] = Counter()
    for index, claim in enumerate(batch.claims):
        seen[claim.id] += 1
        if seen[claim.id] > 1:
            message = "CLM01 stands on an earlier claim of this batch; an answer could not be told apart."
            yield index, _error("claim-number-reused", "2300", "CLM01", message)
        for number, line in enumerate(claim.lines, 1):
            if batch.at and line.served and line.served.start_on > batch.at.date():
                message = "The service lies after the day the batch was made."
                yield index, _error("service-in-future", "2400", "DTP03", message, line=number)


def _error(code: str, loop: str, element: str, message: str, **place: Unpack[_Place]) -> ClaimProblem:
    return ClaimProblem(Severity.ERROR, code, message, loop, element, **place)


def _billing(claim: ProfessionalClaim) -> Iterator[ClaimProblem]:
    provider = claim.billing.provider
    yield from _numbers(provider, "2010AA", "2000A")
    address = provider.address
    if address and any(map(_POST_OFFICE_BOX.search, address.lines)):
        message = "The billing provider's address is a post office box; a street goes here, the box to pay-to."
        yield _error("post-office-box", "2010AA", "N301", message)
    if address and not address.country and len(_digits(address.postal_code)) != 9:
        yield _error("postal-code", "2010AA", "N403", "The billing provider's postal code needs nine digits.")
    tax_id = provider.tax_id
    if tax_id is not None and len(_digits(tax_id)) != 9:
        yield _error("tax-id", "2010AA", "REF02", "The billing provider's tax id needs nine digits.")


def _numbers(
    provider: Provider, loop: str, taxonomy_loop: str = "", *, line: int | None = None, nth: int = 1
) -> Iterator[ClaimProblem]:
    if provider.npi is not None and not npi_is_valid(provider.npi):
        message = "The NPI is not ten digits with a right check digit."
        yield _error("npi", loop, "NM109", message, line=line, nth=nth)
    if provider.taxonomy is not None and not _TAXONOMY.fullmatch(provider.taxonomy):
        message = "The taxonomy is not ten characters as the code set has them."
        yield _error("taxonomy", taxonomy_loop or loop, "PRV03", message, line=line, nth=nth)


def _persons(claim: ProfessionalClaim) -> Iterator[ClaimProblem]:
    loop = "2010CA" if claim.patient else "2010BA"
    born, first_day = claim.person.birth_on, _first_day(claim)
    if born and first_day and born > first_day:
        yield _error("birth-after-service", loop, "DMG02", "The patient was born after the first service.")
    if claim.patient is None:
        subscriber = claim.coverage.subscriber
        if subscriber.address is None:
            yield _error("missing", loop, "N301", "A subscriber who is the patient needs an address.")
        if subscriber.birth_on is None or subscriber.sex is None:
            yield _error("missing", loop, "DMG02", "A subscriber who is the patient needs birth date and sex.")


def _opening(claim: ProfessionalClaim) -> Iterator[ClaimProblem]:
    is_known = claim.lines and all(line.charge is not None for line in claim.lines)
    if is_known and claim.charge is not None and claim.charge != claim.total:
        message = f"CLM02 says {claim.charge}, the lines sum to {claim.total}."
        yield _error("charge-sum", "2300", "CLM02", message)
    if claim.charge is not None and claim.charge < _ZERO:
        yield _error("negative-charge", "2300", "CLM02", "A charge is never negative.")
    if claim.frequency in _AGAIN and not claim.reference(ReferenceKind.PAYER_CLAIM):
        message = f"Frequency {claim.frequency} needs the payer's claim number (REF F8), which is missing."
        yield _error("payer-claim-missing", "2300", "CLM05", message)
    if claim.related:
        yield from _accident(claim, claim.related)


def _accident(claim: ProfessionalClaim, related: RelatedCauses) -> Iterator[ClaimProblem]:
    causes, place = set(related.causes), related.state or related.country
    if "AA" in causes and not place:
        yield _error("accident-state", "2300", "CLM11", "An auto accident needs its state.")
    if related.state and "AA" not in causes:
        yield _error("accident-state", "2300", "CLM11", "A state goes with an auto accident only.")
    if causes & {"AA", "OA"} and claim.dated(DateKind.ACCIDENT) is None:
        yield _error("accident-date", "2300", "CLM11", "An accident needs its day (DTP 439), which is missing.")


def _claim_dates(claim: ProfessionalClaim) -> Iterator[ClaimProblem]:
    first_day = _first_day(claim)
    for span in claim.dates:
        if span.end_on and span.end_on < span.start_on:
            message = f"The period of DTP {span.qualifier} ends before it begins."
            yield _error("period-reversed", "2300", "DTP03", message, qualifier=span.qualifier)
        if first_day and span.qualifier in {DateKind.ONSET, DateKind.ACCIDENT} and span.start_on > first_day:
            message = f"DTP {span.qualifier} lies after the first service."
            yield _error("after-service", "2300", "DTP03", message, qualifier=span.qualifier)


def _papers(claim: ProfessionalClaim) -> Iterator[ClaimProblem]:
    for each in claim.attachments:
        if each.transmission != "AA" and not each.control_number:
            message = "A paper that is sent needs the control number it is matched by."
            yield _error("attachment-number", "2300", "PWK06", message)


def _diagnoses(claim: ProfessionalClaim) -> Iterator[ClaimProblem]:
    first_day = _first_day(claim)
    seen: set[str] = set()
    for at, each in enumerate(claim.diagnoses, 1):
        element = f"HI{at:02}"
        if each.qualifier not in _ICD9 and not icd10_has_shape(each.code):
            yield _error("diagnosis-shape", "2300", element, "The diagnosis has not the form of an ICD-10-CM code.")
        if each.qualifier in _ICD9 and first_day and first_day >= ICD10_FROM:
            message = f"An ICD-9-CM diagnosis for services since {ICD10_FROM:%Y-%m-%d}."
            yield _error("diagnosis-version", "2300", element, message)
        if each.code in seen:
            yield _error("diagnosis-twice", "2300", element, f"Diagnosis {each.code} stands twice.")
        seen.add(each.code)
        if (at == 1) != (each.qualifier in {"ABK", "BK"}):
            yield _error("diagnosis-principal", "2300", element, "The first diagnosis, and no other, is the principal.")
    if len({each.qualifier in _ICD9 for each in claim.diagnoses}) > 1:
        yield _error("diagnosis-version", "2300", "HI01", "ICD-9-CM and ICD-10-CM diagnoses on one claim.")


def _people(claim: ProfessionalClaim) -> Iterator[ClaimProblem]:
    for _, loop, nth, provider in claim.roles.placed(CLAIM_LOOPS):
        yield from _numbers(provider, loop, nth=nth)
    for number, line in enumerate(claim.lines, 1):
        for _, loop, nth, provider in line.roles.placed(LINE_LOOPS):
            yield from _numbers(provider, loop, line=number, nth=nth)


def _coverages(claim: ProfessionalClaim) -> Iterator[ClaimProblem]:
    seen = {claim.coverage.responsibility}
    for nth, other in enumerate(claim.others, 1):
        if other.coverage.responsibility in seen and other.coverage.responsibility != "U":
            message = "Two insurances have the same place in the order (SBR01)."
            yield _error("payer-order", "2320", "SBR01", message, nth=nth)
        seen.add(other.coverage.responsibility)
    if claim.coverage.responsibility in {"S", "T"} and "P" not in seen:
        yield _error("payer-order", "2000B", "SBR01", "The claim says it is not the first payer's, and names no first.")


def _lines(claim: ProfessionalClaim) -> Iterator[ClaimProblem]:
    numbers: set[str] = set()
    for number, line in enumerate(claim.lines, 1):
        yield from _line(line, number, len(claim.diagnoses))
        if line.control_number in numbers:
            message = "The line's control number (REF 6R) stands on an earlier line."
            yield _error("line-number-reused", "2400", "REF02", message, line=number, qualifier="6R")
        if line.control_number:
            numbers.add(line.control_number)


def _line(line: ClaimLine, number: int, diagnoses: int) -> Iterator[ClaimProblem]:
    yield from _procedure(line.procedure, number)
    for pointer in line.pointers:
        if not 1 <= pointer <= diagnoses:
            message = f"SV107 points to diagnosis {pointer}; the claim has {diagnoses}."
            yield _error("pointer", "2400", "SV107", message, line=number)
    if len(set(line.pointers)) != len(line.pointers):
        yield _error("pointer", "2400", "SV107", "SV107 points to one diagnosis twice.", line=number)
    if line.units is not None and line.units <= _ZERO:
        yield _error("units", "2400", "SV104", "The units are not above zero.", line=number)
    if line.charge is not None and line.charge < _ZERO:
        yield _error("negative-charge", "2400", "SV102", "A charge is never negative.", line=number)
    if line.served and line.served.end_on and line.served.end_on < line.served.start_on:
        yield _error(
            "period-reversed", "2400", "DTP03", "The service ends before it begins.", line=number, qualifier="472"
        )


def _procedure(procedure: Procedure, number: int) -> Iterator[ClaimProblem]:
    if procedure.qualifier == "HC" and not hcpcs_has_shape(procedure.code):
        message = "The procedure has not the form of a CPT or HCPCS code."
        yield _error("procedure-shape", "2400", "SV101", message, line=number)
    for modifier in procedure.modifiers:
        if not _MODIFIER.fullmatch(modifier):
            yield _error("modifier-shape", "2400", "SV101", "A modifier has two characters.", line=number)
    if len(set(procedure.modifiers)) != len(procedure.modifiers):
        yield _error("modifier-twice", "2400", "SV101", "A modifier stands twice.", line=number)


def _first_day(claim: ProfessionalClaim) -> date | None:
    return min((line.served.start_on for line in claim.lines if line.served), default=None)


def _digits(text: str | None) -> str:
    return "".join(c for c in text or "" if c in "0123456789")
