"""How many units of a functional capacity evaluation are billed. Source: caps.toml, row by row."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

UNITS_PER_HOUR = 4  # 97750: one for each 15 minutes


@dataclass(frozen=True, slots=True)
class Cap:
    """What one payer takes. `hours` by kind of test: initial, interim, discharge."""

    modifier: str
    tests_per_injury: int | None
    hours: Mapping[str, int]


def cap(text: str, payer_key: str, on: date) -> Cap | None:
    """None: no limit of this payer is known on the day."""
    rows = [r for r in tomllib.loads(text)["caps"] if r["key"] == payer_key and r["effective_from"] <= on]
    rows = [row for row in rows if row.get("effective_to") is None or on <= row["effective_to"]]
    if not rows:
        return None
    row = max(rows, key=lambda each: each["effective_from"])
    return Cap(row.get("modifier", ""), row.get("tests_per_injury"), row["hours"])


def billed_units(minutes: int, kind: str, limit: Cap | None) -> int:
    """Units of 97750 for the minutes tested, no more than the payer takes for this kind of test.

    A kind without hours of its own is not limited. Raises ValueError if minutes is negative.
    Source: CMS Pub. 100-04 ch. 5 s. 20.2 for minutes to units.
    """
    if minutes < 0:
        raise ValueError(f"minutes must be 0 or more, got {minutes}")
    units = (minutes + 7) // 15
    hours = limit.hours.get(kind) if limit else None
    return units if hours is None else min(units, hours * UNITS_PER_HOUR)
