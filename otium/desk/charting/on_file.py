"""What a chart holds: goals with their notes, scores as series with what they say, findings. Seven queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from otium.desk.charting.checking import Scale, scale
from otium.records import models as m
from otium.rules import instruments
from otium.terms.chart import Measure, Page
from otium.terms.instrument import Change, Part, Retest, Standing


@dataclass(frozen=True, slots=True)
class Taken:
    """One score as it was kept, and how it stands against the norm."""

    row: m.Measure
    standing: Standing | None


@dataclass(frozen=True, slots=True)
class Series:
    """One scale over time, oldest first. `part` None: the registry does not know it. `change`: first to last."""

    instrument: str
    part_name: str
    side: str
    unit: str
    part: Part | None
    taken: tuple[Taken, ...]
    change: Change | None
    retest: Retest

    @property
    def last(self) -> m.Measure:
        return self.taken[-1].row


@dataclass(frozen=True, slots=True)
class KeptGoal:
    """`notes` oldest first, without those taken out of the record."""

    row: m.Goal
    notes: tuple[m.GoalNote, ...]


@dataclass(frozen=True, slots=True)
class OnFile:
    """`findings` newest first."""

    goals: tuple[KeptGoal, ...]
    series: tuple[Series, ...]
    findings: tuple[m.Finding, ...]
    papers: dict[UUID, m.Document]
    diagnoses: tuple[str, ...]
    therapists: dict[UUID, str]

    @property
    def active(self) -> tuple[KeptGoal, ...]:
        return tuple(goal for goal in self.goals if goal.row.status in ("active", "partly_met"))


def on_file(patient: m.Patient, on: date) -> OnFile:
    of_patient = {"practice_id": patient.practice_id, "patient": patient}
    counts = of_patient | {"entered_in_error": False}
    notes = defaultdict(list)
    for note in m.GoalNote.objects.filter(**counts).order_by("noted_on", "id"):
        notes[note.goal_id].append(note)
    goals = m.Goal.objects.filter(**counts).order_by("due_on", "text", "id")
    measures = m.Measure.objects.filter(**counts).order_by("taken_on", "id")
    episodes = m.EpisodeOfCare.objects.filter(**of_patient, is_active=True).order_by("-starts_on", "id")
    diagnoses = tuple(code for episode in episodes for code in episode.icd10)
    return OnFile(
        goals=tuple(KeptGoal(goal, tuple(notes[goal.pk])) for goal in goals),
        series=tuple(_series(measures, diagnoses, on)),
        findings=tuple(m.Finding.objects.filter(**counts).order_by("-found_on", "kind", "id")),
        papers={row.pk: row for row in m.Document.objects.filter(**counts)},
        diagnoses=diagnoses,
        therapists=dict(m.Therapist.objects.filter(practice_id=patient.practice_id).values_list("id", "name")),
    )


def term(row: m.Measure) -> Measure:
    """A kept score as the rules read it."""
    page = Page(row.document_id, row.page) if row.document_id else None
    return Measure(row.pk, row.instrument, row.part, row.score, row.unit, row.taken_on, row.side, row.norm, page)


def _series(rows: Iterable[m.Measure], diagnoses: tuple[str, ...], on: date) -> list[Series]:
    """Scores of one scale, side and unit together; the scale tested last comes first."""
    by_scale: dict[tuple[Scale, str], list[m.Measure]] = defaultdict(list)
    for row in rows:
        by_scale[(scale(row.instrument, row.part, row.side), row.unit.casefold())].append(row)
    made = [_one(taken, diagnoses, on) for taken in by_scale.values()]
    return sorted(made, key=lambda s: (-s.last.taken_on.toordinal(), s.instrument, s.part_name, s.side, s.unit))


def _one(rows: list[m.Measure], diagnoses: tuple[str, ...], on: date) -> Series:
    first, last = rows[0], rows[-1]
    known = instruments.find(last.instrument)
    part = instruments.part_of(known, last.part) if known else None
    change = instruments.change(term(first), term(last), diagnoses=diagnoses) if len(rows) > 1 else None
    return Series(
        instrument=known.name if known else last.instrument,
        part_name=part.name if part else last.part,
        side=last.side,
        unit=last.unit,
        part=part,
        taken=tuple(Taken(row, instruments.standing(term(row))) for row in rows),
        change=change,
        retest=instruments.retest(last.instrument, last.taken_on, on),
    )
