"""A 270: eligibility inquiries, written and read."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from otium.ops.bench.inquiries import inquiries
from otium.terms.eligibility_inquiry import EligibilityInquiry
from otium.terms.trading import Envelope, TradingProfile
from otium.terms.x12 import DateSpan, Party, Person, Reference, Trace
from otium.wires.x12 import t270
from otium.wires.x12.read import read
from otium.wires.x12.segments.inquiries import SERVICE_TYPES
from otium.wires.x12.writing import Body, Incomplete, wrap

from . import made
from .messages import SHARED

PROFILE = TradingProfile("test")
ENVELOPE = Envelope("OTIUM", "PAYER1", datetime(2026, 11, 25, 9, 5), 905, 17)  # noqa: DTZ001 - local by definition
PAYER = Party("PR", False, "PAYER ONE", None, None, None, "PI", "PAYERONE")
PRACTICE = Party("1P", False, "PRACTICE ONE", None, None, None, "XX", "1234567893")
ALMA = Person(Party("IL", True, "TESTCASE", "ALMA", None, None, "MI", "ZZ0000001"), date(1984, 1, 31), "F", None)
FINN = Person(Party("03", True, "TESTCASE", "FINN", None, None, None, None), date(2018, 6, 30), "M", "19")
INQUIRY = EligibilityInquiry(
    payer=PAYER, provider=PRACTICE, subscriber=ALMA, dependent=None,
    traces=(Trace("INQ4711", "1123456789", True),), service_types=("30", "AD"),
    dates=(DateSpan("291", date(2026, 12, 1), None),), provider_references=(Reference("TJ", "123456789"),),
    reference="BATCH12", asked_on=date(2026, 11, 25), asked_time="0905",
)  # fmt: skip


def text(body: Body) -> list[str]:
    return [segment.decode() for segment in body.segments]


def read_back(*bodies: Body):
    return read(wrap(bodies, ENVELOPE))


def test_a_subscriber_is_asked_about_segment_by_segment():
    body = t270.write(INQUIRY, profile=PROFILE)

    assert text(body) == [
        "BHT*0022*13*BATCH12*20261125*0905",
        "HL*1**20*1", "NM1*PR*2*PAYER ONE*****PI*PAYERONE",
        "HL*2*1*21*1", "NM1*1P*2*PRACTICE ONE*****XX*1234567893", "REF*TJ*123456789",
        "HL*3*2*22*0", "TRN*1*INQ4711*1123456789", "NM1*IL*1*TESTCASE*ALMA****MI*ZZ0000001", "DMG*D8*19840131*F",
        "DTP*291*D8*20261201", "EQ*30^AD",
    ]  # fmt: skip


def test_a_dependent_is_asked_about_under_the_subscriber():
    body = t270.write(replace(INQUIRY, dependent=FINN), profile=PROFILE)

    assert text(body)[6:] == [
        "HL*3*2*22*1", "NM1*IL*1*TESTCASE*ALMA****MI*ZZ0000001", "DMG*D8*19840131*F",
        "HL*4*3*23*0", "TRN*1*INQ4711*1123456789", "NM1*03*1*TESTCASE*FINN", "DMG*D8*20180630*M", "INS*N*19",
        "DTP*291*D8*20261201", "EQ*30^AD",
    ]  # fmt: skip


def test_a_partner_that_wants_an_eq_for_each_service_type_gets_them():
    inquiry = replace(INQUIRY, service_types=("AD", "PT", "AF"))

    body = t270.write(inquiry, profile=replace(PROFILE, service_types_together=False))

    assert text(body)[-3:] == ["EQ*AD", "EQ*PT", "EQ*AF"]
    assert read_back(body).of(EligibilityInquiry) == (inquiry,)


def test_a_batch_keeps_the_order_and_children_share_their_subscriber():
    hugo = FINN._replace(party=FINN.party._replace(given="HUGO"))
    batch = [
        replace(each, traces=(Trace(f"INQ{number}", "1123456789", True),))
        for number, each in enumerate(
            [INQUIRY, INQUIRY, replace(INQUIRY, dependent=FINN), replace(INQUIRY, dependent=hugo), INQUIRY]
        )
    ]

    body = t270.write_batch(batch, profile=PROFILE)

    levels = [segment for segment in text(body) if segment.startswith("HL")]
    assert levels[2:] == ["HL*3*2*22*0", "HL*4*2*22*0", "HL*5*2*22*1", "HL*6*5*23*0", "HL*7*5*23*0", "HL*8*2*22*0"]
    assert read_back(body).of(EligibilityInquiry) == tuple(batch)


@pytest.mark.parametrize(("number", "is_taken"), [(0, False), (1, True), (2, True), (3, False)])
def test_a_partner_gets_no_more_patients_at_once_than_it_takes(number, is_taken):
    profile = replace(PROFILE, most_patients_asked=2)

    batch = [replace(INQUIRY, traces=(Trace(f"INQ{n}", "1123456789", True),)) for n in range(number)]
    if is_taken:
        assert t270.write_batch(batch, profile=profile)
    else:
        with pytest.raises(ValueError, match="1 to 2 patients"):
            t270.write_batch(batch, profile=profile)


def test_two_inquiries_of_a_batch_do_not_share_a_trace():
    with pytest.raises(Incomplete, match="TRN02 of inquiry INQ4711: another inquiry of the batch"):
        t270.write_batch([INQUIRY, INQUIRY], profile=PROFILE)


NOBODY = Party("IL", True, None, None, None, None, None, None)
REFUSED = {
    "payer": ({"payer": None}, "2100A", "NM1"),
    "payer's id": ({"payer": PAYER._replace(id=None)}, "2100A", "NM109"),
    "payer's role": ({"payer": PAYER._replace(entity="1P")}, "2100A", "NM101"),
    "provider": ({"provider": None}, "2100B", "NM1"),
    "npi": ({"provider": PRACTICE._replace(id="1234567894")}, "2100B", "NM109"),
    "subscriber": ({"subscriber": None}, "2000C", "NM1"),
    "member id": ({"subscriber": ALMA._replace(party=NOBODY), "dependent": FINN}, "2100C", "NM109"),
    "given name": ({"subscriber": ALMA._replace(party=ALMA.party._replace(given=""))}, "2100C", "NM104"),
    "birth date": ({"subscriber": ALMA._replace(birth_on=None)}, "2100C", "DMG02"),
    "sex": ({"subscriber": ALMA._replace(sex="U")}, "2100C", "DMG03"),
    "relationship": ({"dependent": FINN._replace(relationship="18")}, "2100D", "INS02"),
    "trace": ({"traces": ()}, "2000C", "TRN"),
    "originator": ({"traces": (Trace("1", "123456789", True),)}, "2000C", "TRN03"),
    "originator's absence": ({"traces": (Trace("1", None, True),)}, "2000C", "TRN03"),
    "question": ({"service_types": ()}, "2110C", "EQ"),
    "unknown question": ({"service_types": ("29",)}, "2110C", "EQ01"),
    "question twice": ({"service_types": ("AD", "AD")}, "2110C", "EQ01"),
    "kind of day": ({"dates": (DateSpan("472", date(2026, 12, 1), None),)}, "2100C", "DTP01"),
    "days": ({"dates": (DateSpan("291", date(2026, 12, 1), date(2026, 11, 30)),)}, "2100C", "DTP03"),
    "number": ({"reference": None}, "header", "BHT03"),
    "day": ({"asked_on": None}, "header", "BHT04"),
    "time": ({"asked_time": "9:5"}, "header", "BHT05"),
    "delimiter": ({"references": (Reference("6P", "A*B"),)}, "2100C", "REF02"),
}


@pytest.mark.parametrize(("change", "loop", "element"), REFUSED.values(), ids=REFUSED)
def test_what_is_incomplete_is_refused_by_its_place(change, loop, element):
    with pytest.raises(Incomplete) as refused:
        t270.write(replace(INQUIRY, **change), profile=PROFILE)

    assert (refused.value.loop, refused.value.element) == (loop, element)
    assert not {"TESTCASE", "ALMA", "ZZ0000001", "1984"} & set(str(refused.value).split())


def test_a_refusal_names_the_inquiry_of_the_batch_by_its_trace():
    other = replace(INQUIRY, traces=(Trace("INQ4712", "1123456789", True),), service_types=())

    with pytest.raises(Incomplete, match="of inquiry INQ4712"):
        t270.write_batch([INQUIRY, other], profile=PROFILE)


def test_inquiries_of_two_payers_do_not_share_a_transaction():
    with pytest.raises(Incomplete, match="do not share"):
        t270.write_batch([INQUIRY, replace(INQUIRY, payer=PAYER._replace(id="P2"))], profile=PROFILE)


PUBLISHED = sorted((SHARED / "270").glob("*")) if SHARED.exists() else []


@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.stem)
def test_every_published_270_is_written_anew_byte_by_byte(path):
    data = path.read_bytes()

    body = t270.write_batch(read(data).of(EligibilityInquiry), profile=PROFILE)

    assert b"~".join(body.segments) in data.replace(b"~\n", b"~")


def test_the_inquiries_of_the_bench_are_whole_and_all_different():
    asked = inquiries(60)

    result = read_back(*(t270.write(each, profile=PROFILE) for each in asked))

    found = result.of(EligibilityInquiry)
    assert result.findings == ()
    assert [each.traces for each in found] == [each.traces for each in asked]
    assert sum(each.dependent is not None for each in found) == 20


SUBSCRIBERS = made.persons("IL")
DEPENDENTS = made.persons("03", member=False, relationships=st.sampled_from([None, "01", "19", "34"]))
INQUIRIES = st.builds(
    EligibilityInquiry,
    payer=st.just(PAYER),
    provider=made.organisations("1P", "FA", ids=made.NPIS, qualifier="XX"),
    subscriber=SUBSCRIBERS,
    dependent=made.maybe(DEPENDENTS),
    traces=made.some(made.TRACES, most=2, least=1),
    service_types=st.lists(st.sampled_from(sorted(SERVICE_TYPES)), min_size=1, max_size=4, unique=True).map(tuple),
    dates=made.some(made.spans("291", "102"), most=2),
    references=made.references("6P", "EJ", "EA", "18"),
    provider_references=made.references("TJ", "EO"),
    procedures=made.some(made.PROCEDURES, most=2),
    reference=st.just("BATCH12"),
    asked_on=st.just(date(2026, 11, 25)),
    asked_time=st.just("0905"),
)


BATCHES = st.lists(INQUIRIES, min_size=1, max_size=4, unique_by=lambda each: each.traces[0].number)


@settings(max_examples=60, deadline=None)
@given(BATCHES, st.booleans(), st.sampled_from(["basic", "extended"]))
def test_what_is_written_reads_back_the_same_and_without_finding(asked, together, character_set):
    profile = replace(PROFILE, service_types_together=together, character_set=character_set)

    result = read_back(t270.write_batch(asked, profile=profile))

    assert result.of(EligibilityInquiry) == tuple(asked)
    assert result.findings == ()
