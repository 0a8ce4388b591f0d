"""One move of one request: by rules.prior_auth.MOVES, with its history."""

from datetime import datetime
from typing import Any
from uuid import UUID

from otium.desk import history
from otium.desk.actor import Actor
from otium.desk.requests.refusals import Refused
from otium.records.models import AuthorizationRequest
from otium.rules import prior_auth
from otium.terms.prior_auth import RequestEvent, RequestState

LOADED = (
    "practice",
    "patient",
    "coverage__payer",
    "coverage__plan",
    "authorization",
    "episode",
    "therapist",
    "location",
)


def locked(request_id: UUID) -> AuthorizationRequest:
    """The row for change, with what its moves read. The practice's lock is held."""
    rows = AuthorizationRequest.objects.select_for_update(of=("self",))
    return rows.select_related(*LOADED).get(pk=request_id)


def move(
    request: AuthorizationRequest,
    event: RequestEvent,
    *,
    by: Actor,
    at: datetime,
    why: str = "",
    values: dict[str, Any] | None = None,
) -> None:
    """Raises Refused("", "does_not_follow") where the state does not take the event; then nothing is written."""
    try:
        target = prior_auth.next_state(RequestState(request.state), event)
    except prior_auth.MoveRefusedError:
        raise Refused("", "does_not_follow") from None
    write(request, {"state": target.value, **(values or {})}, event.value, by=by, at=at, why=why)


def write(
    request: AuthorizationRequest, values: dict[str, Any], event: str, *, by: Actor, at: datetime, why: str = ""
) -> None:
    """Save these columns and tell history what changed; nothing where nothing did."""
    before, after = history.changes(request, values)
    if not after:
        return
    for name, value in values.items():
        setattr(request, name, value)
    request.save(update_fields=list(values))
    history.record(request, event, by=by, at=at, before=before, after=after, why=why)


def may(request: AuthorizationRequest, event: RequestEvent) -> bool:
    return (RequestState(request.state), event) in prior_auth.MOVES
