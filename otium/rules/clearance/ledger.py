"""The ledger of one patient: every check of every visit to come, the worst of each, and the limits ahead."""

from collections.abc import Callable, Sequence

from otium.rules import dollars
from otium.rules.case import Case
from otium.rules.clearance import authorization, benefits, care, coverage, papers, referral, telehealth, threshold
from otium.terms.clearance import (
    WORST_FIRST,
    ClearanceLedger,
    ClearanceState,
    Finding,
    FirstLimit,
    VisitClearance,
)
from otium.terms.schedule import Visit

# In the order of ClearanceCheck. Each gives one finding for each visit of `case.judged`, in its order.
CHECKS: tuple[Callable[[Case], Sequence[Finding]], ...] = (
    coverage.findings,
    benefits.visits,
    benefits.money,
    authorization.findings,
    referral.findings,
    care.plans_of_care,
    care.progress_reports,
    threshold.findings,
    telehealth.findings,
    papers.consents,
    papers.estimates,
    papers.account_holds,
)


def ledger(case: Case) -> ClearanceLedger:
    """Every check of the booked OT visits from the case's day on that are judged, in order of time. What comes
    before a visit counts for it, judged or not; the limits ahead are named where all are judged."""
    if not case.judged:
        return ClearanceLedger(case.patient.patient_id, ())
    columns = [check(case) for check in CHECKS]
    visits = tuple(
        _visit(case, visit, found) for visit, found in zip(case.judged, zip(*columns, strict=True), strict=True)
    )
    limits = _limits(case, columns) if len(visits) == len(case.upcoming) else ()
    return ClearanceLedger(case.patient.patient_id, visits, limits)


def _visit(case: Case, visit: Visit, found: tuple[Finding, ...]) -> VisitClearance:
    state = worst(found)
    first = None if state is ClearanceState.CLEAR else next(f for f in found if f.counts and f.state is state)
    payer = case.payer_of(visit)
    coverage_id = payer.id if payer else None
    return VisitClearance(visit.id, visit.on, coverage_id, state, found, first, case.price(visit))


def worst(found: Sequence[Finding]) -> ClearanceState:
    """The worst state of the findings that count; clear where none says anything."""
    states = {f.state for f in found if f.counts}
    return next((state for state in WORST_FIRST if state in states), ClearanceState.CLEAR)


def _limits(case: Case, columns: Sequence[Sequence[Finding]]) -> tuple[FirstLimit, ...]:
    """By check the first visit that fails it; the nearest first, checks of one visit in their order."""
    found = [limit for column in columns if (limit := _first_failing(case, column))]
    found.sort(key=lambda pair: pair[0])
    return tuple(limit for _, limit in found)


def _first_failing(case: Case, column: Sequence[Finding]) -> tuple[int, FirstLimit] | None:
    failing = [(at, finding) for at, finding in enumerate(column) if finding.fails]
    if not failing:
        return None
    at, first = failing[0]
    visit = case.judged[at]
    lost = dollars.at_risk((case.judged[n] for n, _ in failing), case.price)
    return at, FirstLimit(first.check, first.state, visit.id, visit.on, len(failing), lost.amount, first)
