"""A 271 to eligibility answers."""

from datetime import date
from decimal import Decimal

import pytest

from otium.terms.eligibility_answer import Network
from otium.terms.x12 import DateSpan, FollowUp, Procedure, RejectReason
from otium.wires.x12.read import read

from .messages import answer_271, interchange, transaction

SOURCE = ("BHT*0022*11*CHECK1*20260302", "HL*1**20*1", "NM1*PR*2*PAYER ONE*****PI*PAYERONE")
RECEIVER = ("HL*2*1*21*1", "NM1*1P*2*PRACTICE ONE*****XX*1234567893")


def only_answer(*lines: str):
    return read(answer_271(*lines)).answers[0]


def only_line(*lines: str):
    return only_answer(*lines).benefits[0]


def findings(data: bytes) -> list[tuple[str, int | None, int | None]]:
    return [(each.code, each.segment, each.element) for each in read(data).findings]


def body_271(*segments: str) -> bytes:
    return interchange(transaction("271", *segments)).encode()


def test_payer_provider_patient_and_trace_are_read():
    answer = only_answer("EB*1**30")

    assert (answer.payer.name, answer.payer.id) == ("PAYER ONE", "PAYERONE")
    assert answer.receiver_npi == "1234567893"
    assert answer.patient is answer.subscriber
    assert (answer.subscriber.member_id, answer.subscriber.birth_on, answer.subscriber.sex) == (
        "ZZ0000001", date(2018, 1, 31), "F",
    )  # fmt: skip
    assert [(trace.number, trace.is_ours) for trace in answer.traces] == [("TRACE1", True)]
    assert (answer.reference, answer.answered_on) == ("CHECK1", date(2026, 3, 2))


def test_every_element_of_an_eb_is_read():
    line = only_line("EB*F*IND*AD^PT*PR*GOLD*23*12.50*.2*VS*30*Y*W*HC:97530:GO:CO")

    stated = line.stated
    assert (stated.code, stated.level, stated.service_types) == ("F", "IND", ("AD", "PT"))
    assert (stated.insurance_type, stated.plan_name, stated.period) == ("PR", "GOLD", "23")
    assert (stated.money, stated.percent, stated.quantity) == (Decimal("12.50"), Decimal("0.2"), Decimal(30))
    assert (stated.quantity_qualifier, stated.auth_required, stated.network) == ("VS", True, Network.NOT_APPLICABLE)
    assert stated.procedure == Procedure("HC", "97530", ("GO", "CO"), None)
    assert (line.segment, line.loop) == (13, "2110C")


def test_absent_elements_are_unknown_and_not_zero_or_no():
    stated = only_line("EB*1").stated

    assert stated[1:] == (None, (), None, None, None, None, None, None, None, None, None, None)
    assert stated.in_network is None


@pytest.mark.parametrize(("element", "needed"), [("Y", True), ("N", False), ("U", None), ("", None)])
def test_eb11_says_whether_an_authorization_is_needed(element, needed):
    assert only_line(f"EB*1**AD********{element}*Y").stated.auth_required is needed


@pytest.mark.parametrize(("element", "in_network"), [("Y", True), ("N", False), ("U", None), ("W", None), ("", None)])
def test_eb12_says_whether_it_holds_in_network(element, in_network):
    assert only_line(f"EB*1**AD*********{element}").stated.in_network is in_network


def test_what_follows_an_eb_belongs_to_it():
    first, second = only_answer(
        "EB*F**AD", "HSD*VS*2*WK**35*6", "REF*18*PLAN9", "DTP*292*RD8*20260101-20260630", "MSG*ONE", "MSG*TWO",
        "III*ZZ*11", "LS*2120", "NM1*PRP*2*PAYER TWO*****PI*P2", "LE*2120", "EB*1**AD",
    ).benefits  # fmt: skip

    detail = first.detail
    assert detail.messages == ("ONE", "TWO")
    assert detail.deliveries[0][:5] == ("VS", Decimal(2), "WK", "35", Decimal(6))
    assert detail.dates == (DateSpan("292", date(2026, 1, 1), date(2026, 6, 30)),)
    assert (detail.references[0].value, detail.places, detail.parties[0].id) == ("PLAN9", ("11",), "P2")
    assert (second.segment, second.detail.messages) == (23, ())


