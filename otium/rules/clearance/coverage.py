"""Coverage: in force on the day of the visit, answered for by the payer, and the answer not stale.

The tests are those of VERIFY_COVERAGE, FIX_INQUIRY and REPLACE_COVERAGE (rules/eligibility).
"""

from otium.rules.case import Case
from otium.rules.clearance.finding import Params, finding
from otium.rules.eligibility import checks, replacing
from otium.terms.clearance import ClearanceCheck, ClearanceState, Finding
from otium.terms.coverage import BenefitCheck, BenefitKind, CheckStatus, Coverage
from otium.terms.provenance import Source, SourceKind
from otium.terms.schedule import Visit

CHECK = ClearanceCheck.COVERAGE
COVERS = frozenset({BenefitKind.COVERED})


def findings(case: Case) -> list[Finding]:
    """One for each visit of `case.judged`."""
    return [_of(case, visit) for visit in case.judged]


def _of(case: Case, visit: Visit) -> Finding:
    coverage = case.payer_of(visit)
    if coverage is None:
        return _nobody(case, visit)
    answer = case.latest_answer(coverage)
    if answer and replacing.denies(answer, visit):
        return _denied(answer)
    if not case.rules_of(coverage).needs_check:
        return finding(CHECK, ClearanceState.NOT_NEEDED, "pays_themselves", Source(SourceKind.COVERAGE, coverage.id))
    latest = next(reversed(case.checks_of(coverage)), None)
    if latest and checks.is_rejected(latest):
        told: Params = {"reject_code": latest.reject_code, "answered_on": latest.answered_on}
        return finding(CHECK, ClearanceState.UNKNOWN, "inquiry_rejected", _source(latest), act="fix_inquiry", told=told)
    return _answered(case, coverage, answer, visit)


def _nobody(case: Case, visit: Visit) -> Finding:
    ended_id = replacing.last_ended(case, visit.on)
    ended = next((c for c in case.patient.coverages if c.id == ended_id), None)
    if ended is None:
        source = Source(SourceKind.PATIENT, case.patient.patient_id)
        return finding(CHECK, ClearanceState.BLOCKED, "coverage_missing", source, act="enter_coverage")
    source = Source(SourceKind.COVERAGE, ended.id)
    return finding(
        CHECK, ClearanceState.BLOCKED, "coverage_ended", source, act="replace_coverage", ends_on=ended.ends_on
    )


def _denied(answer: BenefitCheck) -> Finding:
    if answer.status is CheckStatus.INACTIVE:
        told: Params = {"answered_on": answer.answered_on}
        return finding(
            CHECK, ClearanceState.BLOCKED, "coverage_inactive", _source(answer), act="replace_coverage", told=told
        )
    ends_on = answer.coverage_ends_on
    return finding(
        CHECK, ClearanceState.BLOCKED, "coverage_ended", _source(answer), act="replace_coverage", ends_on=ends_on
    )


def _answered(case: Case, coverage: Coverage, answer: BenefitCheck | None, visit: Visit) -> Finding:
    """Unknown where the answer does not speak for the visit; not counted while no answer could yet."""
    rules = case.rules_of(coverage)
    denials = [denial for denial in case.patient.eligibility_denials if denial.coverage_id == coverage.id]
    doubt = checks.doubt(coverage, rules, answer, visit, denials)
    is_of_another = doubt is not None and doubt.code == "check_before_change"
    about = case.answer_about(coverage, COVERS)
    if about and not is_of_another and (excluded := _excluded(about)):
        return excluded
    if doubt is None or answer is None:
        if answer is None:
            act = "verify_coverage" if rules.wire_eligibility else "call_payer"
            source = Source(SourceKind.COVERAGE, coverage.id)
            return finding(CHECK, ClearanceState.UNKNOWN, "check_missing", source, act=act)
        return finding(
            CHECK, ClearanceState.CLEAR, "coverage_answered", _source(answer), answered_on=answer.answered_on
        )
    asks_from = checks.holds_from(coverage, rules, visit.on)
    if asks_from > case.on:
        told: Params = {"answered_on": answer.answered_on, "asks_on": asks_from}
        return finding(CHECK, ClearanceState.UNKNOWN, "check_later", _source(answer), counts=False, told=told)
    act = "verify_coverage" if rules.wire_eligibility else "call_payer"
    params = {name: value for name, value in doubt.params.items() if name != "visit_on"}
    return finding(CHECK, ClearanceState.UNKNOWN, doubt.code, doubt.source, act=act, told=params)


def _excluded(answer: BenefitCheck) -> Finding | None:
    """The payer said that it does not cover OT, or answers contradict each other about it."""
    said = [b for b in answer.benefits if b.kind is BenefitKind.COVERED and b.in_network is not False]
    flags = {b.flag for b in said if b.flag is not None}
    told: Params = {"answered_on": answer.answered_on}
    if len(flags) > 1 or any(b.is_ambiguous for b in said):
        return finding(
            CHECK, ClearanceState.UNKNOWN, "therapy_in_doubt", _source(answer), act="decide_benefit", told=told
        )
    if flags != {False}:
        return None
    return finding(CHECK, ClearanceState.BLOCKED, "therapy_not_covered", _source(answer), act="call_payer", told=told)


def _source(check: BenefitCheck) -> Source:
    return Source(SourceKind.BENEFIT_CHECK, check.id)
