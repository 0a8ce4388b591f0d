"""Which of two answers holds, and who pays first: one click, and undo takes it back."""

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from otium.desk import acting, acts, settle
from otium.desk.actor import Actor
from otium.records.models import Benefit, BenefitCheck, BenefitDecision, Coverage, History, Task
from tests import build
from tests import cast as people
from tests.cast import AT, Cast
from tests.pages.at_desk import page, post

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(monkeypatch: pytest.MonkeyPatch) -> Cast:
    monkeypatch.setattr("otium.desk.clock.now", lambda: AT)
    return people.assemble()


@pytest.fixture
def who(cast: Cast) -> Any:
    found = people.patient(cast.a)
    with acting.acting_for(cast.a.pk):
        for days in (3, 5, 7):
            build.visit(found, AT + timedelta(days=days))
    return found


def said(covered: Coverage, road: str, kind: str, *values: int, hours: int = 0, **more: Any) -> BenefitCheck:
    row = BenefitCheck.objects.create(
        practice=covered.practice, coverage=covered, patient_id=covered.patient_id, status="active",
        answered_at=AT - timedelta(hours=hours), channel=road,
    )  # fmt: skip
    for value in values:
        amount = Decimal(value)
        Benefit.objects.create(practice=covered.practice, check_row=row, kind=kind, amount=amount, **more)
    return row


def task(cast: Cast, kind: str) -> Task:
    settle.settle(cast.a, by=build.TEST, at=AT)
    return Task.objects.get(kind=kind, state="open")


def record(of: Task, choice: str, by: Actor = build.TEST, **entries: str) -> Any:
    return acts.record(task_id=of.pk, choice=choice, entries=entries, by=by, at=AT)


class TestTwoAnswers:
    @pytest.fixture
    def doubt(self, cast: Cast, who: Any) -> Task:
        covered = people.coverage(who, "commercial")
        with acting.acting_for(cast.a.pk):
            said(covered, "x12", "visits_remaining", 20, hours=2)
            said(covered, "call", "visits_remaining", 1)
            return task(cast, "decide_benefit")

    def chosen(self, amount: int) -> str:
        return str(Benefit.objects.get(amount=amount).pk)

    @pytest.mark.parametrize(("amount", "is_told"), [(1, True), (20, False)])
    def test_the_one_that_holds_is_counted_with(self, cast: Cast, doubt: Task, amount: int, is_told: bool) -> None:
        with acting.acting_for(cast.a.pk):
            record(doubt, "answer_holds", benefit=self.chosen(amount), reason="Asked again")

            row = BenefitDecision.objects.get()
            assert (row.kind, row.benefit.amount, row.reason) == ("visits_remaining", amount, "Asked again")
            assert Task.objects.get(pk=doubt.pk).state == "closed"
            assert Task.objects.filter(kind="tell_benefit_limit", state="open").exists() is is_told
            assert History.objects.filter(focus_id=row.pk, event="recorded").exists()

    def test_before_that_no_family_is_told_of_a_limit(self, cast: Cast, doubt: Task) -> None:
        with acting.acting_for(cast.a.pk):
            assert not Task.objects.filter(kind="tell_benefit_limit").exists()

    def test_undoing_it_brings_the_doubt_back(self, cast: Cast, doubt: Task) -> None:
        with acting.acting_for(cast.a.pk):
            act = record(doubt, "answer_holds", benefit=self.chosen(1))

            acts.undo(act_id=act.pk, by=build.TEST, at=AT)

            assert BenefitDecision.objects.get().entered_in_error
            assert set(Task.objects.filter(state="open").values_list("kind", flat=True)) >= {"decide_benefit"}
            assert not Task.objects.filter(kind="tell_benefit_limit", state="open").exists()

    def test_the_sheet_leads_to_the_task_and_then_shows_what_was_decided(self, cast: Cast, doubt: Task) -> None:
        client = people.signed_in(cast.people["assistant"])

        def left() -> tuple[str, list[str], bool]:
            (sheet,) = client.get(f"/patients/{doubt.patient_id}/").context["sheets"]
            (line,) = (each for each in sheet.lines if each.name == "Visits left")
            return sheet.decide_url, sorted(each.words for each in line.answers), line.is_in_doubt

        assert left() == (f"/desk/tasks/{doubt.pk}/", ["1", "20"], True)
        with acting.acting_for(cast.a.pk):
            record(doubt, "answer_holds", benefit=self.chosen(20))
        assert left() == ("", ["20"], False)

    def test_a_value_that_is_none_of_them_is_refused(self, cast: Cast, doubt: Task) -> None:
        with acting.acting_for(cast.a.pk), pytest.raises(acts.Refused) as caught:
            record(doubt, "answer_holds", benefit=str(uuid4()))

        with acting.acting_for(cast.a.pk):
            assert (caught.value.code, BenefitDecision.objects.exists()) == ("nothing_to_decide", False)

    def test_the_panel_shows_each_with_its_source_and_a_button(self, cast: Cast, doubt: Task) -> None:
        client = people.signed_in(cast.people["assistant"])

        shown = page(client, doubt)

        sides = shown.context["panel"].sides
        assert sorted(side.words for side in sides.items) == ["1", "20"]
        assert {side.source.split(",")[0] for side in sides.items} == {"Payer (271)", "Call"}
        assert shown.content.decode().count("This one holds") >= 2
        with acting.acting_for(cast.a.pk):
            key = self.chosen(20)
        post(client, "desk_record", doubt, choice="answer_holds", **{"answer_holds-benefit": key})
        with acting.acting_for(cast.a.pk):
            assert BenefitDecision.objects.get().by_id == cast.people["assistant"].pk

    @pytest.mark.parametrize("name", ["treating", "auditor"])
    def test_who_may_not_enter_answers_sees_both_and_may_not_choose(self, cast: Cast, doubt: Task, name: str) -> None:
        client = people.signed_in(cast.people[name])

        sides = page(client, doubt).context["panel"].sides

        assert (len(sides.items), sides.choice) == (2, "")


