"""What is recorded for the duties that a ledger leads to settles them: a request beyond a limit, KX, a notice."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from otium.desk import acts, clearance, settle
from otium.desk.acting import acting_for
from otium.desk.actor import Actor
from otium.records.models import Benefit, Patient, Practice, Staff, Task
from otium.terms.clearance import ClearanceCheck
from tests import build

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)  # Monday, 10 am in New York
ON = date(2026, 11, 23)
NOTICE = {"key": "medicare_b", "name": "advance_notice", "value": "abn", "source": "CMS-R-131", "starts_on": None,
          "ends_on": None}  # fmt: skip


@pytest.fixture
def practice() -> Iterator[Practice]:
    row = build.open_practice(AT)
    with acting_for(row.pk):
        row.payer_overrides = {"rules": [NOTICE]}
        row.save(update_fields=["payer_overrides"])
        yield row


@pytest.fixture
def person(practice: Practice) -> Actor:
    staff = Staff.objects.create_user("one@otium.test", name="One")
    staff.memberships.create(practice=practice, role="owner")
    return Actor.person(staff.pk)


def settled(practice: Practice, at: datetime = AT) -> dict[str, Task]:
    settle.settle(practice, by=build.TEST, at=at)
    return {task.kind: task for task in Task.objects.filter(state="open")}


def record(task: Task, choice: str, person: Actor, **entries: Any) -> None:
    acts.record(task_id=task.pk, choice=choice, entries=entries, by=person, at=AT)


def fact(practice: Practice, who: Patient, check: ClearanceCheck) -> str:
    """Of the last visit to come."""
    visits = clearance.of_patients(practice, on=ON, patients=[who.pk])[who.pk].visits
    return next(f for f in visits[-1].findings if f.check is check).fact


class TestARequestBeyondAChildsLimit:
    @pytest.fixture
    def child(self, practice: Practice) -> Patient:
        who = build.patient(practice, birth_on=date(2016, 2, 2))
        self.covered = build.coverage(who, build.payer(practice, "medicaid_ffs"))
        self.answer(1, AT)
        for days in (2, 9):
            build.visit(who, AT + timedelta(days=days))
        return who

    def answer(self, left: int, at: datetime) -> None:
        row = build.check(self.covered, at)
        Benefit.objects.create(practice=row.practice, check_row=row, kind="visits_remaining", amount=Decimal(left))

    def test_once_sent_waits_for_the_payer_and_a_newer_answer_does_not_ask_again(
        self, practice: Practice, person: Actor, child: Patient
    ) -> None:
        task = settled(practice)["request_beyond_limit"]
        assert fact(practice, child, ClearanceCheck.BENEFIT_VISITS) == "limit_soft_beyond"

        record(task, "request_sent", person, sent_on=ON.isoformat(), road="portal")
        self.answer(0, AT + timedelta(hours=1))

        assert "request_beyond_limit" not in settled(practice, AT + timedelta(hours=2))
        assert fact(practice, child, ClearanceCheck.BENEFIT_VISITS) == "limit_requested"

    def test_once_approved_the_visit_is_clear(self, practice: Practice, person: Actor, child: Patient) -> None:
        task = settled(practice)["request_beyond_limit"]

        record(task, "approval_recorded", person, number="E-1", starts_on=ON.isoformat(),
               ends_on="2026-12-31", visits="12")  # fmt: skip

        assert "request_beyond_limit" not in settled(practice)
        assert fact(practice, child, ClearanceCheck.BENEFIT_VISITS) == "limit_approved"


class TestOverTheMedicareThreshold:
    @pytest.fixture
    def elder(self, practice: Practice) -> Patient:
        who = build.patient(practice, birth_on=date(1948, 2, 2))
        medicare = build.payer(practice, "medicare_b")
        build.coverage(who, medicare)
        build.rate(medicare, "100.00", date(2026, 1, 1))
        build.visit(who, AT - timedelta(days=60), "done", allowed=Decimal("2450.00"))
        build.visit(who, AT + timedelta(days=7))
        return who

    def test_what_is_not_documented_takes_a_notice_instead_of_kx(
        self, practice: Practice, person: Actor, elder: Patient
    ) -> None:
        tasks = settled(practice)
        assert "give_abn" not in tasks

        record(tasks["place_kx"], "not_documented", person, reason="Goals are met; the notes show no skilled need.")

        tasks = settled(practice)
        assert "place_kx" not in tasks
        assert fact(practice, elder, ClearanceCheck.MEDICARE_THRESHOLD) == "threshold_not_documented"
        record(tasks["give_abn"], "family_told", person, told_on=ON.isoformat(), road="visit")
        assert {"place_kx", "give_abn"}.isdisjoint(settled(practice))
        assert fact(practice, elder, ClearanceCheck.MEDICARE_THRESHOLD) == "abn_given"

    def test_what_is_documented_after_all_takes_kx(self, practice: Practice, person: Actor, elder: Patient) -> None:
        record(settled(practice)["place_kx"], "not_documented", person, reason="No goals yet.")

        record(settled(practice)["give_abn"], "kx_placed", person)

        assert {"place_kx", "give_abn"}.isdisjoint(settled(practice))
        assert fact(practice, elder, ClearanceCheck.MEDICARE_THRESHOLD) == "kx_placed"
