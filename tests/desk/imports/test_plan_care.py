"""Cases: referrals, plans of care, coverages and rates as the source changes them over time."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from otium.desk.imports.on_file import Kind, Model
from otium.terms.extract import Problem, Table
from tests.desk.imports.scene import PEOPLE, TODAY, Desk, counts, held, remarks, rows

ACME = {"primary_ins_name": "Acme", "primary_policy_number": "TEST1", "primary_payer_type": 2}
BOLT = {"primary_ins_name": "Bolt", "primary_policy_number": "TEST2", "primary_payer_type": 16}


def case(desk: Desk, *given: dict[str, object], mapping: str = "", on: date = TODAY) -> Any:
    return desk.run(*PEOPLE[:2], rows("case", *given), mapping=mapping, on=on)


def plans(desk: Desk) -> list[tuple[date, bool]]:
    return sorted((p["starts_on"], p["is_recertification"]) for p in desk.all(Model.PLAN_OF_CARE))


# referrals and plans of care


def test_a_new_referral_date_is_a_new_order_and_the_old_one_stays() -> None:
    desk = Desk()

    case(desk, {"referral_date": "2026-01-05", "referral_visits": 12})
    case(desk, {"referral_date": "2026-06-05", "referral_visits": 20})

    assert sorted((r["written_on"], r["visits"]) for r in desk.all(Model.REFERRAL)) == [
        (date(2026, 1, 5), 12),
        (date(2026, 6, 5), 20),
    ]


def test_a_referral_that_gets_its_date_later_is_the_same_order() -> None:
    desk = Desk()

    case(desk, {"referral_date": "", "referring_provider": "Dr. Who"})
    case(desk, {"referral_date": "2026-01-05", "referring_provider": "Dr. Who"})

    assert desk.one(Model.REFERRAL)["written_on"] == date(2026, 1, 5)


def test_a_case_without_a_referral_makes_none() -> None:
    desk = Desk()

    case(desk, {"referral_date": "", "referring_provider": ""})

    assert desk.all(Model.REFERRAL) == []


def test_a_start_after_the_plans_end_is_a_recertification() -> None:
    desk = Desk()

    case(desk, {"poc_start_date": "2026-06-01", "poc_end_date": "2026-08-29"})
    case(desk, {"poc_start_date": "2026-08-30", "poc_end_date": "2026-11-27"})

    assert plans(desk) == [(date(2026, 6, 1), False), (date(2026, 8, 30), True)]


def test_a_start_within_a_signed_plan_is_a_recertification() -> None:
    desk = Desk()
    case(desk, {"poc_start_date": "2026-06-01", "poc_end_date": "2026-08-29", "poc_signed_date": "2026-06-09"})

    case(desk, {"poc_start_date": "2026-08-20", "poc_end_date": "2026-11-17", "poc_signed_date": ""})

    assert plans(desk) == [(date(2026, 6, 1), False), (date(2026, 8, 20), True)]


def test_a_start_within_an_unsigned_plan_corrects_it() -> None:
    desk = Desk()
    case(desk, {"poc_start_date": "2026-06-01", "poc_end_date": "2026-08-29"})

    case(desk, {"poc_start_date": "2026-06-03", "poc_end_date": "2026-08-29"})
    again = case(desk, {"poc_start_date": "2026-06-03", "poc_end_date": "2026-08-29"})

    assert plans(desk) == [(date(2026, 6, 3), False)]
    assert again.changes == ()


@pytest.mark.parametrize(("treated_on", "is_recertification"), [("2026-05-31", True), ("2026-06-01", False)])
def test_a_plan_that_starts_after_care_began_is_a_recertification(treated_on: str, is_recertification: bool) -> None:
    desk = Desk()
    visit = rows("visit", {"date_of_service": treated_on, "start_time": "09:00"})

    desk.run(*PEOPLE[:2], rows("case", {"poc_start_date": "2026-06-01"}), visit)

    assert plans(desk) == [(date(2026, 6, 1), is_recertification)]


def test_a_plan_without_a_start_is_left_out_and_remarked() -> None:
    desk = Desk()

    plan = case(desk, {"poc_start_date": "", "poc_end_date": "2026-08-29"})

    assert (desk.all(Model.PLAN_OF_CARE), [f.problem for f in remarks(plan)]) == ([], [Problem.BLANK])


# coverages


def test_both_insurances_become_coverages_in_their_order() -> None:
    desk = Desk()
    second = {"secondary_ins_name": "Bolt", "secondary_policy_number": "TEST2", "secondary_payer_type": 9}

    case(desk, {**ACME, **second, "primary_effective_date": "2026-01-01"})

    assert sorted((c["order"], c["member_id"], c["starts_on"]) for c in desk.all(Model.COVERAGE)) == [
        (1, "TEST1", date(2026, 1, 1)),
        (2, "TEST2", None),
    ]
    assert {p["name"]: p["payer_type"] for p in desk.all(Model.PAYER)} == {"Acme": "commercial", "Bolt": "commercial"}


def test_two_cases_with_the_same_insurance_share_one_coverage() -> None:
    desk = Desk()

    case(desk, ACME, {**ACME, "case_id": 13, "primary_policy_number": "test-1", "primary_ins_name": "ACME"})

    assert len(desk.all(Model.COVERAGE)) == len(desk.all(Model.PAYER)) == 1


def test_another_member_id_of_the_same_payer_corrects_the_coverage_and_makes_old_answers_stale() -> None:
    desk = Desk()
    case(desk, ACME)

    case(desk, {**ACME, "primary_policy_number": "TEST9"})

    coverage = desk.one(Model.COVERAGE)
    assert (coverage["member_id"], coverage["changed_on"]) == ("TEST9", TODAY)


@pytest.mark.parametrize(
    ("starts", "ended_on"),
    [("2026-11-01", date(2026, 10, 31)), ("", date(2026, 11, 22)), ("2026-12-01", date(2026, 11, 22))],
)
def test_a_coverage_that_no_case_names_any_more_ends_before_its_successor_or_yesterday(
    starts: str, ended_on: date
) -> None:
    desk = Desk()
    case(desk, {**ACME, "primary_effective_date": "2026-01-01"})

    case(desk, {**BOLT, "primary_effective_date": starts})
    again = case(desk, {**BOLT, "primary_effective_date": starts}, on=date(2026, 11, 30))

    assert {c["member_id"]: c["ends_on"] for c in desk.all(Model.COVERAGE)} == {"TEST1": ended_on, "TEST2": None}
    assert again.changes == ()


def test_a_coverage_that_another_case_still_names_goes_on() -> None:
    desk = Desk()
    case(desk, ACME, {**ACME, "case_id": 13})

    case(desk, BOLT, {**ACME, "case_id": 13})

    assert {c["member_id"]: c["ends_on"] for c in desk.all(Model.COVERAGE)} == {"TEST1": None, "TEST2": None}


def test_a_coverage_that_a_case_names_again_is_open_again() -> None:
    desk = Desk()
    for insurance in (ACME, BOLT, ACME):
        case(desk, {**insurance, "primary_termination_date": ""})

    assert {c["member_id"]: c["ends_on"] for c in desk.all(Model.COVERAGE)} == {
        "TEST1": None,
        "TEST2": date(2026, 11, 22),
    }


HOLDER = {
    "primary_relationship": "Child",
    "primary_subscriber_first_name": "Pat",
    "primary_subscriber_last_name": "Doe",
    "primary_subscriber_birth_date": "1988-05-04",
    "primary_subscriber_sex": "F",
}


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (HOLDER, ("child", "Pat", "Doe", date(1988, 5, 4), "F")),
        ({**HOLDER, "primary_relationship": "Self"}, ("self", "", "", None, "")),
        ({**HOLDER, "primary_relationship": "Step child"}, ("other", "Pat", "Doe", date(1988, 5, 4), "F")),
    ],
)
def test_who_holds_the_first_policy_is_kept_where_it_is_not_the_patient(
    said: dict[str, str], kept: tuple[object, ...]
) -> None:
    desk = Desk()

    case(desk, {**ACME, **said})

    (coverage,) = desk.all(Model.COVERAGE)
    names = ("relationship", *(f"subscriber_{name}" for name in ("first_name", "last_name", "birth_on", "sex")))
    assert tuple(coverage[name] for name in names) == kept


def test_an_export_without_these_columns_leaves_what_was_entered() -> None:
    desk = Desk()
    case(desk, {**ACME, **HOLDER})

    case(desk, {**ACME, "primary_group_number": "G2"})

    (coverage,) = desk.all(Model.COVERAGE)
    assert coverage["subscriber_first_name"] == "Pat"


def test_an_insurance_taken_off_a_case_ends() -> None:
    desk = Desk()
    case(desk, ACME)

    plan = case(desk, {**ACME, "primary_ins_name": ""})

    assert desk.one(Model.COVERAGE)["ends_on"] == date(2026, 11, 22)
    assert counts(plan, Table.CASES) == {"read": 1, "changed": 1}


def test_a_coverage_entered_by_hand_is_met_by_payer_and_member_id_and_only_filled_in() -> None:
    desk = Desk()
    case(desk)
    payer = desk.put(Model.PAYER, name="Acme", payer_type="commercial", rules_key="", payer_ids=[])
    patient = desk.id_of(Kind.PATIENT, 7)
    entered = {"payer_id": payer, "patient_id": patient, "member_id": "TEST1", "order": 1, "group_number": "G1"}
    desk.put(Model.COVERAGE, **entered)

    case(desk, {**ACME, "primary_group_number": "G2", "primary_effective_date": "2026-01-01"})

    coverage = desk.one(Model.COVERAGE)
    assert (coverage["group_number"], coverage["starts_on"]) == ("G1", date(2026, 1, 1))


# payers


def test_a_payer_type_nobody_states_holds_the_row() -> None:
    desk = Desk()

    plan = case(desk, {**ACME, "primary_payer_type": ""})

    assert held(plan) == [(Problem.PAYER_TYPE_UNKNOWN, 2, "primary_payer_type")]
    assert desk.all(Model.EPISODE) == []


def test_a_payer_type_nobody_states_is_that_of_the_only_payer_of_the_name() -> None:
    desk = Desk()

    plan = case(desk, ACME, {**ACME, "case_id": 13, "primary_payer_type": ""})

    assert held(plan) == []


def test_the_mapping_says_what_a_payer_of_a_name_is() -> None:
    desk = Desk()
    mapping = '[[payers]]\nname = "acme"\ntype = "medicaid_mco"\nrules_key = "acme_mco"\npayer_ids = ["MCP88"]'

    case(desk, {**ACME, "primary_payer_type": 6})
    case(desk, {**ACME, "primary_payer_type": 6}, mapping=mapping)

    assert {p["payer_type"]: (p["rules_key"], p["payer_ids"]) for p in desk.all(Model.PAYER)} == {
        "medicaid_ffs": (None, None),
        "medicaid_mco": ("acme_mco", ["MCP88"]),
    }
    assert [c["ends_on"] for c in desk.all(Model.COVERAGE)] == [date(2026, 11, 22), None]


# expected rates


def test_a_rate_belongs_to_every_payer_of_its_name() -> None:
    desk = Desk()
    case(desk, ACME, {**ACME, "case_id": 13, "primary_payer_type": 16})

    plan = desk.run(rows("rate", {"visit_type": "Daily Note"}))

    assert [(r["visit_type"], r["amount"]) for r in desk.all(Model.EXPECTED_RATE)] == [("treatment", Decimal(80))] * 2
    assert counts(plan, Table.EXPECTED_RATES) == {"read": 1, "added": 1}


def test_words_that_mean_the_same_visit_type_are_one_rate_or_a_contradiction() -> None:
    desk = Desk()
    case(desk, ACME)
    daily, progress = {"visit_type": "Daily Note"}, {"visit_type": "Progress Note"}

    alike = desk.run(rows("rate", daily, progress))
    apart = desk.run(rows("rate", daily, {**progress, "amount": "90.00"}))

    assert counts(alike, Table.EXPECTED_RATES) == {"read": 2, "added": 1, "duplicates": 1}
    assert held(apart) == [(Problem.RATE_CONFLICTS, 3, "amount")]


def test_a_rate_of_a_payer_nobody_names_is_held() -> None:
    assert held(Desk().run(rows("rate"))) == [(Problem.PAYER_UNKNOWN, 2, "ins_name")]


# fees


def test_a_fee_is_one_of_its_code_and_first_day() -> None:
    desk = Desk()
    desk.run(rows("fee", {"code": "97530"}, {"code": "97530", "effective_date": "2027-01-01", "amount": "74.00"}))

    desk.run(rows("fee", {"code": "97530", "amount": "73.00"}))

    fees = sorted((fee["starts_on"], fee["code"], fee["amount"]) for fee in desk.all(Model.FEE))
    assert fees == [
        (date(2026, 1, 1), "97530", Decimal("73.00")),
        (date(2027, 1, 1), "97530", Decimal("74.00")),
    ]


def test_a_fee_of_something_that_is_no_code_is_held() -> None:
    assert held(Desk().run(rows("fee", {"code": "9753"}))) == [(Problem.BAD_CODES, 2, "code")]