class TestAnOrder:
    @pytest.fixture
    def untold(self, cast: Cast, who: Any) -> Task:
        people.coverage(who, "medicaid_mco", order=1)
        people.coverage(who, "commercial", order=1)
        with acting.acting_for(cast.a.pk):
            return task(cast, "order_coverages")

    def order(self) -> list[str]:
        rows = Coverage.objects.order_by("order").values_list("payer__payer_type", "order")
        return [f"{kind} {order}" for kind, order in rows]

    def test_is_suggested_and_set_with_one_click(self, cast: Cast, untold: Task) -> None:
        client = people.signed_in(cast.people["assistant"])

        first = page(client, untold).context["panel"].sides.items[0]
        post(client, "desk_record", untold, choice="pays_first", **{"pays_first-coverage": str(first.id)})

        assert first.note == "Suggested: Medicaid pays last"
        with acting.acting_for(cast.a.pk):
            assert self.order() == ["commercial 1", "medicaid_mco 2"]
            assert Task.objects.get(pk=untold.pk).state == "closed"
            assert History.objects.filter(focus_type="coverage", event="changed").exists()

    def test_is_taken_back_by_undo(self, cast: Cast, untold: Task) -> None:
        with acting.acting_for(cast.a.pk):
            chosen = str(Coverage.objects.get(payer__payer_type="commercial").pk)
            act = record(untold, "pays_first", coverage=chosen)

            acts.undo(act_id=act.pk, by=build.TEST, at=AT)

            assert sorted(self.order()) == ["commercial 1", "medicaid_mco 1"]
            assert Task.objects.get(pk=untold.pk).state == "open"

    def test_against_the_rule_is_kept_and_said(self, cast: Cast, untold: Task) -> None:
        """A person knows more than a rule: the task stands on and says so, until they settle it."""
        with acting.acting_for(cast.a.pk):
            chosen = str(Coverage.objects.get(payer__payer_type="medicaid_mco").pk)
            record(untold, "pays_first", coverage=chosen)

            assert self.order() == ["medicaid_mco 1", "commercial 2"]
            assert [r["code"] for r in task(cast, "order_coverages").why][:1] == ["order_differs"]

    def test_of_a_coverage_of_somebody_else_is_refused(self, cast: Cast, untold: Task) -> None:
        other = people.coverage(people.patient(cast.a, "Rufus", "Elsewhere"), "commercial")

        with acting.acting_for(cast.a.pk), pytest.raises(acts.Refused) as caught:
            record(untold, "pays_first", coverage=str(other.pk))

        assert caught.value.code == "not_an_option"
