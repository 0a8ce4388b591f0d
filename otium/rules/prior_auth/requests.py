"""ANSWER_PENDED, WORK_DENIAL and WORK_REDUCTION: what the payer said to a request wants an answer.

Source: X12 278 HCR01 (A4, A3, A6 or fewer than asked); peer-to-peer and appeal windows from rules/payers.
"""

from collections.abc import Iterator
from datetime import date

from otium.rules import business_days, deadlines
from otium.rules.because import because, payer_rule
from otium.rules.case import Case
from otium.rules.prior_auth import meanwhile, reviews
from otium.rules.prior_auth.renewal import is_over, request_source
from otium.rules.prior_auth.waiting import waiting_for
from otium.terms.duty import Duty, DutyKind, FocusType, Reason
from otium.terms.payers import PayerRules, PayerType
from otium.terms.prior_auth import AuthorizationRequest, AuthState, RequestState

ANSWER_BUSINESS_DAYS = 2  # how soon we answer a payer, where it sets no earlier day
ASKED = (
    RequestState.SUBMITTED,
    RequestState.ACKNOWLEDGED,
    RequestState.PENDED,
    RequestState.APPROVED,
    RequestState.MODIFIED,
    RequestState.DENIED,
)


def duties(case: Case) -> Iterator[Duty]:
    for request in case.patient.requests:
        if request.state is RequestState.PENDED:
            yield _answer(case, request)
        elif request.state is RequestState.DENIED and is_open(case, request):
            yield _deny(case, request)
        elif is_reduced(request) and is_open(case, request):
            yield _reduce(case, request)


def _answer(case: Case, request: AuthorizationRequest) -> Duty:
    """Due two business days before the payer's day, so that a fax that fails can be sent again."""
    asked_on = request.pended_on or request.decided_on or request.submitted_on or case.on
    due_on = business_days.add(asked_on, ANSWER_BUSINESS_DAYS, case.days)
    if request.answer_by:
        due_on = business_days.back(request.answer_by, ANSWER_BUSINESS_DAYS, case.days)
    source = request_source(request)
    why = (
        because("request_pended", source, answer_by=request.answer_by),
        because("request_submitted", source, submitted_on=request.submitted_on, requested=request.requested),
    )
    return _duty(case, request, DutyKind.ANSWER_PENDED, due_on, request.answer_by, why)


def _deny(case: Case, request: AuthorizationRequest) -> Duty:
    why = (
        because("request_denied", request_source(request), decided_on=request.decided_on),
        *reviews.why_disputed(case, request),
        *_windows(case, request),
    )
    due_on, last_safe_on = meanwhile.pressed(case, request, _soon(case, request), _appeal_until(case, request))
    return _duty(case, request, DutyKind.WORK_DENIAL, due_on, last_safe_on, why)


def _reduce(case: Case, request: AuthorizationRequest) -> Duty:
    source = request_source(request)
    reduced = because("request_reduced", source, requested=request.requested, approved=request.approved)
    why = (reduced, *reviews.why_disputed(case, request), *_windows(case, request))
    due_on, last_safe_on = meanwhile.pressed(case, request, _soon(case, request), _appeal_until(case, request))
    return _duty(case, request, DutyKind.WORK_REDUCTION, due_on, last_safe_on, why)


def is_reduced(request: AuthorizationRequest) -> bool:
    """Fewer than asked, whatever the payer calls it; a modification without numbers is looked at as well."""
    if request.state not in (RequestState.MODIFIED, RequestState.APPROVED):
        return False
    if request.requested is None or request.approved is None:
        return request.state is RequestState.MODIFIED
    return request.approved < request.requested


def is_open(case: Case, request: AuthorizationRequest) -> bool:
    """The decision is still worth work: its window is open, nothing later took its place, nothing is under way."""
    if reviews.is_under_way(case, request, _appeal_until(case, request)):
        return False
    return still_stands(case, request)


def still_stands(case: Case, request: AuthorizationRequest) -> bool:
    """The time to appeal the decision is not over, and nothing later took its place."""
    decided_on = request.decided_on
    if decided_on is None:
        return True
    return not is_over(request, rules_of(case, request), case.on) and not is_superseded(case, request, decided_on)


def is_superseded(case: Case, request: AuthorizationRequest, decided_on: date) -> bool:
    """A later request to the same payer, or another authorization of it entered since."""
    asked_again = any(
        r.coverage_id == request.coverage_id and r.state in ASKED and r.submitted_on and r.submitted_on >= decided_on
        for r in case.patient.requests
        if r.id != request.id
    )
    return asked_again or any(
        a.coverage_id == request.coverage_id
        and a.state is AuthState.ACTIVE
        and a.entered_on is not None
        and a.entered_on > decided_on
        for a in case.patient.authorizations
        if a.id != request.authorization_id
    )


def _windows(case: Case, request: AuthorizationRequest) -> Iterator[Reason]:
    rules = rules_of(case, request)
    decided_on = request.decided_on
    if decided_on is None:
        return
    peer_to_peer = rules.peer_to_peer_days
    windows = {
        "peer_to_peer": None if peer_to_peer is None else business_days.shift(decided_on, peer_to_peer),
        "appeal": deadlines.appeal_by(rules, notice_on=decided_on),
    }
    for name, until in windows.items():
        if until is not None:
            yield because(f"{name}_until", payer_rule(rules), on=until, certainty=rules.certainty_of(f"{name}_days"))


def _soon(case: Case, request: AuthorizationRequest) -> date:
    return business_days.add(request.decided_on or case.on, ANSWER_BUSINESS_DAYS, case.days)


def _appeal_until(case: Case, request: AuthorizationRequest) -> date | None:
    decided_on = request.decided_on
    return deadlines.appeal_by(rules_of(case, request), notice_on=decided_on) if decided_on else None


def rules_of(case: Case, request: AuthorizationRequest) -> PayerRules:
    coverage = next((c for c in case.patient.coverages if c.id == request.coverage_id), None)
    return case.rules_of(coverage) if coverage else case.book.by_type[PayerType.OTHER]


def _duty(
    case: Case,
    request: AuthorizationRequest,
    kind: DutyKind,
    due_on: date,
    last_safe_on: date | None,
    why: tuple[Reason, ...],
) -> Duty:
    lost = waiting_for(case, request)
    return Duty(
        kind=kind,
        focus_type=FocusType.AUTHORIZATION_REQUEST,
        focus_id=request.id,
        due_on=due_on,
        last_safe_on=last_safe_on,
        why=why,
        at_risk=case.at_risk(lost),
        patient_id=case.patient.patient_id,
        therapist_id=case.patient.therapist_id,
        appointment_id=lost[0].id if lost else None,
    )
