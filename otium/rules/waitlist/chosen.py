"""How a practice offers freed hours: what it set, or what Otium ships (offers.toml)."""

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import time
from typing import Any

from otium.terms.offers import OfferRules
from otium.terms.waitlist import Criterion

BOUNDS = {"wave": (1, 10), "hold_minutes": (5, 1440), "least_minutes": (0, 2880), "texts_a_week": (1, 14)}
SPANS = ("school", "after_school")


class OfferRuleError(ValueError):
    """A value that cannot be used. `field` is order, a name of BOUNDS or of SPANS."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


def shipped(text: str) -> OfferRules:
    """Out of rules/waitlist/offers.toml."""
    data = tomllib.loads(text)
    numbers = {name: _number(name, data["offers"][name]) for name in BOUNDS}
    spans = {name: _span(name, (data[name]["since"], data[name]["until"])) for name in SPANS}
    return OfferRules(order=_order(data["offers"]["order"]), **numbers, **spans)


def chosen(stored: Mapping[str, Any], otherwise: OfferRules) -> OfferRules:
    """`Practice.waitlist`, as `kept` makes it. What is not named is as shipped. Raises OfferRuleError."""
    values: dict[str, Any] = {name: _number(name, stored[name]) for name in BOUNDS if name in stored}
    values |= {name: _span(name, stored[name]) for name in SPANS if name in stored}
    if "order" in stored:
        values["order"] = _order(stored["order"])
    return replace(otherwise, **values)


def kept(rules: OfferRules) -> dict[str, Any]:
    """The same as JSON keeps it."""
    numbers = {name: getattr(rules, name) for name in BOUNDS}
    spans = {name: [each.isoformat("minutes") for each in getattr(rules, name)] for name in SPANS}
    return {"order": [each.value for each in rules.order], **numbers, **spans}


def _number(name: str, value: Any) -> int:
    least, most = BOUNDS[name]
    if not isinstance(value, int) or not least <= value <= most:
        raise OfferRuleError(name)
    return value


def _order(values: Any) -> tuple[Criterion, ...]:
    """Each criterion at most once; what is left out decides nothing."""
    try:
        found = tuple(Criterion(value) for value in values)
    except ValueError as error:
        raise OfferRuleError("order") from error
    if len(set(found)) != len(found) or not found:
        raise OfferRuleError("order")
    return found


def _span(name: str, values: Any) -> tuple[time, time]:
    try:
        since, until = (each if isinstance(each, time) else time.fromisoformat(each) for each in values)
    except (TypeError, ValueError) as error:
        raise OfferRuleError(name) from error
    if since >= until:
        raise OfferRuleError(name)
    return since, until
