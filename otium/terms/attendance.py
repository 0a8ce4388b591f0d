"""How regularly a patient comes, and what the practice asks for."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AttendancePolicy:
    """What the practice expects of families. `is_on` False: nobody is written to, and only the figure is shown.

    `percent` of the visits of the last `weeks` weeks, judged from `least_visits` counted visits on. A family cancels
    in time when it does so `notice_hours` before the visit; 0: always in time.
    """

    percent: int
    weeks: int
    least_visits: int
    notice_hours: int
    illness_counts: bool
    is_on: bool = False


@dataclass(frozen=True, slots=True)
class Attendance:
    """Sessions of the policy's weeks before a day. `missed` are those that count against the family.

    `excused`: the practice's or nobody's doing, called off in time, or made up since. `unsaid`: past and not marked,
    or missed for a reason nobody gave; they count for neither.
    """

    made: int
    missed: int
    excused: int
    unsaid: int

    @property
    def counted(self) -> int:
        return self.made + self.missed

    @property
    def percent(self) -> int | None:
        """Rounded down; None where nothing counts."""
        return self.made * 100 // self.counted if self.counted else None
