"""Write the charts: a fixed number of statements, however many patients there are."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from otium.desk import acting, clock, history
from otium.desk.actor import Actor
from otium.ops.demo_charts import papers
from otium.ops.demo_charts.who import Charted, age_of, charted
from otium.records import models as m
from otium.rules import instruments

DEMO = Actor("demo")
BATCH = 1_000
MONTH = timedelta(days=28)
TEST_AGAIN = timedelta(days=92)  # a child's test means nothing sooner
TEST_SOON = timedelta(days=35)
GOAL_TIME = timedelta(days=182)
# Of so many charts one lacks: the reason for a therapist, a goal's target, the home program, the second scores.
NO_NEED, NO_TARGET, NO_PROGRAM, NO_RETEST = 7, 6, 9, 8


def add(practice_id: UUID, *, at: datetime) -> int:
    """Charts of those active patients with an authorization or request who have none; how many were written."""
    with acting.acting_for(practice_id):
        practice = m.Practice.objects.get(pk=practice_id)
        on = clock.day(at, practice)
        patients = charted(practice, on)
        rows: dict[Any, list[Any]] = {model: [] for model in (m.PlanOfCare, m.Goal, m.GoalNote, m.Measure, m.Finding)}
        planned = set(m.PlanOfCare.objects.filter(practice=practice).values_list("patient_id", flat=True))
        for patient in patients:
            if patient.row.pk not in planned:
                rows[m.PlanOfCare].append(_plan(patient))
            _write(patient, rows, on)
        for model, new in rows.items():
            model.objects.bulk_create(new, batch_size=BATCH)
        papers.keep(practice, patients, rows, on)
        m.History.objects.bulk_create([_told(p, at) for p in patients], batch_size=BATCH)
        return len(patients)


def _write(patient: Charted, rows: dict[Any, list[Any]], on: date) -> None:
    number, began_on = patient.number, patient.began_on
    weeks = (on - began_on).days // 7
    for place, goal in enumerate(patient.case.goals[: 2 + number % 2]):
        notes = _notes(goal["steps"], patient, on)
        row = _goal(goal, patient, on, lacks_target=place == 1 and number % NO_TARGET == 0)
        row.current, row.current_on = notes[-1] if notes else (row.baseline, began_on)
        rows[m.Goal].append(row)
        rows[m.GoalNote] += [
            m.GoalNote(**_of(patient), goal=row, noted_on=day, current=words, status="active") for words, day in notes
        ]
    for score in patient.case.scores[: 2 + number % 2]:
        rows[m.Measure] += _scores(score, patient, on)
    therapist_id = patient.episode.therapist_id if patient.episode else None
    said = [(kind, text, began_on) for kind, text in patient.case.findings]
    lately = max(began_on, on - timedelta(days=5 + number % 9))
    said += [(kind, text, lately) for kind, text in patient.case.later if weeks >= 3 and _is_said(kind, number)]
    rows[m.Finding] += [
        m.Finding(
            **_of(patient), episode=patient.episode, therapist_id=therapist_id, kind=kind, text=text, found_on=day
        )
        for kind, text, day in said
    ]


def _is_said(kind: str, number: int) -> bool:
    lacking = {"skilled_need": NO_NEED, "home_program": NO_PROGRAM}.get(kind)
    return lacking is None or number % lacking != 0


def _goal(goal: dict[str, Any], patient: Charted, on: date, *, lacks_target: bool) -> m.Goal:
    due_on = patient.began_on + GOAL_TIME
    while due_on < on + MONTH:
        due_on += GOAL_TIME / 2
    return m.Goal(
        **_of(patient),
        text=goal["text"],
        baseline=goal["steps"][0],
        target="" if lacks_target else goal["target"],
        due_on=due_on,
        set_on=patient.began_on,
        is_long_term=goal.get("long", False),
        code=goal["code"],
        status="active",
    )


def _notes(steps: list[str], patient: Charted, on: date) -> list[tuple[str, date]]:
    """What was seen each month, as far as the course of therapy reaches; the last step is held from then on."""
    days = [patient.began_on + MONTH * n for n in range(1, 6)]
    past = [day for day in days if day <= on]
    if patient.began_on + timedelta(days=10) <= on and not past:
        past = [on - timedelta(days=2)]
    ahead = steps[1:]
    return [(ahead[min(place, len(ahead) - 1)], day) for place, day in enumerate(past)] if ahead else []


def _scores(score: dict[str, Any], patient: Charted, on: date) -> list[m.Measure]:
    """At the evaluation, and again where there was time; each patient a little off the case."""
    first = Decimal(score["first"])
    step = 5 if score["instrument"] == "Barthel Index" else 1
    first += Decimal((patient.number % 5 - 2) * step) if first == first.to_integral() else Decimal(0)
    taken = [(first, patient.began_on)]
    wait = TEST_AGAIN if patient.row.birth_on and age_of(patient.row.birth_on, on) < 18 else TEST_SOON
    if patient.began_on + wait <= on and patient.number % NO_RETEST:
        taken.append((first + Decimal(score["change"]), min(patient.began_on + wait * 2, on - timedelta(days=3))))
    therapist_id = patient.episode.therapist_id if patient.episode else None
    known = {name: score.get(name, "") for name in ("instrument", "part", "side")}
    return [
        m.Measure(**_of(patient), **known, unit=_unit(known), score=value, taken_on=day, therapist_id=therapist_id)
        for value, day in taken
    ]


def _unit(known: dict[str, str]) -> str:
    instrument = instruments.find(known["instrument"])
    part = instruments.part_of(instrument, known["part"]) if instrument else None
    return part.unit if part else ""


def _plan(patient: Charted) -> m.PlanOfCare:
    """Signed, as most are: those who lack one lack it in the extract."""
    return m.PlanOfCare(
        **_of(patient), episode=patient.episode, starts_on=patient.began_on, sent_on=patient.began_on,
        therapist_id=patient.episode.therapist_id if patient.episode else None, frequency_per_week=1,
        duration_weeks=26, certified_on=patient.began_on,
    )  # fmt: skip


def _told(patient: Charted, at: datetime) -> m.History:
    return history.row(patient.row, "recorded", by=DEMO, at=at, after={"chart": "evaluation and notes"})


def _of(patient: Charted) -> dict[str, Any]:
    return {"practice_id": patient.row.practice_id, "patient": patient.row}
