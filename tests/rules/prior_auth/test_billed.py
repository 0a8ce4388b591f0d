"""SETTLE_USES: what was billed under one authorization and belongs to another."""

from dataclasses import replace
from datetime import date, timedelta

from otium.rules import case as cases
from otium.rules.prior_auth import billed as rule
from otium.terms.duty import DutyKind
from otium.terms.prior_auth import AuthState, BilledVisit, Use
from tests.rules import cast

ON = date(2026, 11, 23)
START, END = date(2026, 11, 1), date(2027, 1, 31)
PAST = ON - timedelta(days=7)


def billed(visit, authorization=None, number=""):
    uses = ()
    if authorization:
        uses = (Use(visit.id, authorization.id, authorization.services[0].id, 1, "only_one"),)
        number = number or authorization.number
    return BilledVisit(visit.id, cast.new_id(), number, uses)


def settle(*authorizations, visits, on_claims):
    facts = cast.patient(authorizations=authorizations, visits=visits, billed=on_claims)
    return [d for d in cast.derive(facts, ON) if d.kind is DutyKind.SETTLE_USES]


def said(duty):
    return {reason.code: reason.params for reason in duty.why}


def test_a_billed_visit_whose_authorization_serves_it_is_left_alone():
    old = cast.authorization(START, END, 5, number="OLD")
    late = cast.authorization(START, END - timedelta(days=30), 5, number="LATE")
    visit = cast.made(PAST)

    assert settle(old, late, visits=(visit,), on_claims=(billed(visit, old),)) == []


def test_one_whose_authorization_was_taken_out_belongs_to_the_other():
    gone = cast.authorization(START, END, 5, number="GONE", state=AuthState.CANCELLED)
    other = cast.authorization(START, END, 5, number="OTHER")
    visit = cast.made(PAST)

    (duty,) = settle(gone, other, visits=(visit,), on_claims=(billed(visit, gone),))

    assert duty.focus_id == gone.id
    assert said(duty)["billed_under"] == {"number": "GONE", "on": PAST, "count": 1}
    assert said(duty)["belongs_under"] == {"number": "OTHER"}
    assert said(duty)["use_would_change"] == {"cause": "authorization_removed"}
    assert duty.due_on == date(2026, 11, 24)


def test_one_that_nothing_covers_any_more_says_so():
    short = cast.authorization(ON, END, 5)
    visit = cast.made(PAST)

    (duty,) = settle(short, visits=(visit,), on_claims=(billed(visit, short),))

    assert said(duty)["belongs_under"] == {"number": None}
    assert said(duty)["use_would_change"] == {"cause": "out_of_period"}


def test_another_choice_that_covers_more_visits_opens_it_and_one_that_covers_as_many_does_not():
    """The billed visit holds the only place that the later one could have."""
    long = cast.authorization(START, END, 1, number="LONG")
    short = cast.authorization(START, PAST, 1, number="SHORT")
    visit, later = cast.made(PAST), cast.visit(ON)

    (duty,) = settle(long, short, visits=(visit, later), on_claims=(billed(visit, long),))
    none = settle(long, short, visits=(visit,), on_claims=(billed(visit, long),))

    assert said(duty)["belongs_under"] == {"number": "SHORT"}
    assert said(duty)["use_would_change"] == {"cause": "rebalanced"}
    assert none == []


def test_a_claim_that_names_no_number_while_an_approval_came_late_is_told():
    late = cast.authorization(START, END, 5, number="LATE")
    visit = cast.made(PAST)

    (duty,) = settle(late, visits=(visit,), on_claims=(billed(visit),))

    assert (duty.focus_id, duty.instance) == (late.id, "claim")
    assert said(duty)["billed_under"]["number"] is None
    assert said(duty)["belongs_under"] == {"number": "LATE"}


def test_a_claim_whose_number_cannot_be_read_says_nothing():
    late = cast.authorization(START, END, 5, number="LATE")
    visit = cast.made(PAST)

    assert settle(late, visits=(visit,), on_claims=(BilledVisit(visit.id, cast.new_id(), None),)) == []


def test_a_decision_to_keep_holds_while_the_same_visits_belong_to_the_same_place():
    gone = cast.authorization(START, END, 5, number="GONE", state=AuthState.CANCELLED)
    other = cast.authorization(START, END, 5, number="OTHER")
    visit = cast.made(PAST)
    facts = cast.patient(authorizations=(gone, other), visits=(visit,), billed=(billed(visit, gone),))
    more = replace(facts, visits=(visit, cast.visit(ON)))

    first, second = (next(rule.duties(cases.of(each, cast.practice(ON), ON))).digest for each in (facts, more))

    assert first == second
