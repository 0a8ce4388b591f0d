"""Put `otium.ask_coverages` into the queue for one practice: for those that desk.verifying itself stands on."""

from uuid import UUID

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

TASK = "otium.ask_coverages_of"


def ask_soon(practice_id: UUID) -> None:
    """In the transaction that makes it needed; one waits at most, as it does what all of them would."""
    try:
        with transaction.atomic():
            app.configure_task(TASK, queueing_lock=f"{TASK} {practice_id}").defer(practice_id=str(practice_id))
    except AlreadyEnqueued:
        return
