"""Segments that several transactions share: what each says, and what is wrong with it."""

from decimal import Decimal

import pytest

from otium.terms.x12 import Adjustment, Contact, Diagnosis
from otium.wires.x12.segments import DECODERS
from otium.wires.x12.values import Problem, Separators

PADDING = [""] * 16


def decoded(text: str):
    """The value of a segment, and the problems in it."""
    elements, problems = text.split("*"), []
    return DECODERS[elements[0]](elements + PADDING, Separators("*", "^", ":"), problems), problems


def test_an_adjustment_segment_holds_up_to_six_triplets_and_skips_empty_ones():
    six = "*".join(f"{carc}*{carc}.50*" for carc in (45, 253, 59, 97, 2, 3)).rstrip("*")

    adjustments, problems = decoded(f"CAS*CO*{six}")

    assert [each.carc for each in adjustments] == ["45", "253", "59", "97", "2", "3"]
    assert adjustments[0] == Adjustment("CO", "45", Decimal("45.50"))
    assert problems == []
    assert decoded("CAS*PR*1*21.89**2*15*1")[0][1] == Adjustment("PR", "2", Decimal(15), Decimal(1))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("CAS*CO", Problem(2, "missing")), ("CAS*CO*45", Problem(3, "missing")), ("CAS*CO**5", Problem(2, "missing")),
        ("CAS*CO*45*X", Problem(3, "not-a-number")), ("AMT*D", Problem(2, "missing")), ("HI*", Problem(1, "missing")),
        ("PWK*09", Problem(2, "missing")), ("STC**20260302", Problem(1, "missing")),
        ("STC*A2:20*2026030", Problem(2, "not-a-date")), ("SVC*HC:97530*X", Problem(2, "not-a-number")),
        ("QTY*90", Problem(2, "missing")), ("QTY*90*X", Problem(2, "not-a-number")), ("IK5", Problem(1, "missing")),
        ("IK5*Z", Problem(1, "unknown-code")), ("AK9*A*1*1", Problem(4, "missing")), ("AK1*HC", Problem(2, "missing")),
        ("AK9*A*1*1*-1", Problem(4, "not-a-number")), ("IK3**4", Problem(1, "missing")),
        ("IK3*CLM*X", Problem(2, "not-a-number")), ("IK4*2*67", Problem(3, "missing")),
    ],
)  # fmt: skip
def test_what_is_missing_or_unreadable_is_named_by_its_element(text, problem):
    assert decoded(text)[1] == [problem]


def test_diagnoses_keep_their_order_and_drop_what_stands_behind_the_code():
    assert decoded("HI*ABK:M25641*ABF:S52501A::::::Y")[0] == (Diagnosis("ABK", "M25641"), Diagnosis("ABF", "S52501A"))


def test_a_contact_says_its_numbers_by_kind():
    contact, _ = decoded("PER*IC*OFFICE*TE*3055550100*EX*12")

    assert contact == Contact("IC", "OFFICE", (("TE", "3055550100"), ("EX", "12")))
    assert contact.telephone == "3055550100"


def test_a_status_has_up_to_three_codes_that_explain_each_other():
    status, problems = decoded("STC*A7:562:85*20260302*U*150******A3:21*A8:9::RX*WORDS")

    assert [each[:3] for each in status.codes] == [("A7", "562", "85"), ("A3", "21", None), ("A8", "9", None)]
    assert (status.codes[2].code_list, status.charge, status.message) == ("RX", Decimal(150), "WORDS")
    assert problems == []


def test_a_context_names_its_claim_or_the_place_it_rests_on():
    assert decoded("CTX*CLM01:CLAIM7")[0][:2] == ("CLM01", "CLAIM7")
    assert decoded("CTX*SITUATIONAL TRIGGER*CLM*43*2300*5:3*C023:1325")[0][2:] == (
        "CLM", 43, "2300", 5, 3, "C023",
    )  # fmt: skip


def test_a_bad_element_is_placed_to_its_component_and_repetition():
    assert decoded("IK4*5:3:2*1325*7*Z")[0] == (5, 3, 2, "1325", "7", "Z")
    assert decoded("IK4*2**1")[0] == (2, None, None, None, "1", None)
