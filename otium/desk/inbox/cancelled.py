"""What a payer says to a 278 that cancels a request: that it did (HCR01 C), or that it did not.

Source: X12 005010X217, UM02 3 and HCR01 C. It moves nothing: the request is cancelled at ours already.
"""

from datetime import datetime

from otium.desk import history
from otium.desk.actor import Actor
from otium.desk.inbox import asking, refused
from otium.desk.inbox.outcome import Applied
from otium.records.models import InboundFile, Practice, RequestSending
from otium.rules import decision as rules
from otium.terms.auth_decision import AuthDecision
from otium.terms.prior_auth import RequestEvent

DONE, NOT_DONE = "cancelled_by_payer", "cancel_refused"


def apply(practice: Practice, file: InboundFile, decision: AuthDecision, *, by: Actor, at: datetime) -> Applied | None:
    """None where it answers no cancellation of ours. One that was not cancelled waits for a person to call."""
    traces = rules.traces_of(decision)
    if not traces:
        return None
    rows = RequestSending.objects.select_for_update(of=("self",)).filter(practice=practice, about="cancel")
    sending = rows.select_related("request", "parcel").filter(parcel__trace__in=traces).first()
    if sending is None:
        return None
    asking.tie(sending.parcel, file, by=by, at=at)
    segment = decision.event.segment if decision.event else 1
    patient_id, request_id = sending.request.patient_id, sending.request_id
    is_done = bool(decision.event) and rules.event_of(decision) is RequestEvent.CANCEL
    if sending.confirmed_at is not None:  # what it did once stays done
        return Applied("nothing_new", "278", segment, "decision_on_file", patient_id)
    if is_done:
        number = (decision.event.administrative_number if decision.event else "") or ""
        _write(sending, DONE, "", by, at, confirmed_at=at, taken_back_at=None, reference=number, note="")
        says = {"state": sending.request.state}
        return Applied("applied", "278", segment, "", patient_id, "authorizationrequest", request_id, says)
    why = _why(decision)
    if sending.note == why and sending.taken_back_at is not None:
        return Applied("nothing_new", "278", segment, "decision_on_file", patient_id)
    _write(sending, NOT_DONE, why, by, at, taken_back_at=at, note=why)
    return Applied("unmatched", "278", segment, NOT_DONE, patient_id)


def _why(decision: AuthDecision) -> str:
    """Codes as they stand: AAA of what was not read, else the action and its reasons."""
    rejects = " ".join(dict.fromkeys(f"AAA {each.code}" for each in refused.rejects_of(decision)))
    action = decision.event.action if decision.event else None
    said = " ".join(part for part in (f"HCR {action.value}" if action else "", rules.reason_codes(decision)) if part)
    return rejects or said or "HCR"


def _write(sending: RequestSending, event: str, why: str, by: Actor, at: datetime, **values: object) -> None:
    before, after = history.changes(sending, values)
    for name, value in values.items():
        setattr(sending, name, value)
    sending.save(update_fields=list(values))
    history.record(sending, event, by=by, at=at, before=before, after=after, why=why)