def test_a_2120_party_without_ls_is_read_too():
    line = only_line("EB*R**30", "NM1*PRP*2*PAYER TWO*****PI*P2")

    assert line.detail.parties[0].id == "P2"


def test_dates_of_the_person_are_kept_apart_from_those_of_a_benefit():
    answer = only_answer("DTP*346*D8*20260101", "EB*1**30", "DTP*347*D8*20261231")

    assert answer.dates == (DateSpan("346", date(2026, 1, 1), None),)
    assert answer.benefits[0].detail.dates == (DateSpan("347", date(2026, 12, 31), None),)


@pytest.mark.parametrize(
    ("lines", "active"),
    [
        (["EB*1**30"], True),
        (["EB*1"], True),
        (["EB*5**30"], True),
        (["EB*6**30"], False),
        (["EB*8"], False),
        (["EB*1**98"], True),
        (["EB*1**30", "EB*6**35"], True),
        (["EB*6**30", "EB*1**30"], None),
        (["EB*1**98", "EB*6**35"], None),
        (["EB*B**98***27*20"], None),
        (["EB*V**30"], None),
    ],
)
def test_the_plan_is_active_as_its_own_lines_say(lines, active):
    assert only_answer(*lines).is_active is active


@pytest.mark.parametrize(
    ("segment", "reason", "follow_up"),
    [
        ("AAA*N**75*C", RejectReason.SUBSCRIBER_NOT_FOUND, FollowUp.CORRECT_AND_RESEND),
        ("AAA*Y**42*R", RejectReason.SYSTEM_UNAVAILABLE, FollowUp.RESEND_ALLOWED),
        ("AAA*N**72*C", RejectReason.SUBSCRIBER_ID, FollowUp.CORRECT_AND_RESEND),
    ],
)
def test_a_reject_names_reason_follow_up_and_place(segment, reason, follow_up):
    answer = only_answer(segment)

    (reject,) = answer.rejects
    assert (reject.reason, reject.follow_up) == (reason, follow_up)
    assert (reject.loop, reject.segment) == ("2100C", 13)
    assert answer.is_active is None


def test_an_unknown_reject_code_is_kept_and_named():
    data = answer_271("AAA*N**9Z*C")

    (reject,) = read(data).answers[0].rejects

    assert (reject.code, reject.reason) == ("9Z", None)
    assert findings(data) == [("unknown-code", 13, 3)]


def test_a_reject_of_the_payer_alone_is_an_answer_for_nobody():
    data = body_271(*SOURCE[:2], "AAA*Y**42*R", SOURCE[2])

    (answer,) = read(data).answers

    assert (answer.patient, answer.loop, answer.rejects[0].loop) == (None, "2000A", "2000A")


def test_a_reject_of_the_provider_reaches_everybody_below():
    data = body_271(*SOURCE, *RECEIVER, "AAA*Y**50*N", "HL*3*2*22*0", "NM1*IL*1*SAMPLE*ALMA****MI*ZZ1")

    (answer,) = read(data).answers

    assert (answer.subscriber.member_id, answer.rejects[0].reason) == ("ZZ1", RejectReason.PROVIDER_INELIGIBLE)


def test_a_subscriber_with_benefits_and_dependents_is_answered_for_as_well():
    data = body_271(
        *SOURCE, *RECEIVER, "HL*3*2*22*1", "TRN*2*T1*9PRACTICE1", "NM1*IL*1*SAMPLE*ALMA****MI*ZZ1", "EB*1**30",
        "HL*4*3*23*0", "NM1*03*1*SAMPLE*FINN", "EB*6**30",
    )  # fmt: skip

    dependent, subscriber = read(data).answers

    assert (dependent.patient.party.given, dependent.is_active) == ("FINN", False)
    assert (subscriber.patient.party.given, subscriber.is_active) == ("ALMA", True)
    assert dependent.traces == subscriber.traces


def test_a_wrong_parent_is_a_finding_and_the_place_counts():
    data = body_271(*SOURCE, *RECEIVER, "HL*3*1*22*0", "NM1*IL*1*SAMPLE*ALMA****MI*ZZ1", "EB*1**30")

    assert read(data).answers[0].receiver_npi == "1234567893"
    assert findings(data) == [("hl-parent", 9, 2)]


