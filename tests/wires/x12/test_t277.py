"""A 277: claim status answers, written and read."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from otium.terms.claim_status import ClaimStatusAnswer, StatusCode, StatusKind
from otium.terms.x12 import Contact, Reference, Trace
from otium.wires.x12 import t277
from otium.wires.x12.read import read
from otium.wires.x12.writing import Incomplete, wrap

from . import made
from .claims_asked import (
    ANSWER,
    ANSWERED_LINES,
    ENVELOPE,
    FINN,
    PAYER,
    PENDED,
    PROFILE,
    PROVIDER,
    RECEIVER,
    STATUSES,
    numbers,
    placeless,
)
from .messages import SHARED


def text(*answers: ClaimStatusAnswer) -> list[str]:
    return [segment.decode() for segment in t277.write_batch(answers, profile=PROFILE).segments]


def read_back(*answers: ClaimStatusAnswer):
    return read(wrap([t277.write_batch(answers, profile=PROFILE)], ENVELOPE))


def test_a_claim_is_answered_for_segment_by_segment():
    assert text(ANSWER) == [
        "BHT*0010*08*ANSWER13*20261126*0810*DG",
        "HL*1**20*1", "NM1*PR*2*PAYER ONE*****PI*PAYERONE", "PER*IC*CLAIMS*TE*8005550100",
        "HL*2*1*21*1", "NM1*41*2*PRACTICE ONE*****46*PRACTICEONE",
        "HL*3*2*19*1", "NM1*1P*2*PRACTICE ONE*****XX*1234567893",
        "HL*4*3*22*0", "NM1*IL*1*TESTCASE*ALMA****MI*ZZ0000001",
        "TRN*2*INQ4712", "STC*P1:20*20261120**240.5", "REF*1K*ICN1", "REF*EJ*CLAIM4711", "DTP*472*D8*20261102",
        "SVC*HC:97530:GO*140*0****2", "STC*P1:20*20261120", "REF*FJ*LINE1", "DTP*472*D8*20261102",
    ]  # fmt: skip


def test_all_three_codes_of_a_status_and_its_payment_are_read():
    codes = (StatusCode("F1", "65", "QC", None), StatusCode("F1", "104", None, None), StatusCode("R4", "1", None, "RX"))
    status = PENDED._replace(
        codes=codes, paid=PENDED.charge, finalized_on=date(2026, 11, 21), payment_method="ACH",
        paid_on=date(2026, 11, 24), payment_number="EFT1", message="SEE REMITTANCE",
    )  # fmt: skip

    lines = text(replace(ANSWER, statuses=(status,)))

    assert lines[11] == ("STC*F1:65:QC*20261120**240.5*240.5*20261121*ACH*20261124*EFT1*F1:104*R4:1::RX*SEE REMITTANCE")
    (answer,) = read_back(replace(ANSWER, statuses=(status,))).of(ClaimStatusAnswer)
    assert placeless(answer).statuses == (status,)
    assert answer.kinds == {StatusKind.FINAL, StatusKind.MORE_WANTED}
    assert (answer.payer_claim_number, answer.patient_control_number) == ("ICN1", "CLAIM4711")


@pytest.mark.parametrize(
    ("category", "kind"),
    [
        ("A2", StatusKind.ACKNOWLEDGED), ("P3", StatusKind.PENDED), ("F3N", StatusKind.FINAL),
        ("R17", StatusKind.MORE_WANTED), ("RQ", StatusKind.MORE_WANTED), ("E4", StatusKind.ERROR),
        ("D0", StatusKind.NOT_FOUND), ("DR01", StatusKind.ACKNOWLEDGED), ("Z9", None), ("", None),
    ],
)  # fmt: skip
def test_the_first_letter_of_a_category_says_where_the_claim_stands(category, kind):
    assert StatusCode(category, "20", None, None).kind is kind


def test_an_answer_to_the_whole_inquiry_names_nobody():
    whole = replace(
        ANSWER, provider=None, subscriber=None, references=(), dates=(), lines=(), contacts=(),
        trace=Trace("BATCH13", None, True),
    )  # fmt: skip

    result = read_back(whole)

    assert text(whole)[3:] == [
        "HL*2*1*21*0", "NM1*41*2*PRACTICE ONE*****46*PRACTICEONE", "TRN*2*BATCH13", "STC*P1:20*20261120**240.5",
    ]  # fmt: skip
    assert [placeless(each) for each in result.of(ClaimStatusAnswer)] == [whole]
    assert result.findings == ()


REFUSED = {
    "payer": ({"payer": PAYER._replace(name=None)}, "2100A", "NM103"),
    "contact": ({"contacts": (Contact("IC", None, ()),)}, "2100A", "PER04"),
    "receiver": ({"receiver": None}, "2100B", "NM1"),
    "provider": ({"provider": PROVIDER._replace(id="1234567890")}, "2100C", "NM109"),
    "trace": ({"trace": None}, "2200D", "TRN"),
    "whose trace": ({"trace": Trace("1", None, None)}, "2200D", "TRN01"),
    "status": ({"statuses": ()}, "2200D", "STC"),
    "status day": ({"statuses": (PENDED._replace(effective_on=None),)}, "2200D", "STC02"),
    "status code": ({"statuses": (PENDED._replace(codes=()),)}, "2200D", "STC01"),
    "person": ({"subscriber": None}, "2200C", "NM1"),
    "child": ({"dependent": FINN._replace(party=FINN.party._replace(name=""))}, "2100E", "NM103"),
    "line's payment": ({"lines": (ANSWER.lines[0]._replace(paid=None),)}, "2220D", "SVC03"),
    "line's status": ({"lines": (ANSWER.lines[0]._replace(statuses=()),)}, "2220D", "STC"),
    "number": ({"references": (Reference("1K", ""),)}, "2200D", "REF02"),
    "day": ({"answered_on": None}, "header", "BHT04"),
}


@pytest.mark.parametrize(("change", "loop", "element"), REFUSED.values(), ids=REFUSED)
def test_what_is_incomplete_is_refused_by_its_place(change, loop, element):
    with pytest.raises(Incomplete) as refused:
        t277.write(replace(ANSWER, **change), profile=PROFILE)

    assert (refused.value.loop, refused.value.element) == (loop, element)


def test_answers_of_two_payers_do_not_share_a_transaction():
    with pytest.raises(Incomplete, match="of answer to INQ4712: the answers do not share"):
        t277.write_batch([ANSWER, replace(ANSWER, payer=PAYER._replace(id="P2"))], profile=PROFILE)


PUBLISHED = sorted((SHARED / "277").glob("*")) if SHARED.exists() else []


@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.stem)
def test_every_published_277_is_written_anew_and_reads_the_same(path):
    """With an NPI that can be right: theirs are invented."""
    answers = read(path.read_bytes()).of(ClaimStatusAnswer)
    mended = [replace(each, provider=each.provider and each.provider._replace(id="1234567893")) for each in answers]

    again = read_back(*mended).of(ClaimStatusAnswer)

    assert [placeless(each) for each in again] == [placeless(each) for each in mended]


ANSWERS = st.builds(
    ClaimStatusAnswer,
    payer=st.just(PAYER),
    receiver=st.just(RECEIVER),
    provider=made.organisations("1P", ids=made.NPIS, qualifier="XX"),
    subscriber=made.persons("IL").map(lambda person: person._replace(birth_on=None, sex=None)),
    dependent=made.maybe(made.persons("QC", member=False).map(lambda each: each._replace(birth_on=None, sex=None))),
    trace=st.builds(Trace, made.IDS, st.none(), st.just(True)),
    statuses=made.some(STATUSES, most=2, least=1),
    references=numbers("1K", "EJ", "D9", "BLT", "VV"),
    dates=made.some(made.spans("472"), most=1),
    lines=made.some(ANSWERED_LINES, most=2),
    contacts=st.just(ANSWER.contacts),
    reference=st.just("ANSWER13"),
    answered_on=st.just(date(2026, 11, 26)),
    answered_time=st.just("0810"),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(ANSWERS, min_size=1, max_size=3))
def test_what_is_written_reads_back_the_same_and_without_finding(answers):
    result = read_back(*answers)

    assert [placeless(each) for each in result.of(ClaimStatusAnswer)] == answers
    assert result.findings == ()
