"""What a 278 request says of a request on file: nothing is invented, and what is lacking is named with its place."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from otium.rules.prior_auth import wire_request as rule
from otium.terms.auth_content import AskedLine, Member, Named, RequestContent
from otium.terms.prior_auth import Basis, RequestKind
from otium.terms.trading import TradingProfile
from otium.wires.x12 import t278

AT = datetime(2026, 11, 23, 15, tzinfo=UTC)
VISITS = AskedLine(("97530",), Basis.VISITS, 24)
WHOLE = RequestContent(
    kind=RequestKind.RENEWAL, is_urgent=False, payer_name="Harborlight", payer_id="HARB1", practice_name="Riverside OT",
    practice_npi="1234567893", tax_id="123456789", taxonomy="225X00000X", phone="617-555-0100", fax="", address=None,
    member_id="TEST1", patient=Member("Marsh", "Theo", "", date(2019, 4, 2), "F"), relationship="self", holder=None,
    icd10=("F82", "R27.8"), onset_on=None, starts_on=date(2026, 12, 1), ends_on=date(2027, 2, 22), per_week=Decimal(2),
    weeks=12, lines=(VISITS,), place_code="", therapist=Named("Alex Moreau", "1245319599"), orderer=None,
    earlier="HB-1",
)  # fmt: skip


def segments(content: RequestContent) -> list[str]:
    asked = rule.request(content, trace="TRACE1", at=AT)
    body = t278.write_request(asked, profile=TradingProfile("default"))
    return [segment.decode("latin-1") for segment in body.segments]


def lacking(**changes: object) -> list[tuple[str, str]]:
    return [(lack.code, lack.on) for lack in rule.lacks(replace(WHOLE, **changes))]  # type: ignore[arg-type]


def test_a_whole_request_lacks_nothing_and_is_written() -> None:
    written = segments(WHOLE)

    assert lacking() == []
    assert "UM*HS*R*AD*11:B*****Y" in written
    assert "HI*ABK:F82^ABF:R278" in written or "HI*ABK:F82*ABF:R278" in written
    assert "HSD*VS*2*WK**35*12" in written
    assert "NM1*SJ*1*MOREAU*ALEX****XX*1245319599" in written


@pytest.mark.parametrize(
    ("changes", "lack"),
    [
        ({"payer_id": ""}, ("payer_id_missing", "payer")),
        ({"practice_npi": "1234567890"}, ("practice_npi_missing", "practice")),
        ({"member_id": ""}, ("member_id_missing", "coverage")),
        ({"icd10": ()}, ("diagnosis_missing", "episode")),
        ({"ends_on": None}, ("period_missing", "authorization_request")),
        ({"earlier": ""}, ("earlier_number_missing", "authorization_request")),
        ({"therapist": Named("Alex Moreau", "")}, ("therapist_npi_missing", "therapist")),
        ({"lines": ()}, ("quantity_missing", "authorization_request")),
        ({"lines": (AskedLine((), Basis.VISITS, None),)}, ("quantity_missing", "authorization_request")),
        ({"lines": (AskedLine((), Basis.UNITS, 48),)}, ("units_without_code", "authorization_request")),
        ({"lines": (AskedLine(("97530", "97110"), Basis.UNITS, 48),)}, ("units_without_code", "authorization_request")),
        ({"patient": replace(WHOLE.patient, birth_on=None)}, ("patient_birth_missing", "patient")),
        ({"holder": Member("Marsh", "")}, ("holder_name_missing", "coverage")),
    ],
    ids=str,
)
def test_what_is_lacking_is_named_with_its_record(changes: dict[str, object], lack: tuple[str, str]) -> None:
    assert lacking(**changes) == [lack]


def test_a_first_request_names_no_earlier_number_and_an_evaluation_no_end() -> None:
    assert lacking(kind=RequestKind.INITIAL, earlier="") == []
    assert lacking(kind=RequestKind.ASSESSMENT, earlier="", ends_on=None) == []


def test_a_rhythm_that_does_not_come_to_the_quantity_is_not_claimed() -> None:
    assert "HSD*VS*20" in segments(replace(WHOLE, lines=(replace(VISITS, quantity=20),)))


def test_units_stand_in_their_services() -> None:
    units = (AskedLine(("97530",), Basis.UNITS, 48), AskedLine(("97110",), Basis.UNITS, 24))

    written = segments(replace(WHOLE, lines=units))

    assert [s for s in written if s.startswith("SV1")] == ["SV1*HC:97530**UN*48", "SV1*HC:97110**UN*24"]
    assert not any(s.startswith("HSD") for s in written)


def test_several_lines_of_visits_each_say_their_own() -> None:
    lines = (VISITS, AskedLine(("97165",), Basis.VISITS, 1))

    assert [s for s in segments(replace(WHOLE, lines=lines)) if s.startswith("HSD")] == ["HSD*VS*24", "HSD*VS*1"]


def test_a_child_is_asked_for_under_who_holds_the_policy() -> None:
    held = replace(WHOLE, holder=Member("Marsh", "Robin", "", date(1988, 1, 1), "F"), relationship="child")

    written = segments(held)

    assert "NM1*IL*1*MARSH*ROBIN****MI*TEST1" in written
    assert "NM1*QC*1*MARSH*THEO" in written
    assert any(s.startswith("INS*N*19") for s in written)


def test_an_urgent_request_says_so() -> None:
    (review,) = [s for s in segments(replace(WHOLE, is_urgent=True)) if s.startswith("UM")]

    assert review.split("*")[6] == "U"
