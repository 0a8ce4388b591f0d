"""The account of an import: every row counted once, nothing done twice, contradictions and strangers held."""

from datetime import date

import pytest

from otium.desk.imports.on_file import Kind, Model
from otium.desk.imports.plan.doubles import key_order
from otium.terms.extract import Problem, Table
from tests.desk.imports.scene import PEOPLE, Desk, counts, held, remarks, rows

CASE = {"primary_ins_name": "Acme", "primary_policy_number": "TEST1", "primary_payer_type": 2}
PLAN = {"poc_start_date": "2026-11-01", "poc_end_date": "2027-01-29", "referral_date": "2026-10-30"}
EVERYTHING = (
    rows("clinic"),
    rows("therapist", {"clinic_id": 4}),
    rows("patient", {"clinic_id": 4, "guardian_first_name": "Mo", "guardian_last_name": "Lee"}),
    rows("case", {**CASE, **PLAN}),
    rows("authorization", {"visit_authorized_for": 12, "ins_name": "Acme", "policy_number": "TEST1", "payer_type": 2}),
    rows("appointment", {}, {"appointmnet_id": 502, "start_date": "2026-11-25 09:00", "end_date": "2026-11-25 10:00"}),
    rows("visit", {"visit_type": "Progress Note", "signed_date": "2026-11-20", "start_time": "09:00"}),
    rows("rate"),
    rows("fee"),
    rows(
        "chart", {"status": "active", "current": "One of five"},
        {"id": 2, "type": "score", "instrument": "Grip strength", "side": "left", "unit": "lbs", "score": "14"},
        {"id": 3, "type": "finding", "kind": "deficit", "text": "Cannot button a shirt"},
    ),
)  # fmt: skip


def test_importing_the_same_files_twice_changes_nothing() -> None:
    desk = Desk()

    first = desk.run(*EVERYTHING)
    second = desk.run(*EVERYTHING, on=date(2026, 11, 24))

    assert {change.model for change in first.changes} == set(Model)
    assert held(first) == []
    assert (second.changes, second.known, second.presences) == ((), {}, ())
    assert all(tally.unchanged == tally.read for tally in second.tallies.values())


def test_only_the_column_that_changed_is_changed() -> None:
    desk = Desk()
    desk.run(*PEOPLE)

    plan = desk.run(*PEOPLE[:1], rows("patient", {"last_name": "Li"}), PEOPLE[2])

    (change,) = plan.changes
    assert (change.model, change.before, change.after) == (Model.PATIENT, {"last_name": "Lee"}, {"last_name": "Li"})
    assert change.why == ["patients.csv row 2"]
    assert counts(plan, Table.PATIENTS) == {"read": 1, "changed": 1}


def test_what_was_changed_by_hand_stands_until_the_source_changes_it() -> None:
    desk = Desk()
    desk.run(*PEOPLE[:1], rows("patient", {"phone": "555-0100", "email": "a@example.com"}), PEOPLE[2])
    patient = desk.id_of(Kind.PATIENT, 7)
    desk.edit(Model.PATIENT, patient, phone="555-0199", email="b@example.com")

    unchanged = desk.run(rows("patient", {"phone": "555-0100", "email": "a@example.com"}))
    changed = desk.run(rows("patient", {"phone": "555-0155", "email": "a@example.com"}))

    assert unchanged.changes == ()
    assert (desk.one(Model.PATIENT)["phone"], desk.one(Model.PATIENT)["email"]) == ("555-0155", "b@example.com")
    assert changed.changes[0].by_hand == {"phone"}


def test_a_column_that_a_file_lacks_leaves_what_is_on_file() -> None:
    desk = Desk()
    desk.run(rows("patient", {"phone": "555-0100"}))

    plan = desk.run(rows("patient", {"last_name": "Li"}))

    assert desk.one(Model.PATIENT)["phone"] == "555-0100"
    assert plan.changes[0].after == {"last_name": "Li"}


def test_a_blank_cell_empties_what_the_source_said_before() -> None:
    desk = Desk()
    desk.run(rows("patient", {"phone": "555-0100"}))

    desk.run(rows("patient", {"phone": ""}))

    assert desk.one(Model.PATIENT)["phone"] == ""


