"""What a person tells of one call, as typed."""

from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Said:
    """`learned` by question code, as text: yes or no, digits, ISO days, per cent, lists with commas.

    `hold_minutes` None: nobody looked at the clock. `no_reference` says why the payer gave no reference.
    """

    called_at: datetime
    outcome: str
    number: str = ""
    representative: str = ""
    reference: str = ""
    no_reference: str = ""
    hold_minutes: int | None = None
    talk_minutes: int | None = None
    learned: dict[str, str] = field(default_factory=dict)
    promise: str = ""
    promised_on: date | None = None
    note: str = ""
