"""Every planted trouble is in the files, on the day that planted.json tells; everybody else is in order."""

from datetime import date, timedelta

import pytest

from tests.partners.findings import CHECKS, first_without, row_days
from tests.partners.folder import Folder

DAY = timedelta(days=1)
ROW_KINDS = {"export_removed", "export_changed", "unreadable_date", "orphan_authorization", "person_unknown"}


@pytest.mark.parametrize("kind", CHECKS)
def test_the_files_hold_what_was_planted(tidewater: Folder, kind: str) -> None:
    (plant,) = tidewater.plants(kind)

    found = CHECKS[kind](tidewater, str(plant["patient_id"]))

    assert plant["expected_on"] == (found.isoformat() if found else None)


def test_juniper_holds_what_was_planted(juniper: Folder) -> None:
    for plant in juniper.planted:
        if plant["kind"] not in ROW_KINDS:
            found = CHECKS[plant["kind"]](juniper, str(plant["patient_id"]))
            assert plant["expected_on"] == (found.isoformat() if found else None), plant["kind"]


def test_every_kind_is_in_tidewater(tidewater: Folder) -> None:
    assert {plant["kind"] for plant in tidewater.planted} == CHECKS.keys() | ROW_KINDS


def test_a_renewal_past_the_last_safe_day_runs_out_within_ten_days(tidewater: Folder) -> None:
    (plant,) = tidewater.plants("renewal_late")

    assert date.fromisoformat(plant["expected_on"]) - tidewater.on <= 10 * DAY


@pytest.mark.parametrize(("kind", "flag"), [("export_removed", "3"), ("export_changed", "2")])
def test_planted_rows_carry_their_export_flag(practice: Folder, kind: str, flag: str) -> None:
    (plant,) = practice.plants(kind)

    rows = [row for row in practice.rows("webpt/authorizations") if row["record_id"] == plant["key"]]

    assert [row["export_flag"] for row in rows] == [flag]


def test_one_date_cannot_be_read(practice: Folder) -> None:
    (plant,) = practice.plants("unreadable_date")
    unreadable = [row for row in practice.rows("webpt/authorizations") if not is_day(row["auth_end_date"])]

    assert [row["record_id"] for row in unreadable] == [plant["key"]]


def is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def test_patients_without_a_scene_are_covered_for_all_that_is_booked(practice: Folder) -> None:
    planted = {str(plant["patient_id"]) for plant in practice.planted}
    sound = [
        row for row in practice.rows("webpt/cases") if row["status"] == "Active" and row["patient_id"] not in planted
    ]

    assert len(sound) > 5
    for case in sound:
        rows = practice.authorizations(case["patient_id"])
        if rows:
            newest = max(rows, key=lambda row: row["auth_start_date"])
            first, last = row_days(newest, "auth_start_date", "auth_end_date")
            holds = int(newest["visit_authorized_for"]) + 1  # an evaluation ahead needs none
            assert (
                first_without(practice, case["patient_id"], holds=holds, first=min(first, practice.on), last=last)
                is None
            )
        if case["primary_payer_type"] not in ("5", "7"):
            assert practice.on - practice.answers_of(case["patient_id"])[-1].on < 21 * DAY
        if case["poc_end_date"]:
            assert date.fromisoformat(case["poc_end_date"]) > practice.on + 42 * DAY
