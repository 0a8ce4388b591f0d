"""One message of a file: find whose it is, hand it to what applies its kind."""

from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import groupby
from uuid import UUID

from django.db import transaction

from otium.desk import clock
from otium.desk.actor import Actor
from otium.desk.inbox import (
    acknowledging,
    answers,
    asking,
    claims_heard,
    decisions,
    deliveries,
    matching,
    remittances,
    statuses,
)
from otium.desk.inbox.keeping import CANNOT_KEEP, refusal_of
from otium.desk.inbox.outcome import Applied
from otium.desk.inbox.reading import Answer, ClaimHeard, Message
from otium.desk.inbox.verdicts import Speech
from otium.records.models import Coverage, InboundFile, Practice
from otium.terms.acknowledgement import GroupAck, InterchangeAck
from otium.terms.claim_status import ClaimStatusAnswer
from otium.terms.delivery import DeliveryReceipt
from otium.terms.eligibility_answer import EligibilityAnswer
from otium.terms.remittance import Remittance
from otium.terms.text import IncomingText

# What reads a text: it answers families, and so knows the calendar, which itself asks payers and knows the inbox. It
# sets itself here (desk.visit_messages.hearing), as it stands above.
TEXTS: list[Callable[[Practice, InboundFile, IncomingText, datetime], Applied]] = []


def apply_all(
    practice: Practice, file: InboundFile, found: Sequence[Message], *, by: Actor, at: datetime
) -> list[Applied]:
    """One outcome a message, in their order. Claims that are heard of in a row are taken in as a set."""
    done: list[Applied] = []
    for is_set, those in groupby(found, key=_is_of_a_set):
        several = list(those)
        together = _apply_set(practice, file, several, by=by, at=at) if is_set else None
        done += together or [apply(practice, file, message, by=by, at=at) for message in several]
    return done


def _is_of_a_set(message: Message) -> str:
    """The speaker of a claim that was heard of and can be kept; empty for anything else."""
    body = message.body
    return message.sender if isinstance(body, ClaimHeard) and refusal_of(body) is None else ""


def _apply_set(
    practice: Practice, file: InboundFile, several: Sequence[Message], *, by: Actor, at: datetime
) -> list[Applied] | None:
    """None where one of them cannot be kept: then each is tried alone."""
    speech = Speech(practice, file, several[0].sender, by, at)
    try:
        with transaction.atomic():
            return claims_heard.apply(speech, [m.body for m in several if isinstance(m.body, ClaimHeard)])
    except CANNOT_KEEP:
        return None


def apply(practice: Practice, file: InboundFile, message: Message, *, by: Actor, at: datetime) -> Applied:
    """Apply the message to what it is about, whole or not at all; else it waits with the cause."""
    if message.problem is not None or message.body is None:
        return Applied("unreadable", message.kind, message.segment, message.problem.code if message.problem else "")
    try:
        with transaction.atomic():
            refusal = refusal_of(message.body)
            if refusal is not None:
                return Applied("unreadable", message.kind, refusal.segment or message.segment, refusal.cause)
            return _apply(practice, file, message, by=by, at=at)
    except CANNOT_KEEP:
        return Applied("unreadable", message.kind, message.segment, "cannot_keep")


def _apply(practice: Practice, file: InboundFile, message: Message, *, by: Actor, at: datetime) -> Applied:
    body = message.body
    if body is None:
        raise ValueError("a message without a body is not applied")
    if isinstance(body, Answer):
        return _apply_answer(practice, file, message, body, by=by, at=at)
    if isinstance(body, IncomingText):
        return TEXTS[0](practice, file, body, at)
    speech = Speech(practice, file, message.sender, by, at)
    if isinstance(body, InterchangeAck):
        return acknowledging.apply_ta1(speech, body)
    if isinstance(body, DeliveryReceipt):
        return deliveries.apply(speech, body)
    if isinstance(body, GroupAck):
        return acknowledging.apply_999(speech, body)
    if isinstance(body, ClaimStatusAnswer):
        return statuses.apply(speech, body)
    if isinstance(body, Remittance):
        return remittances.apply(speech, body, message.notes)
    return claims_heard.apply(speech, [body])[0]


def _apply_answer(
    practice: Practice, file: InboundFile, message: Message, body: Answer, *, by: Actor, at: datetime
) -> Applied:
    """To the coverage that we asked about, where it comes back with our trace; else to the one it names."""
    asked = asking.parcel_asked(practice, body)
    on = clock.day(at, practice)
    match = matching.find_asked(practice, body, asked) if asked else matching.find_coverage(practice, body, on=on)
    if match.coverage is None:
        return Applied("unmatched", message.kind, message.segment, match.cause)
    done = apply_to(practice, file, body, match.coverage, by=by, at=at)
    if asked is not None and done.state in ("applied", "nothing_new"):
        asking.tie(asked, file, by=by, at=at)
    return done


def apply_to(
    practice: Practice, file: InboundFile, body: Answer, coverage: Coverage, *, by: Actor, at: datetime
) -> Applied:
    if isinstance(body, EligibilityAnswer):
        return answers.apply(practice, file, body, coverage, by=by, at=at)
    return decisions.apply(practice, file, body, coverage, by=by, at=at)


def coverage_for(practice: Practice, body: Answer, patient_id: UUID, *, at: datetime) -> Coverage | None:
    """The coverage of a patient that a person chose for this message."""
    return matching.coverage_of_patient(practice, patient_id, body, on=clock.day(at, practice))