def test_a_loop_of_an_unknown_level_is_not_taken_for_the_one_before():
    data = answer_271("EB*1**30", "HL*4*3*PT*0", "NM1*QC*1*SAMPLE*HUGO", "EB*6**30")

    (answer,) = read(data).answers

    assert len(answer.benefits) == 1
    assert findings(data) == [("unknown-level", 14, 3)]


@pytest.mark.parametrize(
    ("segment", "code", "element"),
    [
        ("EB*F**AD***23*12,50", "not-a-number", 7),
        ("EB*F**AD***23***VS*NaN", "not-a-number", 10),
        ("EB*F**AD***23***VS*1E9", "not-a-number", 10),
        ("EB*A**AD*****20", "above-one", 8),
        ("EB*ZZ**AD", "unknown-code", 1),
        ("EB***AD", "missing", 1),
        ("EB*1**AD********X", "unknown-code", 11),
        ("EB*1**AD*********X", "unknown-code", 12),
    ],
)
def test_elements_that_cannot_be_read_are_findings(segment, code, element):
    assert findings(answer_271(segment)) == [(code, 13, element)]


@pytest.mark.parametrize("value", ["D8*20260231", "D8*2026", "RD8*20260101", "RD8*20260101-2026", "D8*"])
def test_a_bad_date_is_a_finding_and_no_date(value):
    data = answer_271(f"DTP*346*{value}", "EB*1**30")

    assert read(data).answers[0].dates == ()
    assert findings(data) == [("not-a-date", 13, 3)]


@pytest.mark.parametrize(
    ("segment", "code"),
    [
        ("ZZZ*1", "unknown-segment"),
        ("SV1*HC:97530", "unknown-segment"),
        ("MSG*LOST", "misplaced-segment"),
        ("", "empty-segment"),
    ],
)
def test_segments_out_of_place_are_findings_and_the_rest_is_read(segment, code):
    data = answer_271(segment, "EB*1**30")

    assert read(data).answers[0].is_active is True
    assert findings(data) == [(code, 13, None)]


def test_a_person_without_benefit_or_reject_is_a_finding():
    assert findings(answer_271()) == [("empty-answer", 9, None)]


def test_a_271_that_answers_for_nobody_is_a_finding():
    assert findings(body_271(*SOURCE)) == [("no-answer", 3, None), ("hl-child", 5, 4)]


def test_an_older_guide_is_read_with_a_warning():
    data = answer_271("EB*1**30").replace(b"005010X279A1", b"004010X092A1")

    assert read(data).answers[0].is_active is True
    assert findings(data) == [("guide-unknown", 3, 3)]


def test_trailing_empty_elements_and_padding_do_not_matter():
    line = only_line("EB*F*IND*AD ***23***VS*30******")

    assert (line.stated.service_types, line.stated.quantity) == (("AD",), Decimal(30))


def test_the_same_segment_in_two_transactions_is_read_at_both_places():
    data = answer_271("EB*F**AD***23***VS*30", "MSG*COMBINED")
    twice = data + data.replace(b"000000101", b"000000102")

    first, second = read(twice).answers

    assert first.benefits[0].stated == second.benefits[0].stated
    assert (first.benefits[0].segment, second.benefits[0].segment) == (13, 30)


def test_findings_of_a_271_hold_no_content():
    data = answer_271("DTP*346*D8*TESTCASE", "ZZ0000001*ALMA", "EB*ALMA**AD***23*ZZ0000001", "AAA*N**TESTCASE*ALMA")

    messages = " ".join(finding.message for finding in read(data).findings)

    assert messages.count(".") >= 4
    assert not any(secret in messages for secret in ("TESTCASE", "ALMA", "ZZ0000001", "2018"))


def test_a_second_birth_date_takes_no_place_and_is_named():
    data = answer_271("DMG*D8*19990101*M", "EB*1**30")

    result = read(data)

    assert result.answers[0].subscriber.birth_on == date(2018, 1, 31)
    assert [(each.code, each.segment) for each in result.findings] == [("repeated-segment", 13)]
