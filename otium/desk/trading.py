"""How a payer wants its messages: what Otium ships in rules/trading."""

import importlib.resources
from datetime import date
from functools import lru_cache

from otium.rules import trading_profiles
from otium.terms.payers import PayerType
from otium.terms.trading import TradingProfile


@lru_cache(maxsize=1)
def shipped() -> tuple[str, ...]:
    """The texts of all TOML files under rules/trading."""
    folder = importlib.resources.files("otium.rules") / "trading"
    return tuple(f.read_text("utf-8") for f in sorted(folder.iterdir(), key=str) if f.name.endswith(".toml"))


@lru_cache(maxsize=256)
def profile(payer_type: PayerType, key: str, on: date) -> TradingProfile:
    return trading_profiles.profile(shipped(), payer_type, key, on)
