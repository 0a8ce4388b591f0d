"""Take chosen lines of a document into the chart: one entry, taken back as a whole like one that was typed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from otium.desk.actor import Actor
from otium.desk.charting.offering import PAPER, Line, entry_item, offer
from otium.desk.charting.saving import Saved, save
from otium.desk.mend.problems import Invalid, Problem
from otium.records.models import Document
from otium.terms.charting import Entry, GoalToday, NewFinding, NewGoal, NewScore


@dataclass(frozen=True, slots=True)
class Chosen:
    """`keys` of lines; `on`: the day that the document speaks of, for lines that name none."""

    keys: frozenset[str]
    on: date | None
    is_sure: bool = False


@transaction.atomic
def accept(chosen: Chosen, *, document_id: UUID, entry_id: UUID, by: Actor, at: datetime) -> Saved:
    """The document is read again; what is on file meanwhile is left out.

    Raises Invalid; the field of a problem is the key of its line, empty for the whole, `on` for the day.
    """
    document = Document.objects.select_related("practice", "patient", "text", "blob").get(pk=document_id)
    found = offer(document)
    lines = [line for line in found.lines if line.proposal.key in chosen.keys and line.can_be_taken]
    if not lines:
        raise Invalid([Problem("", _("Tick the lines that shall go into the chart."))])
    entry, keys = _entry(lines, chosen, "letter" if found.form == PAPER else "import")
    try:
        return save(
            entry, entry_id=entry_id, practice_id=document.practice_id, patient_id=document.patient_id, by=by, at=at
        )
    except Invalid as refused:
        raise Invalid([_of_line(problem, keys) for problem in refused.problems]) from refused


def _entry(lines: Iterable[Line], chosen: Chosen, channel: str) -> tuple[Entry, dict[str, str]]:
    """The entry, and field of a problem (score-2) -> key of the line. A goal named twice is noted once."""
    items = [(line.proposal.key, entry_item(line)) for line in lines]
    notes = {item.goal_id: (key, item) for key, item in items if isinstance(item, GoalToday)}
    goals = [(key, item) for key, item in items if isinstance(item, NewGoal)]
    scores = [(key, item) for key, item in items if isinstance(item, NewScore)]
    findings = [(key, item) for key, item in items if isinstance(item, NewFinding)]
    keys = {f"goal-{goal_id}": key for goal_id, (key, _item) in notes.items()}
    keys |= {f"newgoal-{place}": key for place, (key, _item) in enumerate(goals)}
    keys |= {f"score-{place}": key for place, (key, _item) in enumerate(scores)}
    keys |= {f"finding-{place}": key for place, (key, _item) in enumerate(findings)}
    entry = Entry(
        on=chosen.on,
        goals=tuple(item for _key, item in notes.values()),
        new_goals=tuple(item for _key, item in goals),
        scores=tuple(item for _key, item in scores),
        findings=tuple(item for _key, item in findings),
        is_sure=chosen.is_sure,
        channel=channel,
    )
    return entry, keys


def _of_line(problem: Problem, keys: dict[str, str]) -> Problem:
    head = problem.field.rpartition("-")[0]
    return Problem(keys.get(head, problem.field), problem.words, problem.is_warning)
