"""TELL_BENEFIT_LIMIT and REQUEST_BEYOND_LIMIT: the visit that the plan's yearly limit no longer pays for.

Source: X12 271 EB01 F with EB06 23 (limit), 29 (remaining), 24 or EB09 99 (used), EB03 and MSG for shared limits.
The payer counts processed claims, so each visit from the day of the answer on is taken off what remained.
Medicaid owes a child necessary therapy beyond a state's limit (EPSDT, 42 USC 1396d(r)): there it is asked for.
"""

from calendar import isleap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from otium.rules import acts, business_days
from otium.rules.allocation import OT
from otium.rules.because import because
from otium.rules.case import Case
from otium.rules.families import telling
from otium.terms.coverage import Benefit, BenefitCheck, BenefitKind, CheckStatus, Coverage
from otium.terms.duty import Duty, DutyKind, FocusType, Param, Reason
from otium.terms.payers import PayerRules
from otium.terms.provenance import Source, SourceKind
from otium.terms.schedule import Visit

NOTHING = Decimal(0)
DAYS_PER_YEAR = 366
OPENS_BEFORE = 30  # calendar days
DUE_BEFORE = 5  # business days before the visit that is not covered: time to talk with the family
REQUEST_BEFORE = 10  # business days before it: time for Medicaid to decide
CALENDAR, SERVICE = "calendar_year", "service_year"
NO_YEAR = frozenset({"lifetime", "contract", "episode", "admission"})  # when these begin anew, it is unsaid
FAMILY = "FAM"
LIMITING = {  # by whether dollars are counted
    False: frozenset({BenefitKind.VISIT_LIMIT, BenefitKind.VISITS_REMAINING, BenefitKind.VISITS_USED}),
    True: frozenset({BenefitKind.DOLLAR_LIMIT, BenefitKind.DOLLARS_REMAINING, BenefitKind.DOLLARS_USED}),
}
ANY_LIMIT = LIMITING[False] | LIMITING[True]


@dataclass(frozen=True, slots=True)
class Limit:
    """What remained at an answer, in visits or dollars. `limit` and `used` where the remainder comes from them.

    `total` is the whole of a year as stated, whatever the remainder comes from. `period` is the benefit's where the
    answer states one; empty is unsaid.
    """

    remaining: Decimal
    pooled_with: tuple[str, ...]
    period: str = ""
    is_dollars: bool = False
    limit: Decimal | None = None
    used: Decimal | None = None
    total: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Draw:
    """One visit that draws on a limit. `left` is what remains after it, below zero when it is beyond the limit.

    `is_unpriced`: a limit in dollars, and this visit or one before it has no price, so less may be left.
    """

    visit: Visit
    left: Decimal
    is_unpriced: bool = False

    @property
    def is_beyond(self) -> bool:
        return self.left < 0


def duties(case: Case) -> Iterator[Duty]:
    """At most one of each kind a coverage: a child's visits under Medicaid are asked for, the others are told."""
    for coverage in case.patient.coverages:
        check = case.answer_about(coverage, ANY_LIMIT)
        if check is None or check.status is not CheckStatus.ACTIVE or not check.benefits:
            continue
        rules, birth_on = case.rules_of(coverage), case.patient.birth_on
        soft, hard = list[_Lost](), list[_Lost]()
        for limit in limits_of(check, rules):
            lost = lost_to(case, coverage, check, limit)
            asked_for = [v for v in lost if is_soft(rules, birth_on, v.on)]
            told = [v for v in lost if not is_soft(rules, birth_on, v.on)]
            soft += [(limit, asked_for)] if asked_for else []
            hard += [(limit, told)] if told else []
        for found, make in ((soft, _request), (hard, _tell)):
            duty = make(case, coverage, check, *min(found, key=_first_start)) if found else None
            if duty:
                yield duty


_Lost = tuple[Limit, list[Visit]]


def _first_start(lost: _Lost) -> datetime:
    return lost[1][0].starts_at


def beyond(case: Case, coverage: Coverage) -> dict[UUID, Limit]:
    """OT visits that come after a limit of the newest answer is used up, by id, each with the first such limit."""
    check = case.answer_about(coverage, ANY_LIMIT)
    if check is None or check.status is not CheckStatus.ACTIVE:
        return {}
    found: dict[UUID, Limit] = {}
    for limit in limits_of(check, case.rules_of(coverage)):
        for visit in lost_to(case, coverage, check, limit):
            found.setdefault(visit.id, limit)
    return found


