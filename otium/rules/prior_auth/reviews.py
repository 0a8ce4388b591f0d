"""HOLD_PEER_TO_PEER, FILE_APPEAL and CHASE_APPEAL: what is disputed with a payer is carried to its end.

Source: days as the records hold them, worked out when each was begun (rules/peer_to_peer, rules/appeals).
"""

from collections.abc import Iterator
from datetime import date

from otium.rules import business_days
from otium.rules.appeals import expiry
from otium.rules.because import because
from otium.rules.case import Case
from otium.rules.prior_auth import meanwhile
from otium.rules.prior_auth.waiting import waiting_for
from otium.terms.duty import UNKNOWN_RISK, AtRisk, Duty, DutyKind, FocusType, Reason
from otium.terms.prior_auth import (
    Appeal,
    AppealOutcome,
    AppealState,
    AuthorizationRequest,
    PeerToPeer,
    PeerToPeerOutcome,
    PeerToPeerState,
    RequestState,
)
from otium.terms.provenance import Source, SourceKind

ANSWERED_AFTER = 2  # business days after the talk, when the payer has not said what came of it, or not approved
APPROVED_AFTER = 5  # business days after an appeal was won, when no approval has come
TO_FILE = 5  # business days before the last day of an appeal
BEFORE_LOST = 5  # business days before the first visit that nothing covers, so that its payer can still answer
LAST_WORD = 10  # business days before the end of the time to appeal, a denial is worked although something runs
LAST_ASK = 3  # the same before the last day to ask that care goes on
P, A = PeerToPeerState, AppealState
AT_HOME, WITH_PAYER = expiry.APPEAL_AT_HOME, (A.FILED, A.ACKNOWLEDGED)
CHANGED = (PeerToPeerOutcome.OVERTURNED, PeerToPeerOutcome.PARTLY, AppealOutcome.OVERTURNED, AppealOutcome.PARTLY)


def duties(case: Case) -> Iterator[Duty]:
    asked = {request.id: request for request in case.patient.requests}
    for talk in case.patient.peer_to_peers:
        request = asked.get(talk.request_id)
        if (
            request
            and (is_disputable(request) or request.state is RequestState.PENDED)
            and (duty := _talk(case, talk, request))
        ):
            yield duty
    for appeal in case.patient.appeals:
        request = asked.get(appeal.request_id)
        if request and is_disputable(request) and (duty := _appeal(case, appeal, request)):
            yield duty


def is_disputable(request: AuthorizationRequest) -> bool:
    """Denied or cut, whatever the payer calls a cut; nothing that came later took its place."""
    if request.state is RequestState.APPROVED:
        return request.requested is not None and request.approved is not None and request.approved < request.requested
    return request.state in (RequestState.DENIED, RequestState.MODIFIED)


def is_under_way(case: Case, request: AuthorizationRequest, appeal_until: date | None) -> bool:
    """A talk or an appeal about this decision runs, so that the decision itself needs no work.

    Not in the last ten business days of the time to appeal, nor in the last three of the time to ask that care goes on,
    as long as no appeal is begun: a talk must cost neither.
    """
    if any(_disputes(case, appeal) for appeal in appeals_of(case, request)):
        return True
    if not any(runs(talk, request, case.on) for talk in talks_of(case, request)):
        return False
    ends = ((appeal_until, LAST_WORD), (meanwhile.ask_by(case, request), LAST_ASK))
    return all(until is None or case.on < business_days.back(until, last, case.days) for until, last in ends)


def runs(talk: PeerToPeer, request: AuthorizationRequest, on: date) -> bool:
    """It can still be held, or was held and the payer owes its word or its approval."""
    if talk.state is P.HELD:
        return talk.outcome in (None, PeerToPeerOutcome.UNKNOWN) or _awaits(talk.outcome, request)
    is_over = expiry.is_talk_over(talk.state, until_on=talk.until_on, slot_on=talk.slot_on, on=on)
    return talk.state in expiry.TALK_AHEAD and not is_over


