"""FOLLOW_PROMISE: let alone until its day; a later answer about the coverage keeps it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from otium.terms.calls import Promise
from otium.terms.coverage import CheckStatus
from otium.terms.duty import Duty, DutyKind
from otium.terms.facts import PatientFacts
from tests.rules.cast import check, codes, coverage, new_id, only, patient, rate, visit

CALLED = date(2026, 11, 16)
PROMISED = date(2026, 11, 20)  # a Friday
COVER = coverage()
NOON = datetime(2026, 11, 16, 12, tzinfo=UTC)


def promised(on: date = PROMISED, **facts: Any) -> PatientFacts:
    return patient(coverages=(COVER,), promises=(Promise(new_id(), COVER.id, CALLED, on, NOON),), **facts)


def duty(facts: PatientFacts, on: date) -> Duty | None:
    return only(DutyKind.FOLLOW_PROMISE, facts, on)


@pytest.mark.parametrize(("days", "stands"), [(-1, False), (0, True), (1, True), (30, True)])
def test_a_promise_is_let_alone_until_its_day(days: int, stands: bool) -> None:
    assert (duty(promised(), PROMISED + timedelta(days=days)) is not None) is stands


@pytest.mark.parametrize(
    ("on", "due"),
    [
        (date(2026, 11, 20), date(2026, 11, 20)),
        (date(2026, 11, 21), date(2026, 11, 23)),  # a Saturday
        (date(2026, 11, 26), date(2026, 11, 27)),  # a holiday
    ],
)
def test_it_is_due_on_the_promised_day_or_the_next_the_practice_works(on: date, due: date) -> None:
    found = duty(promised(on), on)

    assert found is not None
    assert found.due_on == due


@pytest.mark.parametrize(
    ("after", "status", "stands"),
    [
        (timedelta(0), CheckStatus.ACTIVE, True),  # the answer that the call itself gave
        (timedelta(minutes=1), CheckStatus.ACTIVE, False),
        (timedelta(days=3), CheckStatus.INACTIVE, False),
        (timedelta(days=3), CheckStatus.REJECTED, True),
        (timedelta(days=3), CheckStatus.UNKNOWN, True),
        (timedelta(days=-1), CheckStatus.ACTIVE, True),
    ],
)
def test_only_a_later_answer_keeps_it(after: timedelta, status: CheckStatus, stands: bool) -> None:
    at = NOON + after
    answer = check(COVER, at.date(), status=status)
    answer = type(answer)(answer.id, COVER.id, status, at, at.date())

    found = duty(promised(checks=(answer,)), PROMISED)

    assert (found is not None) is stands


def test_an_answer_about_another_coverage_keeps_nothing() -> None:
    assert duty(promised(checks=(check(coverage(), PROMISED),)), PROMISED) is not None


def test_it_says_what_was_promised_and_which_visit_waits_for_it() -> None:
    visits = (visit(date(2026, 12, 1)), visit(date(2026, 12, 8)))

    found = only(DutyKind.FOLLOW_PROMISE, promised(visits=visits), PROMISED, (rate("120"),))

    assert found is not None
    assert codes(found) == ["promise_due", "next_visit"]
    assert found.why[0].params == {"called_on": CALLED, "promised_on": PROMISED}
    assert (found.appointment_id, found.last_safe_on) == (visits[0].id, visits[0].on)
    assert found.at_risk.amount == 120


def test_without_a_visit_the_dollars_are_unknown() -> None:
    found = duty(promised(), PROMISED)

    assert found is not None
    assert found.at_risk.amount is None
    assert found.last_safe_on is None


def test_a_promise_given_anew_is_another_ground() -> None:
    facts = promised()
    again = Promise(facts.promises[0].call_id, COVER.id, CALLED, PROMISED + timedelta(days=1), NOON)

    first, second = (
        duty(facts, date(2026, 11, 23)),
        duty(patient(coverages=(COVER,), promises=(again,)), date(2026, 11, 23)),
    )

    assert first is not None
    assert second is not None
    assert first.key == second.key
    assert first.digest != second.digest
