"""What an answer tells besides: kept with its place, and each thing its task; what cannot be trusted is not applied."""

from datetime import timedelta

import pytest

from otium.desk.actor import RECEIVE
from otium.desk.inbox import Arrival, receive
from otium.records.models import Benefit, BenefitCheck, InboundFile, Task
from tests import build
from tests.desk.outbox.conftest import AT
from tests.wires.x12.messages import answer_271

pytestmark = pytest.mark.django_db
PART_B = "EB*1**30*MB*MEDICARE PART B"
NAMED = ("LS*2120", "NM1*PR*2*ELSEWHERE HEALTH*****PI*ELSE1", "LE*2120")


@pytest.fixture
def coverage(practice):
    who = build.patient(practice, first_name="Alma", last_name="Testcase", birth_on="1948-01-31")
    row = build.coverage(who, build.payer(practice, "medicare_b", name="Medicare Part B"), member_id="ZZ0000001")
    build.visit(who, AT + timedelta(days=10))
    return row


def answer(*lines: str) -> bytes:
    return answer_271(*lines).replace(b"20180131", b"19480131").replace(b"20260302", f"{AT:%Y%m%d}".encode())


def take(practice, data, minutes=0, name="answer.x12"):
    return receive(Arrival(name, data), by=RECEIVE, at=AT + timedelta(minutes=minutes), practice_id=practice.pk)


def kinds(state="open"):
    return sorted(Task.objects.filter(state=state).exclude(kind="certify_plan").values_list("kind", flat=True))


def test_each_field_names_loop_segment_file_moment_and_payer(practice, coverage):
    take(practice, answer(PART_B, "EB*B*FAM*AD***27*40*****Y", "EB*F*IND*AD***29***VS*18", "EB*R**30*15", *NAMED))

    file = InboundFile.objects.get()
    found = {b.kind: b for b in Benefit.objects.all()}
    said = found["copay"].provenance["value"]
    assert said == {
        "channel": "x12", "place": "2110C EB segment 14", "file": str(file.pk), "at": AT.isoformat(),
        "payer": "PAYER ONE",
    }  # fmt: skip
    assert (found["copay"].level, found["copay"].in_network) == ("FAM", True)
    msp = found["medicare_secondary"]
    assert (msp.text, msp.provenance["value"]["insurance_type"], msp.provenance["value"]["payer_id"]) == (
        "ELSEWHERE HEALTH", "15", "ELSE1",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "kind", "reason"),
    [
        (["EB*R**30*HN", *NAMED], "settle_finding", "managed_care_found"),
        (["EB*R**30*12", *NAMED], "settle_finding", "payer_before_medicare_found"),
        (["EB*R**30*C1", *NAMED], "settle_finding", "other_payer_found"),
        (["EB*1**30*QM"], "settle_finding", "qmb_found"),
        (["EB*Y**30***34*85"], "settle_finding", "spend_down_found"),
        (["EB*B*IND*AD***27*20*****Y", "EB*B*IND*AD***27*50*****Y"], "decide_benefit", "answers_contradict"),
    ],
)
def test_each_thing_told_opens_its_task(practice, coverage, lines, kind, reason):
    take(practice, answer(PART_B, *lines))

    assert kinds() == [kind]
    assert Task.objects.get(kind=kind).why[0]["code"] == reason


def test_a_finding_closes_when_the_coverage_is_added_before_medicare(practice, coverage):
    take(practice, answer(PART_B, "EB*R**30*12", *NAMED))
    group = build.payer(practice, name="Elsewhere Health")

    build.coverage(coverage.patient, group, order=1, starts_on="2020-01-01")
    coverage.order = 2
    coverage.save()
    take(practice, answer(PART_B, "EB*R**30*12", *NAMED).replace(b"TRACE1", b"TRACE2"), minutes=5)

    assert Task.objects.get(kind="settle_finding").state == "closed"


def test_contradictory_limits_are_both_kept_and_neither_counts(practice, coverage):
    coverage.payer.payer_type = "commercial"
    coverage.payer.save()

    take(practice, answer("EB*1**30", "EB*F*IND*AD***29***VS*0", "EB*F*IND*AD***29***VS*18"))

    assert sorted(Benefit.objects.filter(kind="visits_remaining").values_list("amount", flat=True)) == [0, 18]
    assert "decide_benefit" in kinds()
    assert "tell_benefit_limit" not in kinds()  # no family is told of a limit that may not be one


def test_an_answer_about_somebody_else_is_refused_and_reported(practice, coverage):
    outcome = take(practice, answer(PART_B).replace(b"TESTCASE*ALMA", b"OTHER*BRUNO").replace(b"19480131", b"20150202"))

    assert (outcome.state, outcome.cause) == ("unmatched", "other_person")
    assert not BenefitCheck.objects.exists()
    assert "match_file" in kinds()


def test_an_unknown_benefit_code_stops_nothing_that_is_known(practice, coverage):
    outcome = take(practice, answer(PART_B, "EB*ZZ*IND*AD***27*40", "EB*B*IND*AD***27*20*****Y"))

    assert outcome.state == "applied"
    assert list(Benefit.objects.filter(kind="copay").values_list("amount", flat=True)) == [20]


def test_an_unknown_reject_code_goes_to_a_person_as_it_came(practice, coverage):
    take(practice, answer("AAA*N**ZZ*C"))

    task = Task.objects.get(kind="fix_inquiry")
    assert task.why[0]["params"]["reject_code"] == "ZZ"
    assert task.why[1]["params"] == {"cure": "call", "field": None}


def test_a_file_of_two_interchanges_is_applied_whole(practice, coverage):
    other = build.patient(practice, first_name="Boris", last_name="Zweite", birth_on="1950-02-02")
    build.coverage(other, coverage.payer, member_id="ZZ0000002")
    second = answer(PART_B).replace(b"TESTCASE*ALMA", b"ZWEITE*BORIS").replace(b"19480131", b"19500202")
    second = second.replace(b"ZZ0000001", b"ZZ0000002").replace(b"TRACE1", b"TRACE2")

    outcome = take(practice, answer(PART_B) + second)

    assert [m.state for m in outcome.messages] == ["applied", "applied"]
    assert BenefitCheck.objects.count() == 2


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_a_file_that_is_cut_off_is_kept_and_nothing_of_it_applied(practice, coverage, share):
    data = answer(PART_B, "EB*B*IND*AD***27*20*****Y")

    outcome = take(practice, data[: int(len(data) * share)])

    assert outcome.state == "unreadable"
    assert not BenefitCheck.objects.exists()
    assert not Benefit.objects.exists()
    assert "read_file" in kinds()
