"""Benefit visits and dollars: is the visit within every limit its payer stated, after all that come before it.

The limits, who shares them and what draws on them are those of TELL_BENEFIT_LIMIT (rules/eligibility/limits). A limit
is hard unless the payer's rules say otherwise; Medicaid's are soft for a child (EPSDT). A visit beyond a hard limit is
blocked while nobody told the family, and at risk afterwards: who pays is known then, and it is not the payer.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from otium.rules import business_days
from otium.rules.allocation import OT
from otium.rules.case import Case
from otium.rules.clearance.finding import NOTHING, Params, finding, nobody_pays
from otium.rules.eligibility import limits
from otium.rules.eligibility.limits import Draw, Limit
from otium.terms.clearance import WORST_FIRST, ClearanceCheck, ClearanceState, Finding
from otium.terms.coverage import BenefitCheck, BenefitKind, CheckStatus, Coverage
from otium.terms.duty import Act, ActKind, DutyKind, Param
from otium.terms.payers import PayerRules
from otium.terms.provenance import Source, SourceKind
from otium.terms.schedule import Visit

VISITS, DOLLARS = ClearanceCheck.BENEFIT_VISITS, ClearanceCheck.BENEFIT_DOLLARS


@dataclass(frozen=True, slots=True)
class _Known:
    """The newest answer about one coverage. `by_visit`: what each check finds of a visit, one for each limit."""

    coverage: Coverage
    rules: PayerRules
    answer: BenefitCheck | None
    has_limit: dict[ClearanceCheck, bool]
    by_visit: dict[ClearanceCheck, dict[UUID, list[Finding]]]


def visits(case: Case) -> list[Finding]:
    """One for each visit of `case.judged`."""
    return _findings(case, VISITS)


def money(case: Case) -> list[Finding]:
    """One for each visit of `case.judged`."""
    return _findings(case, DOLLARS)


def _findings(case: Case, check: ClearanceCheck) -> list[Finding]:
    known: dict[UUID, _Known] = {}
    found = []
    for visit in case.judged:
        coverage = case.payer_of(visit)
        if coverage is None:
            found.append(nobody_pays(check))
            continue
        if coverage.id not in known:
            known[coverage.id] = _known(case, coverage, check)
        found.append(_of(known[coverage.id], check, visit))
    return found


def _known(case: Case, coverage: Coverage, check: ClearanceCheck) -> _Known:
    rules, answer = case.rules_of(coverage), case.answer_about(coverage, limits.ANY_LIMIT)
    if answer is None or answer.status is not CheckStatus.ACTIVE:
        return _Known(coverage, rules, answer, {}, {})
    stated = limits.limits_of(answer, rules)
    has_limit = {DOLLARS: any(x.is_dollars for x in stated), VISITS: any(not x.is_dollars for x in stated)}
    by_visit: dict[UUID, list[Finding]] = {}
    for limit in stated:
        if limit.is_dollars is (check is DOLLARS):
            told_on = limits.told_on(case, coverage, limit) if case.patient.notices or case.patient.acts else None
            one = _Tested(case, coverage, answer, rules, limit, check, told_on)
            for visit_id, result in one.findings():
                by_visit.setdefault(visit_id, []).append(result)
    return _Known(coverage, rules, answer, has_limit, {check: by_visit})


def _of(known: _Known, check: ClearanceCheck, visit: Visit) -> Finding:
    """The worst of what the limits say; among equals the one with the least left comes first."""
    rules, answer = known.rules, known.answer
    if not rules.needs_check:
        return finding(check, ClearanceState.NOT_NEEDED, "pays_themselves")
    if rules.kx_applies and (check is DOLLARS or not known.has_limit.get(check)):
        return finding(check, ClearanceState.NOT_NEEDED, "limit_is_threshold")
    if answer is None:
        act = "verify_coverage" if rules.wire_eligibility else "call_payer"
        source = Source(SourceKind.COVERAGE, known.coverage.id)
        return finding(check, ClearanceState.UNKNOWN, "limit_not_asked", source, act=act)
    source = Source(SourceKind.BENEFIT_CHECK, answer.id)
    found = known.by_visit.get(check, {}).get(visit.id)
    worst = min(found, key=_worst_first) if found else None
    if limits.in_doubt(answer, is_dollars=check is DOLLARS) and (worst is None or worst.state is ClearanceState.CLEAR):
        in_doubt: Params = {"answered_on": answer.answered_on}
        return finding(check, ClearanceState.UNKNOWN, "limit_in_doubt", source, act="decide_benefit", told=in_doubt)
    if worst:
        return worst
    total = _total(answer, check)
    told: Params = {"answered_on": answer.answered_on}
    if total is not None:
        told = {"limit": total, **told}
        return finding(check, ClearanceState.UNKNOWN, "limit_use_unknown", source, act="call_payer", told=told)
    if any(known.has_limit.values()) or _total(answer, _other(check)) is not None:
        return finding(check, ClearanceState.NOT_NEEDED, "limit_other_kind", source)
    return finding(check, ClearanceState.UNKNOWN, "limit_not_stated", source, act="call_payer", told=told)


def _other(check: ClearanceCheck) -> ClearanceCheck:
    return DOLLARS if check is VISITS else VISITS


def _total(answer: BenefitCheck, check: ClearanceCheck) -> Decimal | None:
    """A limit that is stated without what is left or used of it."""
    kind = BenefitKind.VISIT_LIMIT if check is VISITS else BenefitKind.DOLLAR_LIMIT
    return min((b.amount for b in answer.benefits if b.kind is kind and b.amount is not None), default=None)


def _worst_first(result: Finding) -> tuple[int, bool, Decimal, str]:
    left = result.params.get("left")
    return (WORST_FIRST.index(result.state), not result.counts, left if isinstance(left, Decimal) else Decimal(0),
            result.fact)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Tested:
    """One limit, of one answer, tested over the visits that draw on it."""

    case: Case
    coverage: Coverage
    answer: BenefitCheck
    rules: PayerRules
    limit: Limit
    check: ClearanceCheck
    told_on: date | None = None  # the family, of this limit

    def findings(self) -> Iterator[tuple[UUID, Finding]]:
        """By visit: those of the answer's benefit year, then those after it."""
        case, limit = self.case, self.limit
        last = limits.year_end(limit, self.rules, self.coverage, self.answer)
        drawn = limits.drawing(case, self.coverage, self.answer, limit)
        beyond = 0
        for draw in limits.draws(case, drawn, limit, limit.remaining):
            beyond += draw.is_beyond and draw.visit.discipline == OT
            yield draw.visit.id, self._this_year(draw, beyond)
        if last < date.max:
            yield from self._later(business_days.shift(last, 1))

    def _this_year(self, draw: Draw, beyond: int) -> Finding:
        if draw.is_beyond:
            return self._beyond(draw.visit, beyond)
        if draw.is_unpriced:
            return self._say(ClearanceState.UNKNOWN, "limit_unpriced", act="enter_rate", left=draw.left)
        fact = "dollars_within" if self.limit.is_dollars else "limit_within"
        told: Params = {"left": draw.left, "limit": self.limit.total, "disciplines": self._disciplines}
        return self._say(ClearanceState.CLEAR, fact, told=told)

    def _beyond(self, visit: Visit, beyond: int) -> Finding:
        kind = "dollars" if self.limit.is_dollars else "limit"
        told: Params = {
            "remaining": self.limit.remaining,
            "beyond": beyond,
            "disciplines": self._disciplines,
            "answered_on": self.answer.answered_on,
        }
        if limits.is_soft(self.rules, self.case.patient.birth_on, visit.on):
            asked = self._asked()
            if asked is None:
                return self._say(ClearanceState.AT_RISK, f"{kind}_soft_beyond", act="request_beyond_limit", told=told)
            if number := self._approved(visit, asked.on):
                return self._say(ClearanceState.CLEAR, "limit_approved", number=number)
            return self._say(ClearanceState.AT_RISK, "limit_requested", act="wait_for_payer", requested_on=asked.on)
        if self.told_on is not None:
            family: Params = {"beyond": beyond, "told_on": self.told_on}
            return self._say(ClearanceState.AT_RISK, "limit_beyond_told", told=family)
        if self.rules.limits_are_hard is False:
            return self._say(ClearanceState.AT_RISK, f"{kind}_exceedable", act="tell_benefit_limit", told=told)
        return self._say(ClearanceState.BLOCKED, f"{kind}_beyond", act="tell_benefit_limit", told=told)

    def _later(self, from_on: date) -> Iterator[tuple[UUID, Finding]]:
        """Nobody can say before the year begins; what would be beyond the whole of a limit like this one's is at risk.

        Only the next year is counted; visits after it are as unknown.
        """
        case, limit = self.case, self.limit
        end = limits.eve_of_anniversary(from_on, from_on)
        unknown = self._say(ClearanceState.UNKNOWN, "limit_next_year", counts=False, from_on=from_on)
        next_year = limits.sharing(case, self.coverage, limit, from_on, end)
        beyond = 0
        for draw in limits.draws(case, next_year, limit, limit.total or Decimal(0)):
            if limit.total is None or not draw.is_beyond:
                yield draw.visit.id, unknown
                continue
            beyond += draw.visit.discipline == OT
            told: Params = {"from_on": from_on, "limit": limit.total, "beyond": beyond}
            yield draw.visit.id, self._say(ClearanceState.AT_RISK, "limit_next_year_beyond", told=told)
        for visit in limits.sharing(case, self.coverage, limit, business_days.shift(end, 1), date.max):
            yield visit.id, unknown

    def _asked(self) -> Act | None:
        """The newest request beyond a limit that was sent for the coverage. Undone acts are no facts."""
        sent = (
            a
            for a in self.case.patient.acts
            if a.duty_kind is DutyKind.REQUEST_BEYOND_LIMIT
            and a.focus_id == self.coverage.id
            and a.kind is ActKind.SENT
            and a.on >= self.answer.answered_on.replace(month=1, day=1)
        )
        return max(sent, key=lambda a: (a.on, a.id), default=None)

    def _approved(self, visit: Visit, asked_on: date) -> str | None:
        """Number of the authorization that the visit uses, if it was entered since the request; None when not."""
        entered = {
            a.id: a.number
            for a in self.case.patient.authorizations
            if a.entered_on is not None and a.entered_on >= asked_on
        }
        using = (entered[u.authorization_id] for u in self.case.allocation.uses
                 if u.visit_id == visit.id and u.authorization_id in entered)  # fmt: skip
        return next(using, None)

    @property
    def _disciplines(self) -> str:
        return " ".join((OT, *self.limit.pooled_with))

    def _say(
        self,
        state: ClearanceState,
        fact: str,
        *,
        act: str = "",
        counts: bool = True,
        told: Params = NOTHING,
        **params: Param,
    ) -> Finding:
        source = Source(SourceKind.BENEFIT_CHECK, self.answer.id)
        return finding(self.check, state, fact, source, act=act, counts=counts, told=told, **params)
