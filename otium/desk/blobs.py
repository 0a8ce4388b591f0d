"""Raw messages and documents: compressed, encrypted under the practice's key, in chunks in PostgreSQL."""

import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from uuid import UUID

from otium.desk import keys
from otium.records.models import Blob, BlobChunk, Practice

CHUNK = 512 * 1024
AT_ONCE = 1_000  # rows a statement


class BlobDamaged(Exception):
    """What is stored is not what was kept; never served."""


def keep(practice: Practice, data: bytes) -> Blob:
    """Store the bytes; `Blob.digest` is their keyed hash."""
    return keep_many(practice, [data])[0]


def keep_many(practice: Practice, contents: Sequence[bytes]) -> list[Blob]:
    """One blob each, in their order, by two statements."""
    key = keys.data_key(practice)
    made = [Blob(practice=practice, size=len(data), digest=keys.hash_by(key, data)) for data in contents]
    Blob.objects.bulk_create(made, batch_size=AT_ONCE)
    chunks = (chunk for blob, data in zip(made, contents, strict=True) for chunk in _chunks(practice, key, blob, data))
    BlobChunk.objects.bulk_create(chunks, batch_size=AT_ONCE)
    return made


def _chunks(practice: Practice, key: bytes, blob: Blob, data: bytes) -> Iterator[BlobChunk]:
    packed = zlib.compress(data, 6)
    for number, start in enumerate(range(0, len(packed), CHUNK)):
        body = keys.seal_by(key, packed[start : start + CHUNK], f"{blob.pk}/{number}")
        yield BlobChunk(practice=practice, blob=blob, number=number, body=body)


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
