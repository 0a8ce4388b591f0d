"""Does a payer ask for authorization: its own answer comes before its rule.

Source: X12 271 EB11; rules/payers.
"""

from datetime import date

from otium.rules.because import because, payer_rule
from otium.rules.case import Case
from otium.terms.coverage import Benefit, BenefitCheck, BenefitKind, Coverage
from otium.terms.duty import Reason
from otium.terms.provenance import Source, SourceKind


def is_needed(case: Case, coverage: Coverage) -> bool | None:
    """For treatment visits; None where neither the payer nor its rule says, or where the payer says both."""
    answer, check = answered_need(case, coverage)
    if answer is not None:
        return answer
    by_rule = case.rules_of(coverage).authorization_required
    return by_rule if check is None else by_rule or None  # in doubt the rule can ask for one, and never excuse it


def reason_needed(case: Case, coverage: Coverage) -> Reason | None:
    """Why an authorization is needed: the payer said so, or its rule does. None when not, or not known."""
    answer, check = answered_need(case, coverage)
    if answer is not None and check is not None:
        source = Source(SourceKind.BENEFIT_CHECK, check.id)
        reason = because("authorization_required_by_answer", source, answered_on=check.answered_on)
        return reason if answer else None
    rules = case.rules_of(coverage)
    if not rules.authorization_required:
        return None
    certainty = rules.certainty_of("authorization_required")
    return because("authorization_required_by_rule", payer_rule(rules), payer_rule=rules.key, certainty=certainty)


def answered_need(case: Case, coverage: Coverage) -> tuple[bool | None, BenefitCheck | None]:
    """What the newest answer says that says whether therapy needs authorization; None of it where it says both."""
    said = ((_says(check), check) for check in reversed(_since_change(case, coverage)) if _stated(check))
    return next(said, (None, None))


def last_no(case: Case, coverage: Coverage) -> date | None:
    """When the payer last said that none is needed: what was decided before that day rests on other ground."""
    said_no = (c.answered_on for c in reversed(_since_change(case, coverage)) if _says(c) is False)
    return next(said_no, None)


def _since_change(case: Case, coverage: Coverage) -> tuple[BenefitCheck, ...]:
    """Answers about the coverage as it is now: what was said of another plan or number says nothing of this one."""
    changed_on = coverage.changed_on or date.min
    return tuple(check for check in case.checks_of(coverage) if check.answered_on >= changed_on)


def _says(check: BenefitCheck) -> bool | None:
    """Whether therapy needs authorization by this answer (271 EB11); None when it does not say, or says both."""
    said = _stated(check)
    flags = {b.flag for b in said}
    return flags.pop() if len(flags) == 1 and not any(b.is_ambiguous for b in said) else None


def _stated(check: BenefitCheck) -> list[Benefit]:
    return [b for b in check.benefits if b.kind is BenefitKind.AUTHORIZATION_REQUIRED and b.flag is not None]
