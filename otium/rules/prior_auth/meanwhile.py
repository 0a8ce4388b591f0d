"""What may be treated while a denial or cut stands, who carries the risk, and the day by which it must be asked for.

Said with every duty that follows a denial or cut. Source: rules/appeals/continuation.toml. Certainty: of its row. Only
the family may ask (42 CFR 438.402(c)(1)(ii)), so that an appeal which the practice files does not stand for it.
"""

from collections.abc import Iterator
from datetime import date

from otium.rules import business_days
from otium.rules.appeals import continuation
from otium.rules.because import because, payer_rule
from otium.rules.case import Case
from otium.terms.duty import Reason
from otium.terms.payers import PayerRules, PayerType
from otium.terms.prior_auth import AuthorizationRequest
from otium.terms.reviews import Continuation

ASK_AHEAD = 2  # business days before the last day to ask, so that a family that is not reached can be called again


def why(case: Case, request: AuthorizationRequest) -> Iterator[Reason]:
    """Nothing where no table of what may be treated was given."""
    if not case.roads.meanwhile:
        return
    says, source = _of(case, request), payer_rule(_rules_of(case, request))
    yield because("care_meanwhile", source, care=says.code, risk=says.risk.value, certainty=says.ground.certainty)
    if says.ask_by is not None:
        code = "continuation_until" if case.on <= says.ask_by else "continuation_over"
        yield because(code, source, on=says.ask_by)


def ask_by(case: Case, request: AuthorizationRequest) -> date | None:
    """The last day to ask that care goes on; None where nobody must ask, or the day is over."""
    until = _of(case, request).ask_by
    return None if until is None or case.on > until else until


def pressed(
    case: Case, request: AuthorizationRequest, due_on: date, last_safe_on: date | None
) -> tuple[date, date | None]:
    """The days of a duty; earlier where the day to ask is."""
    until = ask_by(case, request)
    if until is None:
        return due_on, last_safe_on
    return min(due_on, business_days.back(until, ASK_AHEAD, case.days)), min(until, last_safe_on or until)


def _of(case: Case, request: AuthorizationRequest) -> Continuation:
    return continuation.of_request(case.roads.meanwhile, case, request)


def _rules_of(case: Case, request: AuthorizationRequest) -> PayerRules:
    coverage = next((c for c in case.patient.coverages if c.id == request.coverage_id), None)
    return case.rules_of(coverage) if coverage else case.book.by_type[PayerType.OTHER]
