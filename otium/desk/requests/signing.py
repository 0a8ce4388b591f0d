"""The packet that goes with a request: the newest that was compiled and is not withdrawn, its signature, its PDF."""

import hashlib
import json
from datetime import datetime
from typing import Any

from otium.desk import history
from otium.desk.actor import Actor
from otium.desk.packets import pdf
from otium.desk.requests.refusals import Refused
from otium.records.models import AuthorizationRequest, RequestPacket


def newest_packet(request: AuthorizationRequest) -> RequestPacket | None:
    rows = RequestPacket.objects.filter(request=request, appeal=None, withdrawn_at=None).select_related("pdf")
    return rows.order_by("-version").first()


def signed_packet(request: AuthorizationRequest) -> RequestPacket | None:
    """None where the newest one is not signed: an older signature is about other words."""
    packet = newest_packet(request)
    return packet if packet is not None and packet.signed_at is not None else None


def pdf_of(packet: RequestPacket) -> bytes:
    """The packet as it was signed. Raises Refused where a paper that goes along cannot be opened."""
    try:
        return pdf.of_signed(packet.pk)
    except pdf.CannotEnclose:
        raise Refused("", "cannot_enclose") from None


def withdraw(request: AuthorizationRequest, *, by: Actor, at: datetime, why: str) -> None:
    """Take back the signatures over what the request said; the packets stay as they were signed."""
    rows = RequestPacket.objects.select_for_update(of=("self",)).filter(
        request=request, appeal=None, withdrawn_at=None, signed_at__isnull=False
    )
    for packet in rows:
        packet.withdrawn_at = at
        packet.save(update_fields=["withdrawn_at"])
        history.record(packet, "signature_withdrawn", by=by, at=at, after={"withdrawn_at": at}, why=why)


def digest(values: dict[str, Any]) -> str:
    text = json.dumps(values, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:24]
