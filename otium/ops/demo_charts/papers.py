"""Papers of the demo's charts as their record system would print them: order, evaluation, plan, progress report.

Some are scans without text, some are not there: as in a drawer.
"""

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from otium.desk import blobs, paper_text
from otium.ops.demo_charts.who import Charted
from otium.records import models as m
from otium.wires.paper import page

WIDTH = 84
# Of so many patients one lacks the paper; the evaluation is a scan.
NO_REPORT, NO_ORDER, SCANNED = 5, 8, 7
LABELS = {
    "history": "History", "prior_level": "Prior level of function", "deficit": "Functional deficits",
    "impairment": "Impairments", "precaution": "Precautions", "progress": "Progress", "home_program": "Home program",
    "skilled_need": "Skilled need", "discharge_plan": "Discharge plan", "other_services": "Other services",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Print:
    kind: str
    title: str
    on: date
    lines: tuple[str, ...]


def keep(practice: m.Practice, patients: list[Charted], rows: dict[Any, list[Any]], on: date) -> None:
    """Five statements, however many patients; the text of each is read out of the PDF like anybody's."""
    goals: dict[Any, list[m.Goal]] = {goal.patient_id: [] for goal in rows[m.Goal]}
    scores: dict[Any, list[m.Measure]] = {patient.row.pk: [] for patient in patients}
    for goal in rows[m.Goal]:
        goals[goal.patient_id].append(goal)
    for score in rows[m.Measure]:
        scores[score.patient_id].append(score)
    prints = [
        (patient, each)
        for patient in patients
        for each in _prints(patient, goals.get(patient.row.pk, []), scores[patient.row.pk], on)
    ]
    files = [page.one_page(each.lines) for _patient, each in prints]
    documents = []
    for (patient, each), blob, data in zip(prints, blobs.keep_many(practice, files), files, strict=True):
        found = paper_text.of_bytes(paper_text.PDF, data)
        documents.append(
            m.Document(
                practice=practice, patient=patient.row, blob=blob, title=each.title, kind=each.kind,
                media_type=paper_text.PDF, received_on=min(each.on, on), pages=found.count if found else None,
                has_text=found.has_text if found else None,
            )
        )  # fmt: skip
    readable = [(row, data) for row, data in zip(documents, files, strict=True) if row.has_text]
    texts = blobs.keep_many(practice, [paper_text.packed(data) for _row, data in readable])
    for (row, _data), text in zip(readable, texts, strict=True):
        row.text = text
    m.Document.objects.bulk_create(documents, batch_size=1_000)


def _prints(patient: Charted, goals: list[m.Goal], scores: list[m.Measure], on: date) -> Iterator[_Print]:
    began_on, number = patient.began_on, patient.number
    who = [
        f"Patient: {patient.row.last_name}, {patient.row.first_name}",
        f"Date of birth: {_day(patient.row.birth_on)}" if patient.row.birth_on else "",
    ]
    if number % NO_ORDER:
        order = ("Order", *who, "Evaluate and treat, occupational therapy.", f"Signed {_day(began_on)}")
        yield _Print("referral", "Signed order", began_on, tuple(filter(None, order)))
    # What a scanner leaves is a page without a letter.
    evaluation = _evaluation(patient, who, goals, scores) if number % SCANNED else ("",)
    yield _Print("evaluation", "Evaluation", began_on, evaluation)
    plan = ("Plan of care", *who, f"Date of report: {_day(began_on)}", *_goal_lines(goals, with_current=False))
    yield _Print("plan_of_care", "Plan of care", began_on, _wrapped(plan))
    if number % NO_REPORT and (on - began_on).days >= 28:
        seen_on = max(began_on, on - timedelta(days=5 + number % 9))
        said = [f"{LABELS[kind]}: {text}" for kind, text in patient.case.later]
        head = ("Progress report", *who, f"Report date: {_day(seen_on)}")
        report = (*head, *said, *_goal_lines(goals, with_current=True))
        yield _Print("progress_report", "Progress report", seen_on, _wrapped(report))


def _evaluation(patient: Charted, who: list[str], goals: list[m.Goal], scores: list[m.Measure]) -> tuple[str, ...]:
    first = [score for score in scores if score.taken_on == patient.began_on]
    measured = [
        f"{score.instrument} {score.part}{f', {score.side}' if score.side else ''}: {score.score.normalize():f}"
        for score in first
    ]
    said = [f"{LABELS[kind]}: {text}" for kind, text in patient.case.findings]
    head = ("Occupational therapy evaluation", *who, f"Date of evaluation: {_day(patient.began_on)}")
    return _wrapped((*head, *said, *measured, *_goal_lines(goals, with_current=False)))


def _goal_lines(goals: list[m.Goal], *, with_current: bool) -> Iterator[str]:
    for number, goal in enumerate(goals, 1):
        yield f"Goal {number}: {goal.text}"
        yield f"Baseline: {goal.baseline}"
        if with_current:
            yield f"Current: {goal.current}"
        if goal.target:
            yield f"Target: {goal.target}"
        yield f"Target date: {_day(goal.due_on)}"


def _wrapped(lines: tuple[str, ...]) -> tuple[str, ...]:
    whole = [part for line in lines if line for part in textwrap.wrap(line, WIDTH)]
    return tuple(whole[: page.MOST_LINES])


def _day(day: date | None) -> str:
    return f"{day:%m/%d/%Y}" if day else ""
