"""Figures of access: days from the referral on, and hours refilled or lost. What is not known is in no figure.

Source: ours, on the definitions of terms/access_measures.py.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, timedelta

from otium.rules.measured import share, spread
from otium.terms.access_measures import Access, Arrival, CancelledHour, HourOutcome, Hours, Step

DAYS_OF: dict[Step, Callable[[Arrival], date | None]] = {
    Step.CONTACT: lambda arrival: arrival.contact_on,
    Step.OFFERED: lambda arrival: arrival.offered_on,
    Step.DONE: lambda arrival: arrival.done_on,
}


def days(arrival: Arrival, step: Step) -> int | None:
    """Days from the day the referral was written; None where either day is not on file or the step came before it.

    None, too, for what came after the evaluation that the referral led to: the first contact was another one.
    """
    reached, done = DAYS_OF[step](arrival), arrival.done_on
    if arrival.written_on is None or reached is None or reached < arrival.written_on:
        return None
    if done is not None and arrival.written_on <= done < reached:
        return None
    return (reached - arrival.written_on).days


def access(arrivals: Iterable[Arrival]) -> Access:
    known = list(arrivals)
    found = {step: [n for a in known if (n := days(a, step)) is not None] for step in Step}
    return Access(
        count=len(known),
        undated=sum(a.written_on is None for a in known),
        days={step: spread(values) for step, values in found.items()},
        converted=share(sum(a.done_on is not None for a in known), len(known)),
    )


def grouped(arrivals: Iterable[Arrival], key: Callable[[Arrival], str]) -> dict[str, Access]:
    """By source or location, the most referrals first; those of which it is not on file under the empty name, last."""
    groups: dict[str, list[Arrival]] = defaultdict(list)
    for arrival in arrivals:
        groups[key(arrival)].append(arrival)
    order = sorted(groups, key=lambda name: (not name, -len(groups[name]), name))
    return {name: access(groups[name]) for name in order}


def hours(cancelled: Iterable[CancelledHour]) -> Hours:
    known = list(cancelled)
    by = {outcome: [each for each in known if each.outcome is outcome] for outcome in HourOutcome}
    lost, refilled = by[HourOutcome.LOST], by[HourOutcome.REFILLED]
    return Hours(
        count=len(known),
        refilled=share(len(refilled), len(refilled) + len(lost)),
        lost=len(lost),
        not_open=len(by[HourOutcome.NOT_OPEN]),
        lost_minutes=sum(each.minutes for each in lost),
    )


def by_week(cancelled: Iterable[CancelledHour], until: date, weeks: int) -> dict[date, dict[HourOutcome, int]]:
    """By Monday, the last so many weeks up to that of `until`, also those without any."""
    last = until - timedelta(days=until.weekday())
    found = {last - timedelta(weeks=n): dict.fromkeys(HourOutcome, 0) for n in reversed(range(weeks))}
    for each in cancelled:
        monday = each.on - timedelta(days=each.on.weekday())
        if monday in found:
            found[monday][each.outcome] += 1
    return found
