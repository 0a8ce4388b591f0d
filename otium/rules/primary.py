"""Which coverage pays first on a day.

Source: the order the practice recorded (SBR01 of a claim); among equals the newer one, as payers expect after a change.
"""

from collections.abc import Callable, Sequence
from datetime import date

from otium.terms.coverage import Coverage

Primary = Callable[[date], Coverage | None]


def by_day(coverages: Sequence[Coverage]) -> Primary:
    """A function from a day to the first coverage in force on it; None when none is."""
    ranked = sorted(coverages, key=_newest_first_within_order)
    known: dict[date, Coverage | None] = {}

    def primary(day: date) -> Coverage | None:
        if day not in known:
            known[day] = next((c for c in ranked if c.is_in_force(day)), None)
        return known[day]

    return primary


def _newest_first_within_order(coverage: Coverage) -> tuple[int, int, str]:
    starts_on = coverage.starts_on
    return (coverage.order, -starts_on.toordinal() if starts_on else 0, str(coverage.id))
