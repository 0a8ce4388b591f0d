"""How a payer is pressed that does not decide in time. Source: clocks.toml, step by step."""

import tomllib
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any

from otium.rules import business_days
from otium.rules.payer_rules import PayerRulesError
from otium.terms.facts import BusinessDays
from otium.terms.payers import Ground, PayerRules
from otium.terms.roads import Cite, Press, PressStep

MATCH = ("key", "payer_type")  # most specific first


@lru_cache(maxsize=8)
def read(text: str) -> tuple[PressStep, ...]:
    """Of the text of clocks.toml. Raises PayerRulesError for a step without source, or one that nothing can fill."""
    try:
        rows = tomllib.loads(text)["step"]
        return tuple(_step(row) for row in rows)
    except (tomllib.TOMLDecodeError, KeyError, ValueError, IndexError) as error:
        raise PayerRulesError(f"steps against a late payer: {error!r}") from error


@lru_cache(maxsize=8)
def cites(text: str) -> tuple[Cite, ...]:
    """The laws that clocks.toml names. Raises PayerRulesError."""
    try:
        rows = tomllib.loads(text).get("cite", [])
        return tuple(Cite(row["law"], _ground(row), _match(row)) for row in rows)
    except (tomllib.TOMLDecodeError, KeyError) as error:
        raise PayerRulesError(f"laws of payers' clocks: {error!r}") from error


def law(found: Iterable[Cite], rules: PayerRules, on: date) -> str:
    """What sets this payer's time on that day; empty where it is not known."""
    asked = {"key": rules.key, "payer_type": rules.payer_type.value}
    fitting = [c for c in found if all(asked[n] == v for n, v in c.match.items()) and _holds(c.ground, on)]
    return min(fitting, key=lambda c: [name not in c.match for name in MATCH]).law if fitting else ""


def steps_of(steps: Iterable[PressStep], rules: PayerRules, on: date) -> tuple[PressStep, ...]:
    """Of this payer on that day, the first one first; of each step the most specific row."""
    asked = {"key": rules.key, "payer_type": rules.payer_type.value}
    fitting = [s for s in steps if all(asked[n] == v for n, v in s.match.items()) and _holds(s.ground, on)]
    fitting.sort(key=lambda s: [name not in s.match for name in MATCH])
    best: dict[Press, PressStep] = {}
    for step in fitting:
        best.setdefault(step.step, step)
    return tuple(sorted(best.values(), key=lambda s: s.from_business_days))


def current(
    steps: Iterable[PressStep], rules: PayerRules, late_on: date, on: date, days: BusinessDays
) -> PressStep | None:
    """What to do by how long the payer is late; None where no step is known. `late_on`: the first day it is late."""
    late = business_days.between(late_on, on, days)
    return next((s for s in reversed(steps_of(steps, rules, on)) if s.from_business_days <= late), None)


def said(step: PressStep, *, reference: str, submitted_on: str, due_on: str, rule: str) -> str:
    """The text to say or write."""
    return step.text.format(reference=reference, submitted_on=submitted_on, due_on=due_on, rule=rule)


def _step(row: dict[str, Any]) -> PressStep:
    step = PressStep(Press(row["step"]), row["from_business_days"], row["to"], row["text"], _ground(row), _match(row))
    said(step, reference="", submitted_on="", due_on="", rule="")
    return step


def _ground(row: dict[str, Any]) -> Ground:
    return Ground(row["source"], row["certainty"], row["effective_from"], row.get("effective_to"))


def _match(row: dict[str, Any]) -> dict[str, str]:
    return {name: row[name] for name in MATCH if name in row}


def _holds(ground: Ground, on: date) -> bool:
    return (ground.starts_on is None or ground.starts_on <= on) and (ground.ends_on is None or on <= ground.ends_on)
