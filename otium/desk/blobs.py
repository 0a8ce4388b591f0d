"""Raw messages and documents: compressed, encrypted under the practice's key, in chunks in PostgreSQL."""

import zlib

from otium.desk import keys
from otium.records.models import Blob, BlobChunk, Practice

CHUNK = 512 * 1024


class BlobDamaged(Exception):
    """What is stored is not what was kept; never served."""


def keep(practice: Practice, data: bytes) -> Blob:
    """Store the bytes; `Blob.digest` is their keyed hash."""
    blob = Blob.objects.create(practice=practice, size=len(data), digest=keys.keyed_hash(practice, data))
    packed = zlib.compress(data, 6)
    chunks = [packed[start : start + CHUNK] for start in range(0, len(packed), CHUNK)]
    BlobChunk.objects.bulk_create(
        BlobChunk(practice=practice, blob=blob, number=n, body=keys.seal(practice, chunk, f"{blob.pk}/{n}"))
        for n, chunk in enumerate(chunks)
    )
    return blob


def load(practice: Practice, blob: Blob) -> bytes:
    """The bytes as they were kept. Raises BlobDamaged when the digest no longer fits."""
    rows = BlobChunk.objects.filter(practice=practice, blob=blob).order_by("number").values_list("number", "body")
    packed = b"".join(keys.unseal(practice, bytes(body), f"{blob.pk}/{n}") for n, body in rows)
    data = zlib.decompress(packed)
    if keys.keyed_hash(practice, data) != blob.digest:
        raise BlobDamaged(f"Blob {blob.pk}: stored bytes do not match their digest. Restore it from a backup.")
    return data
