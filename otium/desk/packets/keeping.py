"""Packets as they are kept: content encrypted, version by version. What was signed or sent is never changed."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from otium.desk import blobs
from otium.desk.actor import Actor
from otium.records.models import AuthorizationRequest, Blob, BlobChunk, RequestPacket, RequestSending
from otium.rules.packet import canonical
from otium.terms.packet import Packet


@dataclass(frozen=True, slots=True)
class Kept:
    """A kept packet: its row, and what it says."""

    row: RequestPacket
    packet: Packet

    @property
    def is_signed(self) -> bool:
        return self.row.signed_at is not None


def newest(request_id: UUID, *, only_signed: bool = False) -> Kept | None:
    """The newest version of the request's own packet that is not withdrawn."""
    rows = RequestPacket.objects.filter(request_id=request_id, appeal=None, withdrawn_at=None)
    if only_signed:
        rows = rows.exclude(signed_at=None)
    row = rows.select_related("content", "practice").order_by("-version").first()
    return Kept(row, read(row)) if row else None


def signed(request_id: UUID) -> Kept | None:
    """What goes to the payer: the newest signed version that is not withdrawn."""
    return newest(request_id, only_signed=True)


def read(row: RequestPacket) -> Packet:
    """Raises BlobDamaged, UnreadablePacketError."""
    return canonical.read(blobs.load(row.practice, row.content).decode())


def keep(request: AuthorizationRequest, packet: Packet, *, by: Actor, at: datetime) -> RequestPacket:
    """The packet as the request's draft: the newest unsigned version is written over, else a new one begun."""
    rows = RequestPacket.objects.filter(practice=request.practice, request=request, appeal=None).order_by("-version")
    row = rows.first()
    values = {
        "compiled_at": at,
        "compiled_by": by.name,
        "content": blobs.keep(request.practice, canonical.text(packet).encode()),
        "digest": packet.digest,
        "gaps": [gap.code for gap in packet.blocking],
    }
    if row is None or is_fixed(row):
        version = row.version + 1 if row else 1
        return RequestPacket.objects.create(practice=request.practice, request=request, version=version, **values)
    before = (row.content_id, row.pdf_id)
    for name, value in {**values, "pdf": None}.items():
        setattr(row, name, value)
    row.save(update_fields=[*values, "pdf"])
    for blob_id in filter(None, before):
        _drop(row.practice_id, blob_id)
    return row


def is_fixed(row: RequestPacket) -> bool:
    """Signed, withdrawn or sent: a fact that stays."""
    if row.signed_at or row.withdrawn_at:
        return True
    return RequestSending.objects.filter(practice_id=row.practice_id, packet_id=row.pk).exists()


def _drop(practice_id: UUID, blob_id: UUID) -> None:
    """What a draft said before: nobody signed it, and it need not be kept."""
    BlobChunk.objects.filter(practice_id=practice_id, blob_id=blob_id).delete()
    Blob.objects.filter(practice_id=practice_id, pk=blob_id).delete()
