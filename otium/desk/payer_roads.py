"""What a payer wants of a request: what Otium ships, the payer's rules and the practice's own roads, put together."""

import importlib.resources
from datetime import date, timedelta
from functools import lru_cache
from uuid import UUID

from otium.desk import payer_book
from otium.desk.reviews import books
from otium.records import roads as records
from otium.records.models import Payer, Practice
from otium.rules.prior_auth import decided, pressing, roads
from otium.terms.facts import BusinessDays
from otium.terms.payers import PayerRules, PayerType
from otium.terms.roads import Matter, OwnRoad, PressStep, RequestTerms, RoadBook, RoadRow

MEASURED_BACK = timedelta(days=365)


@lru_cache(maxsize=1)
def shipped() -> tuple[RoadRow, ...]:
    """The rows of rules/prior_auth/roads.toml."""
    folder = importlib.resources.files("otium.rules.prior_auth")
    return roads.read((folder / "roads.toml").read_text("utf-8"))


@lru_cache(maxsize=1)
def _clocks() -> str:
    return (importlib.resources.files("otium.rules.prior_auth") / "clocks.toml").read_text("utf-8")


def steps() -> tuple[PressStep, ...]:
    """The steps of rules/prior_auth/clocks.toml."""
    return pressing.read(_clocks())


def law(rules: PayerRules, on: date) -> str:
    """What sets this payer's time to decide, to be named to it; empty where it is not known."""
    return pressing.law(pressing.cites(_clocks()), rules, on)


def terms_of(practice: Practice, payer: Payer, matter: Matter) -> RequestTerms:
    """Of one payer, by the rules in force on `matter.on`; `matter.state` is the practice's own. One query."""
    rules = payer_book.book(practice, matter.on).rules_for(PayerType(payer.payer_type), payer.rules_key)
    return roads.terms_of(shipped(), rules, matter, own(practice, payer.pk))


def shipped_terms(rules: PayerRules, matter: Matter) -> RequestTerms:
    """Without the practice's own roads. No query."""
    return roads.terms_of(shipped(), rules, matter)


def own(practice: Practice, payer_id: UUID) -> tuple[OwnRoad, ...]:
    """The practice's own roads to the payer, of any day."""
    return tuple(records.own_roads(practice.pk, payer_id).get(payer_id, ()))


def book(practice: Practice, on: date, days: BusinessDays) -> RoadBook:
    """All that the rules are told of how payers are asked and decide. Two queries."""
    rows = records.decisions(practice.pk, on - MEASURED_BACK)
    return RoadBook(
        rows=shipped(),
        own={payer: tuple(roads) for payer, roads in records.own_roads(practice.pk).items()},
        decided=decided.spreads(rows, days),
        state=practice.state,
        steps=steps(),
        meanwhile=books.care_meanwhile(),
    )
