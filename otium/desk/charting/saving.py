"""Keep what was added to a chart at one sitting, or nothing of it; take it back as a whole."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from otium.desk import clock, history, settle
from otium.desk.actor import Actor
from otium.desk.charting.checking import Known, last_taken, problems, remarks
from otium.desk.charting.rows import KEPT, Rows, made
from otium.desk.mend.problems import Invalid
from otium.records.models import Goal, GoalNote, History, Measure, Patient, Practice
from otium.terms.charting import Entry

WHY = "chart changed"
STANDING = ("current", "status", "current_on")  # of a goal, as its newest note says


class TakenBack(Exception):
    """This entry was taken back before, or is none of this patient."""


@dataclass(frozen=True, slots=True)
class Saved:
    """`entry_id` takes it back. `remarks`: sentences worth knowing about what was kept."""

    entry_id: UUID
    remarks: tuple[str, ...] = ()
    is_repeat: bool = False


@transaction.atomic
def save(entry: Entry, *, entry_id: UUID, practice_id: UUID, patient_id: UUID, by: Actor, at: datetime) -> Saved:
    """Write the whole entry. The same `entry_id` again changes nothing: a form sent twice is one entry.

    Raises Invalid, which holds warnings only where `entry.is_sure` would let it pass.
    """
    settle.lock_practice(practice_id)
    practice = Practice.objects.get(pk=practice_id)
    if History.objects.filter(pk=entry_id, patient_id=patient_id).exists():
        return Saved(entry_id, is_repeat=True)
    patient = Patient.objects.get(pk=patient_id, practice_id=practice_id)
    known = _known(patient, clock.day(at, practice))
    entry = replace(entry, goals=tuple(g for g in entry.goals if _says(g, known)))
    found = [p for p in problems(entry, known) if not (entry.is_sure and p.is_warning)]
    if found:
        raise Invalid(found)
    rows = made(entry, patient, known.goals, by=by)
    _write(rows, entry_id, patient, known, by=by, at=at)
    settle.settle(practice, by=by, at=at, patients=[patient.pk], why=WHY)
    return Saved(entry_id, tuple(remarks(entry, known)))


@transaction.atomic
def take_back(*, entry_id: UUID, patient_id: UUID, by: Actor, at: datetime) -> None:
    """Mark all that the entry added as entered in error; its goals stand as the notes before it say.

    Raises TakenBack for an entry that is not there, or taken back before.
    """
    settle.lock_practice_of(Patient, patient_id)
    entry = History.objects.filter(pk=entry_id, patient_id=patient_id, event="charted").first()
    if entry is None or History.objects.filter(focus_id=patient_id, event="uncharted", why=str(entry_id)).exists():
        raise TakenBack
    trail = [history.row(entry_focus(entry), "uncharted", by=by, at=at, why=str(entry_id))]
    for model in KEPT:
        rows = list(model.objects.filter(pk__in=entry.after.get(model._meta.model_name, ()), entered_in_error=False))
        trail += _mark(model, rows, is_in_error=True, by=by, at=at)
    replaced = list(GoalNote.objects.filter(pk__in=entry.after.get("replaced", ())))
    trail += _mark(GoalNote, replaced, is_in_error=False, by=by, at=at)
    trail += _stand_again(entry.after.get("goals_before", {}), by=by, at=at)
    History.objects.bulk_create(trail)
    settle.settle(Practice.objects.get(pk=entry.practice_id), by=by, at=at, patients=[patient_id], why=WHY)


@transaction.atomic
def mark_note(*, note_id: UUID, is_in_error: bool, by: Actor, at: datetime) -> None:
    """Take what was said of a goal on a day out of the record, or back in; the goal stands as its newest note says."""
    settle.lock_practice_of(GoalNote, note_id)
    note = GoalNote.objects.get(pk=note_id)
    if note.entered_in_error is is_in_error:
        return
    trail = _mark(GoalNote, [note], is_in_error=is_in_error, by=by, at=at)
    trail += _stand_again({str(note.goal_id): None}, by=by, at=at)
    History.objects.bulk_create(trail)
    settle.settle(Practice.objects.get(pk=note.practice_id), by=by, at=at, patients=[note.patient_id], why=WHY)


def entry_focus(entry: History) -> Patient:
    return Patient(pk=entry.patient_id, practice_id=entry.practice_id)


def _known(patient: Patient, today: date) -> Known:
    goals = Goal.objects.select_for_update(of=("self",)).filter(patient=patient, entered_in_error=False)
    measures = Measure.objects.filter(patient=patient, entered_in_error=False)
    return Known(today, patient, {goal.pk: goal for goal in goals}, last_taken(list(measures)))


def _says(today: Any, known: Known) -> bool:
    goal = known.goals.get(today.goal_id)
    return goal is None or bool(today.current.strip()) or today.status != goal.status


def _write(rows: Rows, entry_id: UUID, patient: Patient, known: Known, *, by: Actor, at: datetime) -> None:
    trail: list[History] = []
    for model, new in rows.new.items():
        model.objects.bulk_create(new)
        trail += [history.row(row, "recorded", by=by, at=at, after=_told(row)) for row in new]
    trail += _mark(GoalNote, rows.replaced, is_in_error=True, by=by, at=at)
    before: dict[str, Any] = {}
    for goal, values in rows.standing:
        changed, after = history.changes(goal, values)
        before[str(goal.pk)] = history.plain({name: getattr(goal, name) for name in STANDING})
        if after:
            trail.append(history.row(goal, "changed", by=by, at=at, before=changed, after=after))
        for name, value in values.items():
            setattr(goal, name, value)
    Goal.objects.bulk_update([goal for goal, _values in rows.standing], STANDING)
    kept = {model._meta.model_name: [str(row.pk) for row in new] for model, new in rows.new.items()}
    after = kept | {"replaced": [str(row.pk) for row in rows.replaced], "goals_before": before}
    whole = history.row(patient, "charted", by=by, at=at, after=after)
    whole.pk = entry_id
    History.objects.bulk_create([*trail, whole])


def _mark(model: Any, rows: Iterable[Any], *, is_in_error: bool, by: Actor, at: datetime) -> list[History]:
    event, trail = ("withdrawn" if is_in_error else "restored"), []
    for row in rows:
        row.entered_in_error = is_in_error
        before, after = {"entered_in_error": not is_in_error}, {"entered_in_error": is_in_error}
        trail.append(history.row(row, event, by=by, at=at, before=before, after=after))
    if trail:
        model.objects.bulk_update(rows, ["entered_in_error"])
    return trail


def _stand_again(before: dict[str, dict[str, Any] | None], *, by: Actor, at: datetime) -> list[History]:
    """Each goal as its newest note that counts says; where none is left, as it stood before (None: as it was set)."""
    trail = []
    newest: dict[UUID, GoalNote] = {}
    for note in GoalNote.objects.filter(goal_id__in=before, entered_in_error=False).order_by("noted_on"):
        newest[note.goal_id] = note
    for goal in Goal.objects.select_for_update(of=("self",)).filter(pk__in=before):
        note = newest.get(goal.pk)
        values: dict[str, Any] = {"current": goal.baseline, "status": "active", "current_on": goal.set_on}
        if note:
            values = {"current": note.current, "status": note.status, "current_on": note.noted_on}
        elif stood := before[str(goal.pk)]:
            day = stood["current_on"]
            values = {**stood, "current_on": date.fromisoformat(day) if day else None}
        changed, after = history.changes(goal, values)
        for name, value in values.items():
            setattr(goal, name, value)
        goal.save(update_fields=list(values))
        if after:
            trail.append(history.row(goal, "changed", by=by, at=at, before=changed, after=after))
    return trail


def _told(row: Any) -> dict[str, Any]:
    """What history says of a new row: what it is, not its words, which stand in the row itself."""
    names = ("kind", "status", "instrument", "part", "score", "unit", "taken_on", "found_on", "noted_on", "due_on")
    return {name: getattr(row, name) for name in names if getattr(row, name, None) not in (None, "")}
