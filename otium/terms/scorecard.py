"""How a payer decides: one request as a scorecard counts it, and what is said of many."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from otium.terms.measured import Share, Spread
from otium.terms.prior_auth import Basis, RequestState


class Outcome(StrEnum):
    APPROVED = "approved"  # in full
    CUT = "cut"  # fewer than asked, whatever the payer calls it
    DENIED = "denied"


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as far as a scorecard counts it. `codes` empty: visits of any code; None is unknown."""

    id: UUID
    payer_id: UUID
    state: RequestState
    submitted_on: date
    decided_on: date | None = None
    requested: int | None = None
    approved: int | None = None
    basis: Basis = Basis.VISITS
    is_urgent: bool = False
    pended_on: date | None = None
    plan: str = ""
    codes: tuple[str, ...] = ()
    therapist: str = ""

    @property
    def outcome(self) -> Outcome | None:
        """None while it is not decided, or where it ended without a decision.

        A modification without numbers is a cut; one that grants all that was asked is none.
        """
        if self.state is RequestState.DENIED:
            return Outcome.DENIED
        if self.state not in (RequestState.APPROVED, RequestState.MODIFIED):
            return None
        if self.requested is None or self.approved is None:
            return Outcome.CUT if self.state is RequestState.MODIFIED else Outcome.APPROVED
        return Outcome.CUT if self.approved < self.requested else Outcome.APPROVED


@dataclass(frozen=True, slots=True)
class Granted:
    """What was asked and granted over all decisions that state both; `n` decisions. A denial grants nothing."""

    asked: int = 0
    granted: int = 0
    n: int = 0


@dataclass(frozen=True, slots=True)
class Score:
    """Of some requests. `turnaround`: business days from sending to decision, of those that are not urgent."""

    sent: int
    decided: int
    approved: Share
    cut: Share
    denied: Share
    pended: Share  # of all that were sent
    granted: Mapping[Basis, Granted]
    turnaround: Spread

    @property
    def waiting(self) -> int:
        return self.sent - self.decided
