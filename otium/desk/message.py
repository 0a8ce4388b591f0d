"""A message that leaves: X12 from its first segment to its last, without an envelope; a mail, text or fax as terms."""

from otium.desk import blobs
from otium.records.models import Blob, Parcel, Transmission
from otium.terms.notice import NOTICE_KINDS, Notice
from otium.wires.x12.writing import Body, bare

# What is missing around a message that was not packed, and is no fault of it.
UNPACKED = frozenset({"no-isa", "no-gs"})


def of_parcel(parcel: Parcel) -> bytes:
    """Empty for what is no X12. Raises blobs.BlobDamaged."""
    if parcel.kind in NOTICE_KINDS:
        return b""
    data = blobs.load(parcel.practice, Blob.objects.get(pk=parcel.body_id))
    try:
        return bare(Body.from_bytes(data), parcel.set_control or "0001")
    except ValueError:
        return b""


def notice_of(parcel: Parcel) -> Notice | None:
    """The mail, text or fax in it; None for X12. Raises blobs.BlobDamaged."""
    if parcel.kind not in NOTICE_KINDS:
        return None
    return Notice.from_bytes(blobs.load(parcel.practice, Blob.objects.get(pk=parcel.body_id)))


def of_transmission(transmission: Transmission) -> bytes:
    """The final bytes, as they were stored before the first try. Raises blobs.BlobDamaged."""
    return blobs.load(transmission.practice, Blob.objects.get(pk=transmission.blob_id))
