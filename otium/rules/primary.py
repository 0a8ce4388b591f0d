"""Which coverage pays first on a day.

Source: the order the practice recorded (SBR01 of a claim); among equals the newer one, as payers expect after a change.
"""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from otium.terms.coverage import Coverage


class PrimaryByDay(dict[date, Coverage | None]):
    """The first coverage in force on a day, None when none is; looked up with [day] and worked out once a day."""

    def __init__(self, coverages: Sequence[Coverage]) -> None:
        super().__init__()
        self.ranked = sorted(coverages, key=_newest_first_within_order)

    def __missing__(self, day: date) -> Coverage | None:
        found = self[day] = next((c for c in self.ranked if c.is_in_force(day)), None)
        return found


def _newest_first_within_order(coverage: Coverage) -> tuple[int, int, UUID]:
    starts_on = coverage.starts_on
    return (coverage.order, -starts_on.toordinal() if starts_on else 0, coverage.id)
