"""Take back a decision that a person recorded by mistake: all it wrote, by its history, where nothing came since."""

from collections import defaultdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from otium.desk import settle
from otium.desk.actor import Actor
from otium.desk.acts.undo import take_back
from otium.desk.acts.writing import Refused
from otium.desk.deciding.writing import TOLD
from otium.records.models import AuthorizationRequest, History
from otium.rules import prior_auth
from otium.terms.prior_auth import RequestEvent, RequestState

DECISIONS = tuple(
    event.value
    for event in (RequestEvent.APPROVE, RequestEvent.MODIFY, RequestEvent.DENY, RequestEvent.PEND, RequestEvent.CANCEL)
)
PERSON = r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"  # a staff id; automations have names
REQUEST, SERVICE, APPROVAL = "authorizationrequest", "authorizedservice", "authorization"
DISPUTES = ("peertopeer", "appeal")
TAKEN_BACK = "taken_back"
MADE = "approved"  # the event of an authorization or a line of it that was made


@transaction.atomic
def undo(*, request_id: UUID, by: Actor, at: datetime) -> AuthorizationRequest:
    """The request stands as before its newest decision, and what that made of authorizations is taken back.

    Raises acts.Refused: `nothing_to_undo` (not recorded by a person, or told in a talk or an appeal), `changed_since`,
    `undo_by_hand` where a line was added to an approval that stands, or the request has no state to go back to.
    """
    settle.lock_practice_of(AuthorizationRequest, request_id)
    request = AuthorizationRequest.objects.select_related("practice").get(pk=request_id)
    last = recorded(request)
    if last is None:
        raise Refused("", "nothing_to_undo")
    rows = _beside(request, last)
    if any(row.focus_type in DISPUTES for row in rows):
        raise Refused("", "nothing_to_undo")
    for effect in _effects(request, last, rows):
        take_back(effect, by=by, at=at)
    settle.settle(request.practice, by=by, at=at, patients=[request.patient_id], why="decision taken back")
    request.refresh_from_db()
    return request


def recorded(request: AuthorizationRequest) -> History | None:
    """The newest decision, where a person recorded it and nothing happened to the request since. Two queries."""
    rows = History.objects.filter(practice_id=request.practice_id, focus_type=REQUEST, focus_id=request.pk)
    told = rows.filter(event__in=DECISIONS, by__regex=PERSON, after__has_key="road")
    newest = told.order_by("-at", "-id").first()
    if newest is None:
        return None
    since = rows.filter(Q(at__gt=newest.at) | Q(at=newest.at, event=TAKEN_BACK))
    return None if since.exists() else newest


def _beside(request: AuthorizationRequest, last: History) -> list[History]:
    """All that was written with it: by the same person in the same instant."""
    kinds = (REQUEST, APPROVAL, SERVICE, *DISPUTES)
    rows = History.objects.filter(practice_id=request.practice_id, at=last.at, by=last.by, focus_type__in=kinds)
    return list(rows.order_by("focus_type", "focus_id", "id"))


def _effects(request: AuthorizationRequest, last: History, rows: list[History]) -> list[dict[str, Any]]:
    by_focus: dict[tuple[str, UUID], list[History]] = defaultdict(list)
    for row in rows:
        by_focus[row.focus_type, row.focus_id].append(row)
    made = {key for key, found in by_focus.items() if any(row.event == MADE and not row.before for row in found)}
    approvals = {str(key) for kind, key in made if kind == APPROVAL}
    effects = []
    for (kind, key), found in by_focus.items():
        if kind == SERVICE and (kind, key) in made:
            if not any(row.after.get("authorization_id") in approvals for row in found):
                raise Refused("", "undo_by_hand")
            continue  # it counts no longer than its approval
        effects.append(_effect(kind, key, found, is_made=(kind, key) in made))
    if not last.before and (RequestState(request.state), RequestEvent.CANCEL) not in prior_auth.MOVES:
        raise Refused("", "undo_by_hand")
    return effects


def _effect(kind: str, key: UUID, found: list[History], *, is_made: bool) -> dict[str, Any]:
    """As acts keep what they wrote. Of a request only its own columns: history tells more of a decision."""
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for row in found:
        before, after = row.before | before, after | row.after
    if kind == REQUEST:
        is_made = not before
        before, after = ({n: v for n, v in each.items() if n in TOLD} for each in (before, after))
    return {"model": kind, "id": str(key), "created": is_made, "before": before, "after": after}
