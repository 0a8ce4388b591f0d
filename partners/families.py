"""Families of one town: whether they keep a visit, and what they answer to a text or a call that offers an hour.

Each answer depends on the seed, the family and the hour alone, so whoever asks, and however, meets the same will.
"""

import math
import tomllib
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from random import Random
from typing import Any

FILE = Path(__file__).with_name("scenarios") / "families.toml"
SHORT, LONG = timedelta(hours=4), timedelta(hours=24)


class Fate(StrEnum):
    """What becomes of a visit that was agreed on."""

    KEPT = "kept"
    CANCELLED = "cancelled"
    NO_SHOW = "no_show"


@dataclass(frozen=True, slots=True)
class Reply:
    """`at` None: no answer ever comes."""

    at: datetime | None
    is_yes: bool = False


@dataclass(frozen=True, slots=True)
class Families:
    """`plan` as in scenarios/families.toml."""

    seed: int
    plan: dict[str, Any]

    @classmethod
    def load(cls, seed: int, path: Path = FILE) -> "Families":
        return cls(seed, tomllib.loads(path.read_text("utf-8")))

    def fate(self, family: str, starts_at: datetime) -> tuple[Fate, datetime]:
        """What becomes of the visit, and when that is known: cancelled some time before, else at its start."""
        chance = self._chance("visit", family, starts_at)
        drawn, visits = chance.random(), self.plan["visits"]
        if drawn < visits["no_show"]:
            return Fate.NO_SHOW, starts_at
        if drawn < visits["no_show"] + visits["cancelled"]:
            notice = self.plan["notice"]
            band = chance.choices(notice, [row["share"] for row in notice])[0]
            return Fate.CANCELLED, starts_at - timedelta(hours=chance.uniform(*band["hours"]))
        return Fate.KEPT, starts_at

    def text(self, family: str, starts_at: datetime, at: datetime) -> Reply:
        """The answer to a text that arrives at `at`."""
        chance, told = self._chance("text", family, starts_at), self.plan["text"]
        is_answered = chance.random() < told["answered"]
        delay = math.exp(chance.gauss(math.log(told["median_minutes"]), told["spread"]))
        if not is_answered:
            return Reply(None)
        return Reply(at + timedelta(minutes=delay), self._suits(family, starts_at, at))

    def call(self, family: str, starts_at: datetime, at: datetime) -> Reply:
        """The answer to a call at `at`: at once, on calling back, or never."""
        chance, told = self._chance("call", family, starts_at), self.plan["call"]
        is_reached, calls_back = chance.random() < told["reached"], chance.random() < told["calls_back"]
        delay = timedelta(minutes=chance.uniform(*told["back_minutes"]))
        if not (is_reached or calls_back):
            return Reply(None)
        return Reply(at if is_reached else at + delay, self._suits(family, starts_at, at))

    def _suits(self, family: str, starts_at: datetime, at: datetime) -> bool:
        """One draw for an hour, against what the time left allows: who would come at once would also come later."""
        suits, left = self.plan["suits"], starts_at - at
        share = suits["within_4_hours"] if left < SHORT else suits["within_24_hours"] if left < LONG else suits["later"]
        return bool(self._chance("suits", family, starts_at).random() < share)

    def _chance(self, what: str, family: str, starts_at: datetime) -> Random:
        return Random(f"{self.seed} {what} {family} {starts_at.isoformat()}")  # noqa: S311 - repeatable, not secret
