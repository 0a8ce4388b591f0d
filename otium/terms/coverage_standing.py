"""How a booked visit stands with its payer's answer: what the eligibility board counts."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from otium.terms.duty import Reason


class StandingState(StrEnum):
    VERIFIED = "verified"  # the newest answer speaks for the day of the visit
    STALE = "stale"  # no answer speaks for it yet; the payer can be asked
    ASKING = "asking"  # an inquiry is out and may still be answered
    FAILED = "failed"  # the payer refused, said no, or did not answer in time
    CANNOT_ASK = "cannot_ask"  # by phone or portal only, or the records lack what an inquiry needs
    MISSING = "missing"  # no coverage on file for the day
    SELF_PAY = "self_pay"  # nobody to ask


@dataclass(frozen=True, slots=True)
class CoverageStanding:
    """One visit. `why` is the first reason, None where nothing is to be said.

    `asks_from`: the first day on which an answer would speak for the visit; None where none need be asked for.
    `asks_by`: the day by which it should have been asked; the visit's own at the latest.
    """

    visit_id: UUID
    visit_on: date
    coverage_id: UUID | None
    state: StandingState
    why: Reason | None = None
    asks_from: date | None = None
    asks_by: date | None = None
    can_ask_again: bool = False  # the same inquiry may be sent: stale, or unanswered
