"""TELL_BENEFIT_LIMIT: the visit that the plan's yearly limit no longer pays for.

Source: X12 271 EB01 F with EB06 23 (limit), 29 (remaining), 24 or EB09 99 (used), EB03 and MSG for shared limits.
The payer counts processed claims, so each visit from the day of the answer on is taken off what remained.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from otium.rules import business_days
from otium.rules.allocation import OT
from otium.rules.because import because
from otium.rules.case import Case
from otium.terms.coverage import Benefit, BenefitCheck, BenefitKind, CheckStatus, Coverage
from otium.terms.duty import Duty, DutyKind, FocusType, Param, Reason
from otium.terms.payers import PayerRules
from otium.terms.provenance import Source, SourceKind
from otium.terms.schedule import Visit

OPENS_BEFORE = 30  # calendar days
DUE_BEFORE = 5  # business days before the visit that is not covered: time to talk with the family
NO_JANUARY = frozenset(
    {"service_year", "lifetime", "contract", "episode", "admission"}
)  # when these reset, it is unsaid


@dataclass(frozen=True, slots=True)
class Limit:
    """What remained at an answer, in visits or dollars. `limit` and `used` where the remainder comes from them."""

    remaining: Decimal
    pooled_with: tuple[str, ...]
    resets_in_january: bool
    is_dollars: bool = False
    limit: Decimal | None = None
    used: Decimal | None = None


def duties(case: Case) -> Iterator[Duty]:
    for coverage in case.patient.coverages:
        check = case.latest_answer(coverage)
        if check is None or check.status is not CheckStatus.ACTIVE or not check.benefits:
            continue
        found = [(limit, lost) for limit in limits_of(check) if (lost := lost_to(case, coverage, check, limit))]
        if found:
            duty = _duty(case, coverage, check, *min(found, key=lambda f: f[1][0].starts_at))
            if duty:
                yield duty


def limits_of(check: BenefitCheck) -> tuple[Limit, ...]:
    """Every limit of the answer whose remainder is known, stated or as limit less used. Unknown stays unknown."""
    visits = (BenefitKind.VISITS_REMAINING, BenefitKind.VISIT_LIMIT, BenefitKind.VISITS_USED)
    money = (BenefitKind.DOLLARS_REMAINING, BenefitKind.DOLLAR_LIMIT, BenefitKind.DOLLARS_USED)
    return (*_limits(check.benefits, *visits), *_limits(check.benefits, *money, is_dollars=True))


def _limits(
    benefits: Iterable[Benefit],
    remaining_kind: BenefitKind,
    limit_kind: BenefitKind,
    used_kind: BenefitKind,
    is_dollars: bool = False,
) -> Iterator[Limit]:
    by_pool: dict[tuple[str, ...], dict[BenefitKind, Benefit]] = {}
    for benefit in benefits:
        if benefit.kind in (remaining_kind, limit_kind, used_kind) and benefit.amount is not None:
            pool = by_pool.setdefault(tuple(sorted(benefit.pooled_with)), {})
            pool.setdefault(benefit.kind, benefit)
    for pooled_with, found in by_pool.items():
        remaining, limit, used = (found.get(kind) for kind in (remaining_kind, limit_kind, used_kind))
        resets = not any(b.period in NO_JANUARY for b in found.values())
        total, spent = (limit.amount if limit else None), (used.amount if used else None)
        if remaining and remaining.amount is not None:
            is_derived = remaining.is_derived
            known = (total, spent) if is_derived else (None, None)
            yield Limit(remaining.amount, pooled_with, resets, is_dollars, *known)
        elif total is not None and spent is not None:
            yield Limit(total - spent, pooled_with, resets, is_dollars, total, spent)


def lost_to(case: Case, coverage: Coverage, check: BenefitCheck, limit: Limit) -> list[Visit]:
    """OT visits of the same benefit year that come after the limit is used up, in order of time."""
    if limit.is_dollars and case.rules_of(coverage).kx_applies:
        return []  # a threshold, not an end of benefits: PLACE_KX
    drawn = drawing(case, coverage, check, limit)
    if not limit.is_dollars:
        return [v for v in drawn[max(0, int(limit.remaining)) :] if v.discipline == OT]
    left = limit.remaining
    for at, visit in enumerate(drawn):
        left -= case.price(visit) or Decimal(0)
        if left < 0:
            return [v for v in drawn[at:] if v.discipline == OT]
    return []


def drawing(case: Case, coverage: Coverage, check: BenefitCheck, limit: Limit) -> list[Visit]:
    """Visits since the answer that draw on the limit, those of the disciplines that share it included."""
    year = (check.service_on or check.answered_on).year
    last = date(year, 12, 31) if limit.resets_in_january else date.max
    visits: Iterable[Visit] = case.counted
    if limit.pooled_with:
        shares = {OT, *limit.pooled_with}
        visits = [v for v in case.patient.visits if v.status.uses_benefits and v.discipline in shares]
        visits.sort(key=lambda v: (v.starts_at, v.id))
    return [v for v in visits if check.answered_on <= v.on <= last and case.payer_of(v) is coverage]


def _duty(case: Case, coverage: Coverage, check: BenefitCheck, limit: Limit, lost: list[Visit]) -> Duty | None:
    """Opens 30 days before the visit that is not covered, stands while a visit after it is to come."""
    first = lost[0]
    if lost[-1].on < case.on or case.on < business_days.shift(first.on, -OPENS_BEFORE):
        return None
    return Duty(
        kind=DutyKind.TELL_BENEFIT_LIMIT,
        focus_type=FocusType.COVERAGE,
        focus_id=coverage.id,
        instance=str(first.on.year),
        due_on=business_days.back(first.on, DUE_BEFORE, case.days),
        last_safe_on=business_days.back(first.on, 1, case.days),
        why=tuple(_why(case, case.rules_of(coverage), check, limit, first)),
        at_risk=case.at_risk(lost),
        patient_id=case.patient.patient_id,
        therapist_id=first.therapist_id or case.patient.therapist_id,
        appointment_id=first.id,
        ground=_ground(limit, first.on.year),
    )


def _ground(limit: Limit, year: int) -> dict[str, Param]:
    """What the family is told: so many remain of this limit in this year, whichever visits are booked."""
    pool = " ".join(limit.pooled_with)
    unit = "dollars" if limit.is_dollars else "visits"
    return {"remaining": limit.remaining, "unit": unit, "limit": limit.limit, "pool": pool, "year": year}


def _why(case: Case, rules: PayerRules, check: BenefitCheck, limit: Limit, first: Visit) -> Iterator[Reason]:
    source = Source(SourceKind.BENEFIT_CHECK, check.id)
    code = "limit_dollars_reached" if limit.is_dollars else "limit_reached"
    yield because(code, source, visit_on=first.on, remaining=limit.remaining, answered_on=check.answered_on)
    if limit.limit is not None and limit.used is not None:
        yield because("limit_derived", source, limit=limit.limit, used=limit.used)
    if limit.pooled_with:
        yield because("limit_pooled", source, disciplines=" ".join((OT, *limit.pooled_with)))
    if is_soft(rules, case.patient.birth_on, first.on):
        yield because("limit_soft", Source(SourceKind.PAYER_RULE, label=rules.key))


def is_soft(rules: PayerRules, birth_on: date | None, on: date) -> bool:
    """Medicaid owes a child necessary therapy beyond the state's visit limit (EPSDT, 42 USC 1396d(r)): ask for it."""
    if rules.limits_soft_under_age is None or birth_on is None:
        return False
    age = on.year - birth_on.year - ((on.month, on.day) < (birth_on.month, birth_on.day))
    return age < rules.limits_soft_under_age
