"""RENEW_AUTHORIZATION and OBTAIN_AUTHORIZATION: treatment that is booked and not authorized.

Source: the payer's answer (271 EB11) before its rule (rules/payers); decision times from rules/payers.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from otium.rules import business_days, deadlines
from otium.rules.because import because
from otium.rules.case import Case
from otium.rules.prior_auth import decided, outlook
from otium.rules.prior_auth.decided import Tempo
from otium.rules.prior_auth.need import answered_need, last_no, reason_needed
from otium.rules.prior_auth.outlook import Outlook
from otium.terms.coverage import Coverage
from otium.terms.duty import OUR_PROGRESS, UNKNOWN_RISK, Duty, DutyKind, FocusType, Param, Reason
from otium.terms.payers import PayerRules
from otium.terms.prior_auth import Authorization, AuthorizationRequest, RequestKind, RequestState
from otium.terms.provenance import Source, SourceKind
from otium.terms.roads import Service
from otium.terms.schedule import Visit, VisitStatus, VisitType

RENEWAL = RequestKind.RENEWAL
AT_HOME = (RequestState.DRAFT, RequestState.READY)
ENDED = (RequestState.CANCELLED, RequestState.EXPIRED, RequestState.SUPERSEDED)
WAITING = (RequestState.SUBMITTED, RequestState.ACKNOWLEDGED)  # late or not: CHASE_DECISION
APPEAL_DAYS_WHEN_UNKNOWN = 180  # after this long a decision is history


def duties(case: Case) -> Iterator[Duty]:
    if not case.upcoming:
        return
    lacking, orphans = outlook.uncovered_by_authorization(case)
    for found in outlook.outlooks_of(case, lacking):
        duty = _renew(case, found)
        if duty:
            yield duty
    yield from _obtain_all(case, orphans)


def _renew(case: Case, found: Outlook) -> Duty | None:
    """Stands from the day the payer takes a renewal until one is with the payer or another authorization follows.

    Rests while a request is with the payer; one that the payer does not decide is pressed for (CHASE_DECISION), not
    sent anew. A denied renewal is the denial's work (WORK_DENIAL) while it can be appealed, not a second task here. An
    answer that no authorization is needed (EB11 N) ends it.
    """
    window, authorization = found.window, found.authorization
    if window is None or case.on < window.opens_on or not _is_ahead(case, found):
        return None
    coverage = next((c for c in case.patient.coverages if c.id == authorization.coverage_id), None)
    if coverage and answered_need(case, coverage)[0] is False:
        return None
    tempo = outlook.tempo_for(case, authorization)
    requests = [r for r in case.patient.requests if _renews(r, authorization)]
    progress = _progress(case, requests, tempo)
    if progress is None:
        return None
    first = found.uncovered[0] if found.uncovered else None
    facts = (_why_renew(found), *_about(found))
    return Duty(
        kind=DutyKind.RENEW_AUTHORIZATION,
        focus_type=FocusType.AUTHORIZATION,
        focus_id=authorization.id,
        due_on=window.due_on,
        last_safe_on=window.last_safe_on,
        why=(*facts, decided.reason(tempo), *progress),
        at_risk=case.at_risk(found.uncovered) if first else UNKNOWN_RISK,
        patient_id=case.patient.patient_id,
        therapist_id=(first.therapist_id if first else None) or case.patient.therapist_id,
        appointment_id=first.id if first else None,
        ground=_all_of(_lasting(facts, progress)),
    )


def _is_ahead(case: Case, found: Outlook) -> bool:
    """Something is still to come that needs it: a booked visit it should cover, or care that is projected."""
    return found.is_projected or any(_is_booked(v) and v.on >= case.on for v in found.uncovered)


def _is_booked(visit: Visit) -> bool:
    return visit.status is VisitStatus.BOOKED


def _why_renew(found: Outlook) -> Reason:
    authorization, count = found.authorization, len(found.uncovered)
    first = found.uncovered[0] if found.uncovered else None
    source = Source(SourceKind.APPOINTMENT, first.id) if first else _source(authorization)
    ends_on = authorization.ends_on
    if ends_on and found.runs_out_on and found.runs_out_on > ends_on:
        return because("authorization_ends", source, ends_on=ends_on, on=first.on if first else None, count=count)
    if first:
        return because("authorization_runs_out", source, on=first.on, count=count)
    return because("authorization_projected_out", source, on=found.runs_out_on, per_week=found.per_week)


def _about(found: Outlook) -> Iterator[Reason]:
    authorization = found.authorization
    for line in found.ledger.services:
        yield because(
            "authorization_approved",
            _source(authorization),
            number=authorization.number,
            approved=line.service.approved,
            basis=line.service.basis.value,
            ends_on=authorization.ends_on,
        )
    if any(line.is_estimated for line in found.ledger.services):
        yield because("units_estimated", Source(SourceKind.CALENDAR))


def _source(authorization: Authorization) -> Source:
    return Source(SourceKind.AUTHORIZATION, authorization.id, authorization.number)


def _lasting(facts: tuple[Reason, ...], progress: tuple[Reason, ...]) -> Iterator[Reason]:
    """Neither a draft of ours nor how fast the payer is, which moves the days, is a reason to decide anew."""
    yield from facts
    yield from (reason for reason in progress if reason.code not in OUR_PROGRESS)


def _all_of(facts: Iterable[Reason]) -> dict[str, Param]:
    """The facts with all that they say, as the ground of a duty."""
    return {f"{n} {r.code} {name}": v for n, r in enumerate(facts) for name, v in {"": None, **r.params}.items()}


def _renews(request: AuthorizationRequest, authorization: Authorization) -> bool:
    if request.kind != RENEWAL:
        return False
    if request.authorization_id is None:
        return request.coverage_id is not None and request.coverage_id == authorization.coverage_id
    return request.authorization_id == authorization.id


def _progress(case: Case, requests: list[AuthorizationRequest], tempo: Tempo) -> tuple[Reason, ...] | None:
    """What the requests on file add to the reasons; None when the newest one makes the duty rest."""
    live = [r for r in requests if r.state not in (*AT_HOME, *ENDED)]
    newest = max(live, key=lambda r: (r.submitted_on or r.decided_on or case.on, r.id), default=None)
    if newest is None:
        drafts = sorted((r for r in requests if r.state in AT_HOME), key=lambda r: r.id)
        if any(is_ready(r) for r in drafts):
            return None  # what is left of it is SEND_REQUEST
        return tuple(because("request_drafted", request_source(r)) for r in drafts[:1])
    if newest.state is RequestState.PENDED:
        return None
    if newest.state is RequestState.DENIED:
        over = is_over(newest, tempo.rules, case.on)
        return (because("request_denied", request_source(newest), decided_on=newest.decided_on),) if over else None
    return None if newest.state in WAITING else ()


def is_ready(request: AuthorizationRequest) -> bool:
    """Signed and not sent yet."""
    is_signed = request.state is RequestState.DRAFT and request.signed_on is not None
    return request.state is RequestState.READY or is_signed


def is_over(request: AuthorizationRequest, rules: PayerRules, on: date) -> bool:
    """The time to appeal the decision has passed; a decision without a day is not over."""
    if request.decided_on is None:
        return False
    until = deadlines.appeal_by(rules, notice_on=request.decided_on)
    return on > (until or business_days.shift(request.decided_on, APPEAL_DAYS_WHEN_UNKNOWN))


def request_source(request: AuthorizationRequest) -> Source:
    return Source(SourceKind.AUTHORIZATION_REQUEST, request.id, request.trace)


def _obtain_all(case: Case, orphans: list[Visit]) -> Iterator[Duty]:
    booked: dict[Coverage, list[Visit]] = {}
    for visit in orphans:
        payer = case.payer_of(visit)
        if payer and _is_booked(visit):
            booked.setdefault(payer, []).append(visit)
    for coverage, visits in booked.items():
        duty = _obtain(case, coverage, visits)
        if duty:
            yield duty
    yield from _obtain_evaluations(case)


def _obtain_evaluations(case: Case) -> Iterator[Duty]:
    """Evaluations to come whose payer wants one authorized beforehand."""
    booked: dict[Coverage, list[Visit]] = {}
    for each in case.allocation.uncovered:
        payer = case.payer_of(each.visit)
        if payer and each.visit.kind is VisitType.EVALUATION and _is_booked(each.visit) and each.visit.on >= case.on:
            booked.setdefault(payer, []).append(each.visit)
    for coverage, visits in booked.items():
        duty = _obtain(case, coverage, visits, Service.EVALUATION)
        if duty:
            yield duty


def _obtain(case: Case, coverage: Coverage, visits: list[Visit], service: Service = Service.TREATMENT) -> Duty | None:
    """Treatment booked under a payer that asks for authorization, and none on file. Unknown need is no duty."""
    tempo = decided.tempo(case, coverage, case.rules_of(coverage))
    need = reason_needed(case, coverage, service)
    if need is None or visits[-1].on < case.on:
        return None
    progress = _progress(case, _asked_before(case, coverage, service), tempo)
    if progress is None:
        return None
    first = visits[0]
    source = Source(SourceKind.APPOINTMENT, first.id)
    missing = because("authorization_missing", source, on=first.on, count=len(visits))
    last_safe_on = business_days.back(first.on, tempo.business_days, case.days)
    target = business_days.back(business_days.shift(first.on, -outlook.AHEAD), 0, case.days)
    return Duty(
        kind=DutyKind.OBTAIN_AUTHORIZATION,
        focus_type=FocusType.COVERAGE,
        focus_id=coverage.id,
        instance=service.value if service is Service.EVALUATION else "",
        due_on=min(target, last_safe_on),
        last_safe_on=last_safe_on,
        why=(missing, need, decided.reason(tempo), *progress),
        at_risk=case.at_risk(visits),
        patient_id=case.patient.patient_id,
        therapist_id=first.therapist_id or case.patient.therapist_id,
        appointment_id=first.id,
        ground={"required_by": need.code, "not_required_on": last_no(case, coverage), **_rule_of(need)},
    )


def _asked_before(case: Case, coverage: Coverage, service: Service) -> list[AuthorizationRequest]:
    """An evaluation is asked for alone; what was asked for it is no request for treatment."""
    is_evaluation = service is Service.EVALUATION
    return [
        r
        for r in case.patient.requests
        if r.coverage_id == coverage.id
        and r.kind is not RENEWAL
        and (r.kind is RequestKind.ASSESSMENT) == is_evaluation
    ]


def _rule_of(need: Reason) -> dict[str, Param]:
    """The rule that requires it. An answer is known by what it says: the payer saying so again is no new ground."""
    return {name: value for name, value in need.params.items() if name != "answered_on"}
