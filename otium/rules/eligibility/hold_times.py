"""How long each payer keeps callers waiting: what to expect, and when to call.

Source: the practice's own calls of the last 90 days. The figures that make "enough" are chosen. Certainty: practice.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from statistics import median
from uuid import UUID

from otium.terms.calls import CallFact, CallOutcome, HoldTime

BACK = timedelta(days=90)
ENOUGH_CALLS = 8  # with minutes, before any hour is called the best
ENOUGH_IN_HOUR = 3
TENTHS = 9  # the 90th percentile


def hold_times(calls: Iterable[CallFact], on: date) -> dict[UUID, HoldTime]:
    """By payer, for calls of the 90 days up to and with `on`; payers without calls are left out."""
    by_payer: dict[UUID, list[CallFact]] = defaultdict(list)
    for call in calls:
        if on - BACK < call.on <= on:
            by_payer[call.payer_id].append(call)
    return {payer: hold_time(found) for payer, found in by_payer.items()}


def hold_time(calls: Iterable[CallFact]) -> HoldTime:
    """Of one payer. Who gave up waited at least so long, so those minutes count as well."""
    found = tuple(calls)
    waits = sorted(call.hold_minutes for call in found if call.hold_minutes is not None)
    reached = sum(call.outcome is CallOutcome.REACHED for call in found)
    if not waits:
        return HoldTime(calls=len(found), reached=reached, timed=0)
    usual = round(median(waits))
    best = _best_hour(found, usual) if len(waits) >= ENOUGH_CALLS else None
    return HoldTime(
        calls=len(found),
        reached=reached,
        timed=len(waits),
        median=usual,
        p90=waits[(len(waits) * TENTHS + 9) // 10 - 1],
        best_hour=best[1] if best else None,
        best_median=best[0] if best else None,
        best_calls=best[2] if best else 0,
    )


def _best_hour(calls: Iterable[CallFact], usual: int) -> tuple[int, int, int] | None:
    """(minutes, hour, calls) of the hour with the shortest wait; None where no hour is shorter than usual."""
    by_hour: dict[int, list[int]] = defaultdict(list)
    for call in calls:
        if call.hold_minutes is not None:
            by_hour[call.hour].append(call.hold_minutes)
    told = [(round(median(w)), hour, len(w)) for hour, w in by_hour.items() if len(w) >= ENOUGH_IN_HOUR]
    best = min(told, default=None)
    return best if best and best[0] < usual else None
