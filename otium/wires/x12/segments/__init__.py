"""One decoder a tag: what the segment says, whatever loop it stands in. A file a family of transactions."""

from otium.wires.x12.segments import (
    acknowledgements,
    attachments,
    claims,
    inquiries,
    payments,
    professional,
    shared,
    status,
)
from otium.wires.x12.segments.shared import Decode

# A tag has one decoder, in the first file whose transactions use it.
DECODERS: dict[str, Decode] = {
    **shared.DECODERS,
    **claims.DECODERS,
    **inquiries.DECODERS,
    **professional.DECODERS,
    **payments.DECODERS,
    **acknowledgements.DECODERS,
    **status.DECODERS,
    **attachments.DECODERS,
}

__all__ = ["DECODERS", "Decode"]
