"""Documented visits: which appointment each completes, and what happens when the records are put right later."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from otium.desk.imports.on_file import Kind, Model
from otium.terms.extract import Problem, Table
from tests.desk.imports.scene import PEOPLE, Desk, counts, held, remarks, rows

AT_9 = {"appointmnet_id": 501, "start_date": "2026-11-20 09:00", "end_date": "2026-11-20 10:00"}
AT_14 = {"appointmnet_id": 502, "start_date": "2026-11-20 14:00", "end_date": "2026-11-20 15:00"}


def with_people(*appointments: dict[str, object]) -> Desk:
    desk = Desk()
    desk.run(*PEOPLE)
    if appointments:
        desk.run(rows("appointment", *appointments))
    return desk


def statuses(desk: Desk) -> dict[str, str]:
    return {a["external_id"]: a["status"] for a in desk.all(Model.APPOINTMENT)}


def test_a_visit_completes_the_appointment_it_names() -> None:
    desk = with_people(AT_9, AT_14)
    made = {"appointment_id": 502, "cpt_units": "97530:2;97535:1", "allowed_amount": "84.00"}

    plan = desk.run(rows("visit", made))

    appointment = next(a for a in desk.all(Model.APPOINTMENT) if a["external_id"] == "502")
    assert statuses(desk) == {"501": "booked", "502": "done"}
    assert (appointment["lines"], appointment["allowed"]) == ([["97530", 2], ["97535", 1]], Decimal("84.00"))
    assert counts(plan, Table.VISITS) == {"read": 1, "added": 1}


def test_a_visit_without_an_appointment_id_completes_the_only_one_of_its_case_and_day() -> None:
    desk = with_people(AT_9)

    desk.run(rows("visit"))

    assert statuses(desk) == {"501": "done"}


def test_of_two_appointments_that_day_the_start_decides() -> None:
    desk = with_people(AT_9, AT_14)

    desk.run(rows("visit", {"start_time": "14:00"}))

    assert statuses(desk) == {"501": "booked", "502": "done"}


def test_two_appointments_that_day_and_no_word_which_one_hold_the_row() -> None:
    desk = with_people(AT_9, AT_14)

    plan = desk.run(rows("visit"))

    assert held(plan) == [(Problem.SEVERAL_APPOINTMENTS, 2, "appointment")]


@pytest.mark.parametrize("status", ["Cancelled", "No Show"])
def test_a_documented_visit_does_not_complete_what_the_calendar_calls_off_unless_it_names_it(status: str) -> None:
    desk = with_people({**AT_9, "appointment_status": status})

    desk.run(rows("visit", {"start_time": "09:00"}))
    assert sorted(statuses(desk).values()) == sorted(["done", status.lower().replace(" ", "_")])

    named = with_people({**AT_9, "appointment_status": status})
    named.run(rows("visit", {"appointment_id": 501}))
    assert statuses(named) == {"501": "done"}


def test_a_visit_without_an_appointment_makes_one_that_is_done() -> None:
    desk = with_people()

    plan = desk.run(rows("visit", {"start_time": "08:15", "total_minutes": 43}))
    again = desk.run(rows("visit", {"start_time": "08:15", "total_minutes": 43}))

    appointment = desk.one(Model.APPOINTMENT)
    assert (appointment["starts_at"], appointment["ends_at"]) == (
        datetime(2026, 11, 20, 13, 15, tzinfo=UTC),
        datetime(2026, 11, 20, 13, 58, tzinfo=UTC),
    )
    assert (appointment["status"], appointment["external_id"]) == ("done", "visit:801")
    assert (plan.presences[0].is_held, again.changes) == (True, ())


def test_a_visit_at_an_unknown_time_stands_at_noon_and_holds_nobodys_time() -> None:
    desk = with_people()

    plan = desk.run(rows("visit", {"start_time": ""}, {"visit_id": 802, "case_id": "", "start_time": ""}))
    again = desk.run(rows("visit", {"start_time": ""}, {"visit_id": 802, "case_id": "", "start_time": ""}))

    assert [a["starts_at"].hour for a in desk.all(Model.APPOINTMENT)] == [17, 17]
    assert not any(a["is_clash"] for a in desk.all(Model.APPOINTMENT))
    assert not any(p.is_held for p in plan.presences)
    assert [f.problem for f in remarks(plan)] == [Problem.TIME_UNKNOWN]
    assert (again.changes, again.presences) == ((), ())


def test_the_calendar_does_not_reopen_a_documented_visit() -> None:
    desk = with_people(AT_9)
    desk.run(rows("visit", {"appointment_id": 501}))

    plan = desk.run(rows("appointment", {**AT_9, "appointment_status": "Confirmed"}))

    assert (statuses(desk), plan.changes) == ({"501": "done"}, ())


def test_an_appointment_that_shows_up_after_its_visit_takes_the_visits_record() -> None:
    desk = with_people()
    desk.run(rows("visit", {"appointment_id": 501, "start_time": "09:30"}))
    record = desk.id_of(Kind.VISIT, 801)

    desk.run(rows("appointment", AT_9), rows("visit", {"appointment_id": 501, "start_time": "09:30"}))

    assert statuses(desk) == {"501": "done"}
    assert desk.id_of(Kind.APPOINTMENT, 501) == record
    assert desk.one(Model.APPOINTMENT)["starts_at"] == datetime(2026, 11, 20, 14, tzinfo=UTC)


def test_a_second_visit_of_an_appointment_with_charges_is_held() -> None:
    desk = with_people(AT_9)

    plan = desk.run(rows("visit", {"appointment_id": 501}, {"appointment_id": 501, "visit_id": 802}))
    again = desk.run(rows("visit", {"appointment_id": 501}, {"appointment_id": 501, "visit_id": 802}))

    assert held(plan) == held(again) == [(Problem.VISIT_TAKEN, 3, "appointment_id")]


def test_a_second_visit_without_charges_gives_only_its_report() -> None:
    desk = with_people(AT_9)
    note = {"visit_id": 802, "visit_type": "Progress Note", "cpt_units": "", "signed_date": "2026-11-20"}
    table = rows("visit", {"appointment_id": 501}, {"appointment_id": 501, **note})

    plan = desk.run(table)
    again = desk.run(table)

    assert (held(plan), again.changes) == ([], ())
    assert desk.one(Model.APPOINTMENT)["lines"] == [["97530", 2]]
    assert desk.one(Model.PROGRESS_REPORT)["written_on"] == date(2026, 11, 20)


@pytest.mark.parametrize(
    ("said", "makes_report"),
    [
        ({"visit_type": "Progress Note", "signed_date": "2026-11-21"}, True),
        ({"visit_type": "Re-Evaluation", "signed_date": "2026-11-21"}, True),
        ({"visit_type": "Progress Note"}, True),
        ({"visit_type": "Progress Note", "signed_date": ""}, False),
        ({"visit_type": "Daily Note", "signed_date": "2026-11-21"}, False),
    ],
)
def test_a_signed_progress_note_is_a_progress_report(said: dict[str, object], makes_report: bool) -> None:
    desk = with_people()

    desk.run(rows("visit", {**said, "start_time": "09:00"}))

    assert len(desk.all(Model.PROGRESS_REPORT)) == makes_report


def test_a_note_that_is_no_progress_note_after_all_takes_its_report_back() -> None:
    desk = with_people()
    note = {"start_time": "09:00", "signed_date": "2026-11-21"}
    desk.run(rows("visit", {**note, "visit_type": "Progress Note"}))

    desk.run(rows("visit", {**note, "visit_type": "Daily Note"}))

    assert desk.one(Model.PROGRESS_REPORT)["entered_in_error"]


def test_a_visit_taken_back_leaves_its_booking_or_cancels_what_it_made() -> None:
    desk = with_people(AT_9)
    desk.run(rows("visit", {"appointment_id": 501}, {"visit_id": 802, "case_id": "", "start_time": "15:00"}))

    plan = desk.run(rows("visit", {"export_flag": 3}, {"visit_id": 802, "export_flag": 3}))

    assert statuses(desk) == {"501": "booked", "visit:802": "cancelled"}
    assert all(a["lines"] == [] for a in desk.all(Model.APPOINTMENT))
    assert counts(plan, Table.VISITS) == {"read": 2, "removed": 2}


def test_a_visit_that_comes_back_is_done_again() -> None:
    desk = with_people()
    for flag in (1, 3, 2):
        desk.run(rows("visit", {"start_time": "15:00", "export_flag": flag}))

    assert statuses(desk) == {"visit:801": "done"}


def test_a_visit_moved_to_another_day_leaves_the_appointment_of_the_first() -> None:
    desk = with_people(AT_9)
    desk.run(rows("visit", {"appointment_id": 501, "start_time": "09:00"}))

    desk.run(rows("visit", {"appointment_id": 501, "start_time": "09:00", "date_of_service": "2026-11-19"}))

    assert statuses(desk) == {"501": "booked", "visit:801": "done"}


def test_an_allowed_amount_that_arrives_later_is_added() -> None:
    desk = with_people(AT_9)
    desk.run(rows("visit", {"appointment_id": 501, "allowed_amount": ""}))

    plan = desk.run(rows("visit", {"appointment_id": 501, "allowed_amount": "84.00"}))

    assert plan.changes[0].after == {"allowed": Decimal("84.00")}
    assert plan.presences == ()
