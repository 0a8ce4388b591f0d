"""SIGN_REQUEST: a request that has not left and whose packet nobody has signed: it is complete, or lacks something.

One task a request. It says what lacks and who can fill it in; when nothing that blocks is lacking, it asks for the
signature. Source: the packet as compiled from the records (rules/packet); due with the request it belongs to.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from otium.rules import business_days
from otium.rules.because import because
from otium.rules.case import Case
from otium.rules.packet.filling import WHO
from otium.rules.prior_auth import decided, outlook
from otium.rules.prior_auth.renewal import AT_HOME, request_source
from otium.terms.duty import UNKNOWN_RISK, AtRisk, Duty, DutyKind, FocusType, Reason
from otium.terms.prior_auth import AuthorizationRequest
from otium.terms.schedule import Visit

NAMED = 6  # of what lacks; the page of the request has them all
SOON = 2  # business days, where no visit and no authorization says by when


@dataclass(frozen=True, slots=True)
class _Due:
    due_on: date
    last_safe_on: date | None = None
    first: Visit | None = None
    at_risk: AtRisk = UNKNOWN_RISK


def duties(case: Case) -> Iterator[Duty]:
    waiting = [r for r in case.patient.requests if r.state in AT_HOME and r.signed_on is None and r.gaps is not None]
    if not waiting:
        return
    lacking, orphans = outlook.uncovered_by_authorization(case)
    found = outlook.outlooks_of(case, lacking)
    for request in waiting:
        due = _due(case, request, found, orphans)
        yield Duty(
            kind=DutyKind.SIGN_REQUEST,
            focus_type=FocusType.AUTHORIZATION_REQUEST,
            focus_id=request.id,
            due_on=due.due_on,
            last_safe_on=due.last_safe_on,
            why=tuple(_why(request)),
            at_risk=due.at_risk,
            patient_id=case.patient.patient_id,
            therapist_id=request.therapist_id or case.patient.therapist_id,
            appointment_id=due.first.id if due.first else None,
        )


def _why(request: AuthorizationRequest) -> Iterator[Reason]:
    source = request_source(request)
    if not request.lacks:
        yield because("packet_complete", source)
        return
    named = tuple(dict.fromkeys(request.lacks))
    yield because("packet_lacking", source, count=len(request.lacks))
    for code in named[:NAMED]:
        yield because("packet_lacks", source, gap=code, who=WHO[code])
    if len(named) > NAMED:
        yield because("packet_lacks_more", source, count=len(named) - NAMED)


def _due(case: Case, request: AuthorizationRequest, found: tuple[outlook.Outlook, ...], orphans: list[Visit]) -> _Due:
    """With the renewal it is; else before the first visit that waits for it; else soon."""
    renewed = next((o for o in found if o.authorization.id == request.authorization_id), None)
    if renewed is not None and renewed.window is not None:
        first = renewed.uncovered[0] if renewed.uncovered else None
        risk = case.at_risk(renewed.uncovered) if first else UNKNOWN_RISK
        return _Due(renewed.window.due_on, renewed.window.last_safe_on, first, risk)
    waiting = [v for v in orphans if _pays(case, request, v) and v.on >= case.on]
    if waiting:
        coverage = next((c for c in case.patient.coverages if c.id == request.coverage_id), None)
        takes = decided.tempo(case, coverage, case.rules_of(coverage)).business_days if coverage else 0
        safe_on = business_days.back(waiting[0].on, takes, case.days)
        target = business_days.back(business_days.shift(waiting[0].on, -outlook.AHEAD), 0, case.days)
        return _Due(min(target, safe_on), safe_on, waiting[0], case.at_risk(waiting))
    return _Due(business_days.add(case.on, SOON, case.days))


def _pays(case: Case, request: AuthorizationRequest, visit: Visit) -> bool:
    payer = case.payer_of(visit)
    return payer is not None and payer.id == request.coverage_id
