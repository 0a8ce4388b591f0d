"""Other times at which somebody could come, kept with their place on the waitlist."""

from datetime import time
from typing import Any

from otium.desk.mend.table import Values
from otium.desk.offers import chosen
from otium.terms.offers import OfferRules

PRESETS = ("school", "after_school")


class Windows:
    """`hours` is only typed: school hours or after school, as the practice means them; kept are the times."""

    names = ("windows",)

    def load(self, row: Any) -> Values:
        return {"windows": [_typed(each) for each in row.windows]}

    def save(self, row: Any, values: Values, said: dict[str, Any]) -> None:
        rules = chosen.of(row.practice)
        row.windows = [_kept(line, rules) for line in values["windows"]]
        row.save(update_fields=["windows"])


def _typed(kept: dict[str, Any]) -> Values:
    since, until = (time.fromisoformat(kept[name]) if kept.get(name) else None for name in ("since", "until"))
    return {"days": kept["days"], "hours": "", "since": since, "until": until}


def _kept(line: Values, rules: OfferRules) -> dict[str, Any]:
    since, until = line.get("since"), line.get("until")
    if line.get("hours") in PRESETS and since is None and until is None:
        since, until = getattr(rules, line["hours"])
    return {
        "days": line.get("days") or "any",
        "since": since and since.isoformat("minutes"),
        "until": until and until.isoformat("minutes"),
    }
