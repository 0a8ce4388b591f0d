"""What must be signed or given before a visit: consents, a good-faith estimate, and a hold on the account.

Source: 45 CFR 149.610 for the estimate (verified). Consents and holds have no facts in Otium yet: they are unknown, and
do not count, as nobody could look them up here.
"""

from collections.abc import Iterable

from otium.rules.case import Case
from otium.rules.clearance.finding import finding
from otium.terms.clearance import ClearanceCheck, ClearanceState, Finding
from otium.terms.estimate import GivenEstimate
from otium.terms.family import EstimateState
from otium.terms.payers import PayerType
from otium.terms.provenance import Source, SourceKind
from otium.terms.schedule import Visit

CONSENTS = finding(ClearanceCheck.CONSENTS, ClearanceState.UNKNOWN, "consents_not_kept", counts=False)
ACCOUNT_HOLD = finding(ClearanceCheck.ACCOUNT_HOLD, ClearanceState.UNKNOWN, "account_hold_not_kept", counts=False)
INSURED = finding(ClearanceCheck.ESTIMATE, ClearanceState.NOT_NEEDED, "estimate_not_needed")


def consents(case: Case) -> list[Finding]:
    return [CONSENTS] * len(case.judged)


def account_holds(case: Case) -> list[Finding]:
    return [ACCOUNT_HOLD] * len(case.judged)


def estimates(case: Case) -> list[Finding]:
    """One for each visit of `case.judged`: of a person who pays themselves, is a given estimate good for the day."""
    return [_estimate(case, visit) for visit in case.judged]


def _estimate(case: Case, visit: Visit) -> Finding:
    coverage = case.payer_of(visit)
    if coverage is None or coverage.payer_type is not PayerType.SELF_PAY:
        return INSURED
    check = ClearanceCheck.ESTIMATE
    covering = [e for e in case.patient.estimates if e.starts_on <= visit.on <= e.ends_on]
    if given := _newest(covering, EstimateState.ISSUED):
        source = Source(SourceKind.ESTIMATE, given.id)
        return finding(check, ClearanceState.CLEAR, "estimate_given", source, ends_on=given.ends_on, total=given.total)
    if draft := _newest(covering, EstimateState.DRAFT):
        source = Source(SourceKind.ESTIMATE, draft.id)
        return finding(check, ClearanceState.AT_RISK, "estimate_drafted", source, act="give_estimate")
    source = Source(SourceKind.COVERAGE, coverage.id)
    return finding(check, ClearanceState.AT_RISK, "estimate_missing", source, act="give_estimate")


def _newest(estimates: Iterable[GivenEstimate], state: EstimateState) -> GivenEstimate | None:
    return max((e for e in estimates if e.state is state), key=lambda e: (e.version, e.id), default=None)
