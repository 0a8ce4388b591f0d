"""Eligibility answers written as a 271: all that is read from one comes back."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from otium.terms.eligibility_answer import BenefitDetail, BenefitLine, EligibilityAnswer, Network, StatedBenefit
from otium.terms.trading import Envelope, TradingProfile
from otium.terms.x12 import DateSpan, Delivery, FollowUp, Party, Person, Reference, Reject, RejectReason, Trace
from otium.wires.x12 import t271
from otium.wires.x12.read import read
from otium.wires.x12.segments.shared import BENEFIT_CODES
from otium.wires.x12.writing import Incomplete, wrap

from . import made
from .messages import SAMPLES, SHARED

PROFILE = TradingProfile("test")
ENVELOPE = Envelope("PAYER1", "OTIUM", datetime(2026, 11, 25, 9, 5), 905, 17)  # noqa: DTZ001 - local by definition
PAYER = Party("PR", False, "PAYER ONE", None, None, None, "PI", "PAYERONE")
PRACTICE = Party("1P", False, "PRACTICE ONE", None, None, None, "XX", "1234567893")
ALMA = Person(Party("IL", True, "TESTCASE", "ALMA", None, None, "MI", "ZZ0000001"), date(1984, 1, 31), "F", None)
LIMIT = StatedBenefit(
    "F", "IND", ("AD", "PT"), None, "PLAN", "23", Decimal("12.50"), Decimal("0.2"), "VS", Decimal(30),
    True, Network.IN, None,
)  # fmt: skip
LINE = BenefitLine(1, "2110C", LIMIT, BenefitDetail())
ANSWER = EligibilityAnswer(
    PAYER, PRACTICE, ALMA, None, (Trace("INQ4711", "1123456789", True),), (), (), None, (LINE,), (), "2000C", 1,
    "ANSWER1", date(2026, 11, 25), "0905",
)  # fmt: skip


def placeless(answer: EligibilityAnswer) -> EligibilityAnswer:
    """Where a term stood says nothing of what it is."""
    return answer._replace(
        segment=0,
        benefits=tuple(line._replace(segment=0) for line in answer.benefits),
        rejects=tuple(reject._replace(segment=0) for reject in answer.rejects),
    )


def written(answer: EligibilityAnswer) -> list[str]:
    return [segment.decode() for segment in t271.write(answer, profile=PROFILE).segments]


def test_a_benefit_is_written_with_all_that_follows_it_in_the_guides_order():
    detail = BenefitDetail(
        messages=("COMBINED",),
        deliveries=(Delivery("VS", Decimal(2), "WK", "35", Decimal(6), None),),
        dates=(DateSpan("292", date(2026, 1, 1), date(2026, 12, 31)),),
        references=(Reference("18", "PLAN9"),),
        parties=(Party("PRP", False, "PAYER TWO", None, None, None, "PI", "P2"),),
        places=("11",),
    )

    assert written(ANSWER._replace(benefits=(LINE._replace(detail=detail),)))[5:] == [
        "HL*3*2*22*0", "TRN*2*INQ4711*1123456789", "NM1*IL*1*TESTCASE*ALMA****MI*ZZ0000001", "DMG*D8*19840131*F",
        "EB*F*IND*AD^PT**PLAN*23*12.5*0.2*VS*30*Y*Y", "HSD*VS*2*WK**35*6", "REF*18*PLAN9",
        "DTP*292*RD8*20260101-20261231", "MSG*COMBINED", "III*ZZ*11", "LS*2120", "NM1*PRP*2*PAYER TWO*****PI*P2",
        "LE*2120",
    ]  # fmt: skip


def test_a_changed_identity_is_said_beside_the_relationship():
    child = Person(Party("03", True, "TESTCASE", "FINN", None, None, None, None), date(2018, 6, 30), "M", "19")

    lines = written(ANSWER._replace(dependent=child, is_identity_changed=True))

    assert "INS*N*19*001*25" in lines
    (answer,) = read(wrap([t271.write(ANSWER._replace(dependent=child), profile=PROFILE)], ENVELOPE)).answers
    assert answer.is_identity_changed is None


NO_UNIT = Delivery(None, Decimal(2), "WK", "35", Decimal(6), None)
REJECT = Reject("75", RejectReason.SUBSCRIBER_NOT_FOUND, "C", FollowUp.CORRECT_AND_RESEND, False, "2100C", 1)


@pytest.mark.parametrize(
    ("change", "element"),
    [
        ({"reference": None}, "BHT03"), ({"answered_on": None}, "BHT04"), ({"answered_time": None}, "BHT05"),
        ({"benefits": ()}, "EB"), ({"subscriber": None}, "NM1"), ({"provider": None}, "NM1"),
        ({"payer": PAYER._replace(entity="IL")}, "NM101"), ({"payer": PAYER._replace(id_qualifier=None)}, "NM109"),
        ({"provider": PRACTICE._replace(id="1234567890")}, "NM109"),
        ({"traces": (Trace("1", "1123456789", None),)}, "TRN01"),
        ({"benefits": (LINE._replace(stated=LIMIT._replace(code="ZZ")),)}, "EB01"),
        ({"benefits": (LINE._replace(stated=LIMIT._replace(money=Decimal("0.125"))),)}, "EB07"),
        ({"benefits": (LINE._replace(stated=LIMIT._replace(service_types=("A^D",))),)}, "EB03"),
        ({"benefits": (LINE._replace(stated=LIMIT._replace(quantity=None)),)}, "EB09"),
        ({"benefits": (LINE._replace(stated=LIMIT._replace(quantity_qualifier=None)),)}, "EB09"),
        ({"benefits": (LINE._replace(detail=BenefitDetail(deliveries=(NO_UNIT,))),)}, "HSD01"),
        ({"benefits": (LINE._replace(detail=BenefitDetail(messages=("~",))),)}, "MSG01"),
        ({"benefits": (), "rejects": (REJECT._replace(loop="2110C"),)}, "AAA"),
        ({"rejects": (REJECT._replace(code=""),)}, "AAA03"),
        ({"is_identity_changed": True}, "INS02"),
    ],
)  # fmt: skip
def test_what_is_incomplete_is_refused_by_its_element(change, element):
    with pytest.raises(Incomplete) as refused:
        t271.write(ANSWER._replace(**change), profile=PROFILE)

    assert refused.value.element == element


def test_a_reject_of_a_benefit_stays_with_its_line():
    lines = (LINE._replace(segment=10), LINE._replace(segment=20), LINE._replace(segment=30))
    rejects = (REJECT._replace(loop="2110C", segment=25),)

    segments = written(ANSWER._replace(benefits=lines, rejects=rejects))

    assert [each[:3] for each in segments[-4:]] == ["EB*", "EB*", "AAA", "EB*"]


SAMPLED = sorted(SAMPLES.glob("271_*.x12")) + (sorted((SHARED / "271").glob("*")) if SHARED.exists() else [])


@pytest.mark.parametrize("path", SAMPLED, ids=lambda path: path.stem)
def test_every_271_we_have_is_written_anew_and_reads_the_same(path):
    answers = read(path.read_bytes()).answers

    again = read(wrap([t271.write(answer, profile=PROFILE) for answer in answers], ENVELOPE)).answers

    assert [placeless(answer) for answer in again] == [placeless(answer) for answer in answers]


MONEY = st.decimals(0, 99999, places=2)
COUNTS = st.decimals(0, 9999, places=1)
STATED = st.builds(
    StatedBenefit,
    code=st.sampled_from(sorted(BENEFIT_CODES)),
    level=st.sampled_from([None, "IND", "FAM"]),
    service_types=st.lists(st.sampled_from(["30", "AD", "PT", "98"]), max_size=3, unique=True).map(tuple),
    insurance_type=st.sampled_from([None, "MB", "HM"]),
    plan_name=made.maybe(made.NAMES),
    period=st.sampled_from([None, "23", "27", "29"]),
    money=made.maybe(MONEY),
    percent=made.maybe(st.decimals(0, 1, places=2)),
    quantity_qualifier=st.just("VS"),
    quantity=made.maybe(COUNTS),
    auth_required=st.sampled_from([None, True, False]),
    network=st.sampled_from([None, *Network]),
    procedure=made.maybe(made.PROCEDURES),
).map(lambda stated: stated if stated.quantity is not None else stated._replace(quantity_qualifier=None))
DELIVERIES = st.builds(
    Delivery,
    unit=st.just("VS"),
    quantity=made.maybe(COUNTS),
    frequency=st.sampled_from([None, "WK", "MO"]),
    period=st.sampled_from([None, "34", "35"]),
    period_count=made.maybe(COUNTS),
    pattern=st.sampled_from([None, "1"]),
).map(lambda delivery: delivery if delivery.quantity is not None else delivery._replace(unit=None, period="34"))
DETAILS = st.builds(
    BenefitDetail,
    messages=made.some(made.NAMES, 2),
    deliveries=made.some(DELIVERIES, 2),
    dates=made.some(made.spans("291", "348"), 2),
    references=made.references("18", "6P"),
    parties=made.some(made.organisations("PRP", "VN"), 2),
    places=made.some(st.sampled_from(["11", "12"]), 2),
)
REASONS = st.sampled_from(list(RejectReason))
FOLLOW_UPS = st.sampled_from([None, *FollowUp])


@st.composite
def answers(draw) -> EligibilityAnswer:
    """Answers at any level; lines and rejects stand in the order in which a file would have them."""
    depth = draw(st.integers(0, 3))
    letters = "ABCD"[: depth + 1]
    lines = draw(made.some(st.tuples(STATED, DETAILS), 3)) if depth > 1 else ()
    benefits = tuple(
        BenefitLine(100 + 10 * at, f"2110{letters[-1]}", stated, detail) for at, (stated, detail) in enumerate(lines)
    )
    loops = [f"{part}{letter}" for letter in letters for part in ("2000", "2100")]
    at_levels = [(loop, 1) for loop in loops for _ in range(draw(st.integers(0, 1)))]
    within = [(line.loop, line.segment + 5) for line in benefits if draw(st.booleans())]
    places = at_levels + within or ([] if benefits else [(loops[-1], 1)])
    subscriber = draw(made.persons("IL", relationships=st.sampled_from([None, "18"]))) if depth > 1 else None
    relationships = st.sampled_from(["01", "19"])
    dependent = draw(made.persons("03", member=False, relationships=relationships)) if depth > 2 else None
    return EligibilityAnswer(
        draw(made.organisations("PR")),
        draw(made.organisations("1P", ids=made.NPIS, qualifier="XX")) if depth else None,
        subscriber,
        dependent,
        draw(made.some(made.TRACES, 2)) if depth > 1 else (),
        draw(made.some(made.spans("291", "346"), 2)) if depth > 1 else (),
        draw(made.references("6P", "18")) if depth > 1 else (),
        t271.is_active(benefits),
        benefits,
        tuple(_reject(draw(REASONS), draw(FOLLOW_UPS), loop, segment) for loop, segment in places),
        f"2000{letters[-1]}",
        1,
        "ANSWER1",
        date(2026, 11, 25),
        "0905",
        draw(st.sampled_from([None, True])) if dependent else None,
    )


def _reject(reason: RejectReason, follow_up: FollowUp | None, loop: str, segment: int) -> Reject:
    return Reject(reason.value, reason, follow_up.value if follow_up else None, follow_up, True, loop, segment)


@settings(max_examples=80, deadline=None)
@given(answers())
def test_what_is_written_reads_back_the_same_and_without_finding(answer):
    result = read(wrap([t271.write(answer, profile=PROFILE)], ENVELOPE))

    (again,) = result.answers
    assert placeless(again) == placeless(answer)
    assert result.findings == ()
