"""Raw messages and documents: compressed, encrypted under the practice's key, in chunks in PostgreSQL."""

import zlib
from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

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
    return load_many(practice, [blob])[blob.pk]


def load_many(practice: Practice, wanted: Sequence[Blob]) -> dict[UUID, bytes]:
    """Id -> bytes, in one query. Raises BlobDamaged for the first whose digest no longer fits."""
    rows = BlobChunk.objects.filter(practice=practice, blob__in=wanted).order_by("blob", "number")
    key, packed = keys.data_key(practice), defaultdict[UUID, list[bytes]](list)
    for blob_id, number, body in rows.values_list("blob_id", "number", "body"):
        packed[blob_id].append(keys.unseal_by(key, bytes(body), f"{blob_id}/{number}"))
    return {blob.pk: _whole(key, blob, b"".join(packed[blob.pk])) for blob in wanted}


def _whole(key: bytes, blob: Blob, packed: bytes) -> bytes:
    data = zlib.decompress(packed)
    if keys.hash_by(key, data) != blob.digest:
        raise BlobDamaged(f"Blob {blob.pk}: stored bytes do not match their digest. Restore it from a backup.")
    return data
