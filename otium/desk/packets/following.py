"""Drafted requests have a packet that follows the records, so that a duty can say what it lacks without a click."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from otium.desk import history
from otium.desk.actor import Actor
from otium.desk.packets import keeping
from otium.desk.packets.compiling import charts_of, compiled_from
from otium.records import prepared
from otium.records.models import AuthorizationRequest, Practice, RequestPacket
from otium.records.prepared import Rows
from otium.records.scope import Scope
from otium.rules.packet import compare
from otium.rules.prior_auth.moves import next_state
from otium.terms.packet import Packet
from otium.terms.prior_auth import RequestEvent, RequestState

AT_HOME = (RequestState.DRAFT.value, RequestState.READY.value)
CHANGED = "the records changed after it was signed"


def follow(practice: Practice, *, by: Actor, at: datetime, patients: Iterable[UUID] | None = None) -> int:
    """Compile anew the packets of requests that have not left; how many changed. Within a transaction.

    One query where nothing is drafted. A signature never goes over to another content: what was signed stays as a
    version of its own, and a ready request whose records say something else since is a draft again.
    """
    scope = Scope(practice.pk, at, None if patients is None else tuple(patients))
    keys = [key for (key,) in prepared.rows(_at_home, scope)]
    if not keys:
        return 0
    rows = AuthorizationRequest.objects.filter(practice=practice, pk__in=keys)
    waiting = {row.pk: row for row in rows.select_related("practice").order_by("id")}
    charts, kept = charts_of(practice, waiting, at=at), _newest(practice, waiting)
    changed = 0
    for key, chart in charts.items():
        packet = compiled_from(practice, chart)
        changed += _bring_in_line(waiting[key], packet, kept.get(key), by=by, at=at)
    return changed


def _at_home(scope: Scope) -> Rows:
    rows = AuthorizationRequest.objects.filter(practice_id=scope.practice_id, state__in=AT_HOME, coverage__isnull=False)
    if scope.patients is not None:
        rows = rows.filter(patient_id__in=scope.patients)
    return rows.values_list("id")


def _newest(practice: Practice, requests: Iterable[UUID]) -> dict[UUID, RequestPacket]:
    rows = RequestPacket.objects.filter(practice=practice, request_id__in=tuple(requests), appeal=None)
    rows = rows.filter(withdrawn_at=None).select_related("content", "practice").order_by("request_id", "version")
    return {row.request_id: row for row in rows}


def _bring_in_line(
    request: AuthorizationRequest, packet: Packet, row: RequestPacket | None, *, by: Actor, at: datetime
) -> bool:
    """True when a draft was written."""
    if row is not None and row.signed_at is None:
        if row.digest == packet.digest and row.gaps == [gap.code for gap in packet.blocking]:
            return False
    elif row is not None and not _wants_signature(row, packet):
        return False
    was_signed = row is not None and row.signed_at is not None
    keeping.keep(request, packet, by=by, at=at)
    if was_signed and request.state == RequestState.READY.value:
        reopen(request, by=by, at=at, why=CHANGED)
    return True


def _wants_signature(row: RequestPacket, packet: Packet) -> bool:
    return row.digest != packet.digest and compare.wants_signature(keeping.read(row), packet)


def reopen(request: AuthorizationRequest, *, by: Actor, at: datetime, why: str) -> None:
    """A ready request is a draft again. Raises MoveRefusedError in any other state."""
    move(request, RequestEvent.REOPEN, by=by, at=at, why=why)


def move(request: AuthorizationRequest, event: RequestEvent, *, by: Actor, at: datetime, why: str = "") -> None:
    before = request.state
    request.state = next_state(RequestState(before), event).value
    request.save(update_fields=["state"])
    history.record(
        request, event.value, by=by, at=at, before={"state": before}, after={"state": request.state}, why=why
    )