def test_two_equal_rows_of_one_key_are_one_and_a_duplicate() -> None:
    desk = Desk()

    plan = desk.run(rows("patient", {}, {}))

    assert counts(plan, Table.PATIENTS) == {"read": 2, "added": 1, "duplicates": 1}


def test_of_two_rows_of_one_key_the_one_changed_last_wins() -> None:
    desk = Desk()
    old, new = {"last_name": "Old", "modified_date": "2026-01-01"}, {"last_name": "New", "modified_date": "2026-02-01"}

    desk.run(rows("patient", new, old))

    assert desk.one(Model.PATIENT)["last_name"] == "New"


def test_two_rows_of_one_key_that_contradict_each_other_are_both_held() -> None:
    desk = Desk()

    plan = desk.run(rows("patient", {"last_name": "Lee"}, {"last_name": "Li"}))

    assert held(plan) == [(Problem.SAME_KEY_DIFFERS, 2, "patient_id"), (Problem.SAME_KEY_DIFFERS, 3, "patient_id")]
    assert [f.params for f in plan.held] == [{"rows": "3"}, {"rows": "2"}]


@pytest.mark.parametrize(
    ("table", "row", "column"),
    [
        ("case", {"patient_id": 8}, "patient_id"),
        ("case", {"therapist_id": 42}, "therapist_id"),
        ("authorization", {"patient_id": 8, "case_id": ""}, "patient_id"),
        ("authorization", {"case_id": 13}, "case_id"),
        ("appointment", {"case_id": 13}, "case_id"),
        ("appointment", {"patient_id": 8}, "patient_id"),
        ("appointment", {"therapist_id": 42}, "therapist_id"),
        ("visit", {"case_id": 13}, "case_id"),
        ("visit", {"therapist_id": 42}, "therapist_id"),
    ],
)
def test_a_row_that_refers_to_somebody_unknown_is_held_as_an_orphan(
    table: str, row: dict[str, object], column: str
) -> None:
    desk = Desk()
    desk.run(*PEOPLE)

    plan = desk.run(rows("therapist"), rows(table, row))

    assert held(plan) == [(Problem.ORPHAN, 2, column)]
    assert plan.changes == ()
    assert next(t.orphans for t in plan.tallies.values() if t.held) == 1


@pytest.mark.parametrize("table", ["authorization", "appointment", "visit"])
def test_a_row_whose_case_is_another_patients_is_held(table: str) -> None:
    desk = Desk()
    desk.run(*PEOPLE, rows("patient", {"patient_id": 8, "last_name": "Ode"}))

    plan = desk.run(rows(table, {"patient_id": 8}))

    assert held(plan) == [(Problem.OTHER_PATIENT, 2, "case_id")]


def test_rows_under_a_held_row_are_held_with_it_and_land_once_it_is_mended() -> None:
    desk = Desk()

    first = desk.run(PEOPLE[0], rows("patient", {"date_of_birth": "soon"}), PEOPLE[2], rows("appointment"))
    second = desk.run(PEOPLE[0], rows("patient", {"date_of_birth": "2019-01-31"}), PEOPLE[2], rows("appointment"))

    assert [f.problem for f in first.held] == [Problem.BAD_DATE, Problem.ORPHAN, Problem.ORPHAN]
    assert second.held == ()
    assert counts(second, Table.APPOINTMENTS) == {"read": 1, "added": 1}


def test_a_practice_without_a_therapists_file_gets_therapists_by_their_ids_and_names_later() -> None:
    desk = Desk()

    plan = desk.run(*PEOPLE[1:])
    assert (held(plan), desk.one(Model.THERAPIST)["name"]) == ([], "Therapist 41")

    desk.run(*PEOPLE)
    assert desk.one(Model.THERAPIST)["name"] == "Tia Ruiz"


def test_removed_rows_leave_records_that_are_no_longer_active() -> None:
    desk = Desk()
    desk.run(*PEOPLE[:2], rows("case", {**CASE, **PLAN}))

    plan = desk.run(rows("patient", {"export_flag": 3}), rows("case", {"export_flag": 3}))
    again = desk.run(rows("patient", {"export_flag": 3}), rows("case", {"export_flag": 3}))

    assert counts(plan, Table.CASES) == {"read": 1, "removed": 1}
    assert not desk.one(Model.PATIENT)["is_active"]
    assert not desk.one(Model.EPISODE)["is_active"]
    assert desk.one(Model.REFERRAL)["entered_in_error"]
    assert desk.one(Model.PLAN_OF_CARE)["entered_in_error"]
    assert (again.changes, counts(again, Table.CASES)) == ((), {"read": 1, "unchanged": 1})


