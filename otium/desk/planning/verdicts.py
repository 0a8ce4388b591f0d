"""What people decide of one proposed move: keep it, refuse it, and what the family says."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from otium.desk import history
from otium.desk.actor import Actor
from otium.desk.chains import ending
from otium.desk.planning.changing import locked
from otium.desk.planning.moves import DoesNotFollow
from otium.records.models import PlanMove
from otium.terms.plans import Asking, Ban, MoveKind, MoveState, PlanEvent, PlanState

DECIDED_IN = (PlanState.PROPOSED.value, PlanState.STALE.value, PlanState.FAILED.value)


@transaction.atomic
def pin(*, practice_id: UUID, move_id: UUID, by: Actor, at: datetime) -> PlanMove:
    """The next plan keeps this placement. Once more lets it go again."""
    move = _locked(practice_id, move_id)
    if move.kind == MoveKind.LEFT.value or move.state == MoveState.REFUSED.value:
        raise DoesNotFollow(move.state, PlanEvent.ASK)
    is_pinned = move.state == MoveState.PINNED.value
    _set(move, MoveState.PROPOSED if is_pinned else MoveState.PINNED, by=by, at=at)
    return move


@transaction.atomic
def refuse(*, practice_id: UUID, move_id: UUID, ban: Ban, by: Actor, at: datetime) -> PlanMove:
    """The next plan does not propose it: not this hour, not this therapist, or not this visit."""
    move = _locked(practice_id, move_id)
    if move.kind == MoveKind.LEFT.value:
        raise DoesNotFollow(move.kind, PlanEvent.REFUSE)
    move.ban = ban.value
    _set(move, MoveState.REFUSED, by=by, at=at)
    ending.end(move.plan, Asking.STOPPED, by=by, at=at)
    return move


@transaction.atomic
def take_back(*, practice_id: UUID, move_id: UUID, by: Actor, at: datetime) -> PlanMove:
    """A refusal no longer counts; the plan must be solved again to propose it."""
    move = _locked(practice_id, move_id)
    if move.state != MoveState.REFUSED.value:
        raise DoesNotFollow(move.state, PlanEvent.ASK)
    move.ban = ""
    _set(move, MoveState.PROPOSED, by=by, at=at)
    return move


@transaction.atomic
def answered(*, practice_id: UUID, move_id: UUID, says_yes: bool, by: Actor, at: datetime) -> PlanMove:
    """What the family said, by phone or to the message that asked them. A no refuses the move, and ends a chain."""
    move = _locked(practice_id, move_id)
    if move.kind == MoveKind.LEFT.value:
        raise DoesNotFollow(move.kind, PlanEvent.APPLY)
    before = move.answer
    move.answer, move.answered_at, move.answered_by = "yes" if says_yes else "no", at, by.name
    move.save(update_fields=["answer", "answered_at", "answered_by"])
    history.record(move, "answered", by=by, at=at, before={"answer": before}, after={"answer": move.answer})
    if not says_yes:
        move.ban = Ban.TIME.value
        _set(move, MoveState.REFUSED, by=by, at=at)
    ending.heard(move.plan, move, by=by, at=at)
    return move


def _locked(practice_id: UUID, move_id: UUID) -> PlanMove:
    """With its plan, in a state in which it can be decided on. Raises DoesNotFollow."""
    plan_id = PlanMove.objects.values_list("plan_id", flat=True).get(practice_id=practice_id, pk=move_id)
    plan = locked(practice_id, plan_id)
    if plan.state not in DECIDED_IN:
        raise DoesNotFollow(plan.state, PlanEvent.ASK)
    move = PlanMove.objects.select_for_update(of=("self",)).get(practice_id=practice_id, pk=move_id)
    move.plan = plan
    return move


def _set(move: PlanMove, state: MoveState, *, by: Actor, at: datetime) -> None:
    before, move.state = move.state, state.value
    move.save(update_fields=["state", "ban"])
    history.record(move, state.value, by=by, at=at, before={"state": before}, after={"state": state.value})
