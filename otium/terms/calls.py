"""Calls with payers: how one went, and what a promise makes."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID


class CallOutcome(StrEnum):
    REACHED = "reached"
    VOICEMAIL = "voicemail"
    NO_ANSWER = "no_answer"
    GAVE_UP = "gave_up"  # hung up while on hold
    REFUSED = "refused"  # the payer would not say


@dataclass(frozen=True, slots=True)
class Promise:
    """Something a payer said it would do by a day, and has not done."""

    call_id: UUID
    coverage_id: UUID | None
    called_on: date
    promised_on: date
