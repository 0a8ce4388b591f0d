"""When an appeal may be asked for on the fast road, and what must be said for it.

Source: 42 CFR 422.584 and 438.410, 29 CFR 2560.503-1(m)(1): waiting for the standard time could seriously jeopardize
life, health or the ability to regain maximum function. Certainty: knowledge.
"""

from dataclasses import dataclass
from datetime import date

from otium.terms.reviews import AppealLevel


@dataclass(frozen=True, slots=True)
class FastRoad:
    """Whether the fast road is open. `why` is a code: no_such_road, care_given, not_said, said."""

    is_open: bool
    why: str


def fast_road(level: AppealLevel, *, statement: str, given_until: date | None = None, on: date) -> FastRoad:
    """Open where the level knows it, care is still to come, and a clinician said how waiting would harm.

    `given_until`: the last day of the care in dispute. Care that was given is only ever a matter of payment.
    """
    if level.expedited_hours is None:
        return FastRoad(False, "no_such_road")
    if given_until is not None and given_until < on:
        return FastRoad(False, "care_given")
    return FastRoad(True, "said") if statement.strip() else FastRoad(False, "not_said")
