"""Charts of many patients from FHIR: bundles, or one resource a line (bulk export), to rows by chart number.

A Goal, Observation, Condition or ClinicalImpression belongs to the patient whose chart number its subject names: an
identifier of type MR (v2-0203) of the Patient resource in any of the files, or of the reference itself. A patient of
whom none or several are stated has none, and every line of theirs is held. What a resource says is read by `chart.py`.
Source: FHIR R4 (4.0.1); FHIR Bulk Data Access 2.0 (ndjson).
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from otium.terms.charting import Item, NewFinding, NewGoal, NewScore, Person
from otium.terms.extract import ChartRow, Extract, Finding, Line, Place, Problem, Sheet, Table
from otium.wires.fhir import chart

LARGEST = 32 * 1024 * 1024  # bytes of one file: as values it takes about ten times as much
MOST_LINES = 100_000  # resources a file
MEDICAL_RECORD = "MR"
UNSAID = frozenset({"baseline", "is_long_term", "code", "goal"})  # what these resources never say
COLUMNS = {"patient": "subject", "on": "date", "text": "text", "score": "value"}
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Someone:
    """A patient as the files state them; `number` empty: none, or several."""

    number: str
    person: Person


def is_fhir(data: bytes) -> bool:
    head = data[:4_096].decode("utf-8", "replace")
    return chart.is_bundle(head)


def read(files: Iterable[tuple[str, bytes]]) -> Extract:
    """All files together: patients may stand in another file than their lines."""
    sheets: list[Sheet] = []
    findings: list[Finding] = []
    found: list[tuple[Place, Json]] = []
    for name, data in files:
        resources, problem = _resources(data)
        if problem:
            sheets.append(Sheet(name, Table.CHARTS, keys=None))
            findings.append(problem.at(name))
            continue
        lines = [(Place(name, number), one) for number, one in resources]
        mine = [line for line in lines if chart.kind_of(line[1]) in chart.READERS]
        sheets.append(Sheet(name, Table.CHARTS, len(mine), COLUMNS, UNSAID))
        findings += _skipped(name, lines)
        found += lines
    people = _people(one for _, one in found)
    rows: list[ChartRow] = []
    for place, one in found:
        if chart.kind_of(one) in chart.READERS:
            result = _lines(place, one, people)
            if isinstance(result, Finding):
                findings.append(result)
            else:
                rows += result
    return Extract(tuple(sheets), tuple(rows), tuple(findings))


@dataclass(frozen=True, slots=True)
class _Fault:
    problem: Problem
    params: dict[str, str | int]

    def at(self, name: str) -> Finding:
        return Finding(self.problem, Place(name, 1), Table.CHARTS, params=self.params)


def _resources(data: bytes) -> tuple[list[tuple[int, Json]], _Fault | None]:
    """Each resource with its number: of the entry in a bundle, of the line else; both from 1."""
    if len(data) > LARGEST:
        return [], _Fault(Problem.TOO_LARGE, {"most": f"{LARGEST // (1024 * 1024)} MB"})
    try:
        found = list(_parsed(data.decode("utf-8-sig")))
    except (ValueError, RecursionError):
        return [], _Fault(Problem.NOT_JSON, {})
    if len(found) > MOST_LINES:
        return [], _Fault(Problem.TOO_LARGE, {"most": f"{MOST_LINES:,} resources"})
    return found, None


def _parsed(text: str) -> Iterator[tuple[int, Json]]:
    """Raises ValueError, RecursionError."""
    try:
        whole = _value(text)
    except json.JSONDecodeError as error:
        if error.msg != "Extra data":
            raise
        yield from ((n, _value(line)) for n, line in enumerate(text.splitlines(), 1) if line.strip())
        return
    if chart.kind_of(whole) != "Bundle":
        yield 1, whole
        return
    entries = whole.get("entry")
    for number, entry in enumerate(entries if isinstance(entries, list) else [], 1):
        resource = entry.get("resource") if isinstance(entry, dict) else None
        yield number, resource if isinstance(resource, dict) else {}


def _value(text: str) -> Any:
    return chart.printable(json.loads(text, parse_float=Decimal, parse_constant=chart.no_number))


def _skipped(name: str, lines: Iterable[tuple[Place, Json]]) -> Iterator[Finding]:
    kinds = sorted({chart.kind_of(one)[:40] for _, one in lines} - {*chart.READERS, "Patient", ""})
    if kinds:
        params: dict[str, str | int] = {"columns": ", ".join(kinds)}
        yield Finding(Problem.COLUMN_UNKNOWN, Place(name, 1), Table.CHARTS, holds=False, params=params)


def _people(resources: Iterable[Json]) -> dict[str, _Someone]:
    """Patients by their id; one stated twice with different numbers has none."""
    found: dict[str, _Someone] = {}
    for one in resources:
        own = one.get("id") if chart.kind_of(one) == "Patient" else None
        if isinstance(own, str) and own:
            stated = _Someone(_number(one.get("identifier")), chart.person(one))
            before = found.get(own, stated)
            found[own] = stated if before.number == stated.number else _Someone("", stated.person)
    return found


def _number(identifiers: Any) -> str:
    """The chart number among identifiers: the one of type MR, or the only one that has no type at all."""
    stated = [one for one in (identifiers if isinstance(identifiers, list) else [identifiers]) if isinstance(one, dict)]
    records = [one for one in stated if MEDICAL_RECORD in chart.codings(one.get("type"))]
    if not records and len(stated) == 1 and not stated[0].get("type"):
        records = stated
    values = {one["value"].strip() for one in records if isinstance(one.get("value"), str)} - {""}
    return values.pop() if len(values) == 1 else ""


def _lines(place: Place, one: Json, people: dict[str, _Someone]) -> list[ChartRow] | Finding:
    """All rows of a resource, or why nothing of it is taken."""
    kind = chart.kind_of(one)
    whose = _subject(one, people)
    if not whose.number:
        return Finding(Problem.CHART_NUMBER_MISSING, place, Table.CHARTS, f"{kind}.subject")
    try:
        items = list(chart.READERS[kind](one))
    except chart.Held as held:
        column = f"{kind}.{held.field}" if held.field else kind
        return Finding(Problem.RESOURCE_UNREAD, place, Table.CHARTS, column)
    own = one.get("id")
    name = f"{kind}/{own}" if isinstance(own, str) and own else f"{place.file}:{kind}:{place.row}"
    return [_row(place, f"{name}{part}", item, whose) for part, item in items]


def _subject(one: Json, people: dict[str, _Someone]) -> _Someone:
    subject = one.get("subject")
    reference = subject.get("reference") if isinstance(subject, dict) else None
    key = reference.rpartition("/")[2].rpartition(":")[2] if isinstance(reference, str) else ""
    if key in people:
        return people[key]
    number = _number(subject.get("identifier")) if isinstance(subject, dict) else ""
    return _Someone(number, Person())


def _row(place: Place, own_id: str, item: Item, whose: _Someone) -> ChartRow:
    shared: Json = {
        "place": place, "patient": whose.number, "first_name": whose.person.given, "last_name": whose.person.family,
        "birth_on": whose.person.birth_on,
    }  # fmt: skip
    if isinstance(item, NewGoal):
        return ChartRow(
            **shared, key=f"goal/{own_id}", line=Line.GOAL, on=item.set_on, text=item.text, current=item.current,
            target=item.target, due_on=item.due_on, status=item.status,
        )  # fmt: skip
    if isinstance(item, NewScore):
        return ChartRow(
            **shared, key=f"score/{own_id}", line=Line.SCORE, on=item.taken_on, instrument=item.instrument,
            part=item.part, score=item.score, unit=item.unit, side=item.side, norm=item.norm,
        )  # fmt: skip
    return _finding_row(shared, own_id, item)


def _finding_row(shared: Json, own_id: str, item: NewFinding) -> ChartRow:
    return ChartRow(
        **shared, key=f"finding/{own_id}", line=Line.FINDING, on=item.found_on, kind=item.kind, text=item.text,
    )  # fmt: skip
