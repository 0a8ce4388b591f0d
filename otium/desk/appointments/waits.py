"""A wait that a visit ended goes on where that visit is cancelled."""

from collections.abc import Iterable
from datetime import date, datetime

from otium.desk import history
from otium.desk.actor import Actor
from otium.records.models import Appointment, History, WaitlistEntry

GOES_ON = "waits_again"


def go_on(visits: Iterable[Appointment], *, by: Actor, at: datetime) -> None:
    """One query where nobody waited for them."""
    of = list(visits)
    rows = WaitlistEntry.objects.filter(practice_id=of[0].practice_id, visit_id__in=[visit.pk for visit in of])
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
