"""What the loaders tell the rules: uses of visits too old to be read, visits and orders of other disciplines."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from otium.desk import calendar, clock, payer_book, settle
from otium.desk.acting import acting_for
from otium.records.facts import practice_facts
from otium.records.models import (
    Appointment,
    AuthorizationUse,
    Benefit,
    EpisodeOfCare,
    History,
    PlanOfCare,
    Referral,
    Task,
    Therapist,
)
from otium.rules import allocation
from otium.terms.facts import PatientFacts
from tests import build

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)


@pytest.fixture
def practice() -> Any:
    row = build.open_practice(AT)
    with acting_for(row.pk):
        yield row


def settle_now(practice: Any, at: datetime = AT) -> settle.Outcome:
    return settle.settle(practice, by=build.TEST, at=at)


def facts_of(practice: Any, at: datetime = AT) -> PatientFacts:
    on = clock.day(at, practice)
    days, book = calendar.business_days(practice, on), payer_book.book(practice, on)
    (found,) = practice_facts(practice, on=on, days=days, book=book).patients
    return found


def treated(practice: Any, ages: range, approved: int = 10) -> Any:
    """Visits made so many days ago on an authorization without end; one more is booked for next week."""
    who = build.patient(practice)
    covered = build.coverage(who, build.payer(practice))
    build.authorization(who, approved, coverage=covered, starts_on=date(2025, 1, 1))
    for age in ages:
        build.visit(who, AT - timedelta(days=age), "done")
    build.visit(who, AT + timedelta(days=7))
    return who


def test_uses_of_visits_too_old_to_be_read_are_kept_and_counted(practice: Any) -> None:
    treated(practice, range(398, 406))
    settle_now(practice, AT - timedelta(days=10))
    before = set(AuthorizationUse.objects.values_list("id", "appointment_id", "quantity"))

    outcome = settle_now(practice, AT + timedelta(days=6))

    assert len(before) == 9
    assert set(AuthorizationUse.objects.values_list("id", "appointment_id", "quantity")) == before
    assert outcome.uses_changed == 0
    assert not History.objects.filter(event="authorization_use", why="visit_released").exists()
    (granted,) = facts_of(practice, AT + timedelta(days=6)).authorizations
    assert granted.services[0].opening_used == 8


@pytest.mark.parametrize(("approved", "covered"), [(9, 9), (8, 8)])
def test_what_old_visits_used_is_not_given_to_new_ones(practice: Any, approved: int, covered: int) -> None:
    treated(practice, range(398, 406), approved)
    settle_now(practice, AT - timedelta(days=10))

    settle_now(practice, AT + timedelta(days=6))

    assert AuthorizationUse.objects.count() == covered


def test_each_day_that_goes_by_moves_one_use_from_the_visits_to_the_opening_count(practice: Any) -> None:
    treated(practice, range(398, 406))
    settle_now(practice, AT - timedelta(days=10))

    for day in range(-10, 8):
        facts = facts_of(practice, AT + timedelta(days=day))
        (service,) = facts.authorizations[0].services
        assert service.opening_used + len(facts.uses) == 9
        assert allocation.explain_changes(facts, allocation.allocate(facts).uses) == ()


def test_an_old_visit_found_cancelled_later_uses_nothing(practice: Any) -> None:
    treated(practice, range(410, 412))
    settle_now(practice, AT - timedelta(days=20))
    Appointment.objects.filter(starts_at__lt=AT - timedelta(days=410, hours=12)).update(status="cancelled")

    (granted,) = facts_of(practice).authorizations

    assert granted.services[0].opening_used == 1


def episode(who: Any, discipline: str, **fields: Any) -> EpisodeOfCare:
    values = {"starts_on": date(2026, 10, 1), "is_active": True, **fields}
    return EpisodeOfCare.objects.create(practice=who.practice, patient=who, discipline=discipline, **values)


@pytest.mark.parametrize(("discipline", "uses"), [("OT", 2), ("PT", 1), ("SLP", 1), (None, 2)])
def test_visits_of_another_discipline_use_no_authorization(practice: Any, discipline: str | None, uses: int) -> None:
    who = treated(practice, range(0))
    held = episode(who, discipline) if discipline else None
    build.visit(who, AT + timedelta(days=8), episode=held)

    settle_now(practice)

    assert AuthorizationUse.objects.count() == uses
    assert [v.discipline for v in facts_of(practice).visits] == ["OT", discipline or "OT"]


@pytest.mark.parametrize(("discipline", "stands"), [("OT", True), ("PT", False), ("SLP", False)])
def test_visits_plans_and_orders_of_another_discipline_open_no_duty(
    practice: Any, discipline: str, stands: bool
) -> None:
    who = build.patient(practice)
    build.coverage(who, build.payer(practice, "medicare_b"))
    held = episode(who, discipline)
    for day in range(-30, 9, 3):
        build.visit(who, AT + timedelta(days=day), "done" if day < 0 else "booked", episode=held)
    plan = {"practice": practice, "patient": who, "episode": held, "starts_on": date(2026, 10, 24)}
    PlanOfCare.objects.create(**plan)

    settle_now(practice)

    assert Task.objects.exists() is stands


@pytest.mark.parametrize(("discipline", "counts"), [("OT", True), ("PT", False)])
def test_orders_plans_dollars_and_therapists_are_those_of_ot(practice: Any, discipline: str, counts: bool) -> None:
    who = build.patient(practice)
    somebody = Therapist.objects.create(practice=practice, name="One")
    held = episode(who, discipline, therapist=somebody)
    mine = {"practice": practice, "patient": who}
    build.visit(who, AT - timedelta(days=9), "done", episode=held, allowed=Decimal(90))
    PlanOfCare.objects.create(**mine, episode=held, starts_on=date(2026, 10, 1))
    Referral.objects.create(**mine, episode=held, written_on=date(2026, 10, 1))

    facts = facts_of(practice)

    told = (facts.plans, facts.referrals, facts.allowed, facts.therapist_id)
    assert [bool(each) for each in told] == [counts] * 4


@pytest.mark.parametrize(("pooled", "warned"), [(["PT"], True), ([], False)])
def test_visits_of_a_discipline_that_shares_the_limit_draw_on_it(
    practice: Any, pooled: list[str], warned: bool
) -> None:
    who = build.patient(practice)
    check = build.check(build.coverage(who, build.payer(practice)), AT)
    Benefit.objects.create(
        practice=practice, check_row=check, kind="visits_remaining", amount=Decimal(2), pooled_with=pooled
    )
    held = episode(who, "PT")
    for day in (2, 4):
        build.visit(who, AT + timedelta(days=day), episode=held)
    build.visit(who, AT + timedelta(days=7))

    settle_now(practice)

    assert Task.objects.filter(kind="tell_benefit_limit").exists() is warned
