"""From an entry to the rows it becomes; nothing is saved here."""

from dataclasses import dataclass
from datetime import date, time
from typing import Any
from uuid import UUID

from otium.desk import clock
from otium.desk.actor import Actor
from otium.records.models import Appointment, EpisodeOfCare, Finding, Goal, GoalNote, Measure, Patient, Therapist
from otium.rules import instruments
from otium.terms.charting import Entry, GoalToday, NewFinding, NewGoal, NewScore, Written
from otium.terms.schedule import VisitStatus

KEPT: tuple[Any, ...] = (Finding, Measure, GoalNote, Goal)  # what an entry adds
MET = tuple(status.value for status in VisitStatus if status.uses_benefits)


@dataclass(frozen=True, slots=True)
class Rows:
    """`new` in the order of saving; `replaced`: notes of the same day; `standing`: how a goal stands from now on."""

    new: dict[Any, list[Any]]
    replaced: list[GoalNote]
    standing: list[tuple[Goal, dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class _Sitting:
    """What all rows of an entry share."""

    patient: Patient
    therapist: Therapist | None
    visit: Appointment | None
    episode: EpisodeOfCare | None

    def of(self, written: Written, **columns: Any) -> dict[str, Any]:
        page = written.page
        return {
            "practice_id": self.patient.practice_id,
            "patient": self.patient,
            "document_id": page.document_id if page else None,
            "page": page.number if page else None,
            **columns,
        }


def made(entry: Entry, patient: Patient, goals: dict[UUID, Goal], *, by: Actor) -> Rows:
    """The entry must have been checked: it has a day, and its goals are among `goals`."""
    sitting = _sitting(entry, patient, by)
    new_goals = [_goal(goal, entry, sitting) for goal in entry.new_goals]
    notes = [_note(today, goals[today.goal_id], entry, sitting) for today in entry.goals]
    notes += [
        _first_note(goal, row, sitting) for goal, row in zip(entry.new_goals, new_goals, strict=True) if goal.current
    ]
    noted = {note.goal_id for note in notes}
    same_day = GoalNote.objects.filter(
        patient=patient, goal_id__in=noted, noted_on=entry.on, entered_in_error=False
    ).order_by("id")
    return Rows(
        new={
            Goal: new_goals,
            GoalNote: notes,
            Measure: [_measure(score, entry, sitting) for score in entry.scores],
            Finding: [_finding(finding, entry, sitting) for finding in entry.findings],
        },
        replaced=list(same_day),
        standing=[
            (goals[note.goal_id], {"current": note.current, "status": note.status, "current_on": note.noted_on})
            for note in notes
            if note.goal_id in goals and (goals[note.goal_id].current_on or note.noted_on) <= note.noted_on
        ],
    )


def _sitting(entry: Entry, patient: Patient, by: Actor) -> _Sitting:
    """The visit of that day, who signs, and the course of therapy that goes on."""
    practice, on = patient.practice, entry.on or date.min
    day = (clock.instant(on, time.min, practice), clock.instant(on, time.max, practice))
    met = Appointment.objects.filter(patient=patient, starts_at__range=day, status__in=MET)
    therapist = Therapist.objects.filter(practice_id=patient.practice_id, staff_id=by.staff_id).order_by("id").first()
    episode = EpisodeOfCare.objects.filter(patient=patient, is_active=True).order_by("-starts_on", "id").first()
    return _Sitting(patient, therapist if by.staff_id else None, met.order_by("starts_at", "id").first(), episode)


def _goal(goal: NewGoal, entry: Entry, sitting: _Sitting) -> Goal:
    set_on = goal.set_on or entry.on
    return Goal(
        **sitting.of(goal.written),
        text=goal.text.strip(),
        baseline=goal.baseline.strip(),
        current=goal.current.strip() or goal.baseline.strip(),
        target=goal.target.strip(),
        due_on=goal.due_on,
        status=goal.status.value,
        set_on=set_on,
        current_on=set_on,
        is_long_term=goal.is_long_term,
        code=goal.code.strip(),
        external_id=goal.written.external_id,
    )


def _note(today: GoalToday, goal: Goal, entry: Entry, sitting: _Sitting) -> GoalNote:
    return GoalNote(
        **sitting.of(today.written),
        goal=goal,
        appointment=sitting.visit,
        noted_on=entry.on,
        current=today.current.strip() or goal.current,
        status=today.status.value,
    )


def _first_note(goal: NewGoal, row: Goal, sitting: _Sitting) -> GoalNote:
    return GoalNote(
        **sitting.of(goal.written),
        goal=row,
        appointment=sitting.visit,
        noted_on=row.set_on,
        current=goal.current.strip(),
        status=goal.status.value,
    )


def _measure(score: NewScore, entry: Entry, sitting: _Sitting) -> Measure:
    """The instrument and part by the names of the registry where it knows them, so that scores form one series."""
    known = instruments.find(score.instrument)
    part = instruments.part_of(known, score.part) if known else None
    return Measure(
        **sitting.of(score.written, therapist=sitting.therapist, appointment=sitting.visit),
        instrument=known.name if known else score.instrument.strip(),
        part=part.name if part else score.part.strip(),
        score=score.score,
        unit=score.unit.strip() or (part.unit if part else ""),
        side=score.side,
        norm=score.norm.strip(),
        taken_on=score.taken_on or entry.on,
        external_id=score.written.external_id,
    )


def _finding(finding: NewFinding, entry: Entry, sitting: _Sitting) -> Finding:
    return Finding(
        **sitting.of(finding.written, therapist=sitting.therapist, appointment=sitting.visit, episode=sitting.episode),
        kind=finding.kind.value,
        code=finding.code.strip(),
        text=finding.text.strip(),
        found_on=finding.found_on or entry.on,
        channel=entry.channel,
        external_id=finding.written.external_id,
    )
