"""Why: the reasons of a task as facts, each ending in what it rests on."""

from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from otium.desk import agenda
from otium.desk.agenda import Place
from otium.pages import links, present, say
from otium.pages.words.duties import STEPS
from otium.pages.words.records import PAYER_TYPES, SOURCES
from otium.records.models import Membership, Task
from otium.terms.duty import DutyKind

USUAL_DECISION_DAYS = 10  # where the reasons name none
MOST_LEADS = 2
SIDE_BY_SIDE = frozenset({"answer_says"})  # panel.sides shows them
STEP_ON_PAGE = 1  # of the duties in links.DONE_ON_PAGE


@dataclass(frozen=True, slots=True)
class Fact:
    """`href` is empty where nothing can be opened; `source` then still names it."""

    name: str
    text: str
    source: str
    href: str


@dataclass(frozen=True, slots=True)
class Step:
    """`href` is where the step is done; empty where that is no page, or none the person may open."""

    when: str
    what: str
    href: str = ""


def facts(task: Task, place: Place, member: Membership | None) -> list[Fact]:
    """The reasons, then the dollars and how they were computed; a file about nobody has none.

    A source behind a door that is closed to the member is named, not linked.
    """
    found = [_fact(stored, task, place) for stored in task.why if stored["code"] not in SIDE_BY_SIDE]
    if task.patient_id:
        found.append(_dollars(task))
    return [f if links.is_open(f.href, member) else replace(f, href="") for f in found]


def _dollars(task: Task) -> Fact:
    said = say.at_risk(task.at_risk)
    if not task.at_risk.get("visits"):
        return Fact(_("At risk"), said, "", "")
    return Fact(_("At risk"), said, str(SOURCES["expected_rate"]), links.source("expected_rate", None, "", None))


def _fact(stored: dict[str, Any], task: Task, place: Place) -> Fact:
    spoken = say.reason(stored, on=place.on)
    source = stored.get("source") or {}
    kind, label = source.get("kind", ""), source.get("label", "")
    href = links.source(kind, source.get("id"), label, task.patient_id, practice=place.practice.slug)
    return Fact(spoken.name, spoken.fact, _source_name(kind, label), href)


def _source_name(kind: str, label: str) -> str:
    """Approval M-60342; Rule: Medicaid MCO."""
    name = str(SOURCES.get(kind, ""))
    return f"{name} {PAYER_TYPES.get(label, label)}".strip()


def lead(task: Task, place: Place) -> str:
    """The sentences that say what is wrong."""
    leads = (say.reason(stored, on=place.on).lead for stored in task.why)
    return " ".join([text for text in leads if text][:MOST_LEADS])


def steps(task: Task, place: Place, member: Membership | None) -> list[Step]:
    """What happens next, with days where they can be told."""
    decides = next((r["params"]["business_days"] for r in task.why if r["code"] == "payer_decides_within"), None)
    answer_on = agenda.days_after(place.on, decides or USUAL_DECISION_DAYS, place.days)
    known = {
        "answer_on": present.day(answer_on, place.on),
        "last_safe_on": present.day(task.last_safe_on or task.due_on, place.on),
    }
    page = links.step(task.kind, task.patient_id, task.focus_id)
    opens = page if links.is_open(page, member) else ""
    said = STEPS[DutyKind(task.kind)]
    return [
        Step(str(when) % known, str(what), opens if n == STEP_ON_PAGE else "") for n, (when, what) in enumerate(said)
    ]
