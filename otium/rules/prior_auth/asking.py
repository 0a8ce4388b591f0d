"""The terms on which one patient's payer is asked. Source: rules/prior_auth/roads."""

from otium.rules.case import Case
from otium.rules.prior_auth import roads
from otium.terms.coverage import Coverage
from otium.terms.prior_auth import RequestKind
from otium.terms.roads import Matter, RequestTerms, Service


def terms_for(case: Case, coverage: Coverage, kind: RequestKind, service: Service = Service.TREATMENT) -> RequestTerms:
    """As of the case's day; plan and state are the coverage's and the practice's."""
    book = case.roads
    matter = Matter(case.on, kind, service, book.state, coverage.plan_name)
    return roads.terms_of(book.rows, case.rules_of(coverage), matter, book.own.get(coverage.payer_id, ()))
