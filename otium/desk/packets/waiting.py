"""What waits for one clinician's signature: requests of those they treat, how long the reading takes, what lacks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from otium.desk import blobs
from otium.desk.packets import signers
from otium.desk.packets.following import AT_HOME
from otium.records.models import AuthorizationRequest, EpisodeOfCare, Practice, RequestPacket, Task
from otium.rules.packet import canonical
from otium.rules.packet.filling import CLINICIAN, WHO
from otium.rules.packet.signing import reading_seconds
from otium.terms.packet import Gap, Packet


@dataclass(frozen=True, slots=True)
class Waiting:
    """One request. `seconds` to read and sign; `gaps` that block and a clinician can fill in."""

    request: AuthorizationRequest
    packet: Packet
    seconds: int
    due_on: date | None
    gaps: tuple[Gap, ...]

    @property
    def is_complete(self) -> bool:
        return not self.packet.blocking


def of(practices: Sequence[Practice], staff_id: UUID, *, owns: Iterable[UUID] = ()) -> list[Waiting]:
    """What the person is to sign, or to complete before it can be signed; due first. Of practices they own: all.

    A fixed number of queries for each practice.
    """
    owned = set(owns)
    found = [one for practice in practices for one in _of_practice(practice, staff_id, is_owner=practice.pk in owned)]
    return sorted(found, key=lambda w: (w.due_on or date.max, str(w.request.pk)))


def _of_practice(practice: Practice, staff_id: UUID, *, is_owner: bool) -> list[Waiting]:
    rows = AuthorizationRequest.objects.filter(practice=practice, state__in=AT_HOME)
    if not is_owner:
        leads = EpisodeOfCare.objects.filter(practice=practice, therapist__staff_id=staff_id, is_active=True)
        rows = rows.filter(Q(therapist__staff_id=staff_id) | Q(patient_id__in=leads.values("patient_id")))
    requests = {row.pk: row for row in rows.select_related("patient", "practice", "coverage__payer", "therapist")}
    kept = _unsigned(practice, requests)
    contents = blobs.load_many(practice, [row.content for row in kept.values()]) if kept else {}
    due = _due(practice, kept)
    rules = signers.signing_rules()
    found = []
    for key, row in kept.items():
        packet = canonical.read(contents[row.content_id].decode())
        gaps = tuple(gap for gap in packet.blocking if WHO[gap.code] == CLINICIAN)
        if packet.blocking and not gaps:
            continue  # the office has to fill something in first
        found.append(Waiting(requests[key], packet, reading_seconds(packet, rules), due.get(key), gaps))
    return found


def _unsigned(practice: Practice, requests: Iterable[UUID]) -> dict[UUID, RequestPacket]:
    """By request its newest packet, where nobody has signed it."""
    rows = RequestPacket.objects.filter(practice=practice, request_id__in=tuple(requests), appeal=None)
    rows = rows.filter(withdrawn_at=None).select_related("content").order_by("request_id", "version")
    newest = {row.request_id: row for row in rows}
    return {key: row for key, row in newest.items() if row.signed_at is None}


def _due(practice: Practice, requests: Iterable[UUID]) -> dict[UUID, date]:
    rows: Any = Task.objects.filter(practice=practice, kind="sign_request", state="open", focus_id__in=tuple(requests))
    return dict(rows.values_list("focus_id", "due_on"))
