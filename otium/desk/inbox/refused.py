"""A 278 that the payer did not take up (AAA): its request is ours again, with the payer's reason, to be mended.

Source: X12 005010X217 AAA03, AAA04. It decides nothing: no clock of the payer runs.
"""

from datetime import datetime

from otium.desk import history
from otium.desk.actor import Actor
from otium.desk.inbox.outcome import Applied
from otium.desk.requests import heard, moving
from otium.records.models import AuthorizationRequest, InboundFile, Practice, RequestSending
from otium.rules import decision as rules
from otium.terms.auth_decision import AuthDecision
from otium.terms.prior_auth import RequestEvent, RequestState
from otium.terms.x12 import Reject


def apply(practice: Practice, file: InboundFile, decision: AuthDecision, *, by: Actor, at: datetime) -> Applied | None:
    """None where nothing is refused, or what is refused is no request of ours that waits."""
    rejects = rejects_of(decision)
    traces = rules.traces_of(decision)
    if not rejects or not traces:
        return None
    rows = AuthorizationRequest.objects.select_for_update(of=("self",)).filter(practice=practice, trace__in=traces)
    request = rows.select_related(*moving.LOADED).first()
    if request is None:
        return None
    segment = rejects[0].segment
    if request.state != RequestState.SUBMITTED:
        return Applied("nothing_new", "278", segment, "decided_since", request.patient_id)
    codes = " ".join(dict.fromkeys(f"AAA {each.code}" for each in rejects))
    for sending in RequestSending.objects.filter(request=request, taken_back_at=None, appeal=None, about="request"):
        sending.taken_back_at = at
        sending.save(update_fields=["taken_back_at"])
        history.record(sending, heard.REFUSED, by=by, at=at, after={"taken_back_at": at}, why=codes)
    values = {**heard.NOT_SENT, "trace": request.trace, "reason": codes, "inbound_file_id": file.pk}
    moving.move(request, RequestEvent.TAKE_BACK, by=by, at=at, why=codes, values=values)
    says = {"state": request.state, "reason": codes}
    return Applied("applied", "278", segment, "", request.patient_id, "authorizationrequest", request.pk, says)


def rejects_of(decision: AuthDecision) -> list[Reject]:
    """In the order of the message."""
    levels = [level for level in (decision.event, *(each.decided for each in decision.services)) if level is not None]
    return [*decision.rejects, *(reject for level in levels for reject in level.rejects)]
