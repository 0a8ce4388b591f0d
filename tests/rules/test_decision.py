"""What a payer decided, read out of the levels of a 278 response."""

from datetime import date
from decimal import Decimal

import pytest

from otium.rules.deciding import total_of
from otium.rules.decision import answer_by, event_of, lines_of, number_of, period_of
from otium.terms.auth_decision import AuthDecision, Decided, Review, ReviewAction, ServiceDecision, ServiceLine
from otium.terms.decision import Line
from otium.terms.prior_auth import Basis, RequestEvent
from otium.terms.x12 import DateSpan, Delivery, Procedure

A1, A2, A3, A4, A6 = (ReviewAction(code) for code in ("A1", "A2", "A3", "A4", "A6"))


def level(action=None, number=None, *, deliveries=(), dates=()):
    reviews = () if action is None else (Review(action, action.value, number, (), 10),)
    return Decided("2000E", 9, reviews, (), (), tuple(dates), tuple(deliveries), (), (), (), None, None, None)


def service(action=None, code="97530", quantity=None, unit=None, *, deliveries=(), number=None):
    line = ServiceLine(Procedure("HC", code, (), None), quantity and Decimal(quantity), unit, None, 12)
    return ServiceDecision(level(action, number, deliveries=deliveries), (line,))


def decision(event, *services):
    return AuthDecision(None, None, None, None, event, tuple(services), (), None, None, None)


def visits(count, each=None, periods=None):
    return Delivery("VS", Decimal(count), each, "35" if periods else None, periods and Decimal(periods), None)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (decision(level(A1, "X")), RequestEvent.APPROVE),
        (decision(level(A6, "X")), RequestEvent.MODIFY),
        (decision(level(A4)), RequestEvent.PEND),
        (decision(level(A3)), RequestEvent.DENY),
        (decision(level(ReviewAction.CANCELLED)), RequestEvent.CANCEL),
        (decision(level(A2), service(A1), service(A3)), RequestEvent.MODIFY),
        (decision(level(A2), service(A3), service(A3)), None),  # in part, yet no service granted: contradicts itself
        (decision(level(), service(A1), service(A1)), RequestEvent.APPROVE),
        (decision(level(), service(A1), service(A4)), RequestEvent.MODIFY),
        (decision(level(), service(A4), service(A3)), RequestEvent.PEND),
        (decision(level(), service(A3)), RequestEvent.DENY),
        (decision(level(ReviewAction.CONTACT_PAYER)), None),
        (decision(level(ReviewAction.NO_ACTION)), None),
        (decision(level()), None),
    ],
)
def test_the_event_follows_from_the_levels(answer, expected):
    assert event_of(answer) is expected


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (decision(level(A1, "X", deliveries=[visits(12)])), [Line((), Basis.VISITS, 12)]),
        (decision(level(A1, "X", deliveries=[visits(2, "WK", 6)])), [Line((), Basis.VISITS, 12)]),
        (decision(level(A1, "X"), service(None, "97530", "24", "UN")), [Line(("97530",), Basis.UNITS, 24)]),
        (decision(level(A1, "X"), service(None, "97530", "6", "VS")), [Line(("97530",), Basis.VISITS, 6)]),
        (decision(level(A1, "X"), service(None, "97530")), [Line(("97530",), Basis.VISITS, None)]),
        (
            decision(level(A6, "X", deliveries=[visits(6)]), service(None, "97530"), service(None, "97110")),
            [Line(("97530", "97110"), Basis.VISITS, 6)],  # named without number: they share what the event says
        ),
        (
            decision(level(A2), service(A1, "97530", "8", "UN"), service(A3, "97535", "8", "UN")),
            [Line(("97530",), Basis.UNITS, 8)],
        ),
        (decision(level(A2), service(None, "97530", "8", "UN")), []),  # in part, and this one says nothing
        (decision(level(A3), service(None, "97530", "8", "UN")), []),
        (decision(level(A3, deliveries=[visits(12)])), []),  # what was asked, sent back with the refusal
        (decision(level(A4, deliveries=[visits(12)])), []),
        (decision(level(deliveries=[visits(12)]), service(A3)), []),
    ],
)
def test_only_what_is_granted_becomes_a_line(answer, expected):
    assert lines_of(answer) == expected


def test_the_number_of_a_service_counts_where_the_event_has_none():
    assert number_of(decision(level(A2), service(A3), service(A1, number="S-7"))) == "S-7"


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([DateSpan("007", date(2026, 1, 1), date(2026, 3, 1))], (date(2026, 1, 1), date(2026, 3, 1))),
        (
            [DateSpan("007", date(2026, 1, 1), None), DateSpan("036", date(2026, 4, 1), None)],
            (date(2026, 1, 1), date(2026, 4, 1)),
        ),
        ([DateSpan("AAH", date(2026, 1, 5), date(2026, 2, 5))], (date(2026, 1, 5), date(2026, 2, 5))),
        ([DateSpan("007", date(2026, 1, 1), date(2099, 12, 31))], (date(2026, 1, 1), date(2099, 12, 31))),
        ([DateSpan("007", date(2026, 1, 1), date(2100, 1, 1))], (date(2026, 1, 1), None)),
        (
            [
                DateSpan("007", date(2026, 1, 1), None),
                DateSpan("036", date(9999, 12, 31), None),
                DateSpan("AAH", date(2026, 1, 5), date(2026, 2, 5)),
            ],
            (date(2026, 1, 1), None),  # open by the payer's own word, whatever was asked
        ),
        ([], (None, None)),
    ],
)
def test_the_period_is_the_approved_one_and_the_proposed_one_only_in_its_place(spans, expected):
    assert period_of(decision(level(A1, "X", dates=spans))) == expected


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([DateSpan("106", date(2026, 12, 1), None)], date(2026, 12, 1)),
        ([DateSpan("106", date(9999, 12, 31), None)], None),
        ([DateSpan("036", date(2026, 12, 1), None)], None),
    ],
)
def test_an_answer_is_due_when_the_payer_says_required_by(spans, expected):
    assert answer_by(decision(level(A4, dates=spans))) == expected


def test_a_total_is_unknown_when_one_line_is():
    lines = [Line((), Basis.VISITS, 4), Line((), Basis.VISITS, None)]

    assert (total_of(lines), total_of([])) == (None, None)
