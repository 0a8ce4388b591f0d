"""The written calendar is one that two therapists could live."""

from collections import Counter
from datetime import date, datetime, time, timedelta
from itertools import pairwise

import holidays
import pytest

from tests.partners.folder import Folder

US = holidays.country_holidays("US", years=range(2025, 2029))
CAME = ("Checked Out", "Scheduled", "Confirmed")


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def test_every_full_week_of_the_past_has_sixty_visits(tidewater: Folder) -> None:
    weeks = Counter(monday(date.fromisoformat(row["date_of_service"])) for row in tidewater.rows("webpt/visits"))

    first = monday(tidewater.on - timedelta(days=183)) + timedelta(days=7)
    full = {week: count for week, count in weeks.items() if first <= week < monday(tidewater.on)}

    assert len(full) >= 25
    assert all(56 <= count <= 64 for count in full.values()), full


def test_every_full_week_ahead_has_sixty_visits(tidewater: Folder) -> None:
    weeks = Counter(
        monday(day) for row in tidewater.rows("webpt/patients") for day in tidewater.booked(row["patient_id"])
    )

    last = tidewater.on + timedelta(days=42 - 6)
    full = {week: count for week, count in weeks.items() if tidewater.on < week <= last}

    assert len(full) >= 5
    assert all(56 <= count <= 64 for count in full.values()), full


def test_about_seventy_patients_are_active(tidewater: Folder) -> None:
    active = [row for row in tidewater.rows("webpt/cases") if row["status"] == "Active"]

    assert 55 <= len(active) <= 85


def test_about_twenty_children_are_active(juniper: Folder) -> None:
    active = [row for row in juniper.rows("webpt/cases") if row["status"] == "Active"]

    assert 15 <= len(active) <= 26
    assert all(row["guardian_first_name"] for row in juniper.rows("webpt/patients"))


@pytest.mark.parametrize("who", ["therapist_id", "patient_id"])
def test_nobody_is_in_two_places(practice: Folder, who: str) -> None:
    booked = sorted(
        (row[who], datetime.fromisoformat(row["start_date"]), datetime.fromisoformat(row["end_date"]))
        for row in practice.appointments
        if row["appointment_status"] in CAME
    )

    clashes = [(a, b) for a, b in pairwise(booked) if a[0] == b[0] and b[1] < a[2]]

    assert clashes == []


@pytest.mark.parametrize("who", ["therapist_id", "patient_id"])
def test_nobody_was_in_two_places(practice: Folder, who: str) -> None:
    made = sorted(
        (row[who], datetime.fromisoformat(f"{row['date_of_service']} {row['start_time']}"), int(row["total_minutes"]))
        for row in practice.rows("webpt/visits")
    )

    clashes = [(a, b) for a, b in pairwise(made) if a[0] == b[0] and b[1] < a[1] + timedelta(minutes=a[2])]

    assert clashes == []


def test_visits_lie_on_business_days_in_office_hours(practice: Folder) -> None:
    spans = [
        (datetime.fromisoformat(row["start_date"]), datetime.fromisoformat(row["end_date"]))
        for row in practice.appointments
    ]

    assert all(start.weekday() < 5 and start.date() not in US for start, _ in spans)
    assert all(time(8) <= start.time() and end.time() <= time(17) for start, end in spans)


def test_the_extract_reaches_fourteen_days_and_the_calendar_forty_two(practice: Folder) -> None:
    near = [days_off(practice, row) for row in practice.rows("webpt/appointments")]
    ahead = [days_off(practice, row) for row in practice.rows("webpt/appointments_ahead")]

    assert -14 <= min(near) < -7
    assert 7 < max(near) <= 14
    assert min(ahead) >= 15
    assert 38 < max(ahead) <= 42


def days_off(practice: Folder, row: dict[str, str]) -> int:
    return (date.fromisoformat(row["start_date"][:10]) - practice.on).days


def test_appointments_repeat_and_have_negative_ids(practice: Folder) -> None:
    rows = practice.rows("webpt/appointments")
    kept = {row["appointmnet_id"] for row in practice.appointments}

    assert any(int(row["appointmnet_id"]) < 0 and row["appointmnet_id"] in kept for row in rows)
    assert any(int(row["appointmnet_id"]) < 0 and row["appointmnet_id"] not in kept for row in rows)
    assert any(int(row["appointmnet_id"]) > 0 and row["appointmnet_id"] not in kept for row in rows)


def test_some_appointments_were_missed(tidewater: Folder) -> None:
    past = [row for row in tidewater.appointments if days_off(tidewater, row) < 0]
    missed = [row for row in past if row["appointment_status"] in ("Cancelled", "No Show")]

    assert 0 < len(missed) < 0.15 * len(past)
    assert all(row["reason"] for row in missed)


def test_a_case_begins_with_its_evaluation(practice: Folder) -> None:
    newest = practice.on - timedelta(days=90)
    for case in practice.rows("webpt/cases"):
        visits = practice.visits(case["patient_id"])
        if visits and date.fromisoformat(case["created_date"]) > newest:
            assert visits[0]["visit_type"] == "Initial Evaluation"
        assert all(row["visit_type"] != "Initial Evaluation" for row in visits[1:])


def test_visits_and_checked_out_appointments_agree(practice: Folder) -> None:
    came = {row["appointmnet_id"] for row in practice.appointments if row["appointment_status"] == "Checked Out"}
    since = practice.on - timedelta(days=14)

    made = {
        r["appointment_id"] for r in practice.rows("webpt/visits") if date.fromisoformat(r["date_of_service"]) >= since
    }

    assert came == made


def test_a_patient_comes_once_a_day_at_most(practice: Folder) -> None:
    for case in practice.rows("webpt/cases"):
        days = practice.visit_days(case["patient_id"]) + practice.booked(case["patient_id"])
        assert len(days) == len(set(days))
