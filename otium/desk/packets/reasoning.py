"""What the clinician writes on the request: why skilled care, why more, how it ends; why a gap cannot be filled."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from otium.desk import history, settle
from otium.desk.actor import Actor
from otium.desk.packets.signing import SIGNABLE, NotSigned, locked
from otium.records.models import AuthorizationRequest
from otium.rules.packet import answers
from otium.terms.packet import Section

EDITABLE = (
    Section.DEFICITS, Section.PROGRESS, Section.HOME_PROGRAM, Section.SKILLED_NEED, Section.DISCHARGE,
    Section.OTHER_SERVICES,
)  # fmt: skip
LONGEST = 4_000  # characters; a reviewer reads no more
WHY = "the reasoning was written"


@transaction.atomic
def write(
    *, request_id: UUID, section: Section, text: str, by: Actor, at: datetime, is_proposed: bool = False
) -> AuthorizationRequest:
    """One section in the clinician's words; an empty text takes it out. Raises NotSigned."""
    if section not in EDITABLE:
        raise NotSigned("not_editable")
    return _set(request_id, section.value, text, by=by, at=at, is_proposed=is_proposed)


@transaction.atomic
def accept(*, request_id: UUID, section: Section, by: Actor, at: datetime) -> AuthorizationRequest:
    """Proposed wording becomes the clinician's own. Raises NotSigned where none is proposed."""
    request = locked(request_id)
    said = request.reasoning.get(section.value, {})
    if not said.get("is_proposed"):
        raise NotSigned("not_proposed")
    return _set(request_id, section.value, said["text"], by=by, at=at)


@transaction.atomic
def explain(*, request_id: UUID, gap: str, text: str, by: Actor, at: datetime) -> AuthorizationRequest:
    """Why a gap cannot be filled, told to the payer instead. `gap`: its key by rules.packet.answers."""
    if not answers.may_explain(gap):
        raise NotSigned("not_explainable")
    return _set(request_id, answers.name_of(gap), text, by=by, at=at)


def _set(
    request_id: UUID, name: str, text: str, *, by: Actor, at: datetime, is_proposed: bool = False
) -> AuthorizationRequest:
    request = locked(request_id)
    if request.state not in SIGNABLE:
        raise NotSigned("wrong_state")
    if len(text) > LONGEST:
        raise NotSigned("too_long")
    before, said = request.reasoning, dict(request.reasoning)
    said.pop(name, None)
    if text.strip():
        said[name] = _written(text, by, at, is_proposed=is_proposed)
    request.reasoning = said
    request.save(update_fields=["reasoning"])
    history.record(request, "reasoning_written", by=by, at=at, before={"reasoning": before}, after={"reasoning": said})
    settle.settle(request.practice, by=by, at=at, patients=[request.patient_id], why=WHY)
    return request


def _written(text: str, by: Actor, at: datetime, *, is_proposed: bool) -> dict[str, Any]:
    return {"text": text.strip(), "by": by.name, "at": at.isoformat(), "is_proposed": is_proposed}
