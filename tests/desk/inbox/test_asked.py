"""Answers to our own questions: each to who was asked about, in whatever order and however often they come."""

from datetime import UTC, date, datetime, timedelta
from itertools import permutations

import pytest

from otium.desk.actor import RECEIVE
from otium.desk.inbox import Arrival, receive
from otium.records.models import BenefitCheck, Parcel
from tests import build
from tests.desk.outbox.conftest import AT
from tests.wires.x12.messages import answer_271

pytestmark = pytest.mark.django_db
BUSY, ACTIVE = answer_271("AAA*Y**42*R"), answer_271("EB*1**AD")


@pytest.fixture
def coverage(practice):
    who = build.patient(practice, first_name="Alma", last_name="Testcase", birth_on="2018-01-31")
    return build.coverage(who, build.payer(practice), member_id="ZZ0000001")


@pytest.fixture
def asked(practice, coverage):
    focus = ("coverage", coverage.pk)
    return build.parcel(practice, AT, trace="TRACE1", patient_id=coverage.patient_id, focus=focus)


def take(practice, data, minutes=0):
    at = AT + timedelta(minutes=minutes)
    return receive(Arrival("answer.x12", data), by=RECEIVE, at=at, practice_id=practice.pk)


def test_the_answer_to_a_question_sent_anew_counts_although_the_first_was_refused(practice, coverage, asked):
    take(practice, BUSY)

    outcome = take(practice, ACTIVE, minutes=5)

    assert outcome.state == "applied"
    assert [check.status for check in BenefitCheck.objects.order_by("answered_at")] == ["rejected", "active"]


@pytest.mark.parametrize("order", list(permutations([BUSY, BUSY + b"\n", ACTIVE])))
def test_in_every_order_the_answer_stands_last_and_nothing_stands_twice(practice, coverage, asked, order):
    for minute, data in enumerate(order):
        take(practice, data, minutes=minute)

    checks = [check.status for check in BenefitCheck.objects.order_by("answered_at", "status")]
    assert checks in (["rejected", "active"], ["active"])


def test_a_refusal_with_our_trace_and_no_member_id_is_of_who_was_asked_about(practice, coverage, asked):
    outcome = take(practice, BUSY.replace(b"****MI*ZZ0000001", b""))

    assert (outcome.state, BenefitCheck.objects.get().coverage_id) == ("applied", coverage.pk)


def test_an_answer_with_our_trace_about_somebody_else_waits_for_a_person(practice, coverage, asked):
    outcome = take(practice, ACTIVE.replace(b"TESTCASE*ALMA", b"OTHER*BRUNO").replace(b"20180131", b"20150202"))

    assert (outcome.state, outcome.cause) == ("unmatched", "other_person")
    assert not BenefitCheck.objects.exists()
    assert Parcel.objects.get().answer_id is None


def test_an_answer_with_our_trace_and_the_same_name_but_another_member_id_waits(practice, coverage, asked):
    outcome = take(practice, ACTIVE.replace(b"ZZ0000001", b"ZZ0000002"))

    assert (outcome.state, outcome.cause) == ("unmatched", "other_person")


@pytest.mark.parametrize(
    ("asked_at", "in_force"),
    [
        (datetime(2026, 11, 25, 4, 59, tzinfo=UTC), "old"),  # 23:59 on the 24th in New York
        (datetime(2026, 11, 25, 5, 0, tzinfo=UTC), "new"),
    ],
)
def test_a_question_of_the_evening_was_asked_on_the_practices_day(practice, coverage, asked_at, in_force):
    practice.time_zone = "America/New_York"
    practice.save()
    coverage.ends_on = date(2026, 11, 24)
    coverage.save()
    newer = build.coverage(
        coverage.patient, coverage.payer, member_id=coverage.member_id, starts_on=date(2026, 11, 25), order=2
    )
    build.parcel(practice, asked_at, trace="TRACE1", patient_id=coverage.patient_id)

    take(practice, ACTIVE)

    assert BenefitCheck.objects.get().coverage_id == {"old": coverage.pk, "new": newer.pk}[in_force]
