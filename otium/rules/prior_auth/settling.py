"""SETTLE_NEED: whether a booked visit needs an authorization is said both ways, or by nobody who was asked.

An answer that contradicts another answer is DECIDE_BENEFIT's. Source: 271 EB11, calls, rules/payers. Certainty: by
definition.
"""

from collections.abc import Iterator

from otium.rules import business_days
from otium.rules.because import because, payer_rule
from otium.rules.case import Case
from otium.rules.eligibility import drawing
from otium.rules.prior_auth.need import Need, need_of
from otium.rules.prior_auth.renewal import ENDED
from otium.terms.coverage import BenefitKind, CheckStatus, Coverage
from otium.terms.duty import Duty, DutyKind, Param, Reason
from otium.terms.prior_auth import AuthState
from otium.terms.provenance import Source, SourceKind
from otium.terms.roads import Service
from otium.terms.schedule import Visit, VisitType

AHEAD = 14  # calendar days before the visit
FIRM = ("verified", "practice")  # a rule that stands beside the payer's own answer
WIRE = "x12"


def duties(case: Case) -> Iterator[Duty]:
    for coverage in case.patient.coverages:
        if not case.rules_of(coverage).needs_check or _is_being_decided(case, coverage):
            continue
        evaluations, treatments = _soon(case, coverage)
        yield from _of_treatment(case, coverage, treatments)
        yield from _of_evaluation(case, coverage, evaluations)


def _soon(case: Case, coverage: Coverage) -> tuple[list[Visit], list[Visit]]:
    """Visits that the coverage pays and no authorization covers, from the first one that is near: (evaluations,
    others)."""
    uncovered = {each.visit.id for each in case.allocation.uncovered}
    visits = [v for v in drawing.visits_of(case, coverage) if v.id in uncovered]
    evaluations = [v for v in visits if v.kind is VisitType.EVALUATION]
    others = [v for v in visits if v.kind is not VisitType.EVALUATION]
    until = business_days.shift(case.on, AHEAD)
    near = [part if part and part[0].on <= until else [] for part in (evaluations, others)]
    return near[0], near[1]


def _is_being_decided(case: Case, coverage: Coverage) -> bool:
    """DECIDE_BENEFIT stands about the same."""
    return any(
        c.kind is BenefitKind.AUTHORIZATION_REQUIRED and c.held is None for c in case.contradictions_of(coverage)
    )


def _of_treatment(case: Case, coverage: Coverage, visits: list[Visit]) -> Iterator[Duty]:
    if not visits:
        return
    need = need_of(case, coverage, Service.TREATMENT)
    reason = (
        _against_rule(case, coverage, need) or _said_both_ways(need) or _said_by_nobody(case, coverage, need, visits)
    )
    if reason is not None:
        yield _duty(case, coverage, Service.TREATMENT, reason, visits)


def _against_rule(case: Case, coverage: Coverage, need: Need) -> Reason | None:
    """The wire's answer says one thing, and a firm rule of this very payer the other. A person's word settles it."""
    if need.check is None or need.is_needed is None or need.ground is not None or need.check.channel != WIRE:
        return None
    rules = case.rules_of(coverage)
    by_rule = rules.authorization_required
    certainty = rules.certainty_of("authorization_required")
    if by_rule is None or by_rule == need.is_needed or certainty not in FIRM:
        return None
    source = Source(SourceKind.BENEFIT_CHECK, need.check.id)
    code = "need_answered_against_rule" if need.is_needed else "no_need_answered_against_rule"
    return because(code, source, answered_on=need.check.answered_on, certainty=certainty)


def _said_both_ways(need: Need) -> Reason | None:
    if need.check is None or need.is_needed is not None:
        return None
    source = Source(SourceKind.BENEFIT_CHECK, need.check.id)
    return because("need_said_both_ways", source, answered_on=need.check.answered_on)


def _said_by_nobody(case: Case, coverage: Coverage, need: Need, visits: list[Visit]) -> Reason | None:
    """The payer answered and did not say; nothing on file shows that the need was settled before.

    An answer that will be asked for anew before the visit is waited for.
    """
    if need.is_needed is not None or need.check is not None or _was_settled(case, coverage):
        return None
    answer = case.latest_answer(coverage)
    if answer is None or answer.status is not CheckStatus.ACTIVE:
        return None
    speaks_until = business_days.shift(answer.answered_on, case.rules_of(coverage).check_stale_days)
    if visits[0].on > speaks_until:
        return None
    return because("need_unknown", Source(SourceKind.BENEFIT_CHECK, answer.id), answered_on=answer.answered_on)


def _was_settled(case: Case, coverage: Coverage) -> bool:
    """There is an authorization or a request under the coverage, or visits were made under it without one.

    Those were billed or are about to be: their claims tell, and a call for each of them would be work for nothing.
    """
    has_request = any(r.coverage_id == coverage.id and r.state not in ENDED for r in case.patient.requests)
    has_approval = any(
        a.coverage_id in (None, coverage.id) and a.state is AuthState.ACTIVE for a in case.patient.authorizations
    )
    treated = any(
        v.on < case.on and v.kind is not VisitType.EVALUATION and case.payer_of(v) is coverage for v in case.counted
    )
    return has_request or has_approval or treated


def _of_evaluation(case: Case, coverage: Coverage, visits: list[Visit]) -> Iterator[Duty]:
    """A payer that asks for treatment, and does not say whether its evaluation needs an authorization as well."""
    if not visits or need_of(case, coverage, Service.TREATMENT).is_needed is not True:
        return
    if need_of(case, coverage, Service.EVALUATION).is_needed is not None:
        return
    rules = case.rules_of(coverage)
    certainty = rules.certainty_of("authorization_required")
    reason = because("evaluation_need_unknown", payer_rule(rules), visit_on=visits[0].on, certainty=certainty)
    yield _duty(case, coverage, Service.EVALUATION, reason, visits)


def _duty(case: Case, coverage: Coverage, service: Service, reason: Reason, visits: list[Visit]) -> Duty:
    ground: dict[str, Param] = {"said": reason.code}
    return drawing.duty(case, coverage, DutyKind.SETTLE_NEED, service.value, (reason,), visits, ground)
