"""A person's word on which of several answers about a benefit holds."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from otium.desk import clock, history
from otium.desk.actor import Actor
from otium.records import eligibility
from otium.records.facts import BACK
from otium.records.models import Benefit, BenefitCheck, BenefitDecision, Coverage
from otium.records.scope import Scope
from otium.rules import answers
from otium.terms.coverage import BenefitDecision as Decided
from otium.terms.coverage import Contradiction


class NothingToDecideError(Exception):
    """The answers do not contradict each other (any more), or this value is none of theirs."""


@transaction.atomic
def decide(
    *, coverage_id: UUID, instance: str, benefit_id: UUID, reason: str, by: Actor, at: datetime
) -> BenefitDecision:
    """Record that this benefit holds among those of the contradiction `instance` (DECIDE_BENEFIT).

    The caller settles the queue. Raises NothingToDecideError and writes nothing.
    """
    coverage = Coverage.objects.select_for_update(of=("self",)).select_related("practice").get(pk=coverage_id)
    found = next(
        (c for c in contradictions(coverage, clock.day(at, coverage.practice)) if c.instance == instance), None
    )
    side = next((s for s in found.sides if s.benefit.id == benefit_id), None) if found else None
    if found is None or side is None:
        raise NothingToDecideError(f"coverage {coverage_id}: {instance}")
    row = BenefitDecision.objects.create(
        practice=coverage.practice,
        coverage=coverage,
        patient_id=coverage.patient_id,
        kind=found.kind.value,
        benefit_id=benefit_id,
        digest=found.digest,
        reason=reason,
        at=at,
        by_id=by.staff_id,
    )
    history.record(row, "recorded", by=by, at=at, after={"kind": row.kind, "benefit_id": benefit_id}, why=reason)
    return row


def contradictions(coverage: Coverage, on: date) -> tuple[Contradiction, ...]:
    """Where the answers about one coverage contradict each other on the practice's day, decided or not."""
    zone = ZoneInfo(coverage.practice.time_zone)
    scope = Scope(coverage.practice_id, datetime.combine(on - BACK, time(), zone), (coverage.patient_id,))

    def day(at: datetime) -> date:
        return at.astimezone(zone).date()

    checks = [c for c in eligibility.checks(scope, day).get(coverage.patient_id, []) if c.coverage_id == coverage.pk]
    if coverage.changed_on:
        checks = [c for c in checks if c.answered_on >= coverage.changed_on]
    decided = eligibility.decisions(scope, day).get(coverage.patient_id, [])
    return answers.contradictions(checks, [d for d in decided if d.coverage_id == coverage.pk])


def of_rows(
    checks: Sequence[BenefitCheck],
    told: Mapping[UUID, Sequence[Benefit]],
    decided: Iterable[BenefitDecision],
    day: Callable[[datetime], date],
) -> tuple[Contradiction, ...]:
    """The same of rows that a page has loaded. `checks`: of one coverage, oldest first, those that still speak for it;
    `told`: benefits by check."""
    known = {row.pk: row for rows in told.values() for row in rows}
    return answers.contradictions(
        [eligibility.answer_of(check, day, told.get(check.pk, ())) for check in checks],
        [
            Decided(row.pk, row.coverage_id, row.digest, eligibility.benefit_of(known[row.benefit_id]), day(row.at))
            for row in sorted(decided, key=lambda row: row.at)
            if row.benefit_id in known
        ],
    )
