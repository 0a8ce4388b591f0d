"""What a document offers for the chart: each line with where it stands, whether it is on file, and what is odd."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from otium.desk import paper_text
from otium.records.models import Document, Finding, Goal, Measure, Patient
from otium.rules.charting import read_pages
from otium.rules.charting.score_lines import with_part
from otium.rules.identity import Identity, Likeness, likeness
from otium.rules.instruments.registry import plain
from otium.terms.chart import GoalStatus, Page
from otium.terms.charting import (
    GoalToday,
    Item,
    NewFinding,
    NewGoal,
    NewScore,
    Person,
    Proposal,
    Reading,
    Unread,
    Written,
)
from otium.wires.fhir import chart as bundle
from otium.wires.paper.reading import PaperText
from otium.wires.sheets import charts as sheet

PAPER, SHEET, BUNDLE = "paper", "sheet", "bundle"


@dataclass(frozen=True, slots=True)
class Line:
    """`state`: new, note (of a goal on file, `goal_id`), on_file, withdrawn. Only new and note can be accepted."""

    proposal: Proposal
    item: Item
    state: str
    goal_id: UUID | None = None

    @property
    def can_be_taken(self) -> bool:
        return self.state in ("new", "note")


@dataclass(frozen=True, slots=True)
class Offer:
    """`form`: paper, sheet, bundle; empty: a picture, which is not read."""

    document: Document
    form: str
    lines: tuple[Line, ...]
    unread: tuple[Unread, ...]
    on: date | None


def offer(document: Document) -> Offer:
    """Nothing is offered of a document that speaks of another person."""
    form, found = _read(document)
    patient = document.patient
    verdict = likeness(_stated(found.person), Identity(patient.last_name, patient.first_name, patient.birth_on))
    if verdict is Likeness.OTHER:
        return Offer(document, form, (), (*found.unread, Unread("other_person")), found.on)
    unread = (*found.unread, Unread("person_unsure")) if verdict is Likeness.UNSURE else found.unread
    kept = _kept(patient)
    lines = tuple(_line(proposal, document, kept, found.on) for proposal in found.proposals)
    return Offer(document, form, lines, unread, found.on)


def entry_item(line: Line) -> GoalToday | Item:
    """What accepting the line adds: a note of the goal that is on file, or the line itself."""
    if line.state == "note" and isinstance(line.item, NewGoal) and line.goal_id:
        return GoalToday(line.goal_id, line.item.status, line.item.current, line.item.written)
    return line.item


def _read(document: Document) -> tuple[str, Reading]:
    text = paper_text.load(document)
    if text is None:
        return "", Reading(unread=(Unread("scan"),))
    if document.media_type == paper_text.TEXT:
        whole = text.pages[0]
        if bundle.is_bundle(whole):
            return BUNDLE, bundle.read(whole)
        data = whole.encode()
        if sheet.is_chart_sheet(data):
            return SHEET, sheet.read(data)
    return PAPER, _of_paper(text)


def _of_paper(text: PaperText) -> Reading:
    told = tuple(Unread(trouble.value) for trouble in text.troubles)
    if text.has_text is False:
        told = (*told, Unread("scan"))
    found = read_pages(text.pages) if text.has_text else Reading()
    return replace(found, unread=(*told, *found.unread))


def _stated(person: Person) -> Identity:
    return Identity(person.family, person.given, person.birth_on)


@dataclass(frozen=True, slots=True)
class _Kept:
    """Rows of the patient, those taken out of the record too: by the source's id, and by what they say."""

    by_id: dict[tuple[str, str], Any]
    goals: dict[str, Goal]
    scores: set[tuple[Any, ...]]
    findings: set[tuple[str, str]]


def _kept(patient: Patient) -> _Kept:
    rows: dict[str, list[Any]] = {
        model._meta.model_name: list(model.objects.filter(patient=patient).order_by("id"))
        for model in (Goal, Measure, Finding)
    }
    goals = [row for row in rows["goal"] if not row.entered_in_error]
    return _Kept(
        by_id={(name, row.external_id): row for name, found in rows.items() for row in found if row.external_id},
        goals={plain(row.text): row for row in goals},
        scores={
            (row.instrument, row.part, row.side, row.score, row.taken_on)
            for row in rows["measure"]
            if not row.entered_in_error
        },
        findings={(row.kind, plain(row.text)) for row in rows["finding"] if not row.entered_in_error},
    )


def _line(proposal: Proposal, document: Document, kept: _Kept, on: date | None) -> Line:
    """`on`: the day that the document names for all that names none."""
    external_id = f"{document.patient_id}:{proposal.own_id}" if proposal.own_id else f"{document.pk}:{proposal.key}"
    page = Page(document.pk, proposal.place.page)
    item = replace(proposal.item, written=Written(page, external_id))
    if isinstance(item, NewScore):
        item = with_part(item)
    table = {NewGoal: "goal", NewScore: "measure", NewFinding: "finding"}[type(item)]
    same = kept.by_id.get((table, external_id))
    if same is not None and same.entered_in_error:
        return Line(proposal, item, "withdrawn")
    if isinstance(item, NewGoal):
        return _goal_line(proposal, item, same or kept.goals.get(plain(item.text)))
    is_known = same is not None or _says_the_same(item, kept, on)
    return Line(proposal, item, "on_file" if is_known else "new")


def _goal_line(proposal: Proposal, item: NewGoal, goal: Goal | None) -> Line:
    """A goal that is on file already is news only where it stands otherwise now."""
    if goal is None:
        return Line(proposal, item, "new")
    moved = (item.current and item.current != goal.current) or item.status not in (goal.status, GoalStatus.ACTIVE)
    return Line(proposal, item, "note" if moved else "on_file", goal.pk)


def _says_the_same(item: NewScore | NewFinding, kept: _Kept, on: date | None) -> bool:
    if isinstance(item, NewFinding):
        return (item.kind.value, plain(item.text)) in kept.findings
    return (item.instrument, item.part, item.side, item.score, item.taken_on or on) in kept.scores
