"""What a therapist produces, and is to produce."""

from enum import StrEnum


class TargetUnit(StrEnum):
    """What a target counts in a full week."""

    VISITS = "visits"
    HOURS = "hours"
