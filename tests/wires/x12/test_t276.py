"""A 276: claim status inquiries, written and read."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from otium.terms.claim_status import ClaimStatusInquiry
from otium.terms.x12 import DateSpan, Reference, Trace
from otium.wires.x12 import t276
from otium.wires.x12.read import read
from otium.wires.x12.writing import Incomplete, wrap

from . import made
from .claims_asked import (
    ALMA,
    ASKED_LINES,
    ENVELOPE,
    FINN,
    INQUIRY,
    LINE,
    MONEY,
    PAYER,
    PROFILE,
    PROVIDER,
    RECEIVER,
    numbers,
    placeless,
)
from .messages import SHARED


def text(*inquiries: ClaimStatusInquiry) -> list[str]:
    return [segment.decode() for segment in t276.write_batch(inquiries, profile=PROFILE).segments]


def test_a_subscribers_claim_is_asked_about_segment_by_segment():
    assert text(INQUIRY) == [
        "BHT*0010*13*BATCH13*20261125*0905",
        "HL*1**20*1", "NM1*PR*2*PAYER ONE*****PI*PAYERONE",
        "HL*2*1*21*1", "NM1*41*2*PRACTICE ONE*****46*PRACTICEONE",
        "HL*3*2*19*1", "NM1*1P*2*PRACTICE ONE*****XX*1234567893",
        "HL*4*3*22*0", "DMG*D8*19840131*F", "NM1*IL*1*TESTCASE*ALMA****MI*ZZ0000001",
        "TRN*1*INQ4712", "REF*1K*ICN1", "REF*EJ*CLAIM4711", "AMT*T3*240.5", "DTP*472*D8*20261102",
        "SVC*HC:97530:GO*140*****2", "REF*FJ*LINE1", "DTP*472*D8*20261102",
    ]  # fmt: skip


def test_a_childs_claims_stand_under_the_child_and_the_child_under_the_subscriber():
    child = replace(INQUIRY, dependent=FINN, lines=())
    other = replace(child, trace=Trace("INQ4713", None, True))

    lines = text(child, other)

    assert lines[7:13] == [
        "HL*4*3*22*1", "NM1*IL*1*TESTCASE*ALMA****MI*ZZ0000001",
        "HL*5*4*23*0", "DMG*D8*20180630*M", "NM1*QC*1*TESTCASE*FINN", "TRN*1*INQ4712",
    ]  # fmt: skip
    assert [line for line in lines if line.startswith("TRN")] == ["TRN*1*INQ4712", "TRN*1*INQ4713"]


REFUSED = {
    "payer": ({"payer": None}, "2100A", "NM1"),
    "receiver": ({"receiver": RECEIVER._replace(entity="1P")}, "2100B", "NM101"),
    "npi": ({"provider": PROVIDER._replace(id="1234567890")}, "2100C", "NM109"),
    "subscriber": ({"subscriber": None}, "2200C", "NM1"),
    "member id": ({"subscriber": ALMA._replace(party=ALMA.party._replace(id=None))}, "2100D", "NM109"),
    "birth date": ({"subscriber": ALMA._replace(birth_on=None)}, "2000D", "DMG02"),
    "child's name": ({"dependent": FINN._replace(party=FINN.party._replace(name=None))}, "2100E", "NM103"),
    "child's role": ({"dependent": FINN._replace(party=FINN.party._replace(entity="03"))}, "2100E", "NM101"),
    "trace": ({"trace": None}, "2200D", "TRN"),
    "which claim": ({"references": (), "dates": (), "lines": ()}, "2200D", "DTP"),
    "kind of day": ({"dates": (DateSpan("291", date(2026, 11, 2), None),)}, "2200D", "DTP01"),
    "charge": ({"charge": Decimal("0.125")}, "2200D", "AMT02"),
    "line's code": ({"lines": (LINE._replace(procedure=None),)}, "2210D", "SVC01"),
    "line's charge": ({"lines": (LINE._replace(charge=None),)}, "2210D", "SVC02"),
    "line's payment": ({"lines": (LINE._replace(paid=LINE.charge),)}, "2210D", "SVC03"),
    "line's units": ({"lines": (LINE._replace(quantity=None),)}, "2210D", "SVC07"),
    "line's day": ({"lines": (LINE._replace(dates=()),)}, "2210D", "DTP03"),
    "number": ({"reference": None}, "header", "BHT03"),
    "day": ({"asked_on": None}, "header", "BHT04"),
    "time": ({"asked_time": None}, "header", "BHT05"),
    "delimiter": ({"references": (Reference("EJ", "A~B"),)}, "2200D", "REF02"),
}


@pytest.mark.parametrize(("change", "loop", "element"), REFUSED.values(), ids=REFUSED)
def test_what_is_incomplete_is_refused_by_its_place(change, loop, element):
    with pytest.raises(Incomplete) as refused:
        t276.write(replace(INQUIRY, **change), profile=PROFILE)

    assert (refused.value.loop, refused.value.element) == (loop, element)


def test_inquiries_to_two_payers_do_not_share_a_transaction():
    with pytest.raises(Incomplete, match="of inquiry INQ4712: the inquiries do not share"):
        t276.write_batch([INQUIRY, replace(INQUIRY, payer=PAYER._replace(id="P2"))], profile=PROFILE)


def test_two_inquiries_of_a_batch_do_not_share_a_trace():
    with pytest.raises(Incomplete, match="TRN02 of inquiry INQ4712: another inquiry of the batch"):
        t276.write_batch([INQUIRY, replace(INQUIRY, charge=None)], profile=PROFILE)


def test_an_empty_batch_is_refused():
    with pytest.raises(ValueError, match="at least one claim"):
        t276.write_batch([], profile=PROFILE)


PUBLISHED = sorted((SHARED / "276").glob("*")) if SHARED.exists() else []


@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.stem)
def test_every_published_276_is_written_anew_and_reads_the_same(path):
    """With an NPI that can be right: theirs are invented."""
    asked = read(path.read_bytes()).of(ClaimStatusInquiry)
    mended = [replace(each, provider=each.provider._replace(id="1234567893")) for each in asked]

    result = read(wrap([t276.write_batch(mended, profile=PROFILE)], ENVELOPE))

    assert [placeless(each) for each in result.of(ClaimStatusInquiry)] == [placeless(each) for each in mended]
    assert result.findings == ()


INQUIRIES = st.builds(
    ClaimStatusInquiry,
    payer=st.just(PAYER),
    receiver=st.just(RECEIVER),
    provider=made.organisations("1P", ids=made.NPIS, qualifier="XX"),
    subscriber=made.persons("IL"),
    dependent=made.maybe(made.persons("QC", member=False)),
    trace=st.builds(Trace, made.IDS, st.none(), st.just(True)),
    references=numbers("1K", "EJ", "D9", "BLT", "6P", "LU"),
    charge=made.maybe(MONEY),
    dates=made.some(made.spans("472"), most=1),
    lines=made.some(ASKED_LINES, most=2),
    reference=st.just("BATCH13"),
    asked_on=st.just(date(2026, 11, 25)),
    asked_time=st.just("0905"),
).map(lambda each: each if each.dependent is None else replace(each, subscriber=_unborn(each.subscriber)))


def _unborn(subscriber):
    """Only the patient's birth date is written."""
    return subscriber._replace(birth_on=None, sex=None)


BATCHES = st.lists(INQUIRIES, min_size=1, max_size=4, unique_by=lambda each: each.trace.number)


@settings(max_examples=60, deadline=None)
@given(BATCHES)
def test_what_is_written_reads_back_the_same_and_without_finding(inquiries):
    result = read(wrap([t276.write_batch(inquiries, profile=PROFILE)], ENVELOPE))

    assert [placeless(each) for each in result.of(ClaimStatusInquiry)] == inquiries
    assert result.findings == ()