def told_on(case: Case, coverage: Coverage, limit: Limit) -> date | None:
    """The day the family was told of this limit, where nothing is left to do about it; None while the duty stands.

    It stands again when they want a call or no more visits, when nobody answered what was sent by the last safe day,
    and when a newer answer says something else.
    """
    found = (d for d in duties(case) if d.kind is DutyKind.TELL_BENEFIT_LIMIT and d.focus_id == coverage.id)
    duty = next(found, None)
    if duty is None or duty.ground is None or duty.ground != _ground(limit, int(duty.instance)):
        return None
    act = acts.settled_by(duty, acts.by_key(case.patient.acts))
    if act is not None:
        return act.on
    notice = telling.newest(duty, case.patient.notices)
    return notice.told_on if notice and not telling.told([duty], case.patient.notices, case.on) else None


def limits_of(check: BenefitCheck, rules: PayerRules | None = None) -> tuple[Limit, ...]:
    """Every limit of the answer whose remainder is known, stated or as limit less used. Unknown stays unknown.

    `rules` say with which disciplines a limit is shared where the answer does not. What answers contradict each other
    about is unknown until a person decided (DECIDE_BENEFIT).
    """
    visits = (BenefitKind.VISITS_REMAINING, BenefitKind.VISIT_LIMIT, BenefitKind.VISITS_USED)
    money = (BenefitKind.DOLLARS_REMAINING, BenefitKind.DOLLAR_LIMIT, BenefitKind.DOLLARS_USED)
    usual = tuple((rules.limit_pools_with or "").split()) if rules else ()
    own = [b for b in check.benefits if b.in_network is not False and b.level != FAMILY]
    return (*_limits(own, visits, usual), *_limits(own, money, usual, is_dollars=True))


def in_doubt(check: BenefitCheck, *, is_dollars: bool) -> bool:
    """Whether nobody knows which of several limits holds: what is left of it is unknown, not nothing."""
    return any(b.is_ambiguous and b.kind in LIMITING[is_dollars] for b in check.benefits)


def _limits(
    benefits: Iterable[Benefit],
    kinds: tuple[BenefitKind, BenefitKind, BenefitKind],
    usual: tuple[str, ...],
    *,
    is_dollars: bool = False,
) -> Iterator[Limit]:
    remaining_kind, limit_kind, used_kind = kinds
    by_pool: dict[tuple[str, ...], dict[BenefitKind, Benefit]] = {}
    for benefit in sorted((b for b in benefits if b.kind in kinds), key=lambda b: _least_first(b, used_kind)):
        if benefit.amount is not None:
            pool = by_pool.setdefault(tuple(sorted(benefit.pooled_with)), {})
            pool.setdefault(benefit.kind, benefit)
    for pooled_with, found in by_pool.items():
        if remaining_kind in found and found[remaining_kind].is_ambiguous:
            continue
        found = {kind: benefit for kind, benefit in found.items() if not benefit.is_ambiguous}
        remaining, limit, used = (found.get(kind) for kind in (remaining_kind, limit_kind, used_kind))
        period = _period(found.values())
        total, spent = (limit.amount if limit else None), (used.amount if used else None)
        pool_of = pooled_with or usual
        if remaining and remaining.amount is not None:
            known = (total, spent) if remaining.is_derived else (None, None)
            yield Limit(remaining.amount, pool_of, period, is_dollars, *known, total)
        elif total is not None and spent is not None:
            yield Limit(total - spent, pool_of, period, is_dollars, total, spent, total)


def _least_first(benefit: Benefit, used_kind: BenefitKind) -> tuple[Decimal, UUID]:
    """Of two amounts for one benefit the one that leaves less comes first: visits are not promised on a doubt."""
    amount = benefit.amount or NOTHING
    return (-amount if benefit.kind is used_kind else amount, benefit.id)


def _period(benefits: Iterable[Benefit]) -> str:
    said = {b.period for b in benefits}
    return next((p for p in (*sorted(NO_YEAR), SERVICE, CALENDAR) if p in said), "")


