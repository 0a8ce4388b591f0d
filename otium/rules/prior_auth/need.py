"""Does a payer ask for authorization of a service: its own answer comes before its rule.

Source: X12 271 EB11 (therapy as a whole); what a payer said of one service by phone, portal or letter; rules/payers and
rules/prior_auth/roads.toml. The newest word that says it holds.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from otium.rules.because import because, payer_rule
from otium.rules.case import Case
from otium.rules.prior_auth import asking
from otium.terms.coverage import Benefit, BenefitCheck, BenefitKind, Coverage
from otium.terms.duty import Reason
from otium.terms.payers import Ground
from otium.terms.prior_auth import RequestKind
from otium.terms.provenance import Source, SourceKind
from otium.terms.roads import Service
from otium.terms.schedule import Visit, VisitType

FCE_CODE = "97750"
NOT_TREATMENT = (VisitType.OTHER, VisitType.HOME_PROGRAM_REVIEW)  # no payer is known to name the latter
APART = frozenset({Service.EVALUATION})  # what a payer says of therapy says nothing of these but that it asks for none


@dataclass(frozen=True, slots=True)
class Need:
    """Whether one service needs an authorization; None: nobody says, or both are said.

    `check` is the answer that says so, `ground` the rule; with both None nobody said anything.
    """

    service: Service
    is_needed: bool | None
    check: BenefitCheck | None = None
    ground: Ground | None = None

    @property
    def said_on(self) -> date | None:
        return self.check.answered_on if self.check else None


def service_of(case: Case, visit: Visit) -> Service:
    """What payers may ask differently for. Co-treatment: another discipline treats the patient at the same time."""
    if visit.kind in (VisitType.EVALUATION, VisitType.RE_EVALUATION):
        return Service(visit.kind.value)
    if visit.kind is VisitType.FCE or any(line.code == FCE_CODE for line in visit.lines):
        return Service.FCE
    if visit.is_telehealth:
        return Service.TELEHEALTH
    others = (v for v in case.patient.visits if v.discipline != visit.discipline and v.status.uses_benefits)
    if any(other.starts_at == visit.starts_at for other in others):
        return Service.CO_TREATMENT
    return Service.OTHER if visit.kind in NOT_TREATMENT else Service.TREATMENT


def need_of(case: Case, coverage: Coverage, service: Service) -> Need:
    """What was said of this very service; else of therapy as a whole; else what the rule says."""
    for told in reversed(_since_change(case, coverage)):
        own = {b.flag for b in _of_service(told, service)}
        if own:
            return Need(service, own.pop() if len(own) == 1 else None, told)
    answer, check = answered_need(case, coverage)
    if check is not None and (service not in APART or answer is False):
        if answer is not None or service in APART:
            return Need(service, answer, check)
        by_rule = _by_rule(case, coverage, service)  # in doubt the rule can ask for one, and never excuse it
        return Need(service, by_rule.is_needed or None, check, by_rule.ground)
    return _by_rule(case, coverage, service)


def _by_rule(case: Case, coverage: Coverage, service: Service) -> Need:
    kind = RequestKind.ASSESSMENT if service is Service.EVALUATION else RequestKind.INITIAL
    terms = asking.terms_for(case, coverage, kind, service)
    return Need(service, terms.needs, None, terms.ground_of("needs"))


def is_needed(case: Case, coverage: Coverage) -> bool | None:
    """For treatment visits; None where neither the payer nor its rule says, or where the payer says both."""
    return need_of(case, coverage, Service.TREATMENT).is_needed


def reason_needed(case: Case, coverage: Coverage, service: Service = Service.TREATMENT) -> Reason | None:
    """Why an authorization is needed: the payer said so, or its rule does. None when not, or not known."""
    need = need_of(case, coverage, service)
    if not need.is_needed:
        return None
    if need.check is not None and need.ground is None:
        source = Source(SourceKind.BENEFIT_CHECK, need.check.id)
        return because("authorization_required_by_answer", source, answered_on=need.check.answered_on)
    rules = case.rules_of(coverage)
    certainty = need.ground.certainty if need.ground else rules.certainty
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


def _of_service(check: BenefitCheck, service: Service) -> Iterator[Benefit]:
    for benefit in check.benefits:
        is_about = benefit.kind is BenefitKind.AUTHORIZATION_FOR and benefit.text == service.value
        if is_about and benefit.flag is not None:
            yield benefit
