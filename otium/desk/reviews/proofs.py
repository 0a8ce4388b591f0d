"""The packet that proves a request: as it was sent, and as the records stand now."""

from datetime import datetime
from uuid import UUID

from otium.desk import packets
from otium.desk.packets import keeping
from otium.records.models import RequestPacket, RequestSending
from otium.terms.packet import Packet


def now(request_id: UUID, at: datetime) -> Packet | None:
    """None for a request of which no packet can be made."""
    try:
        return packets.compiled(request_id, at=at)
    except packets.NoChartError:
        return None


def sent(request_id: UUID) -> Packet | None:
    """What the payer has: the packet that left with the request, else the newest signed for it. Two queries."""
    rows = RequestPacket.objects.filter(request_id=request_id, appeal=None, withdrawn_at=None).exclude(signed_at=None)
    sendings = RequestSending.objects.filter(request_id=request_id, about="request", taken_back_at=None)
    left = sendings.exclude(packet=None).order_by("-sent_at").values_list("packet_id", flat=True).first()
    chosen = rows.filter(pk=left) if left else rows
    row = chosen.select_related("content", "practice").order_by("-version").first()
    return keeping.read(row) if row else None
