"""Visits made without authorization that the payer still takes a request for.

Source: the payer's retroactive window (rules/prior_auth/roads); a payer of which none is known takes none.
"""

from dataclasses import dataclass
from datetime import date

from otium.rules.because import because, payer_rule
from otium.rules.case import Case
from otium.rules.prior_auth import asking, misfits
from otium.rules.prior_auth.clocks import after, payer_days
from otium.terms.coverage import Coverage
from otium.terms.duty import Reason
from otium.terms.payers import PayerRules
from otium.terms.prior_auth import RequestKind
from otium.terms.schedule import Visit, VisitType


@dataclass(frozen=True, slots=True)
class Window:
    """`visits` by time, each still within the window; `until_on` the last day to ask for the first of them."""

    visits: tuple[Visit, ...]
    until_on: date
    rules: PayerRules
    certainty: str | None


def window(case: Case, coverage: Coverage | None, kind: RequestKind) -> Window | None:
    """None where nothing of the past can be asked for."""
    if coverage is None:
        return None
    terms = asking.terms_for(case, coverage, kind)
    if terms.retroactive is None:
        return None
    days, span = payer_days(case.days), terms.retroactive
    open_ones = tuple(v for v in _made(case, coverage) if after(v.on, span, days) >= case.on)
    if not open_ones:
        return None
    ground = terms.ground_of("retroactive")
    until_on = after(open_ones[0].on, span, days)
    return Window(open_ones, until_on, case.rules_of(coverage), ground.certainty if ground else None)


def _made(case: Case, coverage: Coverage) -> list[Visit]:
    """Treatment before today under the coverage that nothing covers; what names another provider is not the payer's."""
    return [
        u.visit
        for u in case.allocation.uncovered
        if u.visit.on < case.on
        and u.visit.kind is not VisitType.EVALUATION
        and case.payer_of(u.visit) == coverage
        and misfits.names_another(case, u.visit) is None
    ]


def reason(found: Window) -> Reason:
    first, count = found.visits[0], len(found.visits)
    rule, until_on = payer_rule(found.rules), found.until_on
    return because("retroactive_until", rule, on=until_on, visit_on=first.on, count=count, certainty=found.certainty)
