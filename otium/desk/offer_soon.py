"""Put the offering of freed hours into the queue of the workers: for those that desk.offers itself stands on."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from otium.desk import autonomy
from otium.desk.autonomy import Autonomy
from otium.records.models import Practice

OFFER, TEND = "otium.offer_hours", "otium.tend_offers_of"


def offer_soon(practice: Practice, hours: Sequence[UUID], *, at: datetime, since: datetime | None = None) -> None:
    """In the transaction that frees the hours, where the practice lets Otium offer them by itself: one job for all of
    one act, in this order. `hours`: ids as desk.offers.freed names them. `since`: not before then."""
    if not hours or autonomy.of(practice, "offer_hours") is not Autonomy.AUTO:
        return
    ids = [str(key) for key in hours]
    lock = f"{OFFER} {ids[0]} {at.isoformat()}"
    _defer(OFFER, lock, since, practice_id=str(practice.pk), hour_ids=ids, freed_at=at.isoformat())


def tend_at(practice_id: UUID, at: datetime) -> None:
    """Look after the offers of a practice then; a look a minute finds them too, should this one be lost."""
    _defer(TEND, f"{TEND} {practice_id} {at.isoformat()}", at, practice_id=str(practice_id))


def _defer(task: str, lock: str, at: datetime | None, **values: str | list[str]) -> None:
    try:
        with transaction.atomic():
            app.configure_task(task, queueing_lock=lock, schedule_at=at).defer(**values)
    except AlreadyEnqueued:
        return