def test_a_removed_row_that_was_never_seen_makes_nothing() -> None:
    desk = Desk()

    plan = desk.run(rows("patient", {"export_flag": 3}))

    assert (plan.changes, counts(plan, Table.PATIENTS)) == ((), {"read": 1, "removed": 1})


def test_a_changed_row_that_was_never_new_is_added() -> None:
    desk = Desk()

    plan = desk.run(*PEOPLE, rows("authorization", {"export_flag": 2}))

    assert counts(plan, Table.AUTHORIZATIONS) == {"read": 1, "added": 1}


def test_a_removed_row_that_comes_back_is_what_the_source_says_again() -> None:
    desk = Desk()
    desk.run(rows("patient"))
    desk.run(rows("patient", {"export_flag": 3}))

    desk.run(rows("patient", {"export_flag": 2}))

    assert desk.one(Model.PATIENT)["is_active"]


def test_a_patient_somebody_entered_by_hand_is_met_by_name_and_birth_date_and_only_filled_in() -> None:
    desk = Desk()
    known = {"first_name": "ANN", "last_name": "Lee", "birth_on": date(2019, 1, 31), "phone": "555-0199"}
    patient = desk.put(Model.PATIENT, **known)

    desk.run(rows("patient", {"date_of_birth": "2019-01-31", "phone": "555-0100", "email": "a@example.com"}))

    row = desk.one(Model.PATIENT)
    assert desk.id_of(Kind.PATIENT, 7) == patient
    assert (row["phone"], row["email"], row["external_id"]) == ("555-0199", "a@example.com", "7")


def test_a_name_and_birth_date_that_two_entered_patients_share_holds_the_row() -> None:
    desk = Desk()
    for _ in range(2):
        desk.put(Model.PATIENT, first_name="Ann", last_name="Lee", birth_on=date(2019, 1, 31))

    plan = desk.run(rows("patient", {"date_of_birth": "2019-01-31"}))

    assert [f.problem for f in plan.held] == [Problem.SAME_PERSON_TWICE]


def test_a_guardian_whom_the_source_names_no_more_loses_their_rights_that_day() -> None:
    desk = Desk()
    desk.run(rows("patient", {"guardian_first_name": "Mo", "guardian_last_name": "Lee"}))

    desk.run(rows("patient", {"guardian_first_name": "", "guardian_last_name": ""}))

    assert desk.one(Model.RELATED_PERSON)["ends_on"] == date(2026, 11, 22)


def test_an_unknown_clinic_is_remarked_once_and_holds_nothing() -> None:
    desk = Desk()

    plan = desk.run(rows("patient", {"clinic_id": 9}, {"patient_id": 8, "clinic_id": 9}))

    assert held(plan) == []
    assert [(f.problem, f.params) for f in remarks(plan)] == [(Problem.CLINIC_UNKNOWN, {"id": "9"})]


@pytest.mark.parametrize(("zone", "is_other"), [("US/Eastern", False), ("America/Phoenix", True), ("Mars", True)])
def test_a_clinic_in_another_time_zone_is_remarked(zone: str, is_other: bool) -> None:
    desk = Desk()

    plan = desk.run(rows("clinic", {"time_zone": zone}))

    assert [f.problem for f in remarks(plan)] == [Problem.OTHER_TIME_ZONE] * is_other


def test_keys_are_ordered_as_numbers() -> None:
    assert sorted(["12", "-5", "3", "b", "-40", "a"], key=key_order) == ["-40", "-5", "3", "12", "a", "b"]


def test_files_that_cannot_be_read_are_counted_row_by_row() -> None:
    desk = Desk()

    plan = desk.run(rows("rate", {}, {"amount": "-1"}), ("clinics.csv", [{"clinic_id": 1}, {"clinic_id": 2}]))

    assert counts(plan, Table.CLINICS) == {"read": 2, "held": 2}
    assert counts(plan, Table.EXPECTED_RATES) == {"read": 2, "held": 2}
    assert Problem.COLUMN_MISSING in [f.problem for f in plan.held]