def year_end(limit: Limit, rules: PayerRules, coverage: Coverage, check: BenefitCheck) -> date:
    """Last day of the benefit year that the answer speaks of; `date.max` where nothing tells when it ends.

    A plan year ends on the eve of the coverage's anniversary, else where the payer says that the coverage ends. A year
    of which the answer says nothing is the payer's usual one (`limit_year`), else the calendar's.
    """
    asked_on = check.service_on or check.answered_on
    if limit.period in NO_YEAR:
        return date.max
    if limit.period != SERVICE and (limit.period == CALENDAR or rules.limit_year != "plan"):
        return date(asked_on.year, 12, 31)
    if coverage.starts_on:
        return eve_of_anniversary(coverage.starts_on, asked_on)
    ends_on = check.coverage_ends_on
    is_of_year = ends_on is not None and asked_on <= ends_on <= business_days.shift(asked_on, DAYS_PER_YEAR)
    return ends_on if ends_on is not None and is_of_year else date.max


def eve_of_anniversary(starts_on: date, after: date) -> date:
    """The day before the first anniversary later than `after`; that of 29 February is 1 March in other years."""
    for year in (after.year, after.year + 1):
        month, day = starts_on.month, starts_on.day
        is_leap_day = (month, day) == (2, 29) and not isleap(year)
        anniversary = date(year, 3, 1) if is_leap_day else date(year, month, day)
        if anniversary > after:
            return business_days.shift(anniversary, -1)
    raise AssertionError("the anniversary of next year is later than any day of this one")


def lost_to(case: Case, coverage: Coverage, check: BenefitCheck, limit: Limit) -> list[Visit]:
    """OT visits of the same benefit year that come after the limit is used up, in order of time."""
    if limit.is_dollars and case.rules_of(coverage).kx_applies:
        return []  # a threshold, not an end of benefits: PLACE_KX
    drawn = draws(case, drawing(case, coverage, check, limit), limit, limit.remaining)
    return [d.visit for d in drawn if d.is_beyond and d.visit.discipline == OT]


def draws(case: Case, visits: Iterable[Visit], limit: Limit, start: Decimal) -> Iterator[Draw]:
    """What each of the visits, in order of time, leaves of `start`."""
    left, is_unpriced = start, False
    for visit in visits:
        if limit.is_dollars:
            price = case.price(visit)
            is_unpriced = is_unpriced or price is None
            left -= price or NOTHING
        else:
            left -= 1
        yield Draw(visit, left, is_unpriced)


def drawing(case: Case, coverage: Coverage, check: BenefitCheck, limit: Limit) -> list[Visit]:
    """Visits since the answer that draw on the limit in its year, of the disciplines that share it, by time."""
    last = year_end(limit, case.rules_of(coverage), coverage, check)
    return sharing(case, coverage, limit, check.answered_on, last)


def sharing(case: Case, coverage: Coverage, limit: Limit, first: date, last: date) -> list[Visit]:
    """Visits of those days that use the coverage and the limit, by time."""
    visits: Iterable[Visit] = case.counted
    if limit.pooled_with:
        shares = {OT, *limit.pooled_with}
        visits = [v for v in case.patient.visits if v.status.uses_benefits and v.discipline in shares]
        visits.sort(key=lambda v: (v.starts_at, v.id))
    return [v for v in visits if first <= v.on <= last and case.payer_of(v) is coverage]


def _tell(case: Case, coverage: Coverage, check: BenefitCheck, limit: Limit, lost: list[Visit]) -> Duty | None:
    """Opens 30 days before the visit that is not covered, stands while a visit after it is to come."""
    duty = _duty(case, coverage, check, limit, lost)
    return duty and replace(duty, ground=_ground(limit, lost[0].on.year))


def _request(case: Case, coverage: Coverage, check: BenefitCheck, limit: Limit, lost: list[Visit]) -> Duty | None:
    """Asked for once a limit and year: a newer answer that says less remains is no new ground."""
    duty = _duty(case, coverage, check, limit, lost)
    if duty is None:
        return None
    unit, pool = "dollars" if limit.is_dollars else "visits", " ".join(limit.pooled_with)
    return replace(
        duty,
        kind=DutyKind.REQUEST_BEYOND_LIMIT,
        due_on=business_days.back(lost[0].on, REQUEST_BEFORE, case.days),
        ground={"unit": unit, "pool": pool, "year": lost[0].on.year},
    )


def _duty(case: Case, coverage: Coverage, check: BenefitCheck, limit: Limit, lost: list[Visit]) -> Duty | None:
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
    """True for a child whose payer owes necessary therapy beyond its limit; an age that is not known is no child's."""
    if rules.limits_soft_under_age is None or birth_on is None:
        return False
    age = on.year - birth_on.year - ((on.month, on.day) < (birth_on.month, birth_on.day))
    return age < rules.limits_soft_under_age
