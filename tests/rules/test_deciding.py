"""A decision beside what was asked: what it is, and what of it a person should look at."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from otium.rules import deciding
from otium.terms.decision import Asked, Decision, Line
from otium.terms.prior_auth import Basis, RequestEvent, Road

ON = date(2026, 11, 23)
APPROVE, MODIFY, DENY = RequestEvent.APPROVE, RequestEvent.MODIFY, RequestEvent.DENY
TWELVE = Asked(requested=12)


def visits(n, *codes):
    return Line(codes, Basis.VISITS, n)


def units(n, *codes):
    return Line(codes, Basis.UNITS, n)


def said(*lines, event=APPROVE, **more):
    usual = {"decided_on": ON, "number": "N1", "ends_on": ON + timedelta(days=60)}
    return Decision(event, Road.LETTER, lines=lines, **usual | more)


@pytest.mark.parametrize(
    ("lines", "asked", "expected"),
    [
        ((visits(12),), TWELVE, APPROVE),
        ((visits(11),), TWELVE, MODIFY),  # says approved in full, and is not
        ((visits(13),), TWELVE, APPROVE),
        ((visits(6),), Asked(), APPROVE),
        ((visits(None),), TWELVE, APPROVE),
        ((units(4),), TWELVE, APPROVE),  # units are not visits: nobody can compare
        ((visits(6),), None, APPROVE),
        ((visits(12, "97530"),), Asked(12, codes=frozenset({"97530", "97535"})), MODIFY),
        ((visits(12),), Asked(12, codes=frozenset({"97530"})), APPROVE),
    ],
)
def test_an_approval_of_less_than_was_asked_is_a_modification(lines, asked, expected):
    assert deciding.event_of(said(*lines), asked) is expected


@pytest.mark.parametrize("event", [DENY, MODIFY, RequestEvent.PEND, RequestEvent.CANCEL])
def test_what_is_no_approval_stays_what_it_is(event):
    assert deciding.event_of(said(visits(1), event=event), TWELVE) is event


@pytest.mark.parametrize(
    ("lines", "asked", "expected"),
    [
        ((visits(6), visits(4)), TWELVE, 10),
        ((units(24),), TWELVE, None),
        ((units(24),), Asked(24, Basis.UNITS), 24),
        ((visits(6), units(4)), None, None),
        ((units(24),), None, 24),
        ((), TWELVE, None),
    ],
)
def test_what_was_granted_is_a_number_only_in_the_unit_that_was_asked_for(lines, asked, expected):
    assert deciding.granted_of(said(*lines), asked) == expected


@pytest.mark.parametrize(
    ("decision", "asked", "expected"),
    [
        (said(visits(12)), TWELVE, []),
        (said(visits(11)), TWELVE, ["fewer_than_asked"]),
        (said(visits(11), event=MODIFY), TWELVE, []),
        (said(visits(13)), TWELVE, ["more_than_asked"]),
        (said(units(48)), TWELVE, ["other_basis"]),
        (said(visits(12), ends_on=ON - timedelta(days=1)), TWELVE, ["period_past"]),
        (said(visits(12), ends_on=ON), TWELVE, []),
        (said(visits(12), decided_on=ON + timedelta(days=1)), TWELVE, ["decided_ahead"]),
        (said(visits(12), decided_on=None), TWELVE, ["decided_ahead"]),
        (said(visits(12), starts_on=ON + timedelta(days=61)), TWELVE, ["days_reversed"]),
        (said(visits(12), number=""), TWELVE, ["number_missing"]),
        (said(visits(0)), TWELVE, ["nothing_granted", "fewer_than_asked"]),
        (said(event=DENY, number=""), TWELVE, []),
        (said(visits(12), ends_on=date(9999, 12, 31)), TWELVE, ["day_out_of_range"]),
        (said(visits(12, "97530")), Asked(12, codes=frozenset({"97110"})), ["codes_left_out"]),
        (said(visits(99)), None, []),
    ],
)
def test_what_a_person_should_look_at(decision, asked, expected):
    assert [doubt.code for doubt in deciding.doubts(decision, asked, on=ON)] == expected


def test_what_cannot_be_recorded_comes_first():
    found = deciding.doubts(replace(said(visits(13)), number=""), TWELVE, on=ON)

    assert [(d.code, d.is_refusal) for d in found] == [("number_missing", True), ("more_than_asked", False)]