def _awaits(outcome: PeerToPeerOutcome | AppealOutcome | None, request: AuthorizationRequest) -> bool:
    """The denial was changed by word, and the request is still denied."""
    return outcome in CHANGED and request.state is RequestState.DENIED


def talks_of(case: Case, request: AuthorizationRequest) -> tuple[PeerToPeer, ...]:
    return tuple(talk for talk in case.patient.peer_to_peers if talk.request_id == request.id)


def appeals_of(case: Case, request: AuthorizationRequest) -> tuple[Appeal, ...]:
    """By level; those that were withdrawn are no facts."""
    return tuple(appeal for appeal in case.patient.appeals if appeal.request_id == request.id)


def why_disputed(case: Case, request: AuthorizationRequest) -> Iterator[Reason]:
    """What came of talks about the decision: a denial that was upheld is worked on a new ground."""
    for talk in talks_of(case, request):
        if talk.outcome in (PeerToPeerOutcome.UPHELD, PeerToPeerOutcome.PARTLY):  # a part may still be appealed
            yield because("peer_to_peer_upheld", _of_talk(talk), held_on=talk.held_on)


def _disputes(case: Case, appeal: Appeal) -> bool:
    """Begun in time, with the payer, or decided: what follows a decision is the next level's."""
    if appeal.state in AT_HOME:
        return not expiry.is_appeal_over(appeal.state, file_by=appeal.file_by, on=case.on)
    return appeal.state in (*WITH_PAYER, A.DECIDED)


def _talk(case: Case, talk: PeerToPeer, request: AuthorizationRequest) -> Duty | None:
    if not runs(talk, request, case.on):
        return None
    source = _of_talk(talk)
    if talk.state is P.HELD:
        due_on = business_days.add(talk.held_on or case.on, ANSWERED_AFTER, case.days)
        code = "peer_to_peer_unapproved" if _awaits(talk.outcome, request) else "peer_to_peer_unsaid"
        return _duty(case, talk, request, due_on, (because(code, source, held_on=talk.held_on),))
    why = [because("peer_to_peer_open", source, until_on=talk.until_on)]
    due_on = business_days.add(request.decided_on or request.pended_on or case.on, 1, case.days)
    if talk.state is P.SCHEDULED and talk.slot_on:
        why.insert(0, because("peer_to_peer_slot", source, on=talk.slot_on))
        due_on = talk.slot_on
    elif talk.state is P.MISSED:
        why.insert(0, because("peer_to_peer_missed", source))
    if talk.until_on and talk.state is not P.SCHEDULED:
        due_on = min(due_on, talk.until_on)
    return _duty(case, talk, request, due_on, tuple(why))


def _duty(case: Case, talk: PeerToPeer, request: AuthorizationRequest, due_on: date, why: tuple[Reason, ...]) -> Duty:
    lost = waiting_for(case, request)
    return Duty(
        kind=DutyKind.HOLD_PEER_TO_PEER,
        focus_type=FocusType.PEER_TO_PEER,
        focus_id=talk.id,
        due_on=due_on,
        last_safe_on=talk.until_on if talk.state is not P.HELD else None,
        why=(*why, *(meanwhile.why(case, request) if is_disputable(request) else ())),
        at_risk=case.at_risk(lost) if lost else UNKNOWN_RISK,
        patient_id=case.patient.patient_id,
        therapist_id=talk.therapist_id or case.patient.therapist_id,
        appointment_id=lost[0].id if lost else None,
    )


