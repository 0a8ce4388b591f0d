"""A wait that a visit ended goes on where that visit is cancelled."""

from collections.abc import Iterable
from datetime import datetime

from otium.desk import history
from otium.desk.actor import Actor
from otium.records.models import Appointment, WaitlistEntry


def go_on(visits: Iterable[Appointment], *, by: Actor, at: datetime) -> None:
    """One query where nobody waited for them."""
    of = list(visits)
    rows = WaitlistEntry.objects.filter(practice_id=of[0].practice_id, visit_id__in=[visit.pk for visit in of])
    for entry in rows.exclude(ended_on=None).order_by("id"):
        before = {"visit_id": entry.visit_id, "ended_on": entry.ended_on}
        entry.visit, entry.ended_on = None, None
        entry.save(update_fields=["visit", "ended_on"])
        history.record(entry, "waits_again", by=by, at=at, before=before, after={"visit_id": None, "ended_on": None})
