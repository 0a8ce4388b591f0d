"""Refusals of an eligibility inquiry and what cures them. Codes: X12 271 AAA03 and AAA04."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class CureKind(StrEnum):
    CORRECT = "correct"  # a field of a record, then ask again
    ASK_ANEW = "ask_anew"  # for another day
    WAIT = "wait"  # the payer answers later
    ASK_FAMILY = "ask_family"
    OTHER_PAYER = "other_payer"  # the plan is not this one any more
    CALL = "call"


@dataclass(frozen=True, slots=True)
class Cure:
    """Of one AAA03 code. `record` and `field` are the form to open (names of desk.mend), empty where there is none."""

    code: str
    kind: CureKind
    record: str = ""
    field: str = ""
    wait_days: int = 0  # calendar days it rests, that of the answer included
    then: CureKind | None = None  # after it was corrected once, and refused for the same reason again
    source: str = ""
    certainty: str = ""


@dataclass(frozen=True, slots=True)
class Cures:
    """`waits`: calendar days by AAA04; they come before the code's own."""

    by_code: Mapping[str, Cure] = field(default_factory=dict)
    waits: Mapping[str, int] = field(default_factory=dict)
