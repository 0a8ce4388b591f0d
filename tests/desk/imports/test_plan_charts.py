"""Charts of a whole practice: whose a line is, what it becomes, what a corrected file changes."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from otium.desk.imports.on_file import Kind, Model
from otium.desk.imports.plan import Plan
from otium.terms.extract import Problem, Table
from tests.desk.imports.scene import PEOPLE, TODAY, Desk, Row, counts, held, rows

ANN = rows("patient")
ANN_AND_BO = rows("patient", {}, {"patient_id": 8, "first_name": "Bo", "last_name": "Nye"})
GRIP = {"id": 2, "type": "score", "date": "2026-11-02", "instrument": "Grip strength", "side": "left", "score": "14"}
GRIP |= {"unit": "lbs", "text": ""}
NEED = {"id": 3, "type": "finding", "kind": "Skilled need", "date": "2026-11-02", "text": "Graded by a therapist"}
NOTE = {"id": 4, "type": "note", "goal_id": 1, "date": "2026-10-01", "text": "", "current": "Two of five"}


def charts(desk: Desk, *given: Row, on: date = TODAY) -> Plan:
    return desk.run(rows("chart", *given), on=on)


@pytest.fixture
def desk() -> Desk:
    found = Desk()
    found.run(ANN)
    return found


def test_lines_of_each_type_become_what_they_are(desk: Desk) -> None:
    plan = charts(desk, {}, GRIP, NEED, NOTE)

    assert counts(plan, Table.CHARTS) == {"read": 4, "added": 4}
    goal, score, finding = desk.one(Model.GOAL), desk.one(Model.MEASURE), desk.one(Model.FINDING)
    note = desk.one(Model.GOAL_NOTE)
    assert (goal["text"], goal["set_on"], goal["current"]) == ("Buttons a shirt", date(2026, 9, 1), "Two of five")
    assert (score["score"], score["side"], score["taken_on"]) == (Decimal(14), "left", date(2026, 11, 2))
    assert (finding["kind"], finding["found_on"], finding["channel"]) == ("skilled_need", date(2026, 11, 2), "import")
    assert (note["noted_on"], note["status"], note["current"]) == (date(2026, 10, 1), "active", "Two of five")
    assert {row["patient_id"] for row in (goal, score, finding, note)} == {desk.id_of(Kind.PATIENT, 7)}


def test_the_same_bytes_change_nothing_on_a_later_day(desk: Desk) -> None:
    lines = ({"status": "Partly met", "current": "Three of five"}, GRIP, NEED, NOTE)
    charts(desk, *lines)

    again = charts(desk, *lines, on=TODAY + timedelta(days=9))

    assert again.changes == ()
    assert counts(again, Table.CHARTS) == {"read": 4, "unchanged": 4}


def test_a_corrected_file_changes_its_own_lines_and_no_other(desk: Desk) -> None:
    charts(desk, {}, GRIP, NEED)
    desk.edit(Model.FINDING, desk.id_of(Kind.FINDING, "finding/3"), text="Written anew by hand")

    plan = charts(desk, {}, GRIP | {"score": "15"}, NEED)

    (change,) = plan.changes
    assert (change.model, change.before, change.after) == (
        Model.MEASURE, {"score": Decimal(14)}, {"score": Decimal(15)},
    )  # fmt: skip
    assert desk.one(Model.FINDING)["text"] == "Written anew by hand"


def test_lines_that_are_left_out_later_stay(desk: Desk) -> None:
    charts(desk, {}, GRIP)

    charts(desk, GRIP)

    assert desk.one(Model.GOAL)["entered_in_error"] is False


def test_a_line_that_the_source_removed_counts_no_more(desk: Desk) -> None:
    charts(desk, {}, GRIP)

    plan = charts(desk, {}, GRIP | {"export_flag": 3})

    assert counts(plan, Table.CHARTS) == {"read": 2, "unchanged": 1, "removed": 1}
    assert desk.one(Model.MEASURE)["entered_in_error"] is True


def test_a_chart_number_that_nobody_has_holds_the_line_and_makes_no_patient(desk: Desk) -> None:
    plan = charts(desk, {"patient_id": 99, "first_name": "Ann", "last_name": "Lee"})

    assert held(plan) == [(Problem.ORPHAN, 2, "patient_id")]
    assert len(desk.all(Model.PATIENT)) == 1
    assert desk.all(Model.GOAL) == []


def test_a_patient_entered_by_hand_is_found_by_the_number_of_the_other_system() -> None:
    desk = Desk()
    patient = desk.put(Model.PATIENT, external_id="MRN-5", first_name="Cy", last_name="Ott")

    charts(desk, {"patient_id": "MRN-5"})

    assert desk.one(Model.GOAL)["patient_id"] == patient


@pytest.mark.parametrize(
    ("named", "is_held"),
    [
        ({"last_name": "Lee", "first_name": "Ann"}, False),
        ({"last_name": "Nye", "first_name": "Bo"}, True),
        ({"birth_date": "2019-03-05"}, True),
        ({"birth_date": "2019-03-04"}, False),
    ],
    ids=["same_names", "other_names", "another_birth_date", "same_birth_date"],
)
def test_names_and_birth_date_must_not_contradict_the_number(named: Row, is_held: bool) -> None:
    desk = Desk()
    desk.run(rows("patient", {"date_of_birth": "2019-03-04"}))

    plan = charts(desk, named)

    assert held(plan) == ([(Problem.OTHER_PERSON, 2, "patient_id")] if is_held else [])


def test_a_line_that_moved_to_another_patient_is_held() -> None:
    desk = Desk()
    desk.run(ANN_AND_BO)
    charts(desk, {})

    plan = charts(desk, {"patient_id": 8})

    assert held(plan) == [(Problem.OTHER_PATIENT, 2, "patient_id")]
    assert desk.one(Model.GOAL)["patient_id"] == desk.id_of(Kind.PATIENT, 7)


@pytest.mark.parametrize(
    ("line", "problem", "column"),
    [
        ({"text": ""}, Problem.BLANK, "text"),
        (GRIP | {"date": ""}, Problem.BLANK, "date"),
        (GRIP | {"score": "14-15"}, Problem.BAD_SCORE, "score"),
        (GRIP | {"score": "5000"}, Problem.SCORE_IMPOSSIBLE, "score"),
        (GRIP | {"date": "2026-11-24"}, Problem.STILL_TO_COME, "date"),
        (NEED | {"kind": "Gossip"}, Problem.UNKNOWN_WORD, "kind"),
        (NEED | {"text": "x" * 4001}, Problem.TOO_LONG, "text"),
        (NOTE | {"goal_id": 77}, Problem.ORPHAN, "goal_id"),
        ({"type": "diary"}, Problem.UNKNOWN_WORD, "type"),
    ],
    ids=["no_text", "no_day", "range", "impossible", "tomorrow", "kind", "too_long", "no_goal", "type"],
)
def test_a_line_that_cannot_be_is_held_with_its_column(desk: Desk, line: Row, problem: Problem, column: str) -> None:
    plan = charts(desk, line)

    assert held(plan) == [(problem, 2, column)]
    assert plan.changes == ()


def test_a_goal_that_stands_otherwise_says_when_and_what_it_was(desk: Desk) -> None:
    charts(desk, {"status": "active", "current": "One of five"})

    plan = charts(desk, {"status": "Met", "current": "Five of five"}, on=TODAY + timedelta(days=7))

    notes = sorted(desk.all(Model.GOAL_NOTE), key=lambda n: n["noted_on"])
    assert [(n["noted_on"], n["status"], n["current"]) for n in notes] == [
        (date(2026, 9, 1), "active", "One of five"),
        (TODAY + timedelta(days=7), "met", "Five of five"),
    ]
    change = next(c for c in plan.changes if c.model is Model.GOAL)
    assert (change.before["status"], change.after["status"]) == ("active", "met")
    assert change.why == ["charts.csv row 2"]


def test_an_older_note_does_not_move_the_goal(desk: Desk) -> None:
    charts(desk, {}, NOTE | {"status": "partly met"})

    charts(desk, NOTE | {"id": 5, "date": "2026-09-10", "current": "None of five"})

    assert (desk.one(Model.GOAL)["current"], desk.one(Model.GOAL)["status"]) == ("Two of five", "partly_met")


def test_what_the_chart_says_already_is_not_added_again() -> None:
    desk = Desk()
    desk.run(ANN)
    patient = desk.id_of(Kind.PATIENT, 7)
    kept: dict[str, Any] = {"patient_id": patient, "text": "Buttons  a SHIRT", "status": "met"}
    desk.put(Model.GOAL, **kept)
    desk.put(Model.MEASURE, patient_id=patient, instrument="Grip strength", part="", side="left", score=Decimal(14),
             taken_on=date(2026, 11, 2))  # fmt: skip

    plan = charts(desk, {"status": "active"}, GRIP)

    assert counts(plan, Table.CHARTS) == {"read": 2, "added": 2}
    assert desk.one(Model.GOAL)["status"] == "met"
    assert desk.one(Model.MEASURE)["unit"] == "lbs"


def test_what_somebody_took_out_of_the_record_stays_out(desk: Desk) -> None:
    charts(desk, GRIP)
    desk.edit(Model.MEASURE, desk.id_of(Kind.SCORE, "score/2"), entered_in_error=True)

    charts(desk, GRIP | {"score": "16"})

    assert desk.one(Model.MEASURE)["entered_in_error"] is True


def test_lines_without_an_id_are_known_by_what_they_say(desk: Desk) -> None:
    charts(desk, {"id": ""}, GRIP | {"id": ""})

    again = charts(desk, {"id": ""}, {"id": ""}, GRIP | {"id": ""})

    assert again.changes == ()
    assert counts(again, Table.CHARTS) == {"read": 3, "unchanged": 2, "duplicates": 1}


def test_ids_of_goals_and_scores_may_be_the_same_number(desk: Desk) -> None:
    charts(desk, {"id": 1}, GRIP | {"id": 1})

    assert len(desk.all(Model.GOAL)) == len(desk.all(Model.MEASURE)) == 1


def test_patients_and_their_charts_may_come_in_one_drop() -> None:
    desk = Desk()

    plan = desk.run(*PEOPLE, rows("chart"))

    assert held(plan) == []
    assert desk.one(Model.GOAL)["text"] == "Buttons a shirt"
