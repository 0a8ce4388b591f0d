"""An hour that came free, offered to those who wait, by text."""

from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum
from uuid import UUID

from otium.terms.waitlist import Criterion, Passed


class OfferState(StrEnum):
    """Where one waiting entry stands with one freed hour; each entry stands once in a round."""

    PASSED = "passed"  # not asked, with the reason
    MADE = "made"  # its text is written
    SENT = "sent"
    TAKEN = "taken"
    DECLINED = "declined"
    LAPSED = "lapsed"  # its hold is over
    WITHDRAWN = "withdrawn"  # taken back, or they stopped waiting
    GONE = "gone"  # somebody else has the hour


OPEN_OFFERS = (OfferState.MADE, OfferState.SENT)


class RoundState(StrEnum):
    OPEN = "open"  # somebody can take the hour, or the next are to be asked
    FILLED = "filled"  # one of those who were asked took it
    EXHAUSTED = "exhausted"  # nobody is left to be asked: a person decides
    CLOSED = "closed"  # filled otherwise, no longer free, or stopped by a person


@dataclass(frozen=True, slots=True)
class OfferRules:
    """How a practice offers freed hours. `wave`: so many at once; `hold_minutes`: how long before the next are asked;
    `least_minutes`: so long before the hour nothing is offered any more; `texts_a_week`: who had so many is not asked.

    `school` and `after_school`: from and until when, as families mean them."""

    order: tuple[Criterion, ...]
    wave: int
    hold_minutes: int
    least_minutes: int
    texts_a_week: int
    school: tuple[time, time]
    after_school: tuple[time, time]


@dataclass(frozen=True, slots=True)
class Reach:
    """One who fits the hour, and how they can be asked. `lacks` None: a text reaches `phone` at `leaves_at`."""

    entry_id: UUID
    phone: str
    leaves_at: datetime  # the first instant at which a text may reach them
    notice_hours: int = 0
    is_ready: bool | None = True
    lacks: Passed | None = None
    asked_until: datetime | None = None  # about another hour, now; then others are asked about that one
    texts: int = 0  # to their number in the last seven days


@dataclass(frozen=True, slots=True)
class Asked:
    """One who is offered the hour. At `expires_at` the next are asked as well; they may take it until `latest`, unless
    somebody else did."""

    entry_id: UUID
    leaves_at: datetime
    expires_at: datetime
    latest: datetime


@dataclass(frozen=True, slots=True)
class Wave:
    """Everybody who fits is in it once. `again_at`: when somebody may be asked who is asked about another hour now."""

    asked: tuple[Asked, ...]
    passed: tuple[tuple[UUID, Passed], ...]
    again_at: datetime | None = None
