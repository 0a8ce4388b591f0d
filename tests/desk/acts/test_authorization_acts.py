"""What a person learned of a need, and that a late payer was pressed: recorded once, and the task follows."""

from datetime import date, timedelta
from typing import Any

import pytest

from otium.desk import acting, acts, pressing, settle
from otium.records import models
from otium.records.models import Act, AuthorizationRequest, Benefit, BenefitCheck, Coverage, Task
from tests import build
from tests import cast as people
from tests.cast import AT, ON, Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(monkeypatch: pytest.MonkeyPatch) -> Cast:
    monkeypatch.setattr("otium.desk.clock.now", lambda: AT)
    return people.assemble()


@pytest.fixture
def who(cast: Cast) -> Any:
    found = people.patient(cast.a)
    with acting.acting_for(cast.a.pk):
        for days in (5, 7, 12):
            build.visit(found, AT + timedelta(days=days))
    return found


def covered(cast: Cast, who: Any, payer_type: str, **fields: Any) -> Coverage:
    with acting.acting_for(cast.a.pk):
        row = people.coverage(who, payer_type)
        models.Payer.objects.filter(pk=row.payer_id).update(**fields)
        build.check(row, AT - timedelta(days=1))
    return row


def tasks(cast: Cast, kind: str, at: Any = AT) -> list[Task]:
    settle.settle(cast.a, by=build.TEST, at=at)
    return list(Task.objects.filter(kind=kind, state="open"))


def record(of: Task, choice: str, **entries: str) -> Any:
    return acts.record(task_id=of.pk, choice=choice, entries=entries, by=build.TEST, at=AT)


class TestNeed:
    said = {"road": "call", "said_by": "J. Doe, provider line", "reference": "C-1"}

    @pytest.mark.parametrize(("needed", "left"), [("yes", ["sign_request"]), ("no", [])])
    def test_what_the_payer_says_settles_it(self, cast: Cast, who: Any, needed: str, left: list[str]) -> None:
        row = covered(cast, who, "commercial")
        with acting.acting_for(cast.a.pk):
            (task,) = tasks(cast, "settle_need")

            record(task, "need_said", needed=needed, **self.said)

            check = BenefitCheck.objects.get(coverage_id=row.pk, said_by="J. Doe, provider line")
            benefit = Benefit.objects.get(check_row=check)
            assert (check.status, check.said_by, check.reference) == ("unknown", "J. Doe, provider line", "C-1")
            assert (benefit.kind, benefit.flag) == ("authorization_required", needed == "yes")
            assert benefit.provenance["value"]["channel"] == "call"
            kinds = ("settle_need", "obtain_authorization", "sign_request")  # drafted by itself
            assert list(Task.objects.filter(state="open", kind__in=kinds).values_list("kind", flat=True)) == left

    def test_of_an_evaluation_it_is_kept_apart(self, cast: Cast) -> None:
        who = people.patient(cast.a)
        row = covered(cast, who, "medicare_advantage")
        with acting.acting_for(cast.a.pk):
            build.visit(who, AT + timedelta(days=5), kind="evaluation")
            (task,) = tasks(cast, "settle_need")
            assert task.instance == "evaluation"

            record(task, "need_said", needed="no", **self.said)

            benefit = Benefit.objects.get(check_row__coverage_id=row.pk, kind="authorization_for")
            assert (benefit.text, benefit.flag) == ("evaluation", False)
            assert tasks(cast, "settle_need") == []

    def test_undo_takes_it_back(self, cast: Cast, who: Any) -> None:
        covered(cast, who, "commercial")
        with acting.acting_for(cast.a.pk):
            (task,) = tasks(cast, "settle_need")
            record(task, "need_said", needed="no", **self.said)

            acts.undo(act_id=Act.objects.get(choice="need_said").pk, by=build.TEST, at=AT)

            assert not BenefitCheck.objects.filter(said_by="J. Doe, provider line", entered_in_error=False).exists()
            assert len(tasks(cast, "settle_need")) == 1


class TestPressing:
    def request(self, cast: Cast, who: Any, sent_on: date, payer_type: str = "medicare_advantage") -> Any:
        row = covered(cast, who, payer_type)
        with acting.acting_for(cast.a.pk):
            return AuthorizationRequest.objects.create(
                practice=cast.a, patient=who, coverage=row, kind="initial", state="submitted", submitted_on=sent_on,
                reference="REF-7",
            )  # fmt: skip

    def test_the_task_says_what_to_say_and_rests_until_the_promised_day(self, cast: Cast, who: Any) -> None:
        asked = self.request(cast, who, ON - timedelta(days=8))
        with acting.acting_for(cast.a.pk):
            (task,) = tasks(cast, "chase_decision")
            assert [reason["code"] for reason in task.why] == ["decision_overdue", "press_call"]

            until = ON + timedelta(days=2)
            record(task, "payer_pressed", road="call", said_by="K. Lee: on Friday", until_on=until.isoformat())

            assert tasks(cast, "chase_decision") == []
            (again,) = tasks(cast, "chase_decision", AT + timedelta(days=3))
            assert again.focus_id == asked.pk

    @pytest.mark.parametrize(
        ("days", "step", "has"),
        [(8, "call", "reference number"), (12, "supervisor", "supervisor"), (21, "complaint", "422.568")],
    )
    def test_the_words_follow_how_late_the_payer_is(self, cast: Cast, who: Any, days: int, step: str, has: str) -> None:
        asked = self.request(cast, who, ON - timedelta(days=days))
        with acting.acting_for(cast.a.pk):
            found = pressing.words(asked.pk, cast.a, ON)

        assert found is not None
        assert found.step == step
        assert has in found.text
        assert "REF-7" in found.text
        assert "(7 calendar days, 42 CFR 422.568 and 422.572)" in found.text
        assert f"{found.due_on:%m/%d/%Y}" in found.text

    def test_without_a_law_the_usual_day_is_named(self, cast: Cast, who: Any) -> None:
        asked = self.request(cast, who, ON - timedelta(days=30), "va")
        with acting.acting_for(cast.a.pk):
            assert pressing.words(asked.pk, cast.a, ON) is None
            found = pressing.words(asked.pk, cast.a, ON, usual_on=ON - timedelta(days=1))

        assert found is not None
        assert pressing.USUAL in found.text

    def test_a_decision_closes_the_task(self, cast: Cast, who: Any) -> None:
        asked = self.request(cast, who, ON - timedelta(days=8))
        with acting.acting_for(cast.a.pk):
            assert len(tasks(cast, "chase_decision")) == 1
            AuthorizationRequest.objects.filter(pk=asked.pk).update(state="denied", decided_on=ON)

            assert tasks(cast, "chase_decision") == []
