"""Sweeping 1, 10 and 100 practices: seconds and queries a practice, and that a second sweep changes nothing."""

import time
from collections.abc import Callable, Iterator
from datetime import datetime
from statistics import median

from otium.desk import acting, sweep
from otium.ops.bench.figure import Figure
from otium.records.models import Appointment

SIZES = (1, 10, 100)


def figures(at: datetime, grow: Callable[[int], None]) -> Iterator[Figure]:
    """`grow(total)` brings the database to so many practices before each size is measured."""
    seconds_at: dict[int, float] = {}
    for size in SIZES:
        grow(size)
        sweep.run_all(at)
        again = [report for report in sweep.run_all(at) if report.duties]
        changed = sum(r.opened + r.closed + r.changed for r in again)
        queries = {r.queries for r in again}
        seconds_at[size] = median(r.seconds for r in again)
        note = f"queries a practice {sorted(queries)}; the second sweep opened, closed or changed {changed}"
        yield Figure(
            f"sweep_{size}_practices", round(seconds_at[size], 3), "s/practice", "reading its visits as rows",
            round(_floor(), 3), len(again), note,
        )  # fmt: skip
    yield Figure(
        "sweep_100_against_10", round(seconds_at[100], 3), "s/practice", "10 practices", round(seconds_at[10], 3), 100,
        "flat within 20 % means ratio <= 1.2",
    )  # fmt: skip


def _floor() -> float:
    """Seconds to fetch the visits of one practice and throw them away: the least a sweep has to read."""
    for practice_id in acting.practice_ids():
        with acting.acting_for(practice_id):
            start = time.perf_counter()
            rows = len(Appointment.objects.filter(practice_id=practice_id).values_list("id", "starts_at", "lines"))
            if rows:
                return time.perf_counter() - start
    return 0.0
