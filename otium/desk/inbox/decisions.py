"""Apply a 278 response: which request it answers, then what every decision does (desk.deciding)."""

from datetime import datetime

from otium.desk import deciding
from otium.desk.actor import Actor
from otium.desk.deciding import Heard, heard
from otium.desk.inbox import cancelled, refused
from otium.desk.inbox.asked import request_of
from otium.desk.inbox.outcome import Applied
from otium.records.models import Coverage, InboundFile, Practice
from otium.rules import decision as rules
from otium.rules.deciding import GRANTING
from otium.terms.auth_decision import AuthDecision


def apply(
    practice: Practice, file: InboundFile, decision: AuthDecision, coverage: Coverage, *, by: Actor, at: datetime
) -> Applied:
    """Move the request the decision is about and write what was approved; unmatched when it cannot be."""
    answered = cancelled.apply(practice, file, decision, by=by, at=at)
    if answered is not None:
        return answered
    segment, patient_id = decision.event.segment if decision.event else 1, coverage.patient_id
    event = rules.event_of(decision) if decision.event else None
    if event is None:
        sent_back = refused.apply(practice, file, decision, by=by, at=at)
        cause = "no_decision" if decision.event else "no_event"
        return sent_back or Applied("unmatched", "278", segment, cause, patient_id)
    if event in GRANTING and not rules.number_of(decision):
        return Applied("unmatched", "278", segment, "no_number", patient_id)
    request = request_of(practice, decision, coverage, event)
    said = heard.named(practice, rules.said(decision, event))
    done = deciding.write(Heard(practice, patient_id, coverage, said, by, at, file), request)
    if done.state != "applied" or done.request is None:
        return Applied(done.state, "278", segment, done.cause, patient_id)
    row = done.request
    says = {"state": row.state, "approved": row.approved}
    return Applied("applied", "278", segment, "", patient_id, "authorizationrequest", row.pk, says)
