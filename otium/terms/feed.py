"""Visits as an outside calendar may see them. Names: RFC 5545 (iCalendar), RFC 5546 (its messages)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Whose(StrEnum):
    """Which visits a feed tells of: those of the therapist who subscribes, or all of the practice."""

    OWN = "own"
    PRACTICE = "practice"


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One VEVENT. `sequence` grows with every change; `changed_at` is the last of them. Nothing here names a patient.

    Source: RFC 5545 s. 3.6.1, 3.8.7.
    """

    uid: str
    starts_at: datetime
    ends_at: datetime
    summary: str
    sequence: int
    changed_at: datetime
    location: str = ""
    is_cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Mailbox:
    """Who invites, who is invited: a name to show and an address of e-mail."""

    name: str
    address: str
