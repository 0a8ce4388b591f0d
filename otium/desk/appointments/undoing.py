"""Take a move back: every visit that it moved is where it was, or nothing changes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from otium.desk import clock, history, settle, verifying
from otium.desk.actor import Actor
from otium.desk.appointments import holding, waits
from otium.desk.appointments.change import WHY
from otium.desk.appointments.series import Changed
from otium.desk.mend.problems import Invalid, Problem
from otium.desk.offers import closing
from otium.desk.visit_messages import following
from otium.records.models import Appointment, History, Practice
from otium.terms.schedule import VisitStatus

MOVED, UNDONE = "moved", "move_undone"
BESIDES = ("entered_in_emr", "joined")  # what may have happened since and does not stand in the way


@dataclass(frozen=True, slots=True)
class Moved:
    """The last move of a visit. `by`: as history names who did it; `visits`: how many it moved."""

    visits: int
    starts_at: datetime  # where it was
    at: datetime
    by: str


def last_move(visit: Appointment) -> Moved | None:
    """The move that could be taken back now; None where there is none, or something happened since. Two queries."""
    act = _last(visit)
    if act is None:
        return None
    return Moved(_same_act(act).count(), _was_at(act, visit), act.at, act.by)


@transaction.atomic
def undo_move(*, appointment_id: UUID, by: Actor, at: datetime) -> Changed:
    """Put back the visit and those that were moved in the same act.

    Raises Invalid where one of them changed since, Taken where somebody has another visit there by now.
    """
    settle.lock_practice_of(Appointment, appointment_id)
    visit = Appointment.objects.get(pk=appointment_id)
    act = _last(visit)
    acts = {each.focus_id: each for each in _same_act(act)} if act else {}
    rows = Appointment.objects.select_for_update(of=("self",)).filter(practice_id=visit.practice_id, pk__in=acts)
    visits = sorted(rows, key=lambda each: (each.pk != visit.pk, each.starts_at, str(each.pk)))
    if not visits or any((last := _last(each)) is None or last.pk != acts[each.pk].pk for each in visits):
        raise Invalid([Problem("", _("Something changed since. Move the visits one by one."))])
    practice = Practice.objects.get(pk=visit.practice_id)
    wanted = {each.pk: _as_it_was(each, acts[each.pk], practice) for each in visits}
    changes = {each.pk: history.changes(each, wanted[each.pk]) for each in visits}
    _put(visits, wanted, practice)
    for each in visits:
        before, after = changes[each.pk]
        history.record(each, UNDONE, by=by, at=at, before=before, after=after)
    following.follow(practice, visits, by=by, at=at)
    waits.go_on_as_before(acts.values(), by=by, at=at)
    closing.end_taken(practice, by=by, at=at, therapists=[each.therapist_id for each in visits])
    patients = [each.patient_id for each in visits]
    settle.settle(practice, by=by, at=at, patients=patients, why=WHY)
    verifying.ask(practice, at=at, patients=patients)
    return Changed(tuple(visits))


def _put(visits: list[Appointment], wanted: dict[UUID, dict[str, Any]], practice: Practice) -> None:
    """All of them, their old time held again. Raises Taken."""
    holding.release(visits)  # else a series that moved by a week would meet itself
    for each in visits:
        for name, value in wanted[each.pk].items():
            setattr(each, name, value)
        each.save(update_fields=list(wanted[each.pk]))
    for each in visits:
        if taken := holding.hold(each):
            raise holding.Taken([holding.clash(each, clock.day(each.starts_at, practice), taken)], [])


def _last(visit: Appointment) -> History | None:
    """The row of the newest move, where nothing else happened to the visit since."""
    if visit.status != VisitStatus.BOOKED.value:
        return None
    rows = History.objects.filter(practice_id=visit.practice_id, focus_type="appointment", focus_id=visit.pk)
    newest = rows.exclude(event__in=BESIDES).order_by("-at", "-id").first()
    return newest if newest is not None and newest.event == MOVED else None


def _same_act(act: History) -> Any:
    """Of the same person at the same instant, of the same session or series."""
    visit = Appointment.objects.get(pk=act.focus_id)
    own = Q(pk=visit.pk)
    if visit.series_id:
        of_series = Appointment.objects.filter(practice_id=visit.practice_id, series_id=visit.series_id)
        own |= Q(series_id=visit.series_id) | Q(together_id__in=of_series.values("together_id"))
    if visit.together_id:
        own |= Q(together_id=visit.together_id)
    visits = Appointment.objects.filter(own, practice_id=visit.practice_id)
    return History.objects.filter(
        practice_id=act.practice_id, focus_type="appointment", event=MOVED, at=act.at, by=act.by,
        focus_id__in=visits.values("pk"),
    )  # fmt: skip


def _was_at(act: History, visit: Appointment) -> datetime:
    was = act.before.get("starts_at")
    return datetime.fromisoformat(was) if was else visit.starts_at


def _as_it_was(visit: Appointment, act: History, practice: Practice) -> dict[str, Any]:
    """The values from before the move. In the other calendar it must be put back too, if anybody moved it there."""
    values = {name: visit._meta.get_field(name).to_python(value) for name, value in act.before.items()}
    values.pop("to_enter_in_emr", None)
    if practice.calendar_master == "emr":
        was_entered = act.before.get("to_enter_in_emr") is False
        values["to_enter_in_emr"] = not (was_entered and visit.to_enter_in_emr)
    return values
