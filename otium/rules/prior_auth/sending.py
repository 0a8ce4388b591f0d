"""SEND_REQUEST: a request is signed and has not left. It is due when the renewal or the first visit makes it due.

Source: the window of the authorization it renews (outlook), else the first booked visit it is for and the payer's
decision time; without either, two business days after it was signed. Certainty: as of those days.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from otium.rules import business_days
from otium.rules.because import because
from otium.rules.case import Case
from otium.rules.prior_auth import decided, outlook
from otium.rules.prior_auth.decided import Tempo
from otium.rules.prior_auth.outlook import Outlook, Window
from otium.rules.prior_auth.renewal import is_ready, request_source
from otium.terms.duty import UNKNOWN_RISK, Duty, DutyKind, FocusType, Reason
from otium.terms.payers import PayerType
from otium.terms.prior_auth import AuthorizationRequest
from otium.terms.schedule import Visit, VisitStatus

SOON = 2  # business days after the signature, where nothing else tells the day


def duties(case: Case) -> Iterator[Duty]:
    ready = [r for r in case.patient.requests if is_ready(r)]
    if not ready:
        return
    lacking, orphans = outlook.uncovered_by_authorization(case)
    found = {each.authorization.id: each for each in outlook.outlooks_of(case, lacking)}
    for request in ready:
        renewed = found.get(request.authorization_id) if request.authorization_id else None
        visits = list(renewed.uncovered) if renewed else _of(case, request, orphans)
        yield _duty(case, request, renewed, visits)


def _of(case: Case, request: AuthorizationRequest, orphans: Sequence[Visit]) -> list[Visit]:
    booked = (v for v in orphans if v.status is VisitStatus.BOOKED)
    return [v for v in booked if (p := case.payer_of(v)) is not None and request.coverage_id in (None, p.id)]


def _duty(case: Case, request: AuthorizationRequest, renewed: Outlook | None, visits: list[Visit]) -> Duty:
    tempo = _tempo(case, request)
    window = renewed.window if renewed else _before(case, tempo, visits)
    due_on = window.due_on if window else business_days.add(request.signed_on or case.on, SOON, case.days)
    first = visits[0] if visits else None
    return Duty(
        kind=DutyKind.SEND_REQUEST,
        focus_type=FocusType.AUTHORIZATION_REQUEST,
        focus_id=request.id,
        due_on=due_on,
        last_safe_on=window.last_safe_on if window else None,
        why=tuple(_why(request, visits, tempo)),
        at_risk=case.at_risk(visits) if visits else UNKNOWN_RISK,
        patient_id=case.patient.patient_id,
        therapist_id=(first.therapist_id if first else None) or case.patient.therapist_id,
        appointment_id=first.id if first else None,
        ground={"signed_on": request.signed_on, "starts_on": request.starts_on, "requested": request.requested},
    )


def _before(case: Case, tempo: Tempo, visits: list[Visit]) -> Window | None:
    """The days before the first visit that waits for it."""
    if not visits:
        return None
    first: date = visits[0].on
    last_safe_on = business_days.back(first, tempo.business_days, case.days)
    target = business_days.back(business_days.shift(first, -outlook.AHEAD), 0, case.days)
    return Window(opens_on=case.on, due_on=min(target, last_safe_on), last_safe_on=last_safe_on)


def _why(request: AuthorizationRequest, visits: list[Visit], tempo: Tempo) -> Iterator[Reason]:
    source = request_source(request)
    yield because("request_ready", source, signed_on=request.signed_on)
    yield because(
        "request_asks", source, requested=request.requested, starts_on=request.starts_on, ends_on=request.ends_on
    )
    if visits:
        yield because("request_waits_for", source, on=visits[0].on, count=len(visits))
    yield decided.reason(tempo)


def _tempo(case: Case, request: AuthorizationRequest) -> Tempo:
    coverage = next((c for c in case.patient.coverages if c.id == request.coverage_id), None)
    rules = case.rules_of(coverage) if coverage else case.book.by_type[PayerType.OTHER]
    return decided.tempo(case, coverage, rules)
