"""A decision that was changed by a talk or an appeal: the request moves, and what is approved now is an authorization.

Asked and approved stay apart; the decision before is in the history.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from otium.desk import history
from otium.desk.actor import Actor
from otium.desk.acts import Refused
from otium.desk.reviews import loading
from otium.records.models import Authorization, AuthorizationRequest, AuthorizedService
from otium.rules import prior_auth
from otium.terms.prior_auth import AuthState, RequestEvent, RequestState


@dataclass(frozen=True, slots=True)
class Granted:
    """What the payer approves now. `visits`: under this number."""

    number: str
    starts_on: date
    ends_on: date
    visits: int


def overturn(request_id: UUID, granted: Granted, *, on: date, by: Actor, at: datetime, why: str) -> None:
    """Within the caller's transaction, which settles. Raises Refused for days in the wrong order, no visits, a number
    that stands for something else."""
    if granted.ends_on < granted.starts_on:
        raise Refused("ends_on", "ends_before_it_starts")
    if granted.visits < 1:
        raise Refused("visits", "number_unreadable")
    request = loading.request(request_id)
    row, added = _authorization(request, granted, on, by, at, why)
    total = granted.visits if request.state == RequestState.DENIED else (request.approved or 0) + added
    event = RequestEvent.APPROVE if request.requested is None or total >= request.requested else RequestEvent.MODIFY
    values: dict[str, Any] = {
        "state": _after(request, event),
        "approved": total,
        "decided_on": on,
        "authorization": row,
    }
    before, after = history.changes(request, values)
    for name, value in values.items():
        setattr(request, name, value)
    request.save(update_fields=list(values))
    told = {name: value for name, value in after.items() if name != "authorization"}
    history.record(request, event.value, by=by, at=at, before={n: before[n] for n in told}, after=told, why=why)


def _after(request: AuthorizationRequest, event: RequestEvent) -> str:
    """A cut that is smaller now is still a cut; an approval of fewer that was topped up stays one."""
    state = RequestState(request.state)
    try:
        return prior_auth.next_state(state, event).value
    except prior_auth.MoveRefusedError:
        if state in (RequestState.MODIFIED, RequestState.APPROVED):
            return state.value
        raise Refused("", "does_not_follow") from None


def _authorization(
    request: AuthorizationRequest, granted: Granted, on: date, by: Actor, at: datetime, why: str
) -> tuple[Authorization, int]:
    """The authorization of this number, and by how many visits it grew."""
    same = Authorization.objects.filter(patient_id=request.patient_id, number=granted.number)
    standing = same.exclude(state=AuthState.CANCELLED.value).select_for_update(of=("self",)).first()
    if standing is not None:
        return standing, _grow(standing, request, granted, by, at, why)
    row = Authorization.objects.create(
        practice=request.practice,
        patient_id=request.patient_id,
        coverage_id=request.coverage_id,
        number=granted.number,
        starts_on=granted.starts_on,
        ends_on=granted.ends_on,
        entered_on=on,
        provenance={"number": {"channel": "call" if why == "peer-to-peer" else "letter", "at": at.isoformat(),
                               "by": by.name}},
    )  # fmt: skip
    told = {"number": row.number, "starts_on": row.starts_on, "ends_on": row.ends_on, "visits": granted.visits}
    history.record(row, "approved", by=by, at=at, after=told, why=why)
    AuthorizedService.objects.create(
        practice=request.practice, authorization=row, codes=[], basis="visits", approved=granted.visits,
        requested=request.requested,
    )  # fmt: skip
    return row, granted.visits


def _grow(
    row: Authorization, request: AuthorizationRequest, granted: Granted, by: Actor, at: datetime, why: str
) -> int:
    """More visits under the number that the request has already. Raises Refused for a number of something else."""
    services = list(AuthorizedService.objects.select_for_update(of=("self",)).filter(authorization=row))
    if row.pk != request.authorization_id or len(services) != 1 or services[0].basis != "visits":
        raise Refused("number", "number_on_file")
    (service,) = services
    grown = granted.visits - (service.approved or 0)
    if grown < 1:
        raise Refused("visits", "not_more_than_before")
    before = {"approved": service.approved, "ends_on": row.ends_on}
    service.approved, row.ends_on = granted.visits, granted.ends_on
    service.save(update_fields=["approved"])
    row.save(update_fields=["ends_on"])
    after = {"approved": service.approved, "ends_on": row.ends_on}
    history.record(row, "extended", by=by, at=at, before=before, after=after, why=why)
    return grown
