"""One message of a file: find whose it is, hand it to what applies its kind."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from otium.desk import clock
from otium.desk.actor import Actor
from otium.desk.inbox import answers, decisions, matching
from otium.desk.inbox.keeping import CANNOT_KEEP, refusal_of
from otium.desk.inbox.outcome import Applied
from otium.desk.inbox.reading import Body, Message
from otium.records.models import Coverage, InboundFile, Practice
from otium.terms.eligibility_answer import EligibilityAnswer


def apply(practice: Practice, file: InboundFile, message: Message, *, by: Actor, at: datetime) -> Applied:
    """Apply the message to the patient it is about, whole or not at all; else it waits with the cause."""
    if message.problem is not None or message.body is None:
        return Applied("unreadable", message.kind, message.segment, message.problem.code if message.problem else "")
    try:
        with transaction.atomic():
            refusal = refusal_of(message.body)
            if refusal is not None:
                return Applied("unreadable", message.kind, refusal.segment or message.segment, refusal.cause)
            match = matching.find_coverage(practice, message.body, on=clock.day(at, practice))
            if match.coverage is None:
                return Applied("unmatched", message.kind, message.segment, match.cause)
            return apply_to(practice, file, message.body, match.coverage, by=by, at=at)
    except CANNOT_KEEP:
        return Applied("unreadable", message.kind, message.segment, "cannot_keep")


def apply_to(
    practice: Practice, file: InboundFile, body: Body, coverage: Coverage, *, by: Actor, at: datetime
) -> Applied:
    if isinstance(body, EligibilityAnswer):
        return answers.apply(practice, file, body, coverage, by=by, at=at)
    return decisions.apply(practice, file, body, coverage, by=by, at=at)


def coverage_for(practice: Practice, body: Body, patient_id: UUID, *, at: datetime) -> Coverage | None:
    """The coverage of a patient that a person chose for this message."""
    return matching.coverage_of_patient(practice, patient_id, body, on=clock.day(at, practice))
