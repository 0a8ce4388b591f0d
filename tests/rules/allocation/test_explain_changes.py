"""When uses change between two settlings, each change has its reason."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from otium.rules.allocation import allocate, explain_changes
from otium.terms.facts import PatientFacts
from otium.terms.prior_auth import AuthState, Basis
from otium.terms.schedule import ServiceLine, VisitStatus
from tests.rules import cast

NOV, END, DEC = date(2026, 11, 1), date(2026, 11, 30), date(2026, 12, 31)
COVERAGE = cast.coverage()
OLD = cast.authorization(NOV, DEC, 9, number="old", coverage_id=COVERAGE.id)
VISITS = cast.every(7, NOV, 3)


def settled(**facts: object) -> PatientFacts:
    """A patient whose stored uses are those of its facts."""
    patient = cast.patient(**{"visits": VISITS, "authorizations": (OLD,), "coverages": (COVERAGE,)} | facts)
    return replace(patient, uses=allocate(patient).uses)


def whys(patient: PatientFacts) -> list[str]:
    return [c.why for c in explain_changes(patient, allocate(patient).uses)]


def test_nothing_changes_when_the_facts_are_the_same() -> None:
    assert whys(settled()) == []


def test_an_authorization_that_arrives_late_and_ends_first_takes_the_visits_in_its_period() -> None:
    late = cast.authorization(NOV, END, 2, number="late")
    patient = replace(settled(), authorizations=(OLD, late))

    found = explain_changes(patient, allocate(patient).uses)

    assert [(c.visit_id, c.why) for c in found] == [(v.id, "authorization_arrived") for v in VISITS[:2]]
    assert [(c.old and c.old.authorization_id, c.new and c.new.authorization_id) for c in found] == [
        (OLD.id, late.id)
    ] * 2


def test_a_visit_that_was_uncovered_until_an_authorization_arrived() -> None:
    patient = replace(settled(authorizations=()), authorizations=(OLD,))

    assert whys(patient) == ["authorization_arrived"] * 3


def test_a_new_visit_is_an_addition() -> None:
    patient = replace(settled(), visits=(*VISITS, cast.visit(END)))

    assert whys(patient) == ["visit_added"]


@pytest.mark.parametrize("status", [VisitStatus.CANCELLED, VisitStatus.NO_SHOW])
def test_a_visit_that_was_not_made_is_given_back(status: VisitStatus) -> None:
    patient = replace(settled(), visits=(replace(VISITS[0], status=status), *VISITS[1:]))

    found = explain_changes(patient, allocate(patient).uses)

    assert [(c.visit_id, c.new, c.why) for c in found] == [(VISITS[0].id, None, "visit_released")]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"state": AuthState.CANCELLED}, "authorization_removed"),
        ({"state": AuthState.INACTIVE}, "authorization_inactive"),
        ({"ends_on": NOV - timedelta(days=1)}, "out_of_period"),
    ],
)
def test_uses_that_an_authorization_can_no_longer_hold_say_why(change: dict[str, object], expected: str) -> None:
    patient = replace(settled(), authorizations=(replace(OLD, **change),))  # type: ignore[arg-type]

    assert whys(patient) == [expected] * 3


def test_an_authorization_that_is_gone_was_removed() -> None:
    assert whys(replace(settled(), authorizations=())) == ["authorization_removed"] * 3


def test_a_change_of_coverage_takes_the_visits_off() -> None:
    new = cast.coverage(starts_on=NOV)

    assert whys(replace(settled(), coverages=(new, COVERAGE))) == ["coverage_changed"] * 3


def test_less_than_before_leaves_the_last_visits_without() -> None:
    fewer = replace(OLD, services=(replace(OLD.services[0], approved=1),))

    assert whys(replace(settled(), authorizations=(fewer,))) == ["nothing_left"] * 2


def test_a_visit_moves_because_another_was_given_back() -> None:
    small = cast.authorization(NOV, END, 1, number="small")
    patient = settled(authorizations=(OLD, small))
    cancelled = replace(VISITS[0], status=VisitStatus.CANCELLED)

    assert whys(replace(patient, visits=(cancelled, *VISITS[1:]))) == ["rebalanced", "visit_released"]


def test_units_documented_after_the_visit_replace_the_estimate() -> None:
    units = cast.authorization(NOV, DEC, cast.service(60, basis=Basis.UNITS))
    patient = settled(authorizations=(units,))
    documented = replace(VISITS[0], lines=(ServiceLine("97530", 4),))

    assert whys(replace(patient, visits=(documented, *VISITS[1:]))) == ["quantity_changed"]
