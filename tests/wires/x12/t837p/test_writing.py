"""What is written is what the guide wants, judged by pyx12; what is incomplete is refused by its place."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from otium.terms.claim import DateKind, Frequency, OtherCoverage, ReferenceKind, RelatedCauses, Roles
from otium.terms.claim_parties import Address, Name, Provider
from otium.terms.x12 import Adjustment, Attachment, Contact, DateSpan, Diagnosis, Procedure, Reference
from otium.wires.x12 import t837p
from otium.wires.x12.writing import Incomplete
from tests.wires.x12.judges import pyx12_errors

from .claims import ALMA, BILLING, CHILD, COVERAGE, HOME, OFFICE, PROFILE, batch, changed, claim, line, written

NO_NPI = replace(BILLING, provider=replace(BILLING.provider, npi="1234567890"))
AUTO = RelatedCauses(("AA",), "TX")
FAX = Contact("IC", None, (("FX", "3055550101"),))
FIRST = OtherCoverage(replace(COVERAGE, subscriber=ALMA), "18", (Adjustment("CO", "45", Decimal(0)),))
INJURED = DateSpan(DateKind.ACCIDENT, date(2026, 1, 5), None)


def segments(data: bytes) -> list[str]:
    return data.decode().replace("~", "").splitlines()


def without(provider: Provider, **other) -> dict:
    return {"billing": replace(BILLING, provider=replace(provider, **other))}


def test_claims_that_follow_each_other_share_the_loops_they_have_in_common():
    other = replace(COVERAGE, subscriber=replace(COVERAGE.subscriber, member_id="ZZ0000002"))

    data = written(
        claim(id="C1"), claim(id="C2"), claim(id="C3", patient=CHILD), claim(id="C4", patient=CHILD),
        claim(id="C5", coverage=other),
    )  # fmt: skip

    levels = [segment for segment in segments(data) if segment.startswith(("HL", "CLM"))]
    assert [each[: each.index("*1") if each.startswith("CLM*C") else None][:12] for each in levels] == [
        "HL*1**20*1", "HL*2*1*22*0", "CLM*C1", "CLM*C2", "HL*3*1*22*1", "HL*4*3*23*0", "CLM*C3", "CLM*C4",
        "HL*5*1*22*0", "CLM*C5",
    ]  # fmt: skip
    assert pyx12_errors(data) == []


@pytest.mark.parametrize(
    ("change", "loop", "element"),
    [
        ({"id": ""}, "2300", "CLM01"),
        ({"id": "X" * 21}, "2300", "CLM01"),
        ({"charge": None}, "2300", "CLM02"),
        ({"charge": Decimal("-1")}, "2300", "CLM02"),
        ({"charge": Decimal("1.005")}, "2300", "CLM02"),
        ({"place_of_service": ""}, "2300", "CLM05-1"),
        ({"diagnoses": ()}, "2300", "HI01"),
        ({"diagnoses": (Diagnosis("ABK", "M25641"),) * 13}, "2300", "HI01"),
        ({"frequency": Frequency.REPLACEMENT}, "2300", "REF02"),
        ({"frequency": Frequency.VOID}, "2300", "REF02"),
        ({"related": RelatedCauses(("AA",)), "dates": (INJURED,)}, "2300", "CLM11-4"),
        ({"related": AUTO}, "2300", "DTP03"),
        ({"attachments": (Attachment("09", "EL", None),)}, "2300", "PWK06"),
        ({"attachments": (Attachment("09", "AA", "P1"),)}, "2300", "PWK06"),
        ({"roles": Roles(ordering=BILLING.provider)}, "2300", "NM101"),
        ({"billing": NO_NPI}, "2010AA", "NM109"),
        (without(BILLING.provider, references=()), "2010AA", "REF02"),
        (without(BILLING.provider, references=(Reference("EI", "12345678"),)), "2010AA", "REF02"),
        (without(BILLING.provider, address=None), "2010AA", "N301"),
        (without(BILLING.provider, address=replace(OFFICE, postal_code="33101")), "2010AA", "N403"),
        (without(BILLING.provider, address=replace(OFFICE, city="M")), "2010AA", "N401"),
        (without(BILLING.provider, name=Name(" ", is_person=False)), "2010AA", "NM103"),
        ({"coverage": replace(COVERAGE, filing=None)}, "2000B", "SBR09"),
        ({"coverage": replace(COVERAGE, subscriber=replace(COVERAGE.subscriber, member_id=None))}, "2010BA", "NM109"),
        ({"coverage": replace(COVERAGE, subscriber=replace(COVERAGE.subscriber, birth_on=None))}, "2010BA", "DMG02"),
        ({"coverage": replace(COVERAGE, subscriber=replace(COVERAGE.subscriber, sex="X"))}, "2010BA", "DMG03"),
        ({"coverage": replace(COVERAGE, payer=replace(COVERAGE.payer, id=""))}, "2010BB", "NM109"),
        ({"patient": replace(CHILD, person=replace(CHILD.person, address=None))}, "2010CA", "N301"),
        ({"patient": replace(CHILD, relationship="")}, "2000C", "PAT01"),
        ({"patient": replace(CHILD, person=replace(CHILD.person, contacts=(FAX,)))}, "2010CA", "PER03"),
        ({"others": (FIRST,)}, "2320", "CAS03"),
    ],
)  # fmt: skip
def test_a_claim_that_lacks_what_the_guide_needs_is_refused_by_its_place(change, loop, element):
    with pytest.raises(Incomplete) as refused:
        written(replace(claim(), **change))

    assert (refused.value.loop, refused.value.element) == (loop, element)


@pytest.mark.parametrize(
    ("change", "element"),
    [
        ({"pointers": ()}, "SV107"),
        ({"pointers": (1, 2, 1, 2, 1)}, "SV107"),
        ({"pointers": (3,)}, "SV107"),
        ({"pointers": (0,)}, "SV107"),
        ({"charge": None}, "SV102"),
        ({"units": None}, "SV104"),
        ({"units": Decimal("-1")}, "SV104"),
        ({"served": None}, "DTP03"),
        ({"procedure": Procedure("HC", "97530", ("GO", "KX", "59", "95", "CO"), None)}, "SV101"),
        ({"procedure": Procedure("HC", "97530", (), "97535")}, "SV101"),
        ({"procedure": Procedure("HC", "97:30", (), None)}, "SV101"),
    ],
)  # fmt: skip
def test_a_line_that_lacks_what_the_guide_needs_is_refused_by_its_number(change, element):
    with pytest.raises(Incomplete) as refused:
        written(changed(claim(), 1, **change))

    assert (refused.value.loop, refused.value.element, refused.value.record) == ("2400 line 2", element, "claim C1")


def test_a_batch_without_claims_is_refused():
    with pytest.raises(Incomplete, match="batch B1"):
        t837p.write(replace(batch(), claims=()), profile=PROFILE)


def test_a_refusal_names_our_id_and_no_person():
    with pytest.raises(Incomplete) as refused:
        written(claim(coverage=replace(COVERAGE, subscriber=replace(COVERAGE.subscriber, birth_on=None))))

    assert str(refused.value) == "Loop 2010BA, DMG02 of claim C1: the birth date is missing."


def test_a_replacement_names_the_payers_claim():
    data = written(claim(frequency=Frequency.REPLACEMENT, references=(Reference(ReferenceKind.PAYER_CLAIM, "ICN123"),)))

    assert "REF*F8*ICN123" in segments(data)
    assert any(each.startswith("CLM*C1*175.5***11:B:7*") for each in segments(data))
    assert pyx12_errors(data) == []


def test_a_foreign_address_has_a_country_and_no_state():
    abroad = Address(("1 RUE",), "PARIS", None, "75001", "FR")
    data = written(claim(coverage=replace(COVERAGE, subscriber=replace(COVERAGE.subscriber, address=abroad))))

    assert "N4*PARIS**75001*FR" in segments(data)
    assert HOME.country is None


def test_no_segment_ends_in_an_empty_element():
    assert not [
        each for each in segments(written(claim(line("97039", description="SPLINT: HAND*"))))[1:] if each[-1] in "*:"
    ]


SOLO = replace(BILLING, provider=replace(BILLING.provider, name=Name("TESTCASE", "OLIVE")))
ALWAYS = replace(PROFILE, names_rendering_always=True)


@pytest.mark.parametrize(
    ("rendering", "profile", "is_named"),
    [
        (None, PROFILE, False), (None, ALWAYS, True), (Provider(Name("X"), BILLING.provider.npi), PROFILE, False),
        (Provider(Name("X"), BILLING.provider.npi), ALWAYS, True), (Provider(Name("X"), "1245319599"), PROFILE, True),
    ],
)  # fmt: skip
def test_who_treated_is_named_where_it_is_another_or_the_payer_wants_it_always(rendering, profile, is_named):
    made = claim(billing=SOLO, roles=Roles(rendering=rendering))

    body = t837p.write(batch(made), profile=profile)

    assert any(segment.startswith(b"NM1*82*") for segment in body.segments) is is_named


def test_numbers_a_payer_does_not_take_are_left_out_of_claims_and_lines():
    profile = replace(PROFILE, references_not_taken=("G1", "6R"))

    body = t837p.write(batch(), profile=profile)

    assert [segment for segment in body.segments if segment.startswith(b"REF")] == [b"REF*EI*123456789"]
