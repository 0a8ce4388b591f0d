"""Both offices, seed by seed: the same people, the same will; told as medians with their spread."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, fields
from datetime import date, timedelta
from statistics import mean, median

import holidays

from otium.ops.simulate.waitlist.by_hand import ByHand
from otium.ops.simulate.waitlist.clinic import Clinic, Refill
from otium.ops.simulate.waitlist.model import Model, load
from otium.ops.simulate.waitlist.offers import Offers
from otium.ops.simulate.waitlist.tally import Tally
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


def run(starts_on: date, days: int, seeds: int, say: Say = lambda words: None) -> dict[str, object]:
    """Every figure of each office: median, least and most over the seeds, and of the differences seed by seed."""
    model = load()
    found: dict[str, list[HalfYear]] = {arm: [] for arm in ARMS}
    for seed in range(1, seeds + 1):
        say(f"Seed {seed} of {seeds}")
        for arm in ARMS:
            found[arm].append(half_year(arm, starts_on, days, seed, model))
    pairs = list(zip(found["by_hand"], found["with_offers"], strict=True))
    differences = [HalfYear(**{k: b[k] - a[k] for k in a}) for a, b in ((asdict(x), asdict(y)) for x, y in pairs)]
    told = {**found, "difference": differences}
    return {"label": "simulated", "starts_on": starts_on.isoformat(), "days": days, "seeds": seeds} | {
        name: _spread(rows) for name, rows in told.items()
    }


def half_year(arm: str, starts_on: date, days: int, seed: int, model: Model) -> HalfYear:
    ends_on = starts_on + timedelta(days=days)
    tally = Tally(starts_on)
    clinic = Clinic(model, Families.load(seed), tally, _days(starts_on - BEFORE, ends_on))
    clinic.refill = ByHand(clinic)
    for on in _each(starts_on - BEFORE, starts_on):
        clinic.pass_day(on)
    before = _waiting(clinic)
    clinic.refill = ARMS[arm](clinic)
    for on in _each(starts_on, ends_on):
        clinic.pass_day(on)
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
        waiting_before=before,
        waiting_after=_waiting(clinic),
        asked_a_freed_hour=counts["asked"] / max(counts["cancelled"], 1),
    )


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


def _spread(rows: list[HalfYear]) -> dict[str, dict[str, float]]:
    values = {field.name: [getattr(row, field.name) for row in rows] for field in fields(HalfYear)}
    return {
        name: {k: round(v, 1) for k, v in
               (("median", median(each)), ("mean", mean(each)), ("least", min(each)), ("most", max(each)))}
        for name, each in values.items()
    }  # fmt: skip
