"""An authorization serves whom and where it names; visits on a claim that went out keep theirs."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from otium.rules.allocation import allocate, explain_changes
from otium.terms.prior_auth import BilledVisit, Use
from tests.rules import cast

ON = date(2026, 12, 1)
UNTIL = date(2026, 12, 31)
ANN, BEN = "1234567893", "1987654320"
HERE, THERE = UUID(int=71), UUID(int=72)


def used(*visits, authorizations, **more):
    found = allocate(cast.patient(visits=visits, authorizations=authorizations, **more))
    numbers = {a.id: a.number for a in authorizations}
    by_visit = {u.visit_id: numbers[u.authorization_id] for u in found.uses}
    return [by_visit.get(v.id) for v in visits]


@pytest.mark.parametrize(
    ("npi", "named", "covered"),
    [(ANN, {ANN}, "A1"), (BEN, {ANN}, None), (BEN, {ANN, BEN}, "A1"), ("", {ANN}, "A1"), (BEN, set(), "A1")],
)
def test_a_visit_of_another_provider_than_it_names_is_not_covered(npi, named, covered):
    granted = cast.authorization(ON, UNTIL, 5, therapist_npis=frozenset(named))

    assert used(cast.visit(ON, therapist_npi=npi), authorizations=(granted,)) == [covered]


@pytest.mark.parametrize(
    ("place", "named", "covered"),
    [(HERE, HERE, "A1"), (THERE, HERE, None), (None, HERE, "A1"), (THERE, None, "A1")],
)
def test_a_visit_at_another_place_than_it_names_is_not_covered(place, named, covered):
    granted = cast.authorization(ON, UNTIL, 5, location_id=named)

    assert used(cast.visit(ON, location_id=place), authorizations=(granted,)) == [covered]


def test_visits_move_so_that_the_named_one_serves_its_provider():
    """The pool that ends first would take Ann's visit; it is the only one that serves Ben."""
    any_one = cast.authorization(ON, UNTIL - timedelta(days=5), 1, number="ANY")
    anns = cast.authorization(ON, UNTIL, 1, number="ANN", therapist_npis=frozenset({ANN}))
    visits = (cast.visit(ON, therapist_npi=ANN), cast.visit(ON + timedelta(days=1), therapist_npi=BEN))

    assert used(*visits, authorizations=(any_one, anns)) == ["ANN", "ANY"]


def test_a_use_that_is_another_providers_now_says_so():
    granted = cast.authorization(ON, UNTIL, 5, therapist_npis=frozenset({ANN}))
    visit = cast.visit(ON, therapist_npi=BEN)
    before = Use(visit.id, granted.id, granted.services[0].id, 1, "only_one")
    facts = cast.patient(visits=(visit,), authorizations=(granted,), uses=(before,))

    changes = explain_changes(facts, allocate(facts).uses)

    assert [(c.new, c.why) for c in changes] == [(None, "other_provider")]


def billed(visit, authorization, number="A1"):
    use = Use(visit.id, authorization.id, authorization.services[0].id, 1, "only_one")
    return BilledVisit(visit.id, cast.new_id(), number, (use,))


def test_a_billed_visit_keeps_its_authorization_when_one_that_ends_first_arrives_late():
    old = cast.authorization(ON, UNTIL, 1, number="OLD")
    late = cast.authorization(ON, UNTIL - timedelta(days=10), 5, number="LATE")
    visits = (cast.made(ON), cast.visit(ON + timedelta(days=1)))

    moved = used(*visits, authorizations=(old, late))
    kept = used(*visits, authorizations=(old, late), billed=(billed(visits[0], old, "OLD"),))

    assert moved == ["LATE", "LATE"]
    assert kept == ["OLD", "LATE"]


def test_what_a_billed_visit_holds_is_taken_before_earlier_visits():
    only = cast.authorization(ON, UNTIL, 1)
    first, second = cast.made(ON), cast.made(ON + timedelta(days=1))

    assert used(first, second, authorizations=(only,), billed=(billed(second, only),)) == [None, "A1"]
    assert used(first, second, authorizations=(only,)) == ["A1", None]
