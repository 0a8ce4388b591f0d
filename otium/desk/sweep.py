"""Settle whole practices: after an import, each night, and by `otium sweep`."""

import time
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from otium.desk import acting, clock, inbox, settle, verifying
from otium.desk.actor import RECEIVE, SWEEP, Actor
from otium.desk.families import telling
from otium.desk.reviews import expiring
from otium.records.models import Practice


@dataclass(frozen=True, slots=True)
class SweepReport:
    """One practice's sweep. `seconds` by a monotonic clock; `queries` is the number sent to the database."""

    practice: str
    duties: int
    opened: int
    closed: int
    changed: int
    queries: int
    seconds: float


def sweep(*, practice_id: UUID, at: datetime, by: Actor = SWEEP, why: str = "") -> SweepReport:
    """Derive every duty of the practice and bring its tasks in line; end talks and appeals whose time is over.

    Payers are asked where Otium may (desk.verifying). Running it again changes nothing.
    """
    start = time.monotonic()
    with _Counter() as counter, acting.acting_for(practice_id):
        practice = Practice.objects.get(pk=practice_id)
        expiring.tend(practice, by=by, at=at)
        done = settle.settle(practice, by=by, at=at, why=why)
        verifying.ask(practice, at=at)
        telling.approve_automatic(practice, by=by, at=at)
    seconds = round(time.monotonic() - start, 3)
    return SweepReport(practice.slug, done.duties, done.opened, done.closed, done.changed, counter.queries, seconds)


class SweepsFailed(ExceptionGroup):
    """Some practices could not be swept; the others were."""


def run_all(at: datetime | None = None) -> list[SweepReport]:
    """Every practice of the installation, one transaction each. One that fails stops no other; raises SweepsFailed."""
    when = at or clock.now()
    reports, failures = [], []
    for practice_id in acting.practice_ids():
        try:
            inbox.finish(practice_id, by=RECEIVE, at=when)
            reports.append(sweep(practice_id=practice_id, at=when))
        except Exception as error:  # told at the end, all together
            error.add_note(f"practice {practice_id}")
            failures.append(error)
    if failures:
        raise SweepsFailed("practices could not be swept", failures)
    return reports


class _Counter:
    """Counts statements by a wrapper around execution; costs nothing of note and keeps no text."""

    def __enter__(self) -> "_Counter":
        self.queries = 0
        self._wrapper = connection.execute_wrapper(self._count)
        self._wrapper.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        self._wrapper.__exit__(*error)

    def _count(self, execute, sql, params, many, context):  # type: ignore[no-untyped-def]
        self.queries += 1
        return execute(sql, params, many, context)
