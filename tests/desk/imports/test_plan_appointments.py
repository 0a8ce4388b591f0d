"""The imported calendar: ids, windows, clashes, clock changes."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from otium.desk.imports.on_file import Kind, Model
from otium.desk.imports.plan.calendar import clock_problem
from otium.terms.extract import Problem, Table
from tests.desk.imports.scene import NEW_YORK, PEOPLE, Desk, counts, held, remarks, rows

AT_9 = {"start_date": "2026-11-24 09:00", "end_date": "2026-11-24 10:00"}
AT_930 = {"start_date": "2026-11-24 09:30", "end_date": "2026-11-24 10:30"}
AT_10 = {"start_date": "2026-11-24 10:00", "end_date": "2026-11-24 11:00"}
SECOND = {"appointmnet_id": 502, "patient_id": 8, "case_id": ""}
FIRST_DAY = {"appointmnet_id": 1, "start_date": "2026-11-10 08:00", "end_date": "2026-11-10 09:00"}
LAST_DAY = {"appointmnet_id": 2, "start_date": "2026-12-04 17:00", "end_date": "2026-12-04 18:00"}


def with_people() -> Desk:
    desk = Desk()
    desk.run(*PEOPLE, rows("patient", {"patient_id": 8, "last_name": "Ode"}))
    return desk


def by_id(desk: Desk, name: str) -> dict[str, object]:
    return {a["external_id"]: a[name] for a in desk.all(Model.APPOINTMENT)}


def holding(desk: Desk) -> set[str]:
    return {desk.on_file.records[Model.APPOINTMENT][a]["external_id"] for a in desk.on_file.holding}


def test_local_times_become_instants_of_the_practices_zone() -> None:
    desk = with_people()

    desk.run(rows("appointment", {"appointment_status": "Checked In"}))

    appointment = desk.one(Model.APPOINTMENT)
    assert appointment["starts_at"] == datetime(2026, 11, 24, 14, tzinfo=UTC)
    assert (appointment["status"], appointment["is_imported"]) == ("arrived", True)


@pytest.mark.parametrize(
    ("local", "problem"),
    [
        ("2026-03-08 01:59", None),
        ("2026-03-08 02:00", Problem.NO_SUCH_TIME),
        ("2026-03-08 02:59", Problem.NO_SUCH_TIME),
        ("2026-03-08 03:00", None),
        ("2026-11-01 00:59", None),
        ("2026-11-01 01:00", Problem.TIME_TWICE),
        ("2026-11-01 02:00", None),
    ],
)
def test_times_that_the_clock_skipped_or_showed_twice_are_told(local: str, problem: Problem | None) -> None:
    assert clock_problem(datetime.fromisoformat(local), NEW_YORK) is problem
    assert clock_problem(datetime.fromisoformat(local), ZoneInfo("America/Phoenix")) is None


def test_a_time_in_the_hour_the_clock_skips_holds_the_row() -> None:
    desk = with_people()

    plan = desk.run(rows("appointment", {"start_date": "2026-03-08 02:30", "end_date": "2026-03-08 03:30"}))

    assert held(plan) == [(Problem.NO_SUCH_TIME, 2, "start_date")]


def test_the_highest_id_of_the_same_case_patient_and_start_wins() -> None:
    desk = with_people()
    table = rows("appointment", {"appointmnet_id": -600}, {"appointment_status": "Confirmed"}, {"appointmnet_id": 12})

    plan = desk.run(table)

    assert by_id(desk, "status") == {"501": "booked"}
    assert counts(plan, Table.APPOINTMENTS) == {"read": 3, "added": 1, "duplicates": 2}


def test_a_higher_id_for_the_same_slot_takes_over_the_record_of_the_lower() -> None:
    desk = with_people()
    desk.run(rows("appointment"))
    record = desk.id_of(Kind.APPOINTMENT, 501)

    desk.run(rows("appointment", {}, {"appointmnet_id": 601}))
    again = desk.run(rows("appointment", {}, {"appointmnet_id": 601}))

    assert (by_id(desk, "status"), desk.id_of(Kind.APPOINTMENT, 601)) == ({"601": "booked"}, record)
    assert again.changes == ()


def test_a_booking_that_another_one_moved_onto_is_gone() -> None:
    desk = with_people()
    desk.run(rows("appointment", AT_9, {"appointmnet_id": 601, **AT_10}))

    desk.run(rows("appointment", AT_9, {"appointmnet_id": 601, **AT_9}))

    assert by_id(desk, "status") == {"501": "cancelled", "601": "booked"}
    assert (holding(desk), by_id(desk, "is_clash")["601"]) == ({"601"}, False)


def test_a_higher_id_that_goes_away_leaves_the_lower_one_booked() -> None:
    desk = with_people()
    edges = rows("appointment", FIRST_DAY, LAST_DAY)
    desk.run(edges, rows("appointment", {}, {"appointmnet_id": 601}))

    desk.run(edges, rows("appointment"))

    assert by_id(desk, "status")["501"] == "booked"
    assert len(desk.all(Model.APPOINTMENT)) == 3


def test_a_moved_booking_is_the_same_booking() -> None:
    desk = with_people()
    desk.run(rows("appointment", AT_9))

    plan = desk.run(rows("appointment", AT_10))

    assert set(plan.changes[0].after) == {"starts_at", "ends_at"}
    assert plan.presences[0].starts_at == datetime(2026, 11, 24, 15, tzinfo=UTC)


def test_an_unknown_status_holds_the_row() -> None:
    desk = with_people()

    plan = desk.run(rows("appointment", {"appointment_status": "Maybe"}))

    assert held(plan) == [(Problem.UNKNOWN_WORD, 2, "appointment_status")]


def test_a_block_of_the_calendar_is_set_aside() -> None:
    desk = with_people()

    plan = desk.run(rows("appointment", {"patient_id": "", "case_id": ""}))

    assert counts(plan, Table.APPOINTMENTS) == {"read": 1, "set_aside": 1}


def test_a_row_with_a_case_only_is_of_the_cases_patient() -> None:
    desk = with_people()

    desk.run(rows("appointment", {"patient_id": ""}))

    assert desk.one(Model.APPOINTMENT)["patient_id"] == desk.id_of(Kind.PATIENT, 7)


# absence


def test_a_booking_that_is_gone_within_the_days_of_the_file_is_cancelled_with_a_reason() -> None:
    desk = with_people()
    desk.run(rows("appointment", FIRST_DAY, {}, LAST_DAY))

    plan = desk.run(rows("appointment", FIRST_DAY, LAST_DAY))
    again = desk.run(rows("appointment", FIRST_DAY, LAST_DAY))

    assert by_id(desk, "status") == {"1": "booked", "501": "cancelled", "2": "booked"}
    assert by_id(desk, "reason")["501"] == "Removed in the imported calendar"
    assert counts(plan, Table.APPOINTMENTS) == {"read": 2, "unchanged": 2, "gone": 1}
    assert (again.changes, holding(desk)) == ((), {"1", "2"})


@pytest.mark.parametrize("status", ["cancelled", "late_cancel"])
def test_a_row_that_is_removed_changes_nothing_of_a_visit_that_was_called_off_here(status: str) -> None:
    """Whoever cancels a visit in Otium is asked to take it out of the other calendar."""
    desk = with_people()
    desk.run(rows("appointment"))
    desk.edit(Model.APPOINTMENT, desk.id_of(Kind.APPOINTMENT, 501), status=status, reason="ill")

    desk.run(rows("appointment", {"export_flag": 3}))

    assert (by_id(desk, "status")["501"], by_id(desk, "reason")["501"]) == (status, "ill")


def test_a_booking_that_comes_back_stands_again() -> None:
    desk = with_people()
    for table in ((FIRST_DAY, {}, LAST_DAY), (FIRST_DAY, LAST_DAY), (FIRST_DAY, {}, LAST_DAY)):
        desk.run(rows("appointment", *table))

    assert by_id(desk, "status")["501"] == "booked"
    assert "501" in holding(desk)


def test_absence_outside_the_days_of_the_file_says_nothing() -> None:
    desk = with_people()
    desk.run(rows("appointment", FIRST_DAY, {}, LAST_DAY))

    desk.run(rows("appointment", {}))

    assert set(by_id(desk, "status").values()) == {"booked"}


def test_a_second_calendar_file_speaks_for_its_own_days_only() -> None:
    desk = with_people()
    desk.run(rows("appointment", FIRST_DAY, {}, LAST_DAY))

    near = rows("appointment", FIRST_DAY, {"appointmnet_id": 3, **AT_10})
    ahead = rows("appointment", LAST_DAY, file="appointments_ahead.csv")
    desk.run(near, ahead)

    assert by_id(desk, "status") == {"1": "booked", "501": "cancelled", "2": "booked", "3": "booked"}


def test_visits_that_were_made_or_cancelled_are_not_touched_by_absence() -> None:
    desk = with_people()
    desk.run(rows("appointment", FIRST_DAY, {"appointment_status": "Checked Out"}, LAST_DAY))

    plan = desk.run(rows("appointment", FIRST_DAY, LAST_DAY))

    assert plan.changes == ()


def test_a_held_row_is_present_and_a_file_with_an_unreadable_id_proves_no_absence() -> None:
    desk = with_people()
    desk.run(rows("appointment", FIRST_DAY, {}, LAST_DAY))

    held_row = desk.run(rows("appointment", FIRST_DAY, {"appointment_status": "Maybe"}, LAST_DAY))
    no_id = desk.run(rows("appointment", FIRST_DAY, {"appointmnet_id": ""}, LAST_DAY))

    assert (held_row.changes, no_id.changes) == ((), ())
    assert [f.problem for f in remarks(no_id)] == [Problem.NO_ABSENCE]


# bookings made in Otium


def test_a_booking_made_here_that_the_calendar_now_shows_is_entered() -> None:
    desk = with_people()
    starts_at, ends_at = (datetime(2026, 11, 24, hour, tzinfo=UTC) for hour in (14, 15))
    who = {"patient_id": desk.id_of(Kind.PATIENT, 7), "therapist_id": desk.id_of(Kind.THERAPIST, 41)}
    times = {"starts_at": starts_at, "ends_at": ends_at, "status": "booked", "kind": "treatment"}
    desk.put(Model.APPOINTMENT, **who, **times, to_enter_in_emr=True, external_id="")

    desk.run(rows("appointment"))

    appointment = desk.one(Model.APPOINTMENT)
    assert (appointment["external_id"], appointment["to_enter_in_emr"]) == ("501", False)


def test_a_move_made_here_waits_until_the_calendar_shows_it() -> None:
    desk = with_people()
    desk.run(rows("appointment", AT_9))
    starts_at, ends_at = (datetime(2026, 11, 24, hour, tzinfo=UTC) for hour in (15, 16))
    record = desk.id_of(Kind.APPOINTMENT, 501)
    desk.edit(Model.APPOINTMENT, record, starts_at=starts_at, ends_at=ends_at, to_enter_in_emr=True)

    desk.run(rows("appointment", AT_9))
    assert (desk.one(Model.APPOINTMENT)["starts_at"], desk.one(Model.APPOINTMENT)["to_enter_in_emr"]) == (
        starts_at,
        True,
    )

    desk.run(rows("appointment", AT_10))
    assert (desk.one(Model.APPOINTMENT)["starts_at"], desk.one(Model.APPOINTMENT)["to_enter_in_emr"]) == (
        starts_at,
        False,
    )


# clashes


def test_of_two_overlapping_bookings_of_a_therapist_the_later_one_is_kept_as_a_clash() -> None:
    desk = with_people()

    plan = desk.run(rows("appointment", {**SECOND, **AT_930}, AT_9))
    again = desk.run(rows("appointment", {**SECOND, **AT_930}, AT_9))

    assert by_id(desk, "is_clash") == {"501": False, "502": True}
    assert {p.is_held for p in plan.presences} == {True, False}
    assert (holding(desk), again.changes, again.presences) == ({"501"}, (), ())


@pytest.mark.parametrize(("minutes", "is_clash"), [(0, False), (1, True)])
def test_a_booking_over_a_talk_with_a_payer_is_kept_as_a_clash(minutes: int, is_clash: bool) -> None:
    desk = with_people()
    therapist = next(iter(desk.on_file.records[Model.THERAPIST]))
    ends_at = datetime(2026, 11, 24, 9, minutes, tzinfo=NEW_YORK)
    desk.on_file = replace(desk.on_file, talks=((therapist, ends_at - timedelta(minutes=15), ends_at),))

    desk.run(rows("appointment", AT_9))

    assert (by_id(desk, "is_clash"), holding(desk)) == ({"501": is_clash}, set() if is_clash else {"501"})


def test_bookings_that_only_touch_do_not_clash() -> None:
    desk = with_people()

    desk.run(rows("appointment", AT_9, {**SECOND, **AT_10}))

    assert set(by_id(desk, "is_clash").values()) == {False}


def test_a_patient_cannot_be_with_two_therapists_at_once() -> None:
    desk = with_people()
    other = {"appointmnet_id": 502, "therapist_id": 42, "case_id": "", **AT_930}

    desk.run(rows("therapist", {}, {"therapist_id": 42, "last_name": "Sol"}), rows("appointment", AT_9, other))

    assert by_id(desk, "is_clash") == {"501": False, "502": True}


def test_a_clash_is_gone_when_the_other_booking_goes_away() -> None:
    desk = with_people()
    desk.run(rows("appointment", AT_9, {**SECOND, **AT_930}))

    desk.run(rows("appointment", {**AT_9, "appointment_status": "Cancelled"}, {**SECOND, **AT_930}))

    assert by_id(desk, "is_clash") == {"501": False, "502": False}
    assert holding(desk) == {"502"}


def test_a_booking_made_here_keeps_its_time_against_an_imported_one() -> None:
    desk = with_people()
    starts_at, ends_at = (datetime(2026, 11, 24, hour, 30, tzinfo=UTC) for hour in (14, 15))
    who = {"patient_id": desk.id_of(Kind.PATIENT, 8), "therapist_id": desk.id_of(Kind.THERAPIST, 41)}
    mine = desk.put(Model.APPOINTMENT, **who, starts_at=starts_at, ends_at=ends_at, status="booked", external_id="")
    desk.on_file = desk.on_file.__class__(desk.on_file.known, desk.on_file.records, frozenset({mine}))

    desk.run(rows("appointment", AT_9))

    assert by_id(desk, "is_clash") == {"": False, "501": True}


def test_two_bookings_may_change_places_in_one_import() -> None:
    desk = with_people()
    desk.run(rows("appointment", AT_9, {**SECOND, **AT_10}))

    desk.run(rows("appointment", AT_10, {**SECOND, **AT_9}))

    assert set(by_id(desk, "is_clash").values()) == {False}
    assert holding(desk) == {"501", "502"}


def test_a_clash_on_file_is_settled_the_same_way_whatever_the_order_of_rows() -> None:
    orders = ([AT_9, {**SECOND, **AT_930}], [{**SECOND, **AT_930}, AT_9])
    results = []
    for order in orders:
        desk = with_people()
        desk.run(rows("appointment", *order))
        results.append(by_id(desk, "is_clash"))

    assert results[0] == results[1]


def test_a_file_of_other_days_cancels_nothing() -> None:
    desk = with_people()
    desk.run(rows("appointment"))

    plan = desk.run(
        rows(
            "appointment",
            {"appointmnet_id": 9, "patient_id": "", "case_id": ""}
            | {k: LAST_DAY[k] for k in ("start_date", "end_date")},
        )
    )

    assert plan.changes == ()
