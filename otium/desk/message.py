"""A message that leaves, as bytes: from its first segment to its last, without an envelope."""

from otium.desk import blobs
from otium.records.models import Blob, Parcel, Transmission
from otium.wires.x12.writing import Body, bare

# What is missing around a message that was not packed, and is no fault of it.
UNPACKED = frozenset({"no-isa", "no-gs"})


def of_parcel(parcel: Parcel) -> bytes:
    """Empty for what is no X12. Raises blobs.BlobDamaged."""
    data = blobs.load(parcel.practice, Blob.objects.get(pk=parcel.body_id))
    try:
        return bare(Body.from_bytes(data), parcel.set_control or "0001")
    except ValueError:
        return b""


def of_transmission(transmission: Transmission) -> bytes:
    """The final bytes, as they were stored before the first try. Raises blobs.BlobDamaged."""
    return blobs.load(transmission.practice, Blob.objects.get(pk=transmission.blob_id))
