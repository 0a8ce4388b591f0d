"""Put the outbox's jobs into the queue, in the transaction that makes them needed. `jobs` does them."""

from uuid import UUID

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

DELIVER, FETCH = "otium.deliver", "otium.fetch"


def ask_delivery(practice_id: UUID, connection_id: UUID) -> None:
    _enqueue(DELIVER, practice_id, connection_id)


def ask_fetch(practice_id: UUID, connection_id: UUID) -> None:
    _enqueue(FETCH, practice_id, connection_id)


def _enqueue(name: str, practice_id: UUID, connection_id: UUID) -> None:
    """One waits at most for each connection: it does what all of them would."""
    try:
        with transaction.atomic():
            job = app.configure_task(name, queueing_lock=f"{name} {connection_id}")
            job.defer(practice_id=str(practice_id), connection_id=str(connection_id))
    except AlreadyEnqueued:
        return
