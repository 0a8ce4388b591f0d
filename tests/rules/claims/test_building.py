"""A claim from the records: what it says, and what the records lack."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from otium.rules.claims.building import build
from otium.rules.claims.building.parties import name_of
from otium.terms.billing import Bill, Biller, Clinician, Course, Individual, Policy, Treatment
from otium.terms.claim import ClaimBatch, ProfessionalClaim
from otium.terms.claim_parties import Name, Receiver, Submitter
from otium.terms.payers import PayerType
from otium.terms.schedule import ServiceLine
from otium.terms.trading import TradingProfile
from otium.wires.x12 import t837p

ON = date(2026, 11, 20)
OLIVE = Clinician(name="OLIVE TESTCASE", npi="1245319599")
AIDE = Clinician(name="ASA TESTCASE", npi="", is_assistant=True)
BILLER = Biller(
    name="ALDER THERAPY",
    npi="1234567893",
    tax_id="123456789",
    taxonomy="225X00000X",
    address="12 PALM WAY",
    city="MIAMI",
    state="FL",
    postal_code="331010001",
    phone="(305) 555-0100",
)
PATIENT = Individual(
    last_name="TESTCASE",
    first_name="ALMA",
    birth_on=date(1968, 1, 31),
    sex="F",
    address="7 CORAL ST",
    city="MIAMI",
    state="FL",
    postal_code="33102",
)
PARENT = Individual(last_name="TESTCASE", first_name="PAT", birth_on=date(1988, 5, 4), sex="M")
EMPLOYER = Individual(last_name="HARBOR WORKS", first_name="")
POLICY = Policy(
    coverage_id=UUID(int=1),
    payer_name="PAYER ONE",
    payer_id="PAYER1",
    payer_type=PayerType.COMMERCIAL,
    member_id="ZZ0000001",
    group_number="GRP1",
)
COURSE = Course(icd10=("M25.641", "R27.8"), onset_on=date(2026, 9, 1), injury_on=date(2026, 9, 1), therapist=OLIVE)
TREATMENT = Treatment(
    visit_id=UUID(int=2),
    on=ON,
    lines=(ServiceLine("97530", 2), ServiceLine("97110", 1)),
    discipline="OT",
    clinician=OLIVE,
)
BILL = Bill(
    control="K7QM4T2B",
    biller=BILLER,
    patient=PATIENT,
    policy=POLICY,
    course=COURSE,
    treatments=(TREATMENT,),
    fees={"97530": Decimal("72.00"), "97110": Decimal("62.00")},
)


def of(policy: dict[str, Any] | None = None, course: dict[str, Any] | None = None, **more: Any) -> Bill:
    """The usual bill with some of it otherwise."""
    return replace(BILL, policy=replace(POLICY, **(policy or {})), course=replace(COURSE, **(course or {})), **more)


def treated(**more: Any) -> Bill:
    return of(treatments=(replace(TREATMENT, **more),))


MEDICARE = {"payer_type": PayerType.MEDICARE_B, "group_number": ""}
REFERRED = {"referrer_name": "RUTH TESTCASE, MD", "referrer_npi": "1679576722"}
COMP = {"payer_type": PayerType.WORKERS_COMP, "relationship": "other", "holder": EMPLOYER}


def codes(bill: Bill) -> list[str]:
    return [each.code for each in build(bill)[1]]


def written(claim: ProfessionalClaim) -> list[str]:
    """Its segments as they would leave; raises Incomplete where it may not."""
    billing = claim.billing.provider
    batch = ClaimBatch(
        "B1", Submitter(billing.name, "123456789", billing.contacts), Receiver("PAYER ONE", "PAYER1"), (claim,),
        datetime(2026, 11, 21, 9, 0),  # noqa: DTZ001 - the sender's zone
    )  # fmt: skip
    return [segment.decode() for segment in t837p.write(batch, profile=TradingProfile("plain")).segments]


@pytest.mark.parametrize(
    "bill",
    [
        of(),
        of({"relationship": "child", "holder": PARENT}),
        of(MEDICARE, REFERRED),
        of(COMP),
        of({"payer_type": PayerType.AUTO}),
        of(frequency="7", payer_claim_number="PCN1"),
        treated(clinician=AIDE),
        treated(authorizations=("A1",)),
    ],
)
def test_what_lacks_nothing_can_be_written(bill: Bill) -> None:
    claim, lacks = build(bill)

    segments = written(claim)

    assert lacks == ()
    assert f"CLM*{bill.control}*206" in "~".join(segments)


@pytest.mark.parametrize(
    ("bill", "lacking"),
    [
        (of(biller=replace(BILLER, npi="1234567890")), ["practice_npi_missing"]),
        (of(biller=replace(BILLER, address="")), ["practice_address_missing"]),
        (of(biller=replace(BILLER, postal_code="33101")), ["practice_zip_missing"]),
        (of(biller=replace(BILLER, tax_id="")), ["practice_ein_missing"]),
        (of(biller=replace(BILLER, phone="")), ["practice_phone_missing"]),
        (of({"payer_id": ""}), ["payer_id_missing"]),
        (of({"payer_type": PayerType.SELF_PAY}), ["nobody_to_bill"]),
        (of({"member_id": ""}), ["member_id_missing"]),
        (of({"relationship": "child", "holder": replace(PARENT, first_name="")}), ["holder_name_missing"]),
        (of({"relationship": "child", "holder": replace(PARENT, birth_on=None)}), ["holder_birth_missing"]),
        (of(COMP | {"holder": None}), ["employer_missing"]),
        (of(patient=replace(PATIENT, postal_code="")), ["patient_address_missing"]),
        (of(patient=replace(PATIENT, birth_on=None)), ["patient_birth_missing"]),
        (of(course={"icd10": ()}), ["diagnosis_missing"]),
        (of(COMP, {"injury_on": None}), ["injury_day_missing"]),
        (of(course={"injury_on": None}), []),
        (of(MEDICARE), ["referrer_missing"]),
        (of(MEDICARE, REFERRED | {"referrer_npi": ""}), ["referrer_npi_missing"]),
        (of(course=REFERRED | {"referrer_npi": "1679576720"}), ["referrer_npi_missing"]),
        (of(frequency="7"), ["payer_claim_missing"]),
        (treated(authorizations=("A1", "A2")), ["two_authorizations"]),
        (treated(clinician=None), []),
        (replace(treated(clinician=None), course=replace(COURSE, therapist=None)), ["therapist_missing"]),
        (replace(treated(clinician=AIDE), course=replace(COURSE, therapist=AIDE)), ["therapist_missing"]),
        (treated(clinician=replace(OLIVE, npi="")), ["therapist_npi_missing"]),
        (treated(lines=()), ["services_missing"]),
        (of(fees={"97530": Decimal(72)}), ["fee_missing"]),
    ],
)
def test_each_thing_that_is_lacking_is_told_once(bill: Bill, lacking: list[str]) -> None:
    assert codes(bill) == lacking


def test_a_line_without_a_fee_says_which_and_the_claim_has_no_charge() -> None:
    claim, lacks = build(of(fees={"97530": Decimal("72.00")}))

    assert claim.charge is None
    assert [line.charge for line in claim.lines] == [Decimal("144.00"), None]
    assert [(each.line, each.detail, each.element) for each in lacks] == [(2, "97110", "SV102")]


@pytest.mark.parametrize(
    ("discipline", "marks", "over", "clinician", "modifiers"),
    [
        ("OT", False, None, OLIVE, ("GO",)),
        ("PT", False, None, OLIVE, ("GP",)),
        ("SLP", True, None, AIDE, ("GN",)),
        ("OT", True, None, AIDE, ("GO", "CO")),
        ("OT", False, None, AIDE, ("GO",)),
        ("OT", True, True, OLIVE, ("GO", "KX")),
        ("OT", True, False, OLIVE, ("GO",)),
        ("OT", True, True, AIDE, ("GO", "CO", "KX")),
    ],
)
def test_modifiers_follow_from_the_facts_and_from_nothing_else(
    discipline: str, marks: bool, over: bool | None, clinician: Clinician, modifiers: tuple[str, ...]
) -> None:
    bill = treated(discipline=discipline, is_over_threshold=over, clinician=clinician)

    claim, _lacks = build(replace(bill, marks_assistants=marks))

    assert {line.procedure.modifiers for line in claim.lines} == {modifiers}


def test_an_assistants_visit_names_the_therapist_who_answers_for_it() -> None:
    claim, _lacks = build(treated(clinician=AIDE))

    assert claim.roles.rendering is not None
    assert claim.roles.rendering.npi == OLIVE.npi


def test_one_authorization_stands_on_the_claim_and_two_do_not() -> None:
    one, _ = build(treated(authorizations=("A1",)))
    two, _ = build(treated(authorizations=("A1", "A2")))

    assert (one.reference("G1"), two.reference("G1")) == ("A1", None)


def test_an_injury_is_an_accident_only_where_the_payer_pays_because_of_it() -> None:
    health, _ = build(of())
    comp, _ = build(of(COMP))
    auto, _ = build(of({"payer_type": PayerType.AUTO}))

    assert (health.related, health.dated("439")) == (None, None)
    assert comp.related is not None
    assert comp.related.causes == ("EM",)
    assert comp.dated("439") is not None
    assert auto.related is not None
    assert (auto.related.causes, auto.related.state) == (("AA",), "FL")


def test_an_onset_after_the_service_is_left_out_rather_than_said() -> None:
    claim, _lacks = build(of(course={"onset_on": date(2026, 11, 21)}))

    assert claim.dated("431") is None


def test_in_workers_compensation_the_employer_is_the_subscriber() -> None:
    claim, _lacks = build(of(COMP))

    assert claim.coverage.subscriber.name == Name("HARBOR WORKS", is_person=False)
    assert claim.patient is not None
    assert claim.patient.relationship == "20"
    assert [(each.qualifier, each.value) for each in claim.patient.person.references] == [("Y4", "ZZ0000001")]


@pytest.mark.parametrize(
    ("policy", "number"),
    [
        (COMP | {"injury_claim": "WC-7731"}, "WC-7731"),
        (COMP, "ZZ0000001"),  # the card's number is the case's, as long as no other is on file
        ({"payer_type": PayerType.AUTO, "injury_claim": "A-1"}, "A-1"),
        ({"payer_type": PayerType.AUTO}, None),
        ({"injury_claim": "WC-7731"}, None),  # a health plan has no case
    ],
)
def test_the_number_of_the_case_stands_with_the_patient(policy: dict[str, Any], number: str | None) -> None:
    claim, _lacks = build(of(policy))

    person = claim.patient.person if claim.patient else claim.coverage.subscriber
    assert [r.value for r in person.references if r.qualifier == "Y4"] == ([number] if number else [])


def test_the_employer_that_the_carrier_named_is_the_subscriber() -> None:
    claim, lacks = build(of({**COMP, "holder": None, "employer": "NORTHGATE PACKING"}))

    assert claim.coverage.subscriber.name == Name("NORTHGATE PACKING", is_person=False)
    assert "employer_missing" not in {lack.code for lack in lacks}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ruth Amsel", Name("Amsel", "Ruth")),
        ("Ruth Ann Amsel MD", Name("Amsel", "Ruth", "Ann")),
        ("Ruth Amsel, PA-C", Name("Amsel", "Ruth")),
        ("Amsel", Name("Amsel")),
        ("", Name("")),
    ],
)
def test_a_name_in_one_line_is_parted_without_its_titles(text: str, name: Name) -> None:
    assert name_of(text) == name
