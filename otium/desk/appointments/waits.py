"""A wait that a visit ended goes on where that visit is cancelled."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import QuerySet

from otium.desk import history
from otium.desk.actor import Actor
from otium.records.models import Appointment, History, WaitlistEntry
from otium.terms.waitlist import WaitNeed

GOES_ON = "waits_again"


def go_on(visits: Iterable[Appointment], *, by: Actor, at: datetime) -> None:
    """One query where nobody waited for them."""
    of = list(visits)
    rows = WaitlistEntry.objects.filter(practice_id=of[0].practice_id, visit_id__in=[visit.pk for visit in of])
    _go_on(rows, by=by, at=at)


def go_on_as_before(acts: Iterable[History], *, by: Actor, at: datetime) -> None:
    """Moves are taken back: the wait for an earlier time that one of them answered goes on. One query where nobody
    waited for them."""
    of = list(acts)
    placed = History.objects.filter(
        practice_id=of[0].practice_id, focus_type="waitlistentry", event="placed", at=of[0].at,
        after__visit_id__in=[str(act.focus_id) for act in of],
    )  # fmt: skip
    rows = WaitlistEntry.objects.filter(practice_id=of[0].practice_id, pk__in=placed.values("focus_id"))
    _go_on(rows.filter(need=WaitNeed.EARLIER.value, visit_id__in=[act.focus_id for act in of]), by=by, at=at)


def _go_on(rows: QuerySet[WaitlistEntry], *, by: Actor, at: datetime) -> None:
    for entry in rows.exclude(ended_on=None).order_by("id"):
        before = {"visit_id": entry.visit_id, "ended_on": entry.ended_on}
        entry.visit, entry.ended_on = None, None
        entry.save(update_fields=["visit", "ended_on"])
        history.record(entry, GOES_ON, by=by, at=at, before=before, after={"visit_id": None, "ended_on": None})


def end_again(visits: Iterable[Appointment], *, by: Actor, at: datetime) -> None:
    """Visits that were cancelled are back: waits that went on by it, and that nobody changed since, are ended by them
    as before. One query where there are none."""
    of = {str(visit.pk): visit for visit in visits}
    acts = History.objects.filter(focus_type="waitlistentry", event=GOES_ON, before__visit_id__in=list(of))
    for act in acts.filter(practice_id__in={visit.practice_id for visit in of.values()}).order_by("at", "id"):
        entry = WaitlistEntry.objects.filter(practice_id=act.practice_id, pk=act.focus_id, ended_on=None).first()
        if entry is None or History.objects.filter(focus_id=act.focus_id, at__gt=act.at).exists():
            continue
        visit = of[act.before["visit_id"]]
        entry.visit, entry.ended_on = visit, date.fromisoformat(act.before["ended_on"])
        entry.save(update_fields=["visit", "ended_on"])
        after = {"visit_id": visit.pk, "ended_on": entry.ended_on}
        history.record(
            entry, "wait_ended_again", by=by, at=at, before={"visit_id": None, "ended_on": None}, after=after
        )
