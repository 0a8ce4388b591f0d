"""The assumptions of model.toml, and the rules as Otium ships them."""

import tomllib
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from otium.rules import notices
from otium.rules.notices import TextingHours
from otium.rules.waitlist import chosen
from otium.terms.offers import OfferRules

FILE = Path(__file__).with_name("model.toml")


@dataclass(frozen=True, slots=True)
class Model:
    """`table` as in model.toml."""

    table: dict[str, Any]
    offers: OfferRules
    texting: TextingHours

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.table["practice"]["time_zone"])

    def __getitem__(self, part: str) -> dict[str, Any]:
        found: dict[str, Any] = self.table[part]
        return found


def load(path: Path = FILE) -> Model:
    return Model(
        tomllib.loads(path.read_text("utf-8")),
        chosen.shipped(files("otium.rules.waitlist").joinpath("offers.toml").read_text("utf-8")),
        notices.texting_hours(files("otium.rules.families").joinpath("texting.toml").read_text("utf-8")),
    )
