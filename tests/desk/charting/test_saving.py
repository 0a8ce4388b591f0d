"""What was added at one sitting is kept as a whole, said to be odd where it is, and taken back as a whole."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from otium.desk import charting
from otium.desk.charting import TakenBack
from otium.desk.mend.problems import Invalid
from otium.records import models
from otium.terms.chart import FindingKind, GoalStatus
from otium.terms.charting import GoalToday, NewFinding, NewGoal, NewScore
from tests.cast import AT, ON
from tests.desk.charting.conftest import Scene

GRIP = NewScore("jamar", "", Decimal("31"), side="left")
PROGRESS = NewFinding(FindingKind.PROGRESS, "Ties the first knot alone.")


def test_an_entry_keeps_goals_scores_and_findings_of_the_day(scene: Scene) -> None:
    goal = scene.goal()

    scene.save(
        goals=(GoalToday(goal.pk, GoalStatus.PARTLY_MET, "3 of 5"),),
        new_goals=(NewGoal("Buttons a shirt", baseline="0 of 6 buttons", target="6 of 6"),),
        scores=(GRIP,),
        findings=(PROGRESS,),
    )

    goal.refresh_from_db()
    assert (goal.current, goal.status, goal.current_on) == ("3 of 5", "partly_met", ON)
    note = models.GoalNote.objects.get(goal=goal)
    assert (note.current, note.status, note.noted_on) == ("3 of 5", "partly_met", ON)
    new = models.Goal.objects.get(text="Buttons a shirt")
    assert (new.current, new.set_on) == ("0 of 6 buttons", ON)
    score = models.Measure.objects.get()
    assert (score.instrument, score.part, score.unit, score.side) == ("Grip strength", "Grip", "lb", "left")
    finding = models.Finding.objects.get()
    assert (finding.kind, finding.text, finding.channel) == ("progress", "Ties the first knot alone.", "form")
    assert finding.therapist is not None
    assert finding.episode is not None


def test_every_row_has_history_and_none_of_it_holds_what_was_written(scene: Scene) -> None:
    scene.save(findings=(PROGRESS,), scores=(GRIP,))

    rows = list(models.History.objects.filter(patient_id=scene.patient.pk))
    assert {(row.focus_type, row.event) for row in rows} >= {
        ("finding", "recorded"), ("measure", "recorded"), ("patient", "charted"),
    }  # fmt: skip
    assert not any("first knot" in str(row.after) for row in rows)


def test_the_same_entry_twice_is_one(scene: Scene) -> None:
    entry_id = uuid4()

    scene.save(entry_id, findings=(PROGRESS,))
    again = scene.save(entry_id, findings=(PROGRESS,))

    assert again.is_repeat
    assert models.Finding.objects.count() == 1


def test_a_status_alone_is_one_click_and_keeps_the_words(scene: Scene) -> None:
    goal = scene.goal(current="2 of 5")

    scene.save(goals=(GoalToday(goal.pk, GoalStatus.MET, ""),))

    note = models.GoalNote.objects.get()
    assert (note.current, note.status) == ("2 of 5", "met")


def test_a_goal_that_was_not_touched_gets_no_note(scene: Scene) -> None:
    goal = scene.goal()

    scene.save(goals=(GoalToday(goal.pk, GoalStatus.ACTIVE, " "),), findings=(PROGRESS,))

    assert not models.GoalNote.objects.exists()


def test_nothing_typed_is_said(scene: Scene) -> None:
    goal = scene.goal()

    with pytest.raises(Invalid):
        scene.save(goals=(GoalToday(goal.pk, GoalStatus.ACTIVE, ""),))


def test_a_note_of_an_earlier_day_does_not_change_where_the_goal_stands(scene: Scene) -> None:
    goal = scene.goal()
    scene.save(goals=(GoalToday(goal.pk, GoalStatus.ACTIVE, "3 of 5"),))

    scene.save(on=ON - timedelta(days=7), goals=(GoalToday(goal.pk, GoalStatus.ACTIVE, "1 of 5"),))

    goal.refresh_from_db()
    assert (goal.current, goal.current_on) == ("3 of 5", ON)
    assert models.GoalNote.objects.filter(entered_in_error=False).count() == 2


def test_a_second_note_of_a_day_takes_the_place_of_the_first_until_it_is_taken_back(scene: Scene) -> None:
    goal = scene.goal()
    scene.save(goals=(GoalToday(goal.pk, GoalStatus.ACTIVE, "2 of 5"),))

    second = scene.save(goals=(GoalToday(goal.pk, GoalStatus.ACTIVE, "3 of 5"),))
    assert list(models.GoalNote.objects.filter(entered_in_error=False).values_list("current", flat=True)) == ["3 of 5"]
    scene.take_back(second)

    goal.refresh_from_db()
    assert goal.current == "2 of 5"
    assert list(models.GoalNote.objects.filter(entered_in_error=False).values_list("current", flat=True)) == ["2 of 5"]


def test_taking_an_entry_back_leaves_the_chart_as_it_was(scene: Scene) -> None:
    goal = scene.goal()
    saved = scene.save(
        goals=(GoalToday(goal.pk, GoalStatus.MET, "5 of 5"),), new_goals=(NewGoal("Zips a coat", current="1 of 5"),),
        scores=(GRIP,), findings=(PROGRESS,),
    )  # fmt: skip

    scene.take_back(saved)

    goal.refresh_from_db()
    assert (goal.current, goal.status, goal.current_on) == ("0 of 5", "active", None)
    for model in (models.Finding, models.Measure, models.GoalNote):
        assert not model.objects.filter(entered_in_error=False).exists()
    assert list(models.Goal.objects.filter(entered_in_error=False)) == [goal]


def test_an_entry_is_taken_back_once(scene: Scene) -> None:
    saved = scene.save(findings=(PROGRESS,))
    scene.take_back(saved)

    with pytest.raises(TakenBack):
        scene.take_back(saved)


def test_a_note_taken_out_lets_the_one_before_it_stand(scene: Scene) -> None:
    goal = scene.goal()
    scene.save(on=ON - timedelta(days=7), goals=(GoalToday(goal.pk, GoalStatus.ACTIVE, "1 of 5"),))
    scene.save(goals=(GoalToday(goal.pk, GoalStatus.MET, "5 of 5"),))
    newest = models.GoalNote.objects.get(noted_on=ON)

    charting.mark_note(note_id=newest.pk, is_in_error=True, by=scene.by, at=AT)
    goal.refresh_from_db()
    assert (goal.current, goal.status) == ("1 of 5", "active")

    charting.mark_note(note_id=newest.pk, is_in_error=False, by=scene.by, at=AT)
    goal.refresh_from_db()
    assert (goal.current, goal.status) == ("5 of 5", "met")


@pytest.mark.parametrize(
    ("score", "field"),
    [
        (NewScore("BOT-2", "Fine Manual Control", Decimal(81)), "score-0-score"),
        (NewScore("BOT-2", "Fine Manual Control", None), "score-0-score"),
        (NewScore("Barthel", "", Decimal(57)), "score-0-score"),
        (NewScore("BOT-2", "Fine Manual Control", Decimal("32.123")), "score-0-score"),
        (NewScore("", "", Decimal(3)), "score-0-instrument"),
    ],
)
def test_a_score_that_cannot_be_is_refused_and_nothing_of_the_entry_is_kept(
    scene: Scene, score: NewScore, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        scene.save(scores=(score,), findings=(PROGRESS,), is_sure=True)

    assert [problem.field for problem in refused.value.problems] == [field]
    assert not models.Finding.objects.exists()


@pytest.mark.parametrize(
    ("score", "field"),
    [
        (NewScore("BOT-2", "Handwriting", Decimal(30)), "score-0-part"),
        (NewScore("Grip strength", "", Decimal(30)), "score-0-side"),
        (NewScore("Grip strength", "", Decimal(30), unit="kg", side="left"), "score-0-unit"),
    ],
)
def test_an_odd_score_is_kept_once_the_person_is_sure(scene: Scene, score: NewScore, field: str) -> None:
    scene.patient.birth_on = ON - timedelta(days=365 * 9)
    scene.patient.save()

    with pytest.raises(Invalid) as refused:
        scene.save(scores=(score,))
    assert [problem.field for problem in refused.value.problems] == [field]
    assert refused.value.is_only_warnings
    scene.save(scores=(score,), is_sure=True)

    assert models.Measure.objects.count() == 1


def test_an_instrument_we_do_not_know_is_kept_and_said(scene: Scene) -> None:
    saved = scene.save(scores=(NewScore("House handwriting scale", "", Decimal(400)),))

    assert models.Measure.objects.get().instrument == "House handwriting scale"
    assert "House handwriting scale" in saved.remarks[0]


def test_a_day_still_to_come_is_refused(scene: Scene) -> None:
    with pytest.raises(Invalid) as refused:
        scene.save(on=ON + timedelta(days=1), findings=(PROGRESS,))

    assert [problem.field for problem in refused.value.problems] == ["on"]


def test_scores_of_one_scale_form_one_series_however_they_were_named(scene: Scene) -> None:
    old = {"practice_id": scene.patient.practice_id, "patient": scene.patient, "unit": "lb", "side": "left"}
    models.Measure.objects.create(
        **old, instrument="Jamar", part="", score=Decimal(18), taken_on=ON - timedelta(days=40)
    )
    scene.save(scores=(GRIP,))

    (series,) = charting.on_file(scene.patient, ON).series

    assert [taken.row.score for taken in series.taken] == [Decimal(18), Decimal(31)]
    assert series.change is not None
    assert (series.change.verdict, series.change.gain) == ("improved", Decimal(13))


def test_reading_a_chart_takes_as_many_queries_for_many_rows_as_for_few(
    scene: Scene, django_assert_num_queries: object
) -> None:
    for number in range(6):
        scene.save(
            new_goals=(NewGoal(f"Goal {number}", current="1"),), findings=(PROGRESS,),
            scores=(NewScore("NPRS", "Now", Decimal(number)),),
        )  # fmt: skip

    with django_assert_num_queries(7):  # type: ignore[operator]
        found = charting.on_file(scene.patient, ON)

    assert len(found.goals) == 6
