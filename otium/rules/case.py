"""What the rules of one patient share, worked out once: who pays on which day, what counts, who uses what."""

from collections.abc import Container, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from otium.rules import allocation, answers, dollars, fee_book
from otium.rules.allocation import Allocation
from otium.rules.dollars import RateBook
from otium.rules.fee_book import FeeBook
from otium.rules.primary import PrimaryByDay
from otium.terms.attendance import AttendancePolicy
from otium.terms.care import PlanOfCare
from otium.terms.coverage import BenefitCheck, BenefitKind, CheckStatus, Contradiction, Coverage
from otium.terms.duty import AtRisk
from otium.terms.facts import BusinessDays, PatientFacts, PracticeFacts
from otium.terms.family import NO_THRESHOLDS, FamilyThresholds
from otium.terms.payers import PayerBook, PayerRules
from otium.terms.roads import NO_ROADS, RoadBook
from otium.terms.schedule import Visit, VisitStatus


@dataclass(frozen=True, slots=True)
class Case:
    """One patient on one day. All visits here are OT and use benefits, in order of time.

    `booked` have no end status, whatever their day: on a past day such a visit counts as made (unconfirmed).
    `upcoming` are booked for today or later; `judged`, those of them of which clearance is asked: as a rule all.
    """

    patient: PatientFacts
    days: BusinessDays
    book: PayerBook
    rates: RateBook
    on: date
    counted: tuple[Visit, ...]
    booked: tuple[Visit, ...]
    upcoming: tuple[Visit, ...]
    judged: tuple[Visit, ...]
    primary_on: PrimaryByDay
    checks: dict[UUID, tuple[BenefitCheck, ...]]
    allocation: Allocation
    thresholds: FamilyThresholds = NO_THRESHOLDS
    prices: dict[int, Decimal | None] = field(default_factory=dict)
    fees: FeeBook = field(default_factory=FeeBook)
    roads: RoadBook = NO_ROADS
    attendance: AttendancePolicy | None = None

    def payer_of(self, visit: Visit) -> Coverage | None:
        return self.primary_on[visit.on]

    def rules_of(self, coverage: Coverage) -> PayerRules:
        return self.book.rules_for(coverage.payer_type, coverage.payer_key)

    def price(self, visit: Visit) -> Decimal | None:
        """Dollars the practice expects for the visit of who pays first; None when unknown."""
        key = id(visit)  # the visits live as long as the case; hashing them costs more than the price
        if key not in self.prices:
            self.prices[key] = self.rates.price(visit, self.payer_of(visit))
        return self.prices[key]

    def at_risk(self, visits: Iterable[Visit]) -> AtRisk:
        return dollars.at_risk(visits, self.price)

    def checks_of(self, coverage: Coverage) -> tuple[BenefitCheck, ...]:
        """Oldest first."""
        return self.checks.get(coverage.id, ())

    def contradictions_of(self, coverage: Coverage) -> tuple[Contradiction, ...]:
        """Where its answers contradict each other, decided or not."""
        checks = [c for c in self.patient.checks if c.coverage_id == coverage.id]
        if coverage.changed_on is not None:
            checks = [c for c in checks if c.answered_on >= coverage.changed_on]
        checks.sort(key=lambda c: (c.answered_at, c.id))
        return answers.contradictions(checks, [d for d in self.patient.decisions if d.coverage_id == coverage.id])

    def newest_plan(self) -> PlanOfCare | None:
        return max(self.patient.plans, key=lambda p: (p.starts_on, p.id), default=None)

    def latest_answer(self, coverage: Coverage) -> BenefitCheck | None:
        """The newest check that says whether the coverage is active; rejects and unknowns do not say that.

        Benefits it lacks, and that a later check told without saying so much (a call about one thing), are added:
        but no counts, as those go on from the day they were told.
        """
        later: list[BenefitCheck] = []
        for check in reversed(self.checks_of(coverage)):
            if check.status in ANSWERS:
                return _with_told_since(check, later)
            if check.status is CheckStatus.UNKNOWN:
                later.append(check)
        return None

    def answer_about(self, coverage: Coverage, kinds: frozenset[BenefitKind]) -> BenefitCheck | None:
        """The latest answer; where a person asked last and was told nothing of these kinds, the one before that says.

        A call asks only for what is missing, so its silence takes nothing back; a wire's does. Of the same year and
        of the coverage as it is now, since it was last inactive; what is counted goes on from the day of that answer.
        """
        latest = self.latest_answer(coverage)
        if latest is None or latest.status is not CheckStatus.ACTIVE or latest.channel == answers.WIRE:
            return latest
        for check in reversed(self.checks_of(coverage)):
            is_of_now = coverage.changed_on is None or check.answered_on >= coverage.changed_on
            if check.status is CheckStatus.INACTIVE or check.answered_on.year != latest.answered_on.year:
                break
            if check.status is CheckStatus.ACTIVE and is_of_now:
                told = latest if check.id == latest.id else check
                if any(benefit.kind in kinds for benefit in told.benefits):
                    return told
        return latest


