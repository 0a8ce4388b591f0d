"""What a draft proposes. Tuesdays and Thursdays; twelve visits approved from 2026-10-06 run out on 17 November."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from otium.rules.prior_auth import drafting
from otium.terms.auth_content import AskedLine, Proposal
from otium.terms.coverage import Coverage
from otium.terms.facts import PatientFacts
from otium.terms.payers import PayerType
from otium.terms.prior_auth import Authorization, Basis, RequestKind
from otium.terms.schedule import Visit, VisitType
from tests.rules import cast

START, ON = date(2026, 10, 6), date(2026, 10, 26)
RUNS_OUT = date(2026, 11, 17)
PAYER = cast.coverage(PayerType.MEDICAID_MCO)
PLAN = cast.plan(START, frequency_per_week=2, duration_weeks=12, ends_on=date(2027, 3, 1))


def twice_a_week(n: int, *codes: str) -> tuple[Visit, ...]:
    days = [START + timedelta(days=7 * (i // 2) + 2 * (i % 2)) for i in range(n)]
    return tuple(cast.made(day, *codes) if day < ON else cast.visit(day, *codes) for day in days)


def authorized(*services: object, ends_on: date = date(2026, 12, 31)) -> Authorization:
    return cast.authorization(START, ends_on, *services, coverage_id=PAYER.id)  # type: ignore[arg-type]


POOL = authorized(12)


def ask(
    authorization: Authorization | None = POOL,
    kind: RequestKind = RequestKind.RENEWAL,
    coverage: Coverage = PAYER,
    basis: Basis | None = None,
    most_weeks: int | None = None,
    **facts: object,
) -> Proposal:
    held = (authorization,) if authorization else ()
    known: dict[str, object] = {"coverages": (PAYER,), "authorizations": held, "visits": twice_a_week(16, "97530x2")}
    patient: PatientFacts = cast.patient(**{"plans": (PLAN,)} | known | facts)
    return drafting.proposed(cast.case(patient, ON), kind, coverage, authorization, basis=basis, most_weeks=most_weeks)


def test_a_renewal_begins_with_the_first_visit_that_is_not_covered_and_asks_by_the_plan() -> None:
    found = ask()

    assert (found.starts_on, found.weeks, found.ends_on) == (RUNS_OUT, 15, date(2027, 3, 1))
    assert (found.per_week, found.lines) == (Decimal(2), (AskedLine((), Basis.VISITS, 30),))
    assert found.requested == 30


def test_an_authorization_that_ends_before_the_next_visit_is_followed_on_the_next_day() -> None:
    found = ask(authorized(12, ends_on=date(2026, 11, 13)))

    assert found.starts_on == date(2026, 11, 14)


@pytest.mark.parametrize(("ends_on", "weeks"), [(date(2026, 12, 13), 12), (date(2026, 12, 14), 4)])
def test_a_plan_with_less_than_four_weeks_left_counts_by_its_own_length(ends_on: date, weeks: int) -> None:
    assert ask(plans=(replace(PLAN, ends_on=ends_on),)).weeks == weeks


def test_no_more_weeks_are_asked_for_than_the_payer_approves() -> None:
    found = ask(most_weeks=8)

    assert (found.weeks, found.requested) == (8, 16)


def test_without_a_plan_it_asks_for_as_many_and_as_long_as_before() -> None:
    found = ask(plans=())

    assert (found.per_week, found.weeks, found.requested) == (None, 12, 12)


def test_without_plan_and_number_those_that_are_booked_are_asked_for_and_no_end_is_made_up() -> None:
    found = ask(None, RequestKind.INITIAL, plans=())

    assert (found.starts_on, found.ends_on, found.weeks) == (date(2026, 10, 27), None, None)
    assert found.lines == (AskedLine(("97530",), Basis.VISITS, 10),)


def test_units_are_those_that_are_usual_for_each_visit() -> None:
    held = authorized(cast.service(24, "97530", basis=Basis.UNITS))

    assert ask(held).lines == (AskedLine(("97530",), Basis.UNITS, 60),)


def test_a_payer_that_counts_units_is_asked_in_units_a_line_a_code() -> None:
    found = ask(basis=Basis.UNITS, visits=twice_a_week(16, "97530x2", "97110x1"))

    assert found.lines == (AskedLine(("97110",), Basis.UNITS, 30), AskedLine(("97530",), Basis.UNITS, 60))
    assert found.requested == 90


def test_units_of_visits_whose_lines_are_not_known_stay_open() -> None:
    found = ask(basis=Basis.UNITS, visits=twice_a_week(16))

    assert found.lines == (AskedLine((), Basis.UNITS, None),)
    assert found.requested is None


def test_of_several_lines_each_is_asked_for_as_it_was_approved() -> None:
    held = authorized(cast.service(20, "97530"), cast.service(4, "97165"))

    assert [line.quantity for line in ask(held).lines] == [20, 4]


def test_visits_and_units_together_have_no_sum() -> None:
    held = authorized(cast.service(20, "97530", basis=Basis.UNITS), cast.service(4, "97165"))

    assert ask(held).requested is None


def test_an_assessment_is_one_visit_on_its_day() -> None:
    booked = cast.visit(date(2026, 11, 3), "97166", kind=VisitType.EVALUATION)

    found = ask(None, RequestKind.ASSESSMENT, visits=(booked,))

    assert (found.starts_on, found.ends_on) == (date(2026, 11, 3), None)
    assert found.lines == (AskedLine(("97166",), Basis.VISITS, 1),)
