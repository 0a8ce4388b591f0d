"""Authorizations: several at once, never counted twice, met again when a payer's message brought them first."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from otium.desk.imports.on_file import Kind, Model
from otium.terms.extract import Problem, Table
from tests.desk.imports.scene import PEOPLE, Desk, counts, held, rows

ACME = {"primary_ins_name": "Acme", "primary_policy_number": "TEST1", "primary_payer_type": 2}
SPRING = {"auth_start_date": "2026-03-01", "auth_end_date": "2026-05-31", "visit_authorized_for": 12}
SUMMER = {"auth_start_date": "2026-06-01", "auth_end_date": "2026-08-31", "visit_authorized_for": 12}


def with_people(**case: object) -> Desk:
    desk = Desk()
    desk.run(*PEOPLE[:2], rows("case", {**ACME, **case}))
    return desk


def states(desk: Desk) -> dict[str, str]:
    return {a["external_id"]: a["state"] for a in desk.all(Model.AUTHORIZATION)}


def payers_approval(desk: Desk, visits: int | None = 12, basis: str = "visits", **fields: Any) -> UUID:
    """An authorization that a 278 brought for the patient."""
    patient = desk.id_of(Kind.PATIENT, 7)
    said = {"patient_id": patient, "number": "A1", "state": "active", "inbound_file_id": UUID(int=999), **fields}
    record = desk.put(Model.AUTHORIZATION, **said)
    desk.put(Model.SERVICE, authorization_id=record, basis=basis, approved=visits, codes=[])
    return record


def test_a_row_is_an_authorization_of_pooled_visits_of_the_coverage_it_names() -> None:
    desk = with_people()
    insurance = {"ins_name": "Acme", "policy_number": "TEST-1", "modified_date": "2026-02-20"}

    desk.run(rows("authorization", {**SPRING, **insurance}))

    authorization, service = desk.one(Model.AUTHORIZATION), desk.one(Model.SERVICE)
    assert (service["basis"], service["approved"], service["codes"]) == ("visits", 12, [])
    assert authorization["coverage_id"] == desk.id_of(Kind.COVERAGE, "12:1")
    assert (authorization["number"], authorization["entered_on"]) == ("A1", date(2026, 2, 20))


def test_a_later_change_leaves_the_day_it_was_entered() -> None:
    desk = with_people()
    desk.run(rows("authorization", {**SPRING, "modified_date": "2026-02-20"}))

    desk.run(rows("authorization", {**SPRING, "visit_authorized_for": 20, "modified_date": "2026-04-01"}))

    assert desk.one(Model.AUTHORIZATION)["entered_on"] == date(2026, 2, 20)
    assert desk.one(Model.SERVICE)["approved"] == 20


def test_blank_dates_and_quantities_stay_unknown() -> None:
    desk = with_people()

    desk.run(rows("authorization", {"auth_start_date": "", "auth_end_date": "", "visit_authorized_for": ""}))

    assert desk.one(Model.AUTHORIZATION)["ends_on"] is None
    assert desk.one(Model.SERVICE)["approved"] is None


def test_inactive_and_removed_rows_say_so() -> None:
    desk = with_people()
    other = {"record_id": 91, "auth_number": "A2"}
    desk.run(rows("authorization", {"authorization_status": "I"}, other))

    plan = desk.run(rows("authorization", {**other, "export_flag": 3}))

    assert states(desk) == {"90": "inactive", "91": "cancelled"}
    assert counts(plan, Table.AUTHORIZATIONS) == {"read": 1, "removed": 1}


def test_several_authorizations_may_be_active_at_once() -> None:
    desk = with_people()

    desk.run(rows("authorization", SPRING, {**SPRING, "record_id": 91, "auth_number": "A2"}))

    assert len(desk.all(Model.AUTHORIZATION)) == 2


def test_the_same_authorization_under_two_record_ids_counts_once() -> None:
    desk = with_people()

    plan = desk.run(rows("authorization", SPRING, {**SPRING, "record_id": 91}))
    again = desk.run(rows("authorization", SPRING, {**SPRING, "record_id": 91}))

    assert states(desk) == {"91": "active"}
    assert counts(plan, Table.AUTHORIZATIONS) == {"read": 2, "added": 1, "duplicates": 1}
    assert again.changes == ()


def test_a_record_id_that_takes_the_place_of_an_equal_one_takes_its_record() -> None:
    desk = with_people()
    desk.run(rows("authorization", SPRING))
    before = desk.id_of(Kind.AUTHORIZATION, 90)

    desk.run(rows("authorization", {**SPRING, "record_id": 91}))

    assert desk.id_of(Kind.AUTHORIZATION, 91) == before
    assert len(desk.all(Model.SERVICE)) == 1


def test_one_number_with_two_quantities_in_the_same_days_is_held_whole() -> None:
    desk = with_people()
    more = {**SPRING, "record_id": 91, "visit_authorized_for": 20}

    together = desk.run(rows("authorization", SPRING, more))

    assert held(together) == [
        (Problem.NUMBER_CONFLICTS, 2, "auth_number"),
        (Problem.NUMBER_CONFLICTS, 3, "auth_number"),
    ]
    assert desk.all(Model.AUTHORIZATION) == []


def test_one_number_with_another_quantity_than_on_file_is_held() -> None:
    desk = with_people()
    desk.run(rows("authorization", SPRING))

    plan = desk.run(rows("authorization", {**SPRING, "record_id": 91, "visit_authorized_for": 20}))

    assert held(plan) == [(Problem.NUMBER_CONFLICTS, 2, "auth_number")]


@pytest.mark.parametrize("second", [SUMMER, {**SPRING, "visit_authorized_for": 20, "authorization_status": "I"}])
def test_one_number_in_other_days_or_no_longer_active_is_another_authorization(second: dict[str, object]) -> None:
    desk = with_people()

    plan = desk.run(rows("authorization", SPRING, {**second, "record_id": 91}))

    assert (held(plan), len(desk.all(Model.AUTHORIZATION))) == ([], 2)


def test_what_ends_in_the_same_file_makes_room_for_what_takes_its_place() -> None:
    desk = with_people()
    desk.run(rows("authorization", SPRING))
    new = {**SPRING, "record_id": 91, "visit_authorized_for": 20}

    plan = desk.run(rows("authorization", new, {**SPRING, "authorization_status": "I"}))

    assert (held(plan), states(desk)) == ([], {"90": "inactive", "91": "active"})


# those that a payer's message brought


def test_the_number_of_a_payers_message_is_filled_in_and_not_doubled() -> None:
    desk = with_people()
    record = payers_approval(desk, starts_on=date(2026, 3, 1))

    plan = desk.run(rows("authorization", {**SPRING, "auth_number": "a 1", "notes": "by fax"}))
    again = desk.run(rows("authorization", {**SPRING, "auth_number": "a 1", "notes": "by fax"}))

    authorization = desk.one(Model.AUTHORIZATION)
    assert desk.id_of(Kind.AUTHORIZATION, 90) == record
    assert (authorization["number"], authorization["ends_on"]) == ("A1", date(2026, 5, 31))
    assert (authorization["external_id"], authorization["note"]) == ("90", "by fax")
    assert (len(desk.all(Model.SERVICE)), held(plan), again.changes) == (1, [], ())


@pytest.mark.parametrize(
    ("theirs", "column", "said"),
    [
        ({"visits": 10}, "visit_authorized_for", {"source": "12", "on_file": "10"}),
        ({"starts_on": date(2026, 3, 2)}, "auth_start_date", {"source": "2026-03-01", "on_file": "2026-03-02"}),
        ({"ends_on": date(2026, 6, 30)}, "auth_end_date", {"source": "2026-05-31", "on_file": "2026-06-30"}),
    ],
)
def test_a_row_that_contradicts_the_payers_message_is_held_with_both_values(
    theirs: dict[str, Any], column: str, said: dict[str, str]
) -> None:
    desk = with_people()
    payers_approval(desk, **theirs)

    plan = desk.run(rows("authorization", SPRING))

    assert held(plan) == [(Problem.AUTH_CONFLICTS, 2, column)]
    assert plan.held[0].params == said
    assert plan.changes == ()


def test_a_row_that_starts_to_contradict_the_payers_message_is_held_too() -> None:
    desk = with_people()
    payers_approval(desk)
    desk.run(rows("authorization", SPRING))

    plan = desk.run(rows("authorization", {**SPRING, "visit_authorized_for": 24}))

    assert held(plan) == [(Problem.AUTH_CONFLICTS, 2, "visit_authorized_for")]
    assert desk.one(Model.SERVICE)["approved"] == 12


def test_units_a_payer_approved_are_not_compared_with_visits_and_not_touched() -> None:
    desk = with_people()
    payers_approval(desk, visits=48, basis="units")

    plan = desk.run(rows("authorization", SPRING))

    assert held(plan) == []
    assert [(s["basis"], s["approved"]) for s in desk.all(Model.SERVICE)] == [("units", 48)]
