"""What may be sent again without asking whether it had arrived: an inquiry changes nothing at the payer's.

Source: X12 005010X279A1 and X212: 270 and 276 ask, they decide nothing. Certainty: by definition.
"""

from otium.terms.parcel import TransmissionEvent

HARMLESS = frozenset({"270", "276"})


def may_repeat(kind: str) -> bool:
    return kind in HARMLESS


def event_of(*, permanent: bool, may_have_arrived: bool) -> TransmissionEvent:
    """What a try that failed means for the transmission."""
    if may_have_arrived:
        return TransmissionEvent.ANSWER_LOST
    return TransmissionEvent.REFUSED if permanent else TransmissionEvent.TRY_FAILED
