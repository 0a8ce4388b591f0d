"""What an import's changes of the calendar are to those who wait: the same as if a person had made them."""

from copy import copy
from datetime import datetime

from otium.desk.actor import IMPORT
from otium.desk.appointments import freeing
from otium.desk.appointments.holding import HOLDING
from otium.desk.imports.on_file import Model
from otium.desk.imports.plan.result import Change, Plan
from otium.desk.offers import closing
from otium.records.models import Appointment, Practice
from otium.terms.schedule import CALLED_OFF

CALENDAR = frozenset({"status", "starts_at", "ends_at", "therapist_id"})
OF_HOUR = CALENDAR | {"location_id"}  # an hour that is left lies where the visit was


def follow(practice: Practice, plan: Plan, *, at: datetime) -> None:
    """After the plan is written, in its transaction: hours that it freed and did not fill are offered, waits that its
    cancelled visits had ended go on, offers of hours that it filled end. A fixed number of queries, but for the waits
    and offers that change. The same import again changes no visit, so it starts nothing.
    """
    touched = [change for change in plan.changes if change.model is Model.APPOINTMENT]
    if not touched:
        return
    changed = {c.record_id: c for c in touched if not c.is_new and c.after.keys() & CALENDAR}
    visits = Appointment.objects.filter(practice=practice, pk__in=changed).select_related("practice", "therapist")
    pairs = [(_as_it_was(visit, changed[visit.pk]), visit) for visit in visits.order_by("starts_at", "id")]
    freeing.follow(practice, pairs, by=IMPORT, at=at)
    closing.end_taken(practice, by=IMPORT, at=at)


def count(practice: Practice, plan: Plan, *, at: datetime) -> int:
    """How many hours to come the plan takes from the visits that have them: called off, or moved away. One query."""
    touched = {c.record_id for c in plan.changes if c.model is Model.APPOINTMENT and not c.is_new and _frees(c)}
    rows = Appointment.objects.filter(practice=practice, pk__in=touched, status__in=HOLDING, starts_at__gt=at)
    return rows.count()


def _frees(change: Change) -> bool:
    is_elsewhere = "starts_at" in change.after or bool(change.before.get("therapist_id"))
    return change.after.get("status") in CALLED_OFF or is_elsewhere


def _as_it_was(visit: Appointment, change: Change) -> Appointment:
    was = copy(visit)
    for name in OF_HOUR & change.before.keys():
        setattr(was, name, change.before[name])
    return was
