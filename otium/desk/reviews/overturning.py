"""A decision that was changed by a talk or an appeal: written as any other decision of the payer (desk.deciding)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from otium.desk import deciding, history
from otium.desk.actor import Actor
from otium.desk.acts import Refused
from otium.desk.deciding import Heard
from otium.desk.reviews import loading
from otium.records.models import Authorization, AuthorizationRequest, AuthorizedService, Document
from otium.records.prior_auth import basis_of
from otium.terms.decision import Decision, Line
from otium.terms.prior_auth import AuthState, Basis, RequestEvent, RequestState, Road


@dataclass(frozen=True, slots=True)
class Granted:
    """What the payer approves now. `visits`: in all under this number."""

    number: str
    starts_on: date
    ends_on: date
    visits: int


@dataclass(frozen=True, slots=True)
class Ground:
    """By what it was changed: `why` peer-to-peer or appeal, told how, on which paper."""

    why: str
    on: date
    road: Road
    reference: str = ""
    document_id: UUID | None = None


def overturn(request_id: UUID, granted: Granted, ground: Ground, *, by: Actor, at: datetime) -> None:
    """Within the caller's transaction, which settles. Raises Refused for days in the wrong order, no visits, a number
    that stands for something else."""
    if granted.ends_on < granted.starts_on:
        raise Refused("ends_on", "ends_before_it_starts")
    if granted.visits < 1:
        raise Refused("visits", "number_unreadable")
    request = loading.request(request_id)
    adds, before = _beside(request, granted)
    total = granted.visits + before
    is_all = _counts_visits(request) and (request.requested is None or total >= request.requested)
    event = RequestEvent.APPROVE if is_all else RequestEvent.MODIFY
    decision = Decision(
        event=event, road=ground.road, decided_on=ground.on, number=granted.number,
        lines=(Line((), Basis.VISITS, granted.visits),), starts_on=granted.starts_on, ends_on=granted.ends_on,
        reason=request.reason, reference=ground.reference, adds=adds,
    )  # fmt: skip
    paper = Document.objects.filter(pk=ground.document_id).first() if ground.document_id else None
    heard = Heard(request.practice, request.patient_id, request.coverage, decision, by, at, document=paper)
    written = deciding.write(heard, request)
    if written.state != "applied":
        raise Refused("number", f"decision_{written.cause}")
    if before:
        _count_all(request, total, by, at, ground.why)


def _beside(request: AuthorizationRequest, granted: Granted) -> tuple[bool | None, int]:
    """How the number goes with what is on file: (so many in all under a number it has, visits of its other number)."""
    same = Authorization.objects.filter(patient_id=request.patient_id, number=granted.number)
    standing = same.exclude(state=AuthState.CANCELLED.value).first()
    is_cut = request.state != RequestState.DENIED
    if standing is None:
        is_beside = is_cut and request.authorization_id and _counts_visits(request)
        return None, (request.approved or 0) if is_beside else 0
    if standing.pk != request.authorization_id:
        raise Refused("number", "number_on_file")
    known = AuthorizedService.objects.filter(authorization=standing).values_list("approved", flat=True)
    if sum(each or 0 for each in known) >= granted.visits:
        raise Refused("visits", "not_more_than_before")
    return False, 0


def _counts_visits(request: AuthorizationRequest) -> bool:
    """Units that were asked for are never compared with visits that were granted, nor added to them."""
    return basis_of(request.lines) is Basis.VISITS


def _count_all(request: AuthorizationRequest, total: int, by: Actor, at: datetime, why: str) -> None:
    """A second number beside the first: both together are what was approved of what was asked."""
    request.refresh_from_db()
    values: dict[str, Any] = {"approved": total}
    if request.requested is not None and total >= request.requested:
        values |= {"state": RequestState.APPROVED.value}
    before, after = history.changes(request, values)
    for name, value in values.items():
        setattr(request, name, value)
    request.save(update_fields=list(values))
    history.record(request, "counted_together", by=by, at=at, before=before, after=after, why=why)
