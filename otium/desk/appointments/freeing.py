"""What a change of the calendar is to those who wait: hours that came free are offered, offers of hours that somebody
has by now end, a wait that a visit had ended goes on where the visit is called off. One way, whoever changed it: a
person, a family, a plan, an import."""

from collections.abc import Iterable
from datetime import datetime

from otium.desk.actor import Actor
from otium.desk.appointments import waits
from otium.desk.appointments.holding import HOLDING
from otium.desk.offers import closing, freed, hours, queueing
from otium.desk.offers.freed import FreedHour
from otium.records.models import Appointment, Practice
from otium.terms.schedule import CALLED_OFF

Pair = tuple[Appointment, Appointment]


def follow(practice: Practice, pairs: Iterable[Pair], *, by: Actor, at: datetime) -> None:
    """In the transaction of the change, the practice locked. Each visit as it was, and as it stands; all of one act, so
    that an hour which one leaves and another takes is offered to nobody."""
    of = list(pairs)
    off = [now for was, now in of if was.status in HOLDING and now.status in CALLED_OFF]
    back = [now for was, now in of if was.status in CALLED_OFF and now.status in HOLDING]
    moved = [(was, now) for was, now in of if was.status in HOLDING and now.status in HOLDING and _differs(was, now)]
    elsewhere = [(was, now) for was, now in of if was.status in CALLED_OFF and _differs(was, now)]
    freed.keep_rounds(practice, elsewhere, by=by, at=at)
    if off:
        waits.go_on(off, by=by, at=at)
    if back:
        waits.end_again(back, by=by, at=at)
    if back or moved:
        closing.end_taken(
            practice, by=by, at=at, therapists=[now.therapist_id for now in (*back, *(now for _was, now in moved))]
        )
    left = freed.leave(practice, moved, by=by, at=at)
    came_free = [FreedHour(visit) for visit in off if visit.starts_at > at and visit.therapist_id] + left
    if came_free:
        queueing.queue(practice, hours.still_free(practice, came_free), at=at)


def _differs(was: Appointment, now: Appointment) -> bool:
    return (was.starts_at, was.ends_at, was.therapist_id) != (now.starts_at, now.ends_at, now.therapist_id)
