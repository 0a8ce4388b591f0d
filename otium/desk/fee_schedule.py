"""Medicare's fees as Otium ships them: all TOML files under rules/fees."""

import importlib.resources
from functools import lru_cache

from otium.rules import fees
from otium.rules.fees import FeeSchedule


@lru_cache(maxsize=1)
def shipped() -> FeeSchedule:
    folder = importlib.resources.files("otium.rules") / "fees"
    return fees.parse(f.read_text("utf-8") for f in sorted(folder.iterdir(), key=str) if f.name.endswith(".toml"))
