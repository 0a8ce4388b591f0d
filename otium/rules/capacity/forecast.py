"""Hours free in the weeks to come: what is offered, less what is booked and what will be asked for.

Source: the practice's hours, visits, series, plans of care, authorizations. Certainty: an estimate; each assumption is
stated with where it comes from (`assumptions`).
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from otium.rules.business_days import is_open
from otium.rules.capacity.hours import A_MINUTE, days_of, merged, minutes, monday, offered
from otium.rules.schedule.free import common, left
from otium.terms.capacity import Care, Roster, Session, Standing, Worker
from otium.terms.forecast import Assumptions, WeekOf
from otium.terms.schedule import Stretch

WEEKS = 8
A_WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Ahead:
    """What is known of the weeks to come. `held`: by therapist, all that takes their time, talks with payers included.
    `sessions`: visits booked or made from the first week's Monday on. `beyond`: those of them that the authorizations
    do not reach.
    """

    roster: Roster
    sessions: tuple[Session, ...]
    held: Mapping[UUID, tuple[Stretch, ...]]
    care: tuple[Care, ...] = ()
    standing: tuple[Standing, ...] = ()
    beyond: frozenset[UUID] = frozenset()


def weeks(ahead: Ahead, assumed: Assumptions, first: date, on: date) -> list[WeekOf]:
    """Eight weeks from that Monday, by week and therapist; a last row of a week for demand that names nobody."""
    found = []
    for start in (first + n * A_WEEK for n in range(WEEKS)):
        days = tuple(day for day in days_of(start) if day >= on)
        series = _series(ahead, days) if assumed.series_go_on else {}
        plans = _plans(ahead, assumed, start, days, series)
        ending = _ending(ahead, days)
        by_series = _by_worker(ahead, series)
        for worker in ahead.roster.workers:
            open_, held = _open(worker, ahead, days), ahead.held.get(worker.id, ())
            found.append(
                WeekOf(
                    monday=start, worker_id=worker.id, offered=minutes(open_), booked=minutes(common(open_, held)),
                    usable=_usable(left(open_, held), int(assumed.visit.value)),
                    series=by_series[worker.id], plans=plans[worker.id], ending=ending[worker.id],
                )
            )  # fmt: skip
        known = {worker.id for worker in ahead.roster.workers}
        nobody = [sum(n for key, n in of.items() if key not in known) for of in (by_series, plans)]
        if any(nobody):
            found.append(WeekOf(start, None, 0, 0, 0, *nobody))
    return found


def starts(row_of_weeks: Iterable[WeekOf], assumed: Assumptions) -> list[int]:
    """How many evaluations one therapist can start in each week, and still treat each patient until the last week.

    The earliest first: a start takes its evaluation that week and the visits after it in every later one. The week
    beyond the last is taken to be as free as that one: the end of the forecast promises no more than can be kept.
    """
    free = [week.left for week in row_of_weeks]
    free += free[-1:]
    evaluation, after = int(assumed.evaluation.value), int(assumed.visit.value * assumed.after.value)
    found = []
    for place in range(len(free) - 1):
        count = 0
        while free[place] >= evaluation and all(later >= after for later in free[place + 1 :]):
            free[place] -= evaluation
            free[place + 1 :] = [later - after for later in free[place + 1 :]]
            count += 1
            if not evaluation and not after:
                break
        found.append(count)
    return found


def _open(worker: Worker, ahead: Ahead, days: Iterable[date]) -> list[Stretch]:
    return [span for day in days for span in offered(worker, ahead.roster, day)]


def _usable(gaps: Iterable[Stretch], shortest: int) -> int:
    """Minutes of the gaps in which a visit fits."""
    return sum(length for gap in merged(gaps) if (length := int((gap.end - gap.start) / A_MINUTE)) >= shortest)


def _series(ahead: Ahead, days: tuple[date, ...]) -> dict[Standing, int]:
    """Visits of each series that fall into these days after the last one booked."""
    return {series: n for series in ahead.standing if (n := sum(_recurs(series, day, ahead) for day in days))}


def _recurs(series: Standing, day: date, ahead: Ahead) -> bool:
    since = (day - series.last_on).days
    return since > 0 and since % (7 * series.interval_weeks) == 0 and is_open(day, ahead.roster.days)


def _by_worker(ahead: Ahead, series: Mapping[Standing, int]) -> Counter[UUID | None]:
    found: Counter[UUID | None] = Counter()
    for one, count in series.items():
        found[one.therapist_id] += one.minutes * count
    return found


def _plans(
    ahead: Ahead, assumed: Assumptions, start: date, days: tuple[date, ...], series: Mapping[Standing, int]
) -> Counter[UUID | None]:
    """Minutes that plans of care ask for beyond what is booked, or expected of a series, in that week."""
    comes: Counter[UUID] = Counter(
        s.patient_id for s in ahead.sessions if s.status.uses_benefits and monday(s.on) == start
    )
    for one, count in series.items():
        comes[one.patient_id] += count
    found: Counter[UUID | None] = Counter()
    for care in ahead.care:
        within = [d for d in days if care.first <= d and (care.last is None or d <= care.last)]
        possible = sum(is_open(day, ahead.roster.days) for day in within)
        lacking = min(care.per_week or 0, possible + comes[care.patient_id]) - comes[care.patient_id]
        found[care.therapist_id] += max(lacking, 0) * int(assumed.visit.value)
    return found


def _ending(ahead: Ahead, days: tuple[date, ...]) -> Counter[UUID | None]:
    """Minutes booked on these days beyond the authorizations."""
    found: Counter[UUID | None] = Counter()
    for session in ahead.sessions:
        if session.id in ahead.beyond and session.status.uses_benefits and session.on in days:
            found[session.therapist_id] += minutes([session.span])
    return found
