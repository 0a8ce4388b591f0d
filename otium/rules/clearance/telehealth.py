"""Telehealth: is a visit over video paid on its day.

Source: rules/payers (telehealth_allowed, telehealth_until); the appointment says whether it is one.
"""

from otium.rules.because import payer_rule
from otium.rules.case import Case
from otium.rules.clearance.finding import finding, nobody_pays
from otium.terms.clearance import ClearanceCheck, ClearanceState, Finding
from otium.terms.provenance import Source, SourceKind
from otium.terms.schedule import Visit

CHECK = ClearanceCheck.TELEHEALTH
IN_PERSON = finding(CHECK, ClearanceState.NOT_NEEDED, "visit_in_person")


def findings(case: Case) -> list[Finding]:
    """One for each visit of `case.judged`."""
    return [_of(case, visit) for visit in case.judged]


def _of(case: Case, visit: Visit) -> Finding:
    if visit.is_telehealth is False:
        return IN_PERSON
    if visit.is_telehealth is None:
        source = Source(SourceKind.APPOINTMENT, visit.id)
        return finding(CHECK, ClearanceState.UNKNOWN, "telehealth_not_said", source, counts=False)
    coverage = case.payer_of(visit)
    if coverage is None:
        return nobody_pays(CHECK)
    rules = case.rules_of(coverage)
    source = payer_rule(rules)
    if rules.telehealth_allowed is None:
        return finding(CHECK, ClearanceState.UNKNOWN, "telehealth_rule_unknown", source, act="enter_payer_rule")
    until = rules.telehealth_until
    if rules.telehealth_allowed and (until is None or visit.on <= until):
        return finding(CHECK, ClearanceState.CLEAR, "telehealth_paid", source, until_on=until)
    if rules.telehealth_allowed:
        return finding(CHECK, ClearanceState.BLOCKED, "telehealth_ended", source, act="see_in_person", until_on=until)
    return finding(CHECK, ClearanceState.BLOCKED, "telehealth_not_paid", source, act="see_in_person")
