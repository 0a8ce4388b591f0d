"""One message of a file: find whose it is, hand it to what applies its kind."""

from datetime import datetime
from uuid import UUID

from otium.desk.actor import Actor
from otium.desk.inbox import answers, decisions, matching
from otium.desk.inbox.outcome import Applied
from otium.desk.inbox.reading import Message
from otium.records.models import Coverage, InboundFile, Practice
from otium.terms.auth_decision import AuthDecision
from otium.terms.eligibility_answer import EligibilityAnswer

Body = EligibilityAnswer | AuthDecision


def apply(practice: Practice, file: InboundFile, message: Message, *, by: Actor, at: datetime) -> Applied:
    """Apply the message to the patient it is about; when that is nobody for sure, it waits with the cause."""
    if message.problem is not None or message.body is None:
        return Applied("unreadable", message.kind, message.segment, message.problem.code if message.problem else "")
    match = matching.find_coverage(practice, message.body.subscriber, message.body.dependent)
    if match.coverage is None:
        return Applied("unmatched", message.kind, message.segment, match.cause)
    return apply_to(practice, file, message.body, match.coverage, by=by, at=at)


def apply_to(
    practice: Practice, file: InboundFile, body: Body, coverage: Coverage, *, by: Actor, at: datetime
) -> Applied:
    if isinstance(body, EligibilityAnswer):
        return answers.apply(practice, file, body, coverage, by=by, at=at)
    return decisions.apply(practice, file, body, coverage, by=by, at=at)


def coverage_for(practice: Practice, body: Body, patient_id: UUID) -> Coverage | None:
    """The coverage of a patient that a person chose for this message."""
    member_ids = [p.member_id for p in (body.dependent, body.subscriber) if p and p.member_id]
    return matching.coverage_of_patient(practice, patient_id, member_ids)
