"""The touch model: minutes of each act about an authorization, from touches.toml."""

import tomllib
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("touches.toml")


@dataclass(frozen=True, slots=True)
class ByDates:
    """How the office without Otium's duties works. Days are calendar days unless named; `missing_papers` is a share."""

    look_weekday: int
    ahead_days: int
    prepare_business_days: int
    denied_after_days: int
    status_call_days: int
    answer_business_days: int
    missing_papers: float


@dataclass(slots=True)
class Touches:
    """Acts of one office, counted; minutes by whom. `arm`: with or without."""

    arm: str
    minutes_of: dict[str, tuple[str, float]]  # act -> (staff or therapist, minutes)
    counts: Counter[str] = field(default_factory=Counter)

    @classmethod
    def load(cls, arm: str) -> "Touches":
        table = _table()[arm]
        return cls(arm, {act: (row["who"], float(row["minutes"])) for act, row in table.items()})

    def add(self, act: str, times: int = 1) -> None:
        """Raises KeyError for an act without minutes."""
        if act not in self.minutes_of:
            raise KeyError(act)
        self.counts[act] += times

    def minutes(self, who: str) -> float:
        return sum(
            many * self.minutes_of[act][1] for act, many in self.counts.items() if self.minutes_of[act][0] == who
        )


def by_dates() -> ByDates:
    return ByDates(**_table()["by_dates"])


def visits_counted() -> int:
    """At how many visits left the office that counts them asks anew."""
    return int(_table()["visits_counted"]["left"])


def _table() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text("utf-8"))