ANSWERS = (CheckStatus.ACTIVE, CheckStatus.INACTIVE)
COUNTS = frozenset(
    {BenefitKind.VISITS_USED, BenefitKind.VISITS_REMAINING, BenefitKind.DOLLARS_USED, BenefitKind.DOLLARS_REMAINING}
)


def of(
    patient: PatientFacts,
    practice: PracticeFacts,
    on: date,
    rates: RateBook | None = None,
    judged: Container[UUID] | None = None,
) -> Case:
    """The case of one patient. `rates` saves indexing the practice's rates for each patient. `judged`: visits; None:
    all to come."""
    counted = [v for v in patient.visits if v.discipline == allocation.OT and v.status.uses_benefits]
    counted.sort(key=lambda v: (v.starts_at, v.id))
    booked = tuple(v for v in counted if v.status is VisitStatus.BOOKED)
    upcoming = tuple(v for v in booked if v.on >= on)
    primary_on = PrimaryByDay(patient.coverages)
    return Case(
        patient=patient,
        days=practice.days,
        book=practice.book,
        rates=rates or dollars.rate_book(practice.rates),
        on=on,
        counted=tuple(counted),
        booked=booked,
        upcoming=upcoming,
        judged=upcoming if judged is None else tuple(v for v in upcoming if v.id in judged),
        primary_on=primary_on,
        checks=_by_coverage(patient),
        allocation=allocation.solve(patient, counted, primary_on),
        fees=fee_book.fee_book(practice.fees, practice.self_pay_payers),
        thresholds=practice.thresholds,
        roads=practice.roads,
        attendance=practice.attendance,
    )


def _with_told_since(answer: BenefitCheck, later: Iterable[BenefitCheck]) -> BenefitCheck:
    """`later`: newest first; of each kind the newest counts."""
    told, added = {b.kind for b in answer.benefits}, []
    for check in later:
        new = [benefit for benefit in check.benefits if benefit.kind not in told | COUNTS]
        told |= {benefit.kind for benefit in new}
        added += new
    return replace(answer, benefits=(*answer.benefits, *added)) if added else answer


def _by_coverage(patient: PatientFacts) -> dict[UUID, tuple[BenefitCheck, ...]]:
    """The answers, oldest first; the newest active one with what is in doubt marked, and what is decided as decided."""
    found: dict[UUID, tuple[BenefitCheck, ...]] = {}
    for check in sorted(patient.checks, key=lambda c: (c.answered_at, c.id)):
        found[check.coverage_id] = (*found.get(check.coverage_id, ()), check)
    return {key: _marked(patient, key, checks) for key, checks in found.items()}


def _marked(patient: PatientFacts, key: UUID, checks: tuple[BenefitCheck, ...]) -> tuple[BenefitCheck, ...]:
    changed_on = next((c.changed_on for c in patient.coverages if c.id == key), None)
    speaking = [c for c in checks if changed_on is None or c.answered_on >= changed_on]
    newest = answers.in_doubt_marked(speaking, [d for d in patient.decisions if d.coverage_id == key])
    if newest is None:
        return checks
    return tuple(newest if check.id == newest.id else check for check in checks)