def _appeal(case: Case, appeal: Appeal, request: AuthorizationRequest) -> Duty | None:
    source = Source(SourceKind.APPEAL, appeal.id, str(appeal.level))
    if appeal.state in AT_HOME and _disputes(case, appeal):  # over: lapsed.py
        return _file(case, appeal, request, source)
    if appeal.state is A.FILED and appeal.fax_waits_since and case.on > appeal.fax_waits_since:
        why = (because("appeal_fax_waits", source, ordered_on=appeal.fax_waits_since, file_by=appeal.file_by),)
        return _about(case, appeal, request, DutyKind.FILE_APPEAL, (case.on, appeal.file_by), why)
    if appeal.state in WITH_PAYER and appeal.decide_by and case.on > appeal.decide_by:
        why = (because("appeal_unanswered", source, filed_on=appeal.filed_on, decide_by=appeal.decide_by),)
        due_on = business_days.add(appeal.decide_by, 1, case.days)
        return _about(case, appeal, request, DutyKind.CHASE_APPEAL, (due_on, None), why)
    if appeal.decided_on and _awaits(appeal.outcome, request):
        due_on = business_days.add(appeal.decided_on, APPROVED_AFTER, case.days)
        why = (because("appeal_unapproved", source, decided_on=appeal.decided_on),)
        return _about(case, appeal, request, DutyKind.CHASE_APPEAL, (due_on, None), why) if case.on >= due_on else None
    return None


def _file(case: Case, appeal: Appeal, request: AuthorizationRequest, source: Source) -> Duty:
    why = [because("appeal_begun", source, level=appeal.level, file_by=appeal.file_by)]
    before = [a for a in appeals_of(case, request) if a.level < appeal.level and a.outcome is not None]
    if before:
        why.append(because("appeal_upheld", source, level=before[-1].level, decided_on=before[-1].decided_on))
    else:
        why.append(_disputed(request))
    due_on = business_days.add(case.on, TO_FILE, case.days)
    if appeal.file_by:
        due_on = business_days.back(appeal.file_by, TO_FILE, case.days)
    if lost := waiting_for(case, request):  # an appeal that is only begun holds no visit
        due_on = min(due_on, max(business_days.back(lost[0].on, BEFORE_LOST, case.days), case.on))
    if appeal.fax_failed_on:  # somebody took it to be filed
        why.insert(0, because("appeal_fax_failed", source, failed_on=appeal.fax_failed_on))
        due_on = min(due_on, appeal.fax_failed_on)
    days = meanwhile.pressed(case, request, due_on, appeal.file_by)
    return _about(case, appeal, request, DutyKind.FILE_APPEAL, days, tuple(why))


def _disputed(request: AuthorizationRequest) -> Reason:
    """What the payer decided: a cut is no denial."""
    source = _of_request(request)
    if request.state in (RequestState.MODIFIED, RequestState.APPROVED):
        return because("request_reduced", source, requested=request.requested, approved=request.approved)
    return because("request_denied", source, decided_on=request.decided_on)


def _about(
    case: Case,
    appeal: Appeal,
    request: AuthorizationRequest,
    kind: DutyKind,
    days: tuple[date, date | None],
    why: tuple[Reason, ...],
) -> Duty:
    lost = waiting_for(case, request)
    return Duty(
        kind=kind,
        focus_type=FocusType.APPEAL,
        focus_id=appeal.id,
        due_on=days[0],
        last_safe_on=days[1],
        why=(*why, *meanwhile.why(case, request)),
        at_risk=risk(case, request),
        patient_id=case.patient.patient_id,
        therapist_id=case.patient.therapist_id,
        appointment_id=lost[0].id if lost else None,
    )


def risk(case: Case, request: AuthorizationRequest) -> AtRisk:
    """Of the booked visits in dispute; unknown where none is booked."""
    lost = waiting_for(case, request)
    return case.at_risk(lost) if lost else UNKNOWN_RISK


def _of_talk(talk: PeerToPeer) -> Source:
    return Source(SourceKind.PEER_TO_PEER, talk.id)


def _of_request(request: AuthorizationRequest) -> Source:
    return Source(SourceKind.AUTHORIZATION_REQUEST, request.id, request.trace)
