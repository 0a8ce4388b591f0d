"""charts: goals and how they go, scores and findings of all patients, by the chart number of each. Pure.

A number that nobody has holds its line: no patient is guessed by name. Names and birth dates only confirm the number.
What is on file already in the same words is taken for the line's record, and is not added again.
"""

from typing import Any
from uuid import UUID

from otium.desk.imports.on_file import MODEL_OF, Kind, Model
from otium.desk.imports.plan.charted import Charted
from otium.desk.imports.plan.doubles import one_per_key
from otium.desk.imports.plan.draft import Draft, is_removal, named_for
from otium.desk.imports.plan.result import Outcome
from otium.rules import instruments
from otium.rules.identity import Identity, Likeness, likeness
from otium.terms.chart import GoalStatus, Measure
from otium.terms.extract import ChartRow, Line, Problem

NEEDS: dict[Line, tuple[str, ...]] = {
    Line.GOAL: ("text",),
    Line.NOTE: ("goal", "on"),
    Line.SCORE: ("instrument", "score", "on"),
    Line.FINDING: ("kind", "text", "on"),
}
NOWHERE = UUID(int=0)


def plan_charts(draft: Draft, rows: list[ChartRow]) -> None:
    """Goals before the notes of them, whatever the order in the file."""
    if not rows:
        return
    charted = Charted(draft)
    for row in sorted(one_per_key(draft, rows), key=lambda r: r.line is Line.NOTE):
        draft.note_outcome(row, Outcome.UNCHANGED)
        patient = charted.patient(row)
        if patient is None or not _fits(draft, row, patient):
            continue
        if is_removal(row):
            _remove(draft, row)
        elif _is_whole(draft, row):
            _plan_line(draft, charted, row, patient)


def _fits(draft: Draft, row: ChartRow, patient: UUID) -> bool:
    """Whether number, name and line speak of one patient; else the row is held."""
    names = (draft.value(Model.PATIENT, patient, name) for name in ("last_name", "first_name", "birth_on"))
    family, given, born_on = names
    stated = Identity(row.last_name, row.first_name, row.birth_on)
    if likeness(stated, Identity(family or "", given or "", born_on)) is Likeness.OTHER:
        draft.hold(row, Problem.OTHER_PERSON, "patient")
        return False
    kind = named_for(row)
    record = draft.record_of(kind, row.key)
    if record and draft.value(MODEL_OF[kind], record, "patient_id") != patient:
        draft.hold(row, Problem.OTHER_PATIENT, "patient", id=row.key)
        return False
    return True


def _is_whole(draft: Draft, row: ChartRow) -> bool:
    """Whether the row says what a line of its kind needs, and something that can be; else it is held."""
    if row.line is None:
        return False
    for name in NEEDS[row.line]:
        if getattr(row, name) in (None, ""):
            draft.hold(row, Problem.BLANK, name)
            return False
    if row.on and row.on > draft.frame.on:
        draft.hold(row, Problem.STILL_TO_COME, "on")
        return False
    if row.line is Line.SCORE and _is_impossible(row):
        draft.hold(row, Problem.SCORE_IMPOSSIBLE, "score", instrument=row.instrument)
        return False
    return True


def _is_impossible(row: ChartRow) -> bool:
    if row.score is None or row.on is None:
        return True
    measure = Measure(NOWHERE, row.instrument, row.part, row.score, row.unit, row.on, row.side, row.norm)
    return any(odd.is_refused for odd in instruments.check(measure))


def _remove(draft: Draft, row: ChartRow) -> None:
    kind = named_for(row)
    record = draft.remove(row, kind)
    if record:
        draft.change(MODEL_OF[kind], record, {"entered_in_error": True}, _why(row))


def _plan_line(draft: Draft, charted: Charted, row: ChartRow, patient: UUID) -> None:
    if row.line is Line.GOAL:
        _plan_goal(draft, charted, row, patient)
    elif row.line is Line.NOTE:
        _plan_note(draft, row, patient)
    else:
        fields = _score(row) if row.line is Line.SCORE else _finding(row)
        _take(draft, charted, row, {**fields, "patient_id": patient})


