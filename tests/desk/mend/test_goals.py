"""A goal that stands otherwise says so in a note with its day, and who said it, also when its own form is used."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from otium.desk import acting, mend
from otium.desk.actor import Actor
from otium.desk.charting import mark_note
from otium.desk.mend import Entered
from otium.records import models
from tests import build

AT = datetime(2026, 11, 23, 15, 0, tzinfo=ZoneInfo("America/New_York"))
LATER = AT + timedelta(days=7)
BY = Actor("test")
pytestmark = pytest.mark.django_db


@pytest.fixture
def who() -> Iterator[models.Patient]:
    practice = build.open_practice(AT)
    with acting.acting_for(practice.pk):
        yield build.patient(practice)


def add(who: models.Patient, **values: Any) -> Any:
    entered = Entered({"text": "Ties both shoes", **values})
    return mend.add("goal", entered, practice_id=who.practice_id, patient_id=who.pk, by=BY, at=AT)


def change(goal: Any, at: datetime = LATER, **values: Any) -> Any:
    version = mend.version_of(mend.KINDS["goal"], goal)
    return mend.change("goal", Entered(values, version), record_id=goal.pk, by=BY, at=at)


def notes(goal: Any) -> list[tuple[str, str, str]]:
    rows = models.GoalNote.objects.filter(goal=goal, entered_in_error=False).order_by("noted_on")
    return [(row.noted_on.isoformat(), row.status, row.current) for row in rows]


def test_a_goal_that_is_met_by_its_form_has_a_note_of_the_day(who: models.Patient) -> None:
    goal = add(who, current="one shoe")

    goal = change(goal, status="met", current="both shoes")

    assert notes(goal) == [("2026-11-23", "active", "one shoe"), ("2026-11-30", "met", "both shoes")]
    assert goal.current_on == LATER.date()
    said = models.History.objects.get(focus_type="goalnote", event="recorded", at=LATER)
    assert (said.by, said.after, said.patient_id) == ("test", {"status": "met", "noted_on": "2026-11-30"}, who.pk)


def test_a_goal_that_is_only_set_or_worded_anew_has_no_note(who: models.Patient) -> None:
    goal = add(who)

    goal = change(goal, text="Ties both shoes alone")

    assert notes(goal) == []
    assert goal.current_on is None


def test_two_changes_of_a_day_leave_one_note_that_counts(who: models.Patient) -> None:
    goal = change(add(who), status="partly_met")

    goal = change(goal, status="met")

    assert notes(goal) == [("2026-11-30", "met", "")]
    assert models.GoalNote.objects.filter(goal=goal, entered_in_error=True).count() == 1


def test_taking_the_note_back_lets_the_goal_stand_as_before(who: models.Patient) -> None:
    goal = change(add(who, current="one shoe"), status="met")
    newest = models.GoalNote.objects.get(goal=goal, noted_on=LATER.date())

    mark_note(note_id=newest.pk, is_in_error=True, by=BY, at=LATER)

    goal.refresh_from_db()
    assert (goal.status, goal.current) == ("active", "one shoe")
