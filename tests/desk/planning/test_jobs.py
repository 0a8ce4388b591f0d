"""The worker's job: what it leaves behind when it works, when pins clash, when it breaks off; how much it reads."""

import contextlib
from datetime import time, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from otium.desk import clock
from otium.desk.planning import asking, jobs, loading, solving, verdicts
from otium.records import models
from tests import build
from tests.desk.planning.house import AT, BY, MONDAY, TUESDAY, away, booked, moves, waits

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: AT)


def run(plan: models.SchedulePlan, attempts: int = 0) -> str:
    context: Any = SimpleNamespace(job=SimpleNamespace(attempts=attempts))
    with contextlib.suppress(ZeroDivisionError):
        jobs.solve_plan(context, str(plan.practice_id), str(plan.pk))
    plan.refresh_from_db()
    return plan.state


def asked(practice: models.Practice, sick: models.Therapist) -> models.SchedulePlan:
    return asking.call_away(
        practice_id=practice.pk, therapist_id=sick.pk, first=TUESDAY, last=TUESDAY, reason="sick", by=BY, at=AT
    )


def test_the_job_runs_and_once_more_changes_nothing(practice: models.Practice) -> None:
    sick, _colleague = build.therapist(practice), build.therapist(practice)
    booked(practice, sick)
    plan = asked(practice, sick)

    assert run(plan) == "proposed"
    before = [m.pk for m in moves(plan)]
    assert run(plan) == "proposed"
    assert [m.pk for m in moves(plan)] == before


def test_pins_that_clash_are_an_answer(practice: models.Practice) -> None:
    sick, colleague = build.therapist(practice), build.therapist(practice)
    booked(practice, sick)
    plan = away(practice, sick)
    verdicts.pin(practice_id=practice.pk, move_id=moves(plan)[0].pk, by=BY, at=AT)
    booked(practice, colleague)
    asking.ask_again(practice_id=practice.pk, plan_id=plan.pk, by=BY, at=AT)

    assert run(plan) == "failed"
    assert plan.why == "pins_clash"


@pytest.mark.parametrize(("attempts", "state"), [(0, "solving"), (1, "solving"), (2, "failed")])
def test_a_job_that_breaks_off_is_tried_again_and_then_says_so(
    practice: models.Practice, monkeypatch: pytest.MonkeyPatch, attempts: int, state: str
) -> None:
    def breaks(*_args: Any, **_kwargs: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(solving.run, "solve", breaks)
    plan = asked(practice, build.therapist(practice))

    assert run(plan, attempts) == state


def test_facts_take_the_same_queries_for_a_few_visits_and_for_many(practice: models.Practice) -> None:
    who = build.therapist(practice)

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            loading.house(practice, MONDAY, MONDAY + timedelta(days=6))
        return len(found)

    booked(practice, who, on=MONDAY)
    few = queries()
    for hour in (11, 13, 14):
        booked(practice, who, on=MONDAY, at=time(hour))
        waits(practice)

    assert queries() == few


def test_the_digest_changes_with_the_facts_and_with_nothing_else(practice: models.Practice) -> None:
    who = build.therapist(practice)
    span = MONDAY, MONDAY + timedelta(days=6)

    before = loading.digest(loading.house(practice, *span))
    assert loading.digest(loading.house(practice, *span)) == before

    booked(practice, who, on=MONDAY)
    assert loading.digest(loading.house(practice, *span)) != before
