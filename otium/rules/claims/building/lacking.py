"""What the records lack for a claim, by the place it would stand in and the record that should say it."""

from collections.abc import Iterator

from otium.rules.claims.building.parties import FILING, employer, is_employers, rendering
from otium.rules.claims.building.whole import ACCIDENTS, AUTO, authorizations
from otium.terms.billing import Bill, Biller, Treatment
from otium.terms.identifiers import npi_is_valid
from otium.terms.lack import Lack
from otium.terms.payers import PayerType

ZIP_LENGTH = 9
ORIGINAL = "1"
EACH = "each"  # PayerRules.co_treatment


def lacks(bill: Bill) -> Iterator[Lack]:
    """In the order of the claim."""
    yield from _of_biller(bill.biller)
    yield from _of_policy(bill)
    yield from _of_patient(bill)
    yield from _of_course(bill)
    yield from _of_services(bill)


def _of_biller(biller: Biller) -> Iterator[Lack]:
    if not npi_is_valid(biller.npi):
        yield Lack("practice_npi_missing", "2010AA", "NM109", "practice")
    if not (biller.address and biller.city and biller.state):
        yield Lack("practice_address_missing", "2010AA", "N301", "practice")
    elif len(biller.postal_code) != ZIP_LENGTH:
        yield Lack("practice_zip_missing", "2010AA", "N403", "practice")
    if not biller.tax_id:
        yield Lack("practice_ein_missing", "2010AA", "REF02", "practice")
    if not biller.phone:
        yield Lack("practice_phone_missing", "1000A", "PER04", "practice")


def _of_policy(bill: Bill) -> Iterator[Lack]:
    policy = bill.policy
    if policy.payer_type not in FILING:
        yield Lack("nobody_to_bill", "2000B", "SBR09", "payer")
    if not policy.payer_id:
        yield Lack("payer_id_missing", "2010BB", "NM109", "payer")
    if not policy.member_id:
        yield Lack("member_id_missing", "2010BA", "NM109", "coverage")
    holder = policy.holder
    if is_employers(bill) and not employer(bill):
        yield Lack("employer_missing", "2010BA", "NM103", "coverage")
    elif holder and not is_employers(bill) and not (holder.last_name and holder.first_name):
        yield Lack("holder_name_missing", "2010BA", "NM103", "coverage")
    elif holder and not is_employers(bill) and holder.birth_on is None:
        yield Lack("holder_birth_missing", "2010BA", "DMG02", "coverage")


def _of_patient(bill: Bill) -> Iterator[Lack]:
    patient = bill.patient
    loop = "2010BA" if bill.policy.holder is None and not is_employers(bill) else "2010CA"
    if not (patient.address and patient.city and patient.state and patient.postal_code):
        yield Lack("patient_address_missing", loop, "N301", "patient")
    if patient.birth_on is None:
        yield Lack("patient_birth_missing", loop, "DMG02", "patient")


def _of_course(bill: Bill) -> Iterator[Lack]:
    course, policy = bill.course, bill.policy
    if not course.icd10:
        yield Lack("diagnosis_missing", "2300", "HI01", "episode")
    if policy.payer_type in ACCIDENTS and course.injury_on is None:
        yield Lack("injury_day_missing", "2300", "DTP03", "episode")
    if ACCIDENTS.get(policy.payer_type) == AUTO and not bill.biller.state:
        yield Lack("practice_address_missing", "2300", "CLM11", "practice")
    if policy.payer_type is PayerType.MEDICARE_B and not course.referrer_name:
        yield Lack("referrer_missing", "2310A", "NM103", "referral")
    elif course.referrer_name and not npi_is_valid(course.referrer_npi):
        yield Lack("referrer_npi_missing", "2310A", "NM109", "referral")
    if bill.frequency != ORIGINAL and not bill.payer_claim_number:
        yield Lack("payer_claim_missing", "2300", "REF02", "claim")
    if len(authorizations(bill)) > 1:
        yield Lack("two_authorizations", "2300", "REF02", "authorization")


def _of_services(bill: Bill) -> Iterator[Lack]:
    treating = rendering(bill)
    if treating is None:
        yield Lack("therapist_missing", "2310B", "NM103", "visit")
    elif not npi_is_valid(treating.npi):
        yield Lack("therapist_npi_missing", "2310B", "NM109", "therapist")
    number = 0
    for treatment in bill.treatments:
        yield from _of_video(bill, treatment)
        yield from _of_co_treatment(bill, treatment)
        if not treatment.lines:
            yield Lack("services_missing", "2400", "SV101", "visit")
        for service in treatment.lines:
            number += 1
            if service.code not in bill.fees:
                yield Lack("fee_missing", "2400", "SV102", "fee", line=number, detail=service.code)


def _of_video(bill: Bill, treatment: Treatment) -> Iterator[Lack]:
    if not treatment.is_telehealth:
        return
    if treatment.patient_place is None:
        yield Lack("patient_place_missing", "2300", "CLM05", "visit")
    if bill.policy.telehealth_modifier is None:
        yield Lack("telehealth_modifier_unknown", "2400", "SV101", "payer_rule")


def _of_co_treatment(bill: Bill, treatment: Treatment) -> Iterator[Lack]:
    """Who bills which minutes that two disciplines treated together must be said, unless the payer takes each whole."""
    if not treatment.is_co_treatment:
        return
    if treatment.billed_minutes == 0:
        yield Lack("co_treatment_billed_by_other", "2400", "SV104", "visit")
    elif treatment.billed_minutes is None and bill.policy.co_treatment != EACH:
        yield Lack("co_treatment_unsaid", "2400", "SV104", "visit")
