"""What became of treatment whose payer asks for authorization, by the payers' own books."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from otium.ops.simulate.touch import Touches
from partners.town_reviews import Ground

OURS = (Ground.NOT_ASKED, Ground.ASKED_LATE, Ground.WANTS_PAPERS)
"""The payer had nothing to decide, or no longer than its median time for it."""
DAYS_A_WEEK = 7


@dataclass(slots=True)
class Audited:
    """Counts of one stretch. `made` and `held` are treatment visits, by what the payer's books said that day.

    A visit is held where the office sees no authorization for it on that day, and is then not made; it is made without
    one where the office sees one that the payer does not hold valid. A gap begins on the day of the first visit held
    and ends on the day of the next visit made, or with the stretch, or when the patient leaves.
    """

    made: Counter[Ground] = field(default_factory=Counter)
    held: Counter[Ground] = field(default_factory=Counter)
    held_for: Counter[str] = field(default_factory=Counter)  # by what the office still waits for
    patients: set[UUID] = field(default_factory=set)
    gap_days: Counter[UUID] = field(default_factory=Counter)
    slow_days: Counter[UUID] = field(default_factory=Counter)
    _since: dict[UUID, tuple[date, Ground]] = field(default_factory=dict)

    def note_made(self, patient_id: UUID, ground: Ground, on: date) -> None:
        self.patients.add(patient_id)
        self.made[ground] += 1
        self.end_gap(patient_id, on)

    def note_held(self, patient_id: UUID, ground: Ground, on: date, why: str = "") -> None:
        self.patients.add(patient_id)
        self.held[ground] += 1
        self.held_for[why] += 1
        self._since.setdefault(patient_id, (on, ground))

    def end_gap(self, patient_id: UUID, on: date) -> None:
        since = self._since.pop(patient_id, None)
        if since is not None:
            days = (on - since[0]).days
            self.gap_days[patient_id] += days
            if since[1] not in OURS:
                self.slow_days[patient_id] += days

    def end_all(self, on: date) -> None:
        for patient_id in list(self._since):
            self.end_gap(patient_id, on)

    def figures(self, touches: Touches, *, days: int, requests: int, returned: int) -> dict[str, Any]:
        """As plain values; a share of nothing is null."""
        without = {ground.value: many for ground, many in self.made.items() if ground is not Ground.VALID}
        weeks = days / DAYS_A_WEEK
        return {
            "arm": touches.arm,
            "patients": len(self.patients),
            "treatment_visits": sum(self.made.values()),
            "without_valid": sum(without.values()),
            "without_valid_by": dict(sorted(without.items())),
            "without_valid_payer_on_time": sum(self.made[ground] for ground in OURS),
            "visits_held": sum(self.held.values()),
            "visits_held_by": {ground.value: many for ground, many in sorted(self.held.items())},
            "visits_held_for": dict(sorted(self.held_for.items())),
            "gap_days": sum(self.gap_days.values()),
            "gap_days_of_payers": sum(self.slow_days.values()),
            "gap_days_per_patient": _ratio(sum(self.gap_days.values()), len(self.patients)),
            "requests": requests,
            "returned_for_papers": returned,
            "returned_share": _ratio(returned, requests),
            "therapist_minutes_a_week": _ratio(touches.minutes("therapist"), weeks),
            "staff_minutes_a_week": _ratio(touches.minutes("staff"), weeks),
            "staff_minutes_a_request": _ratio(touches.minutes("staff"), requests),
            "therapist_minutes_a_request": _ratio(touches.minutes("therapist"), requests),
            "touches": dict(sorted(touches.counts.items())),
        }


def _ratio(part: float, whole: float) -> float | None:
    return round(part / whole, 4) if whole else None
