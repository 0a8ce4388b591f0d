"""One message of a file: find whose it is, hand it to what applies its kind."""

from datetime import datetime
from uuid import UUID

from otium.desk.actor import Actor
from otium.desk.inbox import answers, decisions, matching
from otium.desk.inbox.outcome import Applied
from otium.records.models import Coverage, InboundFile, Practice
from otium.terms.auth_decision import AuthDecision
from otium.terms.eligibility_answer import EligibilityAnswer

Message = EligibilityAnswer | AuthDecision


def apply(practice: Practice, file: InboundFile, message: Message, *, by: Actor, at: datetime) -> Applied:
    """Apply the message to the patient it is about; unmatched, with the cause, when that is nobody for sure."""
    match = matching.find_coverage(practice, message.subscriber, message.dependent)
    if match.coverage is None:
        return Applied("unmatched", kind_of(message), segment_of(message), match.cause)
    return apply_to(practice, file, message, match.coverage, by=by, at=at)


def apply_to(
    practice: Practice, file: InboundFile, message: Message, coverage: Coverage, *, by: Actor, at: datetime
) -> Applied:
    if isinstance(message, EligibilityAnswer):
        return answers.apply(practice, file, message, coverage, by=by, at=at)
    return decisions.apply(practice, file, message, coverage, by=by, at=at)


def coverage_for(practice: Practice, message: Message, patient_id: UUID) -> Coverage | None:
    """The coverage of a patient that a person chose for this message."""
    people = [p for p in (message.dependent, message.subscriber) if p]
    member_ids = [p.member_id for p in people if p.member_id]
    return matching.coverage_of_patient(practice, patient_id, member_ids)


def kind_of(message: Message) -> str:
    return "271" if isinstance(message, EligibilityAnswer) else "278"


def segment_of(message: Message) -> int:
    if isinstance(message, EligibilityAnswer):
        return message.segment
    return message.event.segment if message.event else 1
