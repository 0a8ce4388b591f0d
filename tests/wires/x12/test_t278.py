"""A 278 response to authorization decisions. Cases P01 to P04 are the house's test vectors for decisions."""

from datetime import date
from decimal import Decimal

import pytest

from otium.terms.auth_decision import ReviewAction
from otium.terms.auth_request import AuthRequest
from otium.terms.x12 import DateSpan, RejectReason
from otium.wires.x12.read import read

from .messages import PATIENT, interchange, response_278, transaction

HEAD = (
    "BHT*0007*11*REVIEW1*20260302*0815*18",
    "HL*1**20*1",
    "NM1*X3*2*PAYER ONE*****PI*PAYERONE",
    "HL*2*1*21*1",
    "NM1*1P*2*PRACTICE ONE*****XX*1234567893",
)
SERVICE = ("HL*5*4*SS*0", "TRN*2*LINE1*9PRACTICE1", "HCR*A1*AUTH9", "SV1*HC:97530:GO:CO*50*UN*24", "HSD*VS*2*WK**35*6")


def body_278(*segments: str, guide: str = "005010X217") -> bytes:
    return interchange(transaction("278", *segments, guide=guide), group="HI", guide=guide).encode()


def only_decision(*lines: str, services: tuple[str, ...] = ()):
    return read(response_278(*lines, services=services)).decisions[0]


def findings(data: bytes) -> list[tuple[str, int | None, int | None]]:
    return [(each.code, each.segment, each.element) for each in read(data).findings]


def test_payer_requester_patient_trace_and_request_are_read():
    decision = only_decision("HCR*A1*AUTH1")

    assert (decision.payer.id, decision.requester_npi) == ("PAYERONE", "1234567893")
    assert (decision.patient.member_id, decision.patient.birth_on) == ("ZZ0000001", date(2018, 1, 31))
    assert [trace.number for trace in decision.event.traces] == ["TRACE2"]
    assert (decision.event.request_category, decision.event.request_type, decision.event.service_type) == (
        "HS", "I", "AD",
    )  # fmt: skip
    assert (decision.reference, decision.answered_on, decision.response_type) == ("REVIEW1", date(2026, 3, 2), "18")


@pytest.mark.parametrize(
    ("lines", "action", "number", "visits"),
    [
        (["HCR*A1*AUTH123", "HSD*VS*12"], ReviewAction.CERTIFIED_IN_TOTAL, "AUTH123", Decimal(12)),
        (["HCR*A6*AUTH124", "HSD*VS*6"], ReviewAction.MODIFIED, "AUTH124", Decimal(6)),
        (["HCR*A4"], ReviewAction.PENDED, None, None),
        (["HCR*A3**0K"], ReviewAction.NOT_CERTIFIED, None, None),
    ],
    ids=["P01", "P02", "P03", "P04"],
)
def test_the_four_answers(lines, action, number, visits):
    event = only_decision(*lines).event

    assert (event.action, event.auth_number) == (action, number)
    assert [delivery.quantity for delivery in event.deliveries] == ([visits] if visits else [])


@pytest.mark.parametrize("code", list(ReviewAction))
def test_every_action_code_has_its_name(code):
    assert only_decision(f"HCR*{code.value}*N1", services=SERVICE).event.action is code


def test_an_unknown_action_is_kept_and_decides_nothing():
    data = response_278("HCR*ZZ*N1")

    event = read(data).decisions[0].event

    assert (event.action, event.review.action_code) == (None, "ZZ")
    assert findings(data) == [("unknown-action", 15, 1)]


def test_reasons_and_the_payers_words_are_kept():
    event = only_decision("HCR*A3**0K^0V", "MSG*ONE", "MSG*TWO").event

    assert event.review.reasons == ("0K", "0V")
    assert event.messages == ("ONE", "TWO")


def test_references_are_told_apart():
    event = only_decision("HCR*A4", "REF*NT*ADMIN1", "REF*BB*OLD1", "REF*G1*PRIOR1").event

    assert (event.administrative_number, event.previous_auth_number) == ("ADMIN1", "OLD1")
    assert [reference.value for reference in event.references] == ["ADMIN1", "OLD1", "PRIOR1"]
    assert event.auth_number is None


