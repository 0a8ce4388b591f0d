"""Pages of text to proposals: goals with what belongs to them, scores, findings. Line by line, each with its page."""

import importlib.resources
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from typing import Any, TypeVar

from otium.rules.charting.days import day
from otium.rules.charting.score_lines import names_instrument, score_of
from otium.rules.instruments.registry import plain
from otium.terms.chart import FindingKind, GoalStatus
from otium.terms.charting import Item, NewFinding, NewGoal, NewScore, Person, Place, Proposal, Reading, Unread

_LABEL = re.compile(r"(?:[•*\-–]\s+)?(?P<label>[^:=]{1,80}?)\s*[:=]\s*(?P<value>.*)")
_NUMBERED = re.compile(r"(?P<name>.+?)\s*#?\s*(?P<number>\d{1,2})?\s*")
T = TypeVar("T", bound=Item)
_ENDS = (".", "!", "?")
MOST_LINES = 6  # of one text
MOST_PROPOSALS = 200


@dataclass(frozen=True, slots=True)
class _Line:
    place: Place
    text: str
    label: str = ""  # in plain letters, without a number; empty: none
    value: str = ""
    raw_label: str = ""


@dataclass(slots=True)
class _Read:
    """What was found so far. `more`: lines of text that follow the newest proposal belong to it."""

    proposals: list[Proposal] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    on: date | None = None
    person: Person = field(default_factory=Person)
    days_on: set[date] = field(default_factory=set)
    goal: int | None = None  # place of the goal that lines may still belong to
    open_text: str = ""  # which of its texts goes on: text, baseline, current, target
    lines: int = 0


@cache
def labels() -> dict[str, dict[str, str]]:
    """For each group of labels.toml, label in plain letters -> what it is."""
    text = (importlib.resources.files("otium.rules.charting") / "labels.toml").read_text("utf-8")
    groups = {name: group for name, group in tomllib.loads(text).items() if isinstance(group, dict)}
    return {
        name: {plain(label): kind for kind, names in group.items() for label in names} for name, group in groups.items()
    }


def read_pages(pages: Sequence[str]) -> Reading:
    """What pages of a paper say in labelled lines."""
    read = _Read()
    for number, page in enumerate(pages, 1):
        for line in _lines(page, number):
            _take(line, read)
        read.goal, read.open_text = None, ""
    if len(read.days_on) == 1:
        read.on = next(iter(read.days_on))
    if read.on is None and any(isinstance(p.item, NewScore) for p in read.proposals):
        read.unread.append(Unread("no_score_day"))
    return Reading(tuple(read.proposals[:MOST_PROPOSALS]), tuple(read.unread), read.on, read.person)


def _lines(page: str, number: int) -> Iterator[_Line]:
    for count, text in enumerate(page.split("\n"), 1):
        stripped = " ".join(text.split())
        place = Place(page=number, line=count)
        found = _LABEL.fullmatch(stripped)
        if found is None:
            yield _Line(place, stripped)
            continue
        raw = found["label"]
        numbered = _NUMBERED.fullmatch(raw)
        name = plain(numbered["name"]) if numbered else plain(raw)
        yield _Line(place, stripped, name, found["value"].strip(), raw)


def _take(line: _Line, read: _Read) -> None:
    known = labels()
    if not line.text:
        read.open_text = ""
    elif not line.label:
        _go_on(line, read)
    elif known["goal"].get(line.label) in ("text", "long", "short"):
        _begin_goal(line, read)
    elif read.goal is not None and line.label in known["goal"]:
        _add_to_goal(line, read)
    elif line.label in known["findings"] and line.value:
        kind = FindingKind(known["findings"][line.label])
        _propose(line, NewFinding(kind, line.value), read)
        read.goal, read.open_text, read.lines = None, "text", 1
    elif line.label in known["paper"]:
        _about_paper(line, known["paper"][line.label], read)
    elif names_instrument(line.raw_label):
        _score(line, read)
    else:
        read.open_text = ""


def _begin_goal(line: _Line, read: _Read) -> None:
    read.open_text = ""
    if not line.value:
        read.goal = None
        return
    is_long = {"long": True, "short": False}.get(labels()["goal"][line.label])
    _propose(line, NewGoal(line.value, is_long_term=is_long), read)
    read.goal, read.open_text, read.lines = len(read.proposals) - 1, "text", 1


def _add_to_goal(line: _Line, read: _Read) -> None:
    place = read.goal
    if place is None:
        return
    proposal = read.proposals[place]
    goal = proposal.item
    if not isinstance(goal, NewGoal):
        return
    name = labels()["goal"][line.label]
    read.open_text = ""
    if name == "due":
        due_on = day(line.value)
        goal = replace(goal, due_on=due_on or goal.due_on)
        if due_on is None:
            read.unread.append(Unread("day_unread", line.place, line.value[:40]))
    elif name == "status":
        status = labels()["statuses"].get(plain(line.value))
        goal = replace(goal, status=GoalStatus(status) if status else goal.status)
        if status is None:
            read.unread.append(Unread("status_unread", line.place, line.value[:40]))
    else:
        goal = _with_text(goal, name, line.value)
        read.open_text, read.lines = name, 1
    read.proposals[place] = replace(proposal, item=goal, quote=f"{proposal.quote}\n{line.text}")


def _go_on(line: _Line, read: _Read) -> None:
    """A line without label goes on with the text before it, unless that ended with its sentence."""
    if not read.open_text or not read.proposals or read.lines >= MOST_LINES:
        return
    place = read.goal if read.goal is not None else len(read.proposals) - 1
    proposal = read.proposals[place]
    before = getattr(proposal.item, read.open_text)
    if before.endswith(_ENDS):
        read.open_text = ""
        return
    item: Item = _with_text(proposal.item, read.open_text, f"{before} {line.text}")
    read.proposals[place] = replace(proposal, item=item, quote=f"{proposal.quote}\n{line.text}")
    read.lines += 1


def _score(line: _Line, read: _Read) -> None:
    read.goal, read.open_text = None, ""
    score = score_of(line.raw_label, line.value)
    if score is None:
        read.unread.append(Unread("score_unread", line.place, line.text[:80]))
    else:
        _propose(line, score, read)


def _about_paper(line: _Line, kind: str, read: _Read) -> None:
    read.goal, read.open_text = None, ""
    if kind == "name":
        family, given = _name(line.value)
        read.person = replace(read.person, family=family, given=given)
        return
    found = day(line.value.split("  ")[0])
    if found is None:
        read.unread.append(Unread("day_unread", line.place, "" if kind == "birth" else line.value[:40]))
    elif kind == "birth":
        read.person = replace(read.person, birth_on=found)
    else:
        read.days_on.add(found)


def _name(text: str) -> tuple[str, str]:
    """(family, given) of Family, Given or Given Family; more than three words cannot be told apart."""
    if "," in text:
        family, _comma, given = text.partition(",")
        return family.strip(), (given.split() or [""])[0]
    words = text.split()
    return (words[-1], words[0]) if len(words) in (2, 3) else ("", "")


def _with_text(item: T, name: str, text: str) -> T:
    """The same with this text of it replaced."""
    changed: Any = {name: text}
    return replace(item, **changed)


def _propose(line: _Line, item: Item, read: _Read) -> None:
    key = f"{line.place.page}-{line.place.line}"
    read.proposals.append(Proposal(key, line.place, line.text, item))
