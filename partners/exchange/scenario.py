"""Delays and shares of a simulated day, from a TOML file; every draw depends on the seed and names alone."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from partners.adjudication.case import Chances
from partners.adjudication.chance import draw
from partners.exchange import departments
from partners.exchange.departments import Department

FOLDER = Path(__file__).parent.parent / "scenarios"
Range = tuple[float, float]
KINDS = ("commercial", "medicare", "medicare_advantage", "medicaid", "tricare", "workers_comp", "supplement")


class BadScenario(ValueError):
    """Names the file's part that cannot be used."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """`speed` divides every delay: 1,440 makes a minute of each day.

    `reviews` are the departments of single payers; one without is drawn from `authorizations`, and waits for
    `authorization_days` of its kind.
    """

    seed: int
    minutes: Mapping[str, Range]
    decision_days: Mapping[str, Range]
    authorization_days: Mapping[str, Range]
    claims: Mapping[str, Mapping[str, float]]
    authorizations: Mapping[str, float]
    takeback_share: float = 0
    takeback_days: Range = (30, 30)
    speed: float = 1
    names: tuple[str, ...] = field(default=("documents", "necessity", "other_payer"))
    reviews: Mapping[str, Department] = field(default_factory=dict)

    def in_minutes(self, kind: str, *key: object) -> timedelta:
        return self._between(self.minutes[kind], 1, kind, *key)

    def to_decision(self, kind: str, *key: object) -> timedelta:
        return self._between(self.decision_days[kind], 1440, "decision", *key)

    def to_authorization(self, kind: str, *key: object) -> timedelta:
        return self._between(self.authorization_days.get(kind, (1, 1)), 1440, "authorization", *key)

    def to_takeback(self, *key: object) -> timedelta:
        return self._between(self.takeback_days, 1440, "takeback", *key)

    def passed(self, days: float) -> timedelta:
        """So many days, as this scenario lets them go by."""
        return timedelta(days=days / self.speed)

    def _between(self, span: Range, minutes: int, *key: object) -> timedelta:
        least, most = span
        return timedelta(minutes=(least + (most - least) * draw(self.seed, *key)) * minutes / self.speed)

    def is_drawn(self, share: float, *key: object) -> bool:
        return draw(self.seed, *key) < share

    def chances(self, kind: str, payer_id: str, number: str) -> Chances:
        """What may befall this claim, whenever it is decided."""
        shares = self.claims.get(kind, {})
        drawn = {name: draw(self.seed, payer_id, number, name) for name in self.names}
        return Chances(**drawn, **{f"{name}_share": shares.get(name, 0.0) for name in self.names})


def load(path: Path | None = None, *, seed: int | None = None, speed: float = 1) -> Scenario:
    """The file's scenario, or the calm one. Raises BadScenario for a file that lacks a part."""
    path = path or FOLDER / "calm.toml"
    try:
        written = tomllib.loads(path.read_text(encoding="utf-8"))
        return Scenario(
            seed=written["seed"] if seed is None else seed,
            minutes=_ranges(written["minutes"], ("acknowledgement", "claim_acknowledgement", "batch_answer")),
            decision_days=_ranges(written["decision_days"], KINDS),
            authorization_days=_ranges(written["authorization_days"], ()),
            claims=written.get("claims", {}),
            authorizations=written.get("authorizations", {}),
            takeback_share=written.get("takebacks", {}).get("share", 0),
            takeback_days=_range(written.get("takebacks", {}).get("after_days", [30, 30])),
            speed=speed,
            reviews=departments.read(written.get("reviews", {})),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise BadScenario(f"{path.name}: {error}") from error


def _ranges(table: Mapping[str, list[float]], needed: tuple[str, ...]) -> dict[str, Range]:
    missing = [name for name in needed if name not in table]
    if missing:
        raise BadScenario(f"no range for {missing[0]}")
    return {name: _range(span) for name, span in table.items()}


def _range(span: list[float]) -> Range:
    least, most = span
    if not 0 <= least <= most:
        raise BadScenario(f"{span} is no range from least to most")
    return float(least), float(most)
