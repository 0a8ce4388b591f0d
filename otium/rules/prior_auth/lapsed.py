"""FILE_APPEAL of an appeal that was not filed by its last day: it is filed late with good cause, or let go knowingly.

Source: ours; good cause for late filing: 42 CFR 405.942(b), 422.582(c), 438.402 as states allow. Certainty: knowledge.
"""

from collections.abc import Iterator

from otium.rules import business_days
from otium.rules.appeals.expiry import is_appeal_over
from otium.rules.because import because
from otium.rules.case import Case
from otium.rules.prior_auth.requests import is_superseded
from otium.rules.prior_auth.reviews import is_disputable
from otium.terms.duty import UNKNOWN_RISK, Duty, DutyKind, FocusType, Reason
from otium.terms.prior_auth import Appeal, AppealState, AuthorizationRequest
from otium.terms.provenance import Source, SourceKind
from otium.terms.schedule import Visit, VisitType

TOLD_WITHIN = 2  # business days after the last day
TOLD_FOR = 30  # calendar days after it; later the money is written off, knowingly or not


def duties(case: Case) -> Iterator[Duty]:
    asked = {request.id: request for request in case.patient.requests}
    for appeal in case.patient.appeals:
        request = asked.get(appeal.request_id)
        if request and _is_lost(case, appeal, request):
            yield _duty(case, appeal, request)


def _is_lost(case: Case, appeal: Appeal, request: AuthorizationRequest) -> bool:
    """Whether it was moved to EXPIRED yet or not; not where something that came later took the decision's place."""
    is_over = appeal.state is AppealState.EXPIRED or is_appeal_over(appeal.state, file_by=appeal.file_by, on=case.on)
    if not is_over or appeal.file_by is None or not is_disputable(request):
        return False
    is_recent = case.on <= business_days.shift(appeal.file_by, TOLD_FOR)
    return is_recent and not (request.decided_on and is_superseded(case, request, request.decided_on))


def _duty(case: Case, appeal: Appeal, request: AuthorizationRequest) -> Duty:
    file_by, visits = appeal.file_by or case.on, lost(case, request)
    ahead = [v for v in visits if v.on >= case.on]
    return Duty(
        kind=DutyKind.FILE_APPEAL,
        focus_type=FocusType.APPEAL,
        focus_id=appeal.id,
        due_on=appeal.fax_failed_on or business_days.add(file_by, TOLD_WITHIN, case.days),
        why=tuple(_why(appeal, request, visits)),
        at_risk=case.at_risk(visits) if visits else UNKNOWN_RISK,
        patient_id=case.patient.patient_id,
        therapist_id=case.patient.therapist_id,
        appointment_id=ahead[0].id if ahead else None,
        ground={"level": appeal.level, "file_by": file_by},
    )


def _why(appeal: Appeal, request: AuthorizationRequest, visits: list[Visit]) -> Iterator[Reason]:
    source = Source(SourceKind.APPEAL, appeal.id, str(appeal.level))
    if appeal.fax_failed_on:  # it was tried in time, which is a good cause
        yield because("appeal_fax_failed", source, failed_on=appeal.fax_failed_on)
    yield because("appeal_lapsed", source, level=appeal.level, file_by=appeal.file_by)
    if visits:
        yield because("lost_visits", source, count=len(visits), on=visits[0].on, decided_on=request.decided_on)


def lost(case: Case, request: AuthorizationRequest) -> list[Visit]:
    """Treatment of the coverage that no authorization covers, made since the decision or still booked."""
    since = request.decided_on or case.on
    return [
        u.visit
        for u in case.allocation.uncovered
        if u.visit.kind is not VisitType.EVALUATION
        and u.visit.on >= since
        and (payer := case.payer_of(u.visit)) is not None
        and (request.coverage_id is None or payer.id == request.coverage_id)
    ]
