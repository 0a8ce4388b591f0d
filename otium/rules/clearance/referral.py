"""Referral or order: one in force for the visit, where the payer asks for one.

Handed out as OBTAIN_REFERRAL does (rules/care/referrals), so visits before this one have used theirs.
"""

from otium.rules.because import payer_rule
from otium.rules.care import referrals
from otium.rules.case import Case
from otium.rules.clearance.finding import Params, finding, nobody_pays
from otium.terms.clearance import ClearanceCheck, ClearanceState, Finding
from otium.terms.provenance import Source, SourceKind
from otium.terms.schedule import Visit

CHECK = ClearanceCheck.REFERRAL


def findings(case: Case) -> list[Finding]:
    """One for each visit of `case.judged`."""
    handed = {visit.id: held for visit, held in referrals.handed_out(case)}
    return [_of(case, visit, handed.get(visit.id)) for visit in case.judged]


def _of(case: Case, visit: Visit, held: referrals.Held | None) -> Finding:
    coverage = case.payer_of(visit)
    if coverage is None:
        return nobody_pays(CHECK)
    rules = case.rules_of(coverage)
    if rules.referral_required is False:
        return finding(CHECK, ClearanceState.NOT_NEEDED, "referral_not_required", payer_rule(rules))
    if rules.referral_required is None:
        return finding(CHECK, ClearanceState.UNKNOWN, "referral_need_unknown", payer_rule(rules),
                       act="enter_payer_rule")  # fmt: skip
    if held is None:
        why = referrals.reason_lacking(case, visit)
        told: Params = {name: value for name, value in why.params.items() if name != "visit_on"}
        return finding(CHECK, ClearanceState.BLOCKED, why.code, why.source, act="obtain_referral", told=told)
    order = held.referral
    return finding(CHECK, ClearanceState.CLEAR, "referral_covers", Source(SourceKind.REFERRAL, order.id),
                   written_on=order.written_on, left=held.left, expires_on=order.expires_on)  # fmt: skip