@pytest.mark.parametrize(
    ("dates", "effective", "expires_on"),
    [
        (["DTP*007*RD8*20260305-20260605"], DateSpan("007", date(2026, 3, 5), date(2026, 6, 5)), date(2026, 6, 5)),
        (["DTP*007*D8*20260305"], DateSpan("007", date(2026, 3, 5), None), None),
        (["DTP*007*D8*20260305", "DTP*036*D8*20260415"], DateSpan("007", date(2026, 3, 5), None), date(2026, 4, 15)),
        (["DTP*036*D8*20260415"], None, date(2026, 4, 15)),
        (["DTP*AAH*RD8*20260305-20260605"], None, None),
    ],
)
def test_the_approved_period_is_read_from_days_and_ranges(dates, effective, expires_on):
    event = only_decision("HCR*A1*N1", *dates).event

    assert (event.effective, event.expires_on) == (effective, expires_on)


def test_issue_and_proposed_dates_are_read():
    event = only_decision("HCR*A1*N1", "DTP*102*D8*20260302", "DTP*AAH*RD8*20260305-20260605").event

    assert (event.issued_on, event.proposed.end_on) == (date(2026, 3, 2), date(2026, 6, 5))


def test_a_service_has_its_own_review_code_units_and_pattern():
    (service,) = only_decision("HCR*A1*AUTH1", services=(*SERVICE, "DTP*472*RD8*20260305-20260605")).services

    (line,) = service.lines
    assert (line.procedure.code, line.procedure.modifiers) == ("97530", ("GO", "CO"))
    assert (line.quantity, line.unit, line.amount, line.segment) == (Decimal(24), "UN", Decimal(50), 19)
    assert service.decided.deliveries[0][:5] == ("VS", Decimal(2), "WK", "35", Decimal(6))
    assert (service.decided.auth_number, service.decided.traces[0].number) == ("AUTH9", "LINE1")
    assert service.decided.proposed.end_on == date(2026, 6, 5)


@pytest.mark.parametrize(
    ("segment", "code", "quantity"),
    [("SV2*0430*HC:97530:GO*50*UN*8", "97530", Decimal(8)), ("SV3*AD:D0120*50****2", "D0120", Decimal(2))],
)
def test_institutional_and_dental_service_lines_are_read(segment, code, quantity):
    (service,) = only_decision("HCR*A1*AUTH1", services=("HL*5*4*SS*0", segment)).services

    assert (service.lines[0].procedure.code, service.lines[0].quantity) == (code, quantity)


def test_a_part_certification_leaves_each_service_its_own_answer():
    decision = only_decision(
        "HCR*A2*AUTH1",
        services=(
            "HL*5*4*SS*0", "HCR*A1*AUTH1-1", "SV1*HC:97530*50*UN*24",
            "HL*6*4*SS*0", "HCR*A6*AUTH1-2", "SV1*HC:97110*50*UN*8",
            "HL*7*4*SS*0", "HCR*A3**0K", "SV1*HC:97535*50*UN*12",
        ),
    )  # fmt: skip

    assert decision.event.action is ReviewAction.CERTIFIED_IN_PART
    assert [service.decided.action for service in decision.services] == [
        ReviewAction.CERTIFIED_IN_TOTAL, ReviewAction.MODIFIED, ReviewAction.NOT_CERTIFIED,
    ]  # fmt: skip


def test_a_part_certification_that_does_not_say_which_part_is_a_finding():
    assert findings(response_278("HCR*A2*AUTH1")) == [("part-unknown", 12, None)]


def test_a_service_without_review_is_left_without():
    (service,) = only_decision("HCR*A1*AUTH1", services=("HL*5*4*SS*0", "SV1*HC:97530**UN*4")).services

    assert (service.decided.action, service.decided.auth_number) == (None, None)


def test_two_reviews_at_one_level_decide_nothing():
    data = response_278("HCR*A1*AUTH1", "HCR*A3**0K")

    event = read(data).decisions[0].event

    assert (event.action, len(event.reviews)) == (None, 2)
    assert findings(data) == [("two-reviews", 16, None)]


def test_an_event_without_review_is_a_finding():
    assert findings(response_278()) == [("no-review", 12, None)]


