"""What the forecast assumes: as the practice stated it, else of its own visits, else a baseline with its source.

Source: assumptions.toml. Certainty: stated with each.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from statistics import median

from otium.rules.capacity.hours import minutes
from otium.terms.capacity import Care, Session
from otium.terms.forecast import Assumed, Assumptions, Basis
from otium.terms.schedule import VisitStatus, VisitType

ENOUGH = 50  # visits, before the practice's own history says more than a baseline
ENOUGH_EVALUATIONS, ENOUGH_PLANS = 10, 10
TENTH = Decimal("0.1")
NAMES = ("no_show", "evaluation", "visit", "after")
GO_ON = "series_go_on"
EVALUATIONS = (VisitType.EVALUATION, VisitType.RE_EVALUATION)


@dataclass(frozen=True, slots=True)
class Baseline:
    value: Decimal
    most: Decimal
    source: str
    certainty: str


Baselines = Mapping[str, Baseline]


def read(text: str) -> Baselines:
    """The baselines in assumptions.toml, by name."""
    return {
        name: Baseline(Decimal(row["value"]), Decimal(row["most"]), row["source"], row["certainty"])
        for name, row in tomllib.loads(text).items()
    }


def assumed(
    known: Baselines, stated: Mapping[str, object], past: Iterable[Session], care: Iterable[Care]
) -> Assumptions:
    """`past`: visits of the last half year; `stated`: what the practice changed, by name, as text."""
    own = _history(tuple(past), tuple(care))
    found = {name: _one(name, known[name], stated.get(name), own.get(name)) for name in NAMES}
    return Assumptions(**found, series_go_on=bool(stated.get(GO_ON, True)))


def value_of(name: str, known: Baseline, text: str) -> Decimal | None:
    """A typed value; None where it is no number, or out of its bounds."""
    try:
        value = Decimal(text.strip().removesuffix("%").strip())
    except InvalidOperation:
        return None
    if not value.is_finite():
        return None
    is_some = value > 0 or (name in ("no_show", "after") and value == 0)
    return value if is_some and value <= known.most else None


def _one(name: str, known: Baseline, stated: object, own: Assumed | None) -> Assumed:
    value = value_of(name, known, str(stated)) if stated not in (None, "") else None
    if value is not None:
        return Assumed(value, Basis.STATED)
    return own or Assumed(known.value, Basis.BASELINE)


def _history(past: tuple[Session, ...], care: tuple[Care, ...]) -> dict[str, Assumed]:
    """No share or usual length is said of fewer than enough."""
    found = {}
    made = [s for s in past if s.status.uses_benefits and s.status is not VisitStatus.BOOKED]
    missed = sum(s.status is VisitStatus.NO_SHOW for s in past)
    if len(made) + missed >= ENOUGH:
        share = Decimal(100 * missed) / (len(made) + missed)
        found["no_show"] = Assumed(share.quantize(TENTH, ROUND_HALF_UP), Basis.HISTORY, len(made) + missed)
    for name, least, lengths in (
        ("evaluation", ENOUGH_EVALUATIONS, [minutes([s.span]) for s in made if s.kind is VisitType.EVALUATION]),
        ("visit", ENOUGH, [minutes([s.span]) for s in made if s.kind not in EVALUATIONS]),
        ("after", ENOUGH_PLANS, [c.per_week for c in care if c.per_week]),
    ):
        if len(lengths) >= least:
            found[name] = Assumed(Decimal(str(median(lengths))).quantize(TENTH), Basis.HISTORY, len(lengths))
    return found