def _take(draft: Draft, charted: Charted, row: ChartRow, fields: dict[str, Any]) -> UUID:
    """The record of the line: the one it was, one on file that says the same, or a new one."""
    kind = named_for(row)
    said = draft.said(row, {**fields, "entered_in_error": False})
    same = None if draft.what(kind, row.key) else charted.same(MODEL_OF[kind], fields)
    if same:
        return draft.fill(kind, row.key, said, row=row, adopt=same)
    return draft.want(kind, row.key, {**said, "external_id": row.key}, row=row)


def _score(row: ChartRow) -> dict[str, Any]:
    """Instrument and part by the names of the registry where it knows them, so that scores form one series."""
    known = instruments.find(row.instrument)
    part = instruments.part_of(known, row.part) if known else None
    return {
        "instrument": known.name if known else row.instrument,
        "part": part.name if part else row.part,
        "score": row.score,
        "unit": row.unit or (part.unit if part else ""),
        "side": row.side or "",
        "norm": row.norm,
        "taken_on": row.on,
    }


def _finding(row: ChartRow) -> dict[str, Any]:
    kind = row.kind.value if row.kind else ""
    return {"kind": kind, "text": row.text, "code": row.code, "found_on": row.on, "channel": "import"}


def _plan_goal(draft: Draft, charted: Charted, row: ChartRow, patient: UUID) -> None:
    """Where it stands is a note too, on the day the goal was set or, later, the day the import tells it."""
    before = draft.record_of(Kind.GOAL, row.key)
    stood = _standing(draft, before) if before else None
    names = ("text", "baseline", "target", "due_on", "is_long_term", "code")
    fields = {**{name: getattr(row, name) for name in names}, "set_on": row.on, "patient_id": patient}
    if row.status or before is None:
        fields["status"] = (row.status or GoalStatus.ACTIVE).value
    if row.current or before is None:
        fields["current"] = row.current or row.baseline
    goal = _take(draft, charted, row, fields)
    stands = _standing(draft, goal)
    is_new = draft.is_new(Model.GOAL, goal)
    if stands == stood or (is_new and not row.current) or not (is_new or before):
        return
    noted_on = (row.on if is_new else None) or draft.frame.on
    note = {"patient_id": patient, "goal_id": goal, "noted_on": noted_on, "entered_in_error": False}
    note |= {"status": stands[0], "current": stands[1]}
    draft.want(Kind.GOAL_NOTE, f"{row.key}:{noted_on.isoformat()}", note, row=row)
    draft.change(Model.GOAL, goal, {"current_on": noted_on}, _why(row))


def _standing(draft: Draft, goal: UUID) -> tuple[str, str]:
    status, current = (draft.value(Model.GOAL, goal, name) for name in ("status", "current"))
    return status or GoalStatus.ACTIVE.value, current or ""


def _plan_note(draft: Draft, row: ChartRow, patient: UUID) -> None:
    """How a goal went on a day; the newest is where the goal stands."""
    goal = draft.record_of(Kind.GOAL, f"{Line.GOAL.value}/{row.goal}")
    if goal is None:
        draft.hold(row, Problem.ORPHAN, "goal", refers_to="goal", id=row.goal)
        return
    if draft.value(Model.GOAL, goal, "patient_id") != patient:
        draft.hold(row, Problem.OTHER_PATIENT, "goal", id=row.goal)
        return
    stands = {
        "status": row.status.value if row.status else _standing(draft, goal)[0],
        "current": row.current or row.text or _standing(draft, goal)[1],
    }
    before = draft.what(Kind.GOAL_NOTE, row.key)
    note = {"patient_id": patient, "goal_id": goal, "noted_on": row.on, "entered_in_error": False}
    said = stands if before is None else {n: v for n, v in stands.items() if n == "current" or row.status}
    draft.want(Kind.GOAL_NOTE, row.key, {**note, **said}, row=row)
    is_news = before is None or before.fields != draft.known[Kind.GOAL_NOTE, row.key].fields
    last = draft.value(Model.GOAL, goal, "current_on")
    if is_news and row.on and (last is None or last <= row.on):
        draft.change(Model.GOAL, goal, {**said, "current_on": row.on}, _why(row))


def _why(row: ChartRow) -> str:
    return f"{row.place.file} row {row.place.row}"
