"""Both offices, seed by seed: the same people, the same will; told as medians with their spread."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, fields
from datetime import date, timedelta
from statistics import mean, median
from typing import Any

import holidays

from otium.ops.simulate.waitlist.by_hand import ByHand
from otium.ops.simulate.waitlist.clinic import Clinic, Refill
from otium.ops.simulate.waitlist.model import Model, load
from otium.ops.simulate.waitlist.offers import Offers
from otium.ops.simulate.waitlist.tally import Lost, Tally
from otium.rules import business_days
from otium.terms.facts import BusinessDays
from otium.terms.waitlist import WaitNeed
from partners.families import Families

BEFORE = timedelta(weeks=60)  # by hand in both, until the list has its usual length
SETTLED = timedelta(weeks=8)  # what comes afterwards is no release of a backlog any more
ARMS: dict[str, Callable[[Clinic], Refill]] = {"by_hand": ByHand, "with_offers": Offers}
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class HalfYear:
    """One office, one seed. `_later`: without the first eight weeks, in which a shorter list sets people free once."""

    median_days_to_evaluation: float
    median_days_to_evaluation_later: float
    median_days_to_weekly_hour: float
    evaluations_a_month: float
    evaluations_a_month_later: float
    refilled_percent: float
    refilled_within_a_day_percent: float
    refilled_by_evaluations_percent: float
    utilisation_percent: float
    gave_up: float
    waiting_before: float
    waiting_after: float
    asked_a_freed_hour: float


@dataclass(frozen=True, slots=True)
class Causes:
    """Why called-off hours stayed empty although they were offered: each as a share of all that were called off."""

    too_near: float
    quiet: float
    nobody_fits: float
    nobody_askable: float
    time_over: float
    no_yes: float


@dataclass(frozen=True, slots=True)
class Lived:
    """`waiting_before`: for an evaluation, on the first day."""

    clinic: Clinic
    waiting_before: int


def run(starts_on: date, days: int, seeds: int, say: Say = lambda words: None) -> dict[str, object]:
    """Every figure of each office: median, least and most over the seeds, and of the differences seed by seed; also why
    hours that Otium offered stayed empty."""
    model = load()
    found: dict[str, list[HalfYear]] = {arm: [] for arm in ARMS}
    lost: list[Causes] = []
    for seed in range(1, seeds + 1):
        say(f"Seed {seed} of {seeds}")
        for arm in ARMS:
            lived = live(arm, starts_on, days, seed, model)
            found[arm].append(half_year(lived, starts_on, days))
            if arm == "with_offers":
                lost.append(causes(lived.clinic.tally))
    pairs = list(zip(found["by_hand"], found["with_offers"], strict=True))
    differences = [HalfYear(**{k: b[k] - a[k] for k in a}) for a, b in ((asdict(x), asdict(y)) for x, y in pairs)]
    told: dict[str, list[Any]] = {**found, "difference": differences, "lost_with_offers_percent": lost}
    return {"label": "simulated", "starts_on": starts_on.isoformat(), "days": days, "seeds": seeds} | {
        name: _spread(rows) for name, rows in told.items()
    }


def live(arm: str, starts_on: date, days: int, seed: int, model: Model) -> Lived:
    """The practice of that seed, after so many days in which its office worked so."""
    ends_on = starts_on + timedelta(days=days)
    clinic = Clinic(model, Families.load(seed), Tally(starts_on), _days(starts_on - BEFORE, ends_on))
    clinic.refill = ByHand(clinic)
    for on in _each(starts_on - BEFORE, starts_on):
        clinic.pass_day(on)
    before = _waiting(clinic)
    clinic.refill = ARMS[arm](clinic)
    for on in _each(starts_on, ends_on):
        clinic.pass_day(on)
    return Lived(clinic, before)


def half_year(lived: Lived, starts_on: date, days: int) -> HalfYear:
    clinic, tally = lived.clinic, lived.clinic.tally
    ends_on = starts_on + timedelta(days=days)
    later = min(starts_on + SETTLED, ends_on - timedelta(days=1))
    counts, hours = tally.counts, _capacity(clinic, starts_on, ends_on)
    return HalfYear(
        median_days_to_evaluation=tally.median_wait(starts_on, ends_on) or 0.0,
        median_days_to_evaluation_later=tally.median_wait(later, ends_on) or 0.0,
        median_days_to_weekly_hour=float(median(tally.to_weekly or [0])),
        evaluations_a_month=tally.starts_a_month(starts_on, ends_on),
        evaluations_a_month_later=tally.starts_a_month(later, ends_on),
        refilled_percent=_percent(counts["refilled"], counts["cancelled"]),
        refilled_within_a_day_percent=_percent(counts["refilled_within_a_day"], counts["cancelled_within_a_day"]),
        refilled_by_evaluations_percent=_percent(counts["refilled_evaluation"], counts["refilled"]),
        utilisation_percent=_percent(counts["made"], hours),
        gave_up=counts["gave_up"],
        waiting_before=lived.waiting_before,
        waiting_after=_waiting(clinic),
        asked_a_freed_hour=counts["asked"] / max(counts["cancelled"], 1),
    )


def causes(tally: Tally) -> Causes:
    counts = tally.counts
    return Causes(**{str(cause): _percent(counts[f"lost_{cause}"], counts["cancelled"]) for cause in Lost})


def _waiting(clinic: Clinic) -> int:
    return sum(entry.need is WaitNeed.EVALUATION for entry in clinic.entries.values())


def _capacity(clinic: Clinic, since: date, until: date) -> int:
    practice = clinic.model["practice"]
    a_day: int = len(practice["hours"]) * practice["therapists"]
    return a_day * sum(business_days.is_open(on, clinic.days) for on in _each(since, until))


def _days(since: date, until: date) -> BusinessDays:
    years = range(since.year, until.year + 2)
    return BusinessDays(holidays=frozenset(holidays.country_holidays("US", years=years, observed=True)))


def _each(since: date, until: date) -> Iterator[date]:
    return (since + timedelta(days=n) for n in range((until - since).days))


def _percent(part: int, whole: int) -> float:
    return 100 * part / max(whole, 1)


def _spread(rows: list[Any]) -> dict[str, dict[str, float]]:
    """Of rows of one dataclass."""
    values = {field.name: [getattr(row, field.name) for row in rows] for field in fields(rows[0])}
    return {
        name: {k: round(v, 1) for k, v in
               (("median", median(each)), ("mean", mean(each)), ("least", min(each)), ("most", max(each)))}
        for name, each in values.items()
    }  # fmt: skip
