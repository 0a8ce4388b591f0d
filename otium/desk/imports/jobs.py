"""The work that pages ask for and a worker does. Arguments are ids only; a job may run twice and does its work once.

A job is put into the queue in the transaction that changes the run's state: both happen or neither.
"""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.tasks import Task

from otium.desk import clock
from otium.desk.actor import Actor
from otium.desk.imports import runs
from otium.desk.imports.moves import Event
from otium.desk.imports.uploads import Batch

Ask = Callable[..., None]
ATTEMPTS = 4
FAILED = "Otium could not finish this import. Nothing of it was applied, and its files are kept. Start it again."


@app.task(name="otium.preview_import", pass_context=True, retry=RetryStrategy(max_attempts=ATTEMPTS, wait=5))
def preview_import(context: JobContext, practice_id: str, run_id: str) -> None:
    _work(context, runs.preview, UUID(practice_id), UUID(run_id))


@app.task(name="otium.apply_import", pass_context=True, retry=RetryStrategy(max_attempts=ATTEMPTS, wait=5))
def apply_import(context: JobContext, practice_id: str, run_id: str) -> None:
    _work(context, runs.apply, UUID(practice_id), UUID(run_id))


def take_in(practice_id: UUID, batch: Batch, *, by: Actor, at: datetime) -> UUID:
    """Keep what was dropped and have it looked at: nothing is taken over before a person has seen what it is.

    Call inside a transaction that sees the practice. The run's id.
    """
    run_id = runs.start(practice_id, [*batch.tables, *batch.x12], by=by, at=at)
    ask_preview(practice_id, run_id, by=by, at=at)
    return run_id


def ask_preview(practice_id: UUID, run_id: UUID, *, by: Actor, at: datetime) -> None:
    """Have the run's files looked at. Call inside a transaction that sees the practice; raises DoesNotFollow."""
    runs.move(practice_id, run_id, Event.ASK_PREVIEW, by=by, at=at)
    _enqueue(preview_import, practice_id, run_id)


def ask_apply(practice_id: UUID, run_id: UUID, *, by: Actor, at: datetime) -> None:
    """Have the run's files taken over. Call inside a transaction that sees the practice; raises DoesNotFollow."""
    runs.move(practice_id, run_id, Event.ASK_APPLY, by=by, at=at)
    _enqueue(apply_import, practice_id, run_id)


def _enqueue(task: Task[..., object, ...], practice_id: UUID, run_id: UUID) -> None:
    lock = f"{task.name} {run_id}"
    try:
        with transaction.atomic():
            job = task.configure(queueing_lock=lock, lock=f"import {practice_id}")
            job.defer(practice_id=str(practice_id), run_id=str(run_id))
    except AlreadyEnqueued:
        return  # the same work waits already


def _work(context: JobContext, work: Callable[..., object], practice_id: UUID, run_id: UUID) -> None:
    """One attempt. After the last one the run says that it failed; the job's own error goes to the log."""
    at = clock.now()
    try:
        work(practice_id, run_id, at=at)
    except Exception:
        if context.job.attempts + 1 >= ATTEMPTS:
            runs.give_up(practice_id, run_id, at=at, why=FAILED)
        raise
