"""What is counted while the days go by. Each figure has its definition beside it."""

from collections import Counter
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any


@dataclass(slots=True)
class Tally:
    """Counts of one simulated stretch.

    A visit is verified when, before it began, the payer had answered (active or inactive) about the coverage that pays
    first: not longer than 30 days before, in the same calendar year, and in the same month for Medicaid. This is
    computed from the answers themselves, not from the desk's rules.
    A visit is beyond the benefit where the payer's own count, visits not yet told to it included, exceeds the limit;
    it had notice where the family was told of the limit before it began.
    A touch is one thing that a person did about a verification; telephone calls to payers without a wire are apart.
    """

    visits: int = 0
    visits_of_answering: int = 0
    verified: int = 0
    beyond: int = 0
    beyond_without_notice: int = 0
    answers: int = 0
    inquiries: int = 0
    inquiry_dollars: Decimal = Decimal(0)
    touches: Counter[str] = field(default_factory=Counter)
    calls: int = 0
    family_touches: int = 0
    patient_days: int = 0
    most_open_tasks: int = 0
    unverified: Counter[str] = field(default_factory=Counter)

    def figures(self) -> dict[str, Any]:
        """As plain values; a share of nothing is null."""
        touches = sum(self.touches.values())
        counts = {name: value for name, value in asdict(self).items() if name != "touches"}
        return {
            **counts,
            "inquiry_dollars": str(self.inquiry_dollars),
            "unverified": dict(self.unverified),
            "touches": dict(self.touches),
            "verified_share": _share(self.verified, self.visits_of_answering),
            "touches_per_verification": _share(touches, self.answers),
            "inquiries_per_patient_month": _share(self.inquiries * 30, self.patient_days),
        }


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None
