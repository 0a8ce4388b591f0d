"""A file as it came, and told in words."""

from otium.desk import blobs
from otium.records.models import Blob, InboundFile, Practice
from otium.wires.x12.explain import Explanation, Line, Part, Told, explain
from otium.wires.x12.explain.tree import Balance, Sum

__all__ = ["Balance", "Explanation", "Line", "Part", "Sum", "Told", "explain", "load"]


def load(file: InboundFile) -> bytes:
    """The bytes as they arrived. Raises blobs.BlobDamaged."""
    practice = Practice.objects.get(pk=file.practice_id)
    return blobs.load(practice, Blob.objects.get(pk=file.blob_id))
