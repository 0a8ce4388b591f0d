"""CHECK_APPROVAL: another provider, place, code, unit or period than what is booked or asked."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from otium.rules import case as cases
from otium.rules.prior_auth import outlook
from otium.terms.duty import DutyKind
from otium.terms.payers import PayerType
from otium.terms.prior_auth import AuthState, Basis, RequestState
from tests.rules import cast

ON = date(2026, 11, 23)
START, END = date(2026, 11, 1), date(2027, 1, 31)
ANN, BEN = "1234567893", "1987654320"
HERE, THERE = UUID(int=71), UUID(int=72)
PLAN = cast.coverage(PayerType.MEDICARE_ADVANTAGE)


def check(*authorizations, visits, requests=(), on=ON):
    facts = cast.patient(coverages=(PLAN,), authorizations=authorizations, visits=visits, requests=requests)
    found = [d for d in cast.derive(facts, on) if d.kind is DutyKind.CHECK_APPROVAL]
    assert len(found) < 2
    return found[0] if found else None


def codes(duty):
    return [] if duty is None else [reason.code for reason in duty.why]


def asked(authorization, state=RequestState.APPROVED, **more):
    return cast.request(state, PLAN, authorization_id=authorization.id, **{"decided_on": ON} | more)


@pytest.mark.parametrize(
    ("named", "expected"), [({BEN}, []), ({ANN, BEN}, []), ({ANN}, ["approval_other_provider"]), (set(), [])]
)
def test_another_provider_than_is_booked(named, expected):
    granted = cast.authorization(START, END, 9, therapist_npis=frozenset(named))
    visits = cast.every(7, ON, 3, therapist_npi=BEN)

    duty = check(granted, visits=visits)

    assert codes(duty) == expected
    if duty:
        assert (duty.last_safe_on, duty.at_risk.visits, duty.why[0].params["count"]) == (ON, 3, 3)
        assert duty.due_on == date(2026, 11, 24)


@pytest.mark.parametrize(("named", "expected"), [(HERE, ["approval_other_place"]), (THERE, []), (None, [])])
def test_another_place_than_is_booked(named, expected):
    granted = cast.authorization(START, END, 9, location_id=named)

    assert codes(check(granted, visits=cast.every(7, ON, 2, location_id=THERE))) == expected


@pytest.mark.parametrize(
    ("place_code", "remote", "expected"),
    [
        ("10", False, ["approval_other_place_code"]),
        ("02", True, []),
        ("11", True, ["approval_other_place_code"]),
        ("11", None, []),
        ("", True, []),
    ],
)
def test_a_place_of_service_that_the_visits_are_not_held_at(place_code, remote, expected):
    granted = cast.authorization(START, END, 9, place_code=place_code)

    assert codes(check(granted, visits=cast.every(7, ON, 2, is_telehealth=remote))) == expected


def test_a_code_asked_for_that_nobody_approved_is_named():
    granted = cast.authorization(START, END, cast.service(9, "97530"))
    request = asked(granted, codes=frozenset({"97530", "97535"}))

    duty = check(granted, visits=cast.every(7, ON, 2, "97530"), requests=(request,))

    assert codes(duty) == ["approval_other_codes"]
    assert duty.why[0].params["codes"] == "97535"


def test_a_code_that_another_authorization_names_is_not_missed():
    granted = cast.authorization(START, END, cast.service(9, "97530"))
    other = cast.authorization(START, END, cast.service(9, "97535"), number="B")
    request = asked(granted, codes=frozenset({"97530", "97535"}))

    assert check(granted, other, visits=cast.every(7, ON, 2, "97530"), requests=(request,)) is None


@pytest.mark.parametrize(("basis", "expected"), [(Basis.UNITS, ["approval_other_basis"]), (Basis.VISITS, [])])
def test_units_where_visits_were_asked(basis, expected):
    granted = cast.authorization(START, END, cast.service(24, basis=basis))
    request = asked(granted, requested=12)

    assert codes(check(granted, visits=cast.every(7, ON, 2), requests=(request,))) == expected


@pytest.mark.parametrize(
    ("ends_on", "on", "expected"),
    [
        (ON - timedelta(days=1), ON, ["approval_period_past"]),
        (ON, ON, []),
        (ON - timedelta(days=1), ON + timedelta(days=30), ["approval_period_past"]),
        (ON - timedelta(days=1), ON + timedelta(days=31), []),
    ],
)
def test_a_period_that_was_over_when_the_decision_came(ends_on, on, expected):
    granted = cast.authorization(START, ends_on, 9)
    visits = cast.every(7, ON + timedelta(days=32), 2)

    assert codes(check(granted, visits=visits, requests=(asked(granted),), on=on)) == expected


def test_an_approval_that_begins_after_visits_it_was_asked_for():
    granted = cast.authorization(ON + timedelta(days=7), END, 9)
    request = asked(granted, starts_on=ON)

    duty = check(granted, visits=cast.every(7, ON, 3), requests=(request,))

    assert codes(duty) == ["approval_starts_later"]
    assert duty.at_risk.visits == 1


@pytest.mark.parametrize("state", [AuthState.CANCELLED, AuthState.INACTIVE])
def test_one_that_is_not_in_force_is_not_looked_at(state):
    granted = cast.authorization(START, END, 9, therapist_npis=frozenset({ANN}), state=state)

    assert check(granted, visits=cast.every(7, ON, 3, therapist_npi=BEN)) is None


def test_visits_of_another_provider_ask_for_no_renewal():
    """What is wrong is the approval, not that nobody asked."""
    granted = cast.authorization(START, END, 9, therapist_npis=frozenset({ANN}))
    facts = cast.patient(coverages=(PLAN,), authorizations=(granted,), visits=cast.every(7, ON, 3, therapist_npi=BEN))

    case = cases.of(facts, cast.practice(ON), ON)

    assert outlook.uncovered_by_authorization(case) == ({}, [])


def test_other_visits_booked_are_no_new_ground_and_another_name_is():
    def digest(named, visits):
        granted = cast.authorization(START, END, 9, therapist_npis=frozenset({named}), id=UUID(int=99))
        return check(granted, visits=cast.every(7, ON, visits, therapist_npi=BEN)).digest

    assert digest(ANN, 3) == digest(ANN, 2) != digest("1093817465", 2)
