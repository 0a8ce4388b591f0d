"""What an inquiry says, and what the records lack for one."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from otium.rules.eligibility.asking import Asking, Named, inquiry, lacks, service_types
from otium.terms.trading import TradingProfile
from otium.wires.x12 import t270

AT = datetime(2026, 11, 25, 9, 30, tzinfo=ZoneInfo("America/Los_Angeles"))
CHILD = Named("DOE", "ROBIN", "B", date(2019, 3, 4), "F")
PARENT = Named("DOE", "PAT", birth_on=date(1988, 5, 4), sex="M")
ASKING = Asking(
    practice_name="ALDER THERAPY",
    practice_npi="1234567893",
    tax_id="123456789",
    payer_name="ACME",
    payer_id="ACM01",
    member_id="TEST1",
    patient=CHILD,
)
OF_PARENT = replace(ASKING, relationship="child", holder=PARENT)


@pytest.mark.parametrize(
    ("asking", "codes"),
    [
        (ASKING, []),
        (OF_PARENT, []),
        (replace(ASKING, payer_id=""), ["payer_id_missing"]),
        (replace(ASKING, practice_npi="1234567890"), ["practice_npi_missing"]),
        (replace(ASKING, member_id=""), ["member_id_missing"]),
        (replace(ASKING, patient=replace(CHILD, birth_on=None)), ["patient_birth_missing"]),
        (replace(ASKING, patient=replace(CHILD, first_name="")), ["patient_name_missing"]),
        (replace(OF_PARENT, holder=replace(PARENT, last_name="")), ["holder_name_missing"]),
        (replace(OF_PARENT, holder=replace(PARENT, birth_on=None)), []),
        (replace(ASKING, is_electronic=False, payer_id=""), ["not_electronic"]),
        (replace(ASKING, payer_id="", member_id=""), ["payer_id_missing", "member_id_missing"]),
    ],
)
def test_everything_that_is_lacking_is_told_at_once(asking: Asking, codes: list[str]) -> None:
    assert [each.code for each in lacks(asking)] == codes


@pytest.mark.parametrize("asking", [ASKING, OF_PARENT, replace(OF_PARENT, relationship="other"),
                                    replace(ASKING, patient=replace(CHILD, sex="X"))])  # fmt: skip
def test_what_lacks_nothing_can_be_written(asking: Asking) -> None:
    asked = inquiry(asking, trace="T1", service_on=AT.date(), at=AT)

    body = t270.write(asked, profile=TradingProfile("plain"))

    text = b"~".join(body.segments).decode()
    assert "EQ*30^AD" in text
    assert "TRN*1*T1*1123456789" in text
    assert "DTP*291*D8*20261125" in text


def test_a_child_of_a_policy_holder_is_asked_about_as_a_dependent() -> None:
    asked = inquiry(OF_PARENT, trace="T1", service_on=AT.date(), at=AT)

    assert asked.subscriber is not None
    assert asked.subscriber.member_id == "TEST1"
    assert asked.dependent is not None
    assert (asked.dependent.relationship, asked.dependent.member_id) == ("19", None)


def test_a_practice_without_ein_goes_by_its_npi() -> None:
    asked = inquiry(replace(ASKING, tax_id=""), trace="T1", service_on=AT.date(), at=AT)

    assert asked.traces[0].originator == "9123456789"


@pytest.mark.parametrize(
    ("wanted", "disciplines", "most", "expected"),
    [
        ("30 AD", [], 99, ("30", "AD")),
        ("30 AD", ["OT"], 99, ("30", "AD")),
        ("30 AD", ["PT"], 99, ("30", "AD", "PT")),
        ("30 AD", ["SLP", "OT", "PT"], 99, ("30", "AD", "PT", "AF")),
        ("30 AD PT", ["PT"], 99, ("30", "AD", "PT")),
        ("30 AD", ["PT"], 2, ("30", "AD")),
        ("30 AD", ["PT"], 1, ("30",)),
        ("AD", ["PT"], 1, ("AD",)),
        ("30 AD", ["music"], 99, ("30", "AD")),
    ],
)
def test_the_disciplines_that_treat_the_patient_are_asked_about_together(
    wanted: str, disciplines: list[str], most: int, expected: tuple[str, ...]
) -> None:
    assert service_types(wanted, disciplines, most) == expected