def test_an_event_refused_by_aaa_carries_the_reject():
    decision = only_decision("AAA*N**15*C")

    (reject,) = decision.event.rejects
    assert (reject.reason, reject.loop, reject.segment) == (RejectReason.REQUIRED_DATA_MISSING, "2000E", 15)


def test_a_refused_subscriber_is_a_decision_without_event():
    data = body_278(*HEAD, "HL*3*2*22*0", "NM1*IL*1*SAMPLE*ALMA****MI*ZZ1", "AAA*N**75*C")

    (decision,) = read(data).decisions

    assert (decision.event, decision.services) == (None, ())
    assert (decision.rejects[0].reason, decision.rejects[0].loop) == (RejectReason.SUBSCRIBER_NOT_FOUND, "2010C")


def test_two_events_are_two_decisions():
    data = response_278("HCR*A1*AUTH1", services=("HL*5*3*EV*0", "TRN*2*TRACE3*9PRACTICE1", "HCR*A4"))

    one, other = read(data).decisions

    assert [each.event.traces[0].number for each in (one, other)] == ["TRACE2", "TRACE3"]
    assert [each.event.action for each in (one, other)] == [ReviewAction.CERTIFIED_IN_TOTAL, ReviewAction.PENDED]


def test_a_service_without_its_event_is_not_dropped():
    data = body_278(*HEAD, "HL*3*2*22*1", *PATIENT, "HL*4*3*SS*0", "HCR*A1*AUTH1", "SV1*HC:97530**UN*4")

    (decision,) = read(data).decisions

    assert decision.event is None
    assert decision.services[0].decided.auth_number == "AUTH1"


def test_an_event_of_a_dependent_names_both():
    data = body_278(
        *HEAD, "HL*3*2*22*1", "NM1*IL*1*SAMPLE*BRUNO****MI*ZZ1", "HL*4*3*23*1", "NM1*03*1*SAMPLE*ALMA", "INS*N*19",
        "HL*5*4*EV*0", "HCR*A1*AUTH1",
    )  # fmt: skip

    (decision,) = read(data).decisions

    assert (decision.subscriber.member_id, decision.dependent.relationship) == ("ZZ1", "19")
    assert decision.patient is decision.dependent


def test_providers_of_the_event_are_kept_and_their_references_are_not_the_events():
    event = only_decision("HCR*A1*AUTH1", "NM1*SJ*1*MODEL*GRETA****XX*1234567893", "REF*ZH*7", "NM1*DN*1*PATTERN").event

    assert [provider.entity for provider in event.providers] == ["SJ", "DN"]
    assert event.references == ()


def test_a_request_is_called_one_and_decides_nothing():
    data = response_278("HCR*A1*AUTH1").replace(b"*11*REVIEW1", b"*13*REVIEW1")

    result = read(data)

    assert ([each.kind for each in result.transactions], result.decisions) == (["278 request"], ())
    assert [each.event.traces[0].number for each in result.of(AuthRequest)] == ["TRACE2"]


def test_the_dialect_with_x216_0078_and_472_at_the_event_is_read():
    data = (
        response_278("HCR*A1*AUTH1", "DTP*472*RD8*20260305-20260605")
        .replace(b"X217", b"X216")
        .replace(b"BHT*0007", b"BHT*0078")
    )

    (decision,) = read(data).decisions

    assert (decision.event.auth_number, decision.event.proposed.end_on) == ("AUTH1", date(2026, 6, 5))
    assert findings(data) == [("guide-unknown", 3, 3)]


@pytest.mark.parametrize(
    ("segment", "found"),
    [
        ("HSD*VS*many", ("not-a-number", 16, 2)),
        ("DTP*007*RD8*20260305", ("not-a-date", 16, 3)),
        ("EB*1**30", ("unknown-segment", 16, None)),
        ("SV1*HC:97530", ("misplaced-segment", 16, None)),
        ("TRN*2", ("missing", 16, 2)),
    ],
)
def test_what_cannot_be_read_is_a_finding(segment, found):
    assert findings(response_278("HCR*A1*AUTH1", segment)) == [found]


def test_a_278_that_decides_nothing_is_a_finding():
    assert findings(body_278(*HEAD)) == [("no-decision", 3, None), ("hl-child", 7, 4)]
