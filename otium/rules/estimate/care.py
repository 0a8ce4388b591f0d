"""What the family owes over all booked visits, in order of time.

Source: the records; docs/rules.md, "What the family owes". An estimate, never a bill: payers decide after the visit.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID

from otium.rules.case import Case
from otium.rules.eligibility import limits
from otium.rules.estimate import benefits, prices, shares
from otium.rules.estimate import purse as purses
from otium.rules.estimate.prices import Price
from otium.rules.estimate.purse import Purse
from otium.rules.estimate.shares import INJURY, MEDICAID, Share, Terms
from otium.rules.fees import FeeSchedule
from otium.terms.coverage import Coverage
from otium.terms.estimate import CareEstimate, EstimateStep, VisitEstimate
from otium.terms.payers import PayerType
from otium.terms.provenance import Source, SourceKind
from otium.terms.schedule import Visit

CENT = Decimal("0.01")
NOTHING = Decimal(0)


def estimate(case: Case, schedule: FeeSchedule) -> CareEstimate:
    """Every upcoming visit of the patient. Visits made since an answer run its sums down too, and are not listed."""
    run = _Run(case, schedule)
    found = tuple(visit for visit in run.visits() if visit is not None)
    known = [visit.owed for visit in found if visit.owed is not None]
    return CareEstimate(
        patient_id=case.patient.patient_id,
        visits=found,
        owed=sum(known, NOTHING),
        unknown=len(found) - len(known),
        accumulators=tuple(told for purse in run.purses.values() for told in purse.told() if told.year >= case.on.year),
    )


@dataclass
class _Run:
    """One pass over the visits. Purses by coverage, made when first needed."""

    case: Case
    schedule: FeeSchedule
    purses: dict[UUID, Purse] = field(default_factory=dict)
    beyond: dict[UUID, dict[UUID, limits.Limit]] = field(default_factory=dict)

    def visits(self) -> Iterator[VisitEstimate | None]:
        coming = {visit.id for visit in self.case.upcoming}
        needed = [purse.sheet.since for purse in map(self.purse, self._in_use())]
        since = min([day for day in needed if day] + [self.case.on])
        for visit in self.case.counted:
            if visit.on >= since:
                made = self._visit(visit)
                yield made if visit.id in coming else None

    def _in_use(self) -> list[Coverage]:
        """Coverages that pay for some upcoming visit, first or second."""
        found = {}
        for visit in self.case.upcoming:
            for coverage in (self.case.payer_of(visit), self._second(visit)):
                if coverage:
                    found[coverage.id] = coverage
        return list(found.values())

    def purse(self, coverage: Coverage) -> Purse:
        if coverage.id not in self.purses:
            sheet, rules = benefits.sheet(self.case, coverage), self.case.rules_of(coverage)
            legal = None
            if coverage.payer_type is PayerType.MEDICARE_B:
                legal = _of_year(self.schedule.deductibles, self.case.on.year)
            is_plan_year = rules.limit_year == "plan"
            made = purses.purse(coverage, sheet, self.case.on, is_plan_year=is_plan_year, legal_deductible=legal)
            self.purses[coverage.id] = made
            self.beyond[coverage.id] = limits.beyond(self.case, coverage)
        return self.purses[coverage.id]

    def _visit(self, visit: Visit) -> VisitEstimate:
        coverage = self.case.payer_of(visit)
        if coverage is None:
            return VisitEstimate(visit.id, visit.on, None, None, None, (), ("coverage",))
        if coverage.payer_type is PayerType.SELF_PAY:
            return _charged(visit, coverage, prices.charged(self.case, visit, coverage.payer_id))
        purse = self.purse(coverage)
        purse.begin(visit.on)
        uncovered = self._uncovered(visit, coverage, purse)
        return uncovered if uncovered else self._covered(visit, coverage, purse)

    def _uncovered(self, visit: Visit, coverage: Coverage, purse: Purse) -> VisitEstimate | None:
        """A visit beyond a hard limit, or of a service the plan does not cover: the practice's own price."""
        limit = self.beyond[coverage.id].get(visit.id)
        answer = self.case.answer_about(coverage, limits.ANY_LIMIT)
        source = Source(SourceKind.BENEFIT_CHECK, answer.id if answer else None)
        if limit is None and purse.sheet.is_covered is not False:
            return None
        first = EstimateStep("not_covered", None, {}, source)
        if limit is not None:
            rules = self.case.rules_of(coverage)
            if self._is_soft(coverage, visit.on) or rules.limits_are_hard is False:
                return None
            if rules.limits_are_hard is None:
                return self._unsure(visit, coverage, EstimateStep("beyond_unsure", None, _told(limit), source))
            first = EstimateStep("beyond_limit", None, _told(limit), source)
        if self._second(visit):
            return self._unsure(visit, coverage, first, "second_beyond")
        price = prices.charged(self.case, visit)
        return _charged(visit, coverage, Price(price.amount, (first, *price.steps), price.lacks))

    def _unsure(
        self, visit: Visit, coverage: Coverage, step: EstimateStep, lack: str = "limit_nature"
    ) -> VisitEstimate:
        """Who pays is not known; what it would cost the family is said."""
        price = prices.charged(self.case, visit)
        steps = (step, *price.steps)
        return VisitEstimate(visit.id, visit.on, None, None, None, steps, (lack,), coverage.id)

    def _is_soft(self, coverage: Coverage, on: date) -> bool:
        return limits.is_soft(self.case.rules_of(coverage), self.case.patient.birth_on, on)

    def _covered(self, visit: Visit, coverage: Coverage, purse: Purse) -> VisitEstimate:
        price = prices.allowed(self.case, self.schedule, visit, coverage)
        share = shares.of_coverage(purse, price, visit, self._terms(coverage, visit))
        notes = [EstimateStep("new_year", None, {"year": visit.on.year})] if visit.on.year in purse.new_year else []
        paid = self._paid(visit, coverage, price, share.owed)
        share, more = self._second_pays(visit, price, share)
        lacks = tuple(dict.fromkeys((*share.lacks, *(price.lacks if share.owed is None else ()))))
        return VisitEstimate(
            visit.id, visit.on, price.amount, share.owed, None if paid is None else paid + more,
            (*price.steps, *share.steps, *notes), lacks, coverage.id,
        )  # fmt: skip

    def _terms(self, coverage: Coverage, visit: Visit) -> Terms:
        in_force = [c for c in self.case.primary_on.ranked if c.is_in_force(visit.on)]
        is_qmb = any(self.purse(each).sheet.is_qmb for each in in_force)
        rules = self.case.rules_of(coverage)
        return Terms(rules, self.case.patient.birth_on, self.schedule.payment(visit.on), is_qmb)

    def _paid(self, visit: Visit, coverage: Coverage, price: Price, owed: Decimal | None) -> Decimal | None:
        """What the first payer pays: the rest of the allowed amount, of which Medicare is sequestered."""
        if price.amount is None or owed is None:
            return None
        rest, payment = price.amount - owed, self.schedule.payment(visit.on)
        if coverage.payer_type is PayerType.MEDICARE_B and payment:
            return (rest * (1 - payment.sequestration)).quantize(CENT, ROUND_HALF_UP)
        return rest

    def _second(self, visit: Visit) -> Coverage | None:
        """Who pays after the first: in force that day, of a later order, not the family itself, not an injury's."""
        first = self.case.payer_of(visit)
        if first is None or first.payer_type in INJURY:
            return None
        later = [c for c in self.case.primary_on.ranked if c.order > first.order and c.is_in_force(visit.on)]
        barred = INJURY | {PayerType.SELF_PAY}
        return next((c for c in later if c.payer_type not in barred), None)

    def _second_pays(self, visit: Visit, price: Price, first: Share) -> tuple[Share, Decimal]:
        """(the family's part after the second payer, what that pays). It pays as if it were the first, up to the rest.

        Unknown where its own share is: what it leaves is not guessed.
        """
        second = self._second(visit)
        if second is None or first.owed == 0:
            return first, NOTHING
        purse = self.purse(second)
        purse.begin(visit.on)
        own = shares.of_coverage(purse, price, visit, self._terms(second, visit))
        source, name = Source(SourceKind.COVERAGE, second.id), {"payer": second.payer_name}
        if own.owed is None or (price.amount is None and own.owed):
            step = EstimateStep("second_unknown", None, name, source)
            return Share(None, (*first.steps, step), (*first.lacks, "second")), NOTHING
        if first.owed is None:
            return first, NOTHING
        pays = _second_part(second, price, first.owed, own.owed)
        step = EstimateStep("second_pays", -pays, name, source)
        return Share(first.owed - pays, (*first.steps, step), first.lacks), pays


def _second_part(second: Coverage, price: Price, left: Decimal, own: Decimal) -> Decimal:
    """Of what the first payer left, up to what the second would pay alone; Medicaid leaves its own copay alone."""
    if second.payer_type in MEDICAID:
        return max(left - own, NOTHING)
    return left if price.amount is None else min(left, max(price.amount - own, NOTHING))


def _charged(visit: Visit, coverage: Coverage, price: Price) -> VisitEstimate:
    """The family pays all of the practice's own price."""
    paid = None if price.amount is None else NOTHING
    return VisitEstimate(visit.id, visit.on, price.amount, price.amount, paid, price.steps, price.lacks, coverage.id)


def _told(limit: limits.Limit) -> dict[str, Decimal | str | int | date | None]:
    return {"remaining": limit.remaining, "unit": "dollars" if limit.is_dollars else "visits"}


def _of_year(sums: dict[int, Decimal], year: int) -> Decimal | None:
    known = [each for each in sums if each <= year]
    return sums[max(known)] if known else None
