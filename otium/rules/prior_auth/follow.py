"""What follows from a denial or a cut: TELL_DECISION, and the ways to go on with their days.

Source: ours; the time the payer takes and its windows from rules/prior_auth/roads and rules/payers. Nobody is told what
the plan of care should be: a new frequency is the therapist's to choose, the arithmetic is shown.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import ROUND_CEILING, ROUND_DOWN, Decimal
from uuid import UUID

from otium.rules import business_days
from otium.rules.because import because, payer_rule
from otium.rules.case import Case
from otium.rules.prior_auth import decided, meanwhile, retro
from otium.rules.prior_auth.renewal import request_source
from otium.rules.prior_auth.requests import is_reduced, rules_of, still_stands
from otium.rules.prior_auth.waiting import waiting_for
from otium.terms.duty import Duty, DutyKind, FocusType, Reason
from otium.terms.prior_auth import (
    AppealState,
    Authorization,
    AuthorizationRequest,
    AuthState,
    Basis,
    PeerToPeerState,
    RequestKind,
    RequestState,
)
from otium.terms.schedule import Visit, VisitType

TELL_BUSINESS_DAYS = 2
TOLD_FOR = 60  # calendar days after the decision; later the family knows it otherwise
TALKING = (PeerToPeerState.OPEN, PeerToPeerState.ASKED, PeerToPeerState.SCHEDULED)
BEGUN, FILED = (AppealState.DRAFT, AppealState.READY), (AppealState.FILED, AppealState.ACKNOWLEDGED)
ASKED_AGAIN = (RequestState.SUBMITTED, RequestState.ACKNOWLEDGED, RequestState.PENDED)
TENTH = Decimal("0.1")


def duties(case: Case) -> Iterator[Duty]:
    for request in case.patient.requests:
        is_bad = request.state is RequestState.DENIED or is_reduced(request)
        if is_bad and request.decided_on and still_stands(case, request):
            duty = _tell(case, request, request.decided_on)
            if duty:
                yield duty


def _tell(case: Case, request: AuthorizationRequest, decided_on: date) -> Duty | None:
    """Stands while booked visits are not covered; a family whose visits all are is not alarmed."""
    visits = waiting_for(case, request)
    if not visits or case.on > business_days.shift(decided_on, TOLD_FOR):
        return None
    source = request_source(request)
    if request.state is RequestState.DENIED:
        told = because("request_denied", source, decided_on=decided_on)
    else:
        told = because("request_reduced", source, requested=request.requested, approved=request.approved)
    concerns = because(
        "decision_concerns",
        source,
        on=visits[0].on,
        count=len(visits),
        basis=request.basis.value,
        until_on=_covered_until(case, request),
        decided_on=decided_on,
    )
    soon = business_days.add(decided_on, TELL_BUSINESS_DAYS, case.days)
    due_on, last_safe_on = meanwhile.pressed(case, request, soon, visits[0].on)
    step = because("decision_next", source, step=next_step(case, request))
    return Duty(
        kind=DutyKind.TELL_DECISION,
        focus_type=FocusType.AUTHORIZATION_REQUEST,
        focus_id=request.id,
        due_on=due_on,
        last_safe_on=last_safe_on,
        why=(told, concerns, step, *meanwhile.why(case, request)),
        at_risk=case.at_risk(visits),
        patient_id=case.patient.patient_id,
        therapist_id=case.patient.therapist_id,
        appointment_id=visits[0].id,
        ground={
            "state": request.state.value,
            "decided_on": decided_on,
            "requested": request.requested,
            "approved": request.approved,
        },
    )


def next_step(case: Case, request: AuthorizationRequest) -> str:
    """What the practice does about it: appeal_filed, peer_to_peer, appeal_begun, asked_again, or deciding."""
    appeals = [a for a in case.patient.appeals if a.request_id == request.id]
    if any(a.state in FILED for a in appeals):
        return "appeal_filed"
    if any(p.request_id == request.id and p.state in TALKING for p in case.patient.peer_to_peers):
        return "peer_to_peer"
    if any(a.state in BEGUN for a in appeals):
        return "appeal_begun"
    again = (r for r in case.patient.requests if r.id != request.id and r.coverage_id == request.coverage_id)
    if any(r.state in ASKED_AGAIN or (r.kind is RequestKind.AMENDMENT and r.state.value == "draft") for r in again):
        return "asked_again"
    return "deciding"


def with_ways(case: Case, duty: Duty) -> Duty:
    """A denial's or cut's duty with the days of each way to go on; what was decided about it rests on the decision."""
    if duty.kind not in (DutyKind.WORK_DENIAL, DutyKind.WORK_REDUCTION):
        return duty
    request = next(r for r in case.patient.requests if r.id == duty.focus_id)
    ground = {f"{reason.code} {name}": value for reason in duty.why for name, value in reason.params.items()}
    return replace(duty, why=(*duty.why, *meanwhile.why(case, request), *ways(case, request)), ground=ground)


def ways(case: Case, request: AuthorizationRequest) -> Iterator[Reason]:
    """Each way to go on, with its day: asking for the rest, a plan that fits what is approved, asking for the past."""
    source, visits = request_source(request), waiting_for(case, request)
    coverage = next((c for c in case.patient.coverages if c.id == request.coverage_id), None)
    if visits:
        until = _covered_until(case, request)
        yield because("decision_covers_until", source, until_on=until, on=visits[0].on, count=len(visits))
        takes = decided.tempo(case, coverage, rules_of(case, request))
        last_safe_on = business_days.back(visits[0].on, takes.business_days, case.days)
        if last_safe_on >= case.on:
            yield because("extend_until", payer_rule(takes.rules), on=last_safe_on, visit_on=visits[0].on)
    fits_plan = pace_that_fits(case, request)
    if fits_plan is not None:
        per_week, until_on = fits_plan
        yield because("plan_that_fits", source, per_week=per_week, until_on=until_on)
    past = retro.window(case, coverage, request.kind)
    if past is not None:
        yield retro.reason(past)


def pace_that_fits(case: Case, request: AuthorizationRequest) -> tuple[Decimal, date] | None:
    """Visits a week that what is left of the approval allows until it ends, to a tenth; None where it says no number.

    None as well for units, where a visit's worth is not the approval's to say, and for an approval that is over.
    """
    authorization = authorization_of(case, request)
    if authorization is None or authorization.ends_on is None or authorization.ends_on < case.on:
        return None
    left = _left_now(case, authorization)
    begins = max(case.on, authorization.starts_on or case.on)
    weeks = Decimal((authorization.ends_on - begins).days + 1) / business_days.DAYS_PER_WEEK
    if left is None or left <= 0:
        return None
    return (Decimal(left) / weeks).quantize(TENTH, ROUND_DOWN), authorization.ends_on


def kept_by(case: Case, request: AuthorizationRequest, per_week: Decimal) -> tuple[list[Visit], list[Visit]]:
    """(visits to come that stay, those to move or drop) at this pace: in each seven days so many, the earliest first.

    Of every visit booked until the approval ends; a pace of less than one a week lets whole weeks go.
    """
    authorization = authorization_of(case, request)
    last = authorization.ends_on if authorization and authorization.ends_on else date.max
    ahead = [v for v in case.upcoming if v.on <= last and v.kind is not VisitType.EVALUATION]
    kept: list[Visit] = []
    dropped: list[Visit] = []
    for visit in ahead:
        weeks = Decimal((visit.on - ahead[0].on).days // business_days.DAYS_PER_WEEK + 1)
        (kept if len(kept) < (weeks * per_week).to_integral_value(ROUND_CEILING) else dropped).append(visit)
    return kept, dropped


def authorization_of(case: Case, request: AuthorizationRequest) -> Authorization | None:
    found = (a for a in case.patient.authorizations if a.id == request.authorization_id)
    return next((a for a in found if a.state is AuthState.ACTIVE), None)


def _left_now(case: Case, authorization: Authorization) -> int | None:
    """Visits that are not used by visits made; booked ones are what the plan is about."""
    pools = [s for s in authorization.services if s.basis is Basis.VISITS and s.approved is not None]
    if len(pools) != 1 or len(authorization.services) != 1:
        return None
    taken = case.allocation.taken.get(authorization.id, ())
    used = sum(use.quantity for visit, use in taken if visit.on < case.on or visit not in case.upcoming)
    return (pools[0].approved or 0) - pools[0].opening_used - used


def _covered_until(case: Case, request: AuthorizationRequest) -> date | None:
    """The last visit to come that an authorization of the same coverage covers."""
    of_coverage: set[UUID] = {
        a.id for a in case.patient.authorizations if request.coverage_id in (None, a.coverage_id) or not a.coverage_id
    }
    days = [v.on for key in of_coverage for v, _use in case.allocation.taken.get(key, ()) if v.on >= case.on]
    return max(days, default=None)
