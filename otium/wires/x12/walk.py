"""Follows a transaction through the loops of its guide. The guide is a table; nothing here knows one.

A reader brings actions by loop and key. Payers repeat themselves: in a file of a thousand answers most segments
have been seen before in the same loop. So a walker remembers, by loop, where a segment's text leads and what it
says; what is remembered is immutable and knows no position.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from itertools import chain
from typing import Any, NamedTuple

from otium.terms.x12 import Finding, Severity
from otium.wires.x12.delimiters import Delimiters
from otium.wires.x12.model import Transaction
from otium.wires.x12.segments import DECODERS, Decode
from otium.wires.x12.values import WORDS, Problem, Separators

START = "0000"
_SKIPPED = "skipped"  # stands for a loop that is not read: it has only the keys that open another one
MOST_ALIKE = 100_000  # findings of one code and severity kept of one transaction
_REMEMBERED = 2000  # segments; then all are forgotten, so that memory stays flat
ANY = "*"
OR_NONE = "? "
_UNIQUE = frozenset({"BHT", "CLP", "DMG", "N3", "SE", "ST", "TRN"})  # differ in every answer: not worth remembering
_OF_A_PARTY = ("N3", "N4", "REF", "PER", "PRV", "DMG")
PADDING = [""] * 24  # so that decoders may ask for elements a short segment does not have


class Loop(NamedTuple):
    """`members` are the tags that belong to it; `opens` the keys that begin another loop, and which.

    A key is a tag; an HL adds its level (HL*22), because the level decides which loop begins. Where a loop opens
    by the first element of another tag (NM1*82), that element belongs to the key.
    `elements` says by tag and element what the guide takes there, also for the segment that begins the loop:
    the codes it knows, `ANY` for any content; after `OR_NONE` the element may be empty.
    """

    members: str
    opens: Mapping[str, str] = {}
    elements: Mapping[str, Mapping[int, str]] = {}


Guide = Mapping[str, Loop]
_NO_LOOP = Loop("")
# An action gets the reading, the segment's value, its position and its loop. Any: the value's type follows
# from the key the action is listed under (see `segments.DECODERS`), which the type system cannot see.
Action = Callable[[Any, Any, int, str], None]
Actions = Mapping[str, Mapping[str, Action]]


class Report:
    """Findings of one transaction; the places are None for what is read without them.

    Messages name tags, loops and elements, never contents. Of one code so many are kept as no file of a payer has,
    so that a file made to do harm costs no memory; those behind them are counted.
    """

    __slots__ = ("_counts", "_found", "_place")

    def __init__(self, *, interchange: int | None, transaction: int | None) -> None:
        self._found: list[Finding] = []
        self._counts: Counter[tuple[str, Severity]] = Counter()
        self._place = (interchange, transaction)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """In the order they were found; where some are only counted, the last of their code says how many."""
        more = {key: count - MOST_ALIKE for key, count in self._counts.items() if count > MOST_ALIKE}
        if not more:
            return tuple(self._found)
        last = {(each.code, each.severity): at for at, each in enumerate(self._found)}
        said = {last[key]: f" {count} more like this follow." for key, count in more.items()}
        return tuple(
            replace(each, message=each.message + said[at]) if at in said else each
            for at, each in enumerate(self._found)
        )

    def add(
        self, severity: Severity, code: str, message: str, *, segment: int | None, element: int | None = None
    ) -> None:
        self._keep(Finding(severity, code, message, segment, element, *self._place))

    def lacks(self, tag: str, message: str, *, segment: int, severity: Severity = Severity.ERROR) -> None:
        """A segment that is not there; `segment` is where the loop begins that should hold it."""
        self._keep(Finding(severity, "missing-segment", message, segment, None, *self._place, tag))

    def _keep(self, finding: Finding) -> None:
        key = (finding.code, finding.severity)
        self._counts[key] += 1
        if self._counts[key] <= MOST_ALIKE:
            self._found.append(finding)

    def problems(self, tag: str, problems: list[Problem], *, segment: int) -> None:
        for problem in problems:
            severity = Severity.ERROR if problem.code.startswith("not-a") else Severity.WARNING
            message = f"{tag}{problem.element:02} {WORDS[problem.code]}."
            self.add(severity, problem.code, message, segment=segment, element=problem.element)


def _undecoded(elements: list[str], separators: Separators, problems: list[Problem]) -> object:
    """For tags that no reader uses."""
    return None


class _Taken(NamedTuple):
    """What the guide takes in one element."""

    element: int
    codes: frozenset[str]  # empty: any
    is_needed: bool


class _Place:
    """A loop of the guide: where each key leads from here, and what has been seen here before."""

    __slots__ = ("beside", "leads", "loop", "qualified", "seen", "taken")

    def __init__(self, loop: str, elements: Mapping[str, Mapping[int, str]]) -> None:
        self.loop = loop
        self.taken = {tag: tuple(_taken(number, text) for number, text in row.items()) for tag, row in elements.items()}
        self.qualified: set[str] = set()  # tags whose first element belongs to the key
        self.beside: _Place | None = None  # where to stand while a party that is not expected here is passed over
        self.leads: dict[str, tuple[_Place, Action | None, Decode]] = {}
        self.seen: dict[str, _Seen] = {}


def _taken(element: int, text: str) -> _Taken:
    codes = text.removeprefix(OR_NONE)
    return _Taken(element, frozenset(() if codes == ANY else codes.split()), not text.startswith(OR_NONE))


_Seen = tuple[_Place, Action | None, object]  # where the segment leads, what to do there, with what value


def _beside(place: _Place, members: str) -> _Place:
    """A place with the same ways out, where what may describe a party, and the loop's own segments, are not read."""
    beside = _Place(place.loop, {})
    beside.qualified = place.qualified
    unread: tuple[_Place, Action | None, Decode] = (beside, None, _undecoded)
    beside.leads = {**place.leads, **dict.fromkeys([*members.split(), *_OF_A_PARTY], unread)}
    beside.beside = beside
    return beside


class Walker:
    """A guide and a reader's actions, for one interchange's delimiters."""

    def __init__(
        self, *, guide: Guide, actions: Actions, delimiters: Delimiters, decoders: Mapping[str, Decode] = DECODERS
    ) -> None:
        element, repetition, component = delimiters.element, delimiters.repetition, delimiters.component
        self.separators = Separators(element.decode(), repetition.decode(), component.decode())
        self._places = {loop: _Place(loop, guide.get(loop, _NO_LOOP).elements) for loop in (*guide, _SKIPPED)}
        self._remembered = 0
        anywhere = guide[START].opens
        for loop, (members, opens, _) in {**guide, _SKIPPED: _NO_LOOP}.items():
            for key, target in (dict.fromkeys(members.split(), loop) | {**anywhere, **opens}).items():
                tag, star, _ = key.partition("*")
                if star and tag != "HL":
                    self._places[loop].qualified.add(tag)
                action, decode = actions.get(target, {}).get(key), decoders.get(tag, _undecoded)
                self._places[loop].leads[key] = (self._places[target], action, decode)
            if self._places[loop].qualified:
                self._places[loop].beside = _beside(self._places[loop], members)

    def walk(self, transaction: Transaction, *, reading: object, report: Report) -> None:
        """Hands every segment that has an action to it; everything out of place becomes a finding."""
        texts = chain.from_iterable(transaction.windows())
        self.follow(texts, first=transaction.first_position, reading=reading, report=report)

    def follow(self, texts: Iterable[str], *, first: int, reading: object, report: Report) -> None:
        """The same for segments that may begin any loop which begins anywhere; `first` is their position."""
        place = self._places[START]
        for position, text in enumerate(texts, first):
            place, action, value = place.seen.get(text) or self._see(text, place, position, report)
            if action is not None:
                action(reading, value, position, place.loop)

    def _see(self, text: str, place: _Place, position: int, report: Report) -> _Seen:
        """What a segment not seen here before means."""
        elements = text.split(self.separators.element)
        tag = elements[0]
        key = f"HL*{elements[3]}" if tag == "HL" and len(elements) > 3 else tag
        if tag in place.qualified and len(elements) > 1:
            key = f"{tag}*{elements[1]}"
        lead = place.leads.get(key)
        if lead is None:
            return self._out_of_place(key, place, position, report), None, None
        target, action, decode = lead
        seen: _Seen = (target, None, None)
        taken = target.taken.get(tag)
        if action is not None or taken is not None:
            if " " in text:
                elements = [element.strip() for element in elements]
            elements += PADDING
            problems = _mistaken(elements, taken) if taken else []
            if action is not None:
                seen = (target, action, decode(elements, self.separators, problems))
            if problems:
                report.problems(tag, problems, segment=position)
                return seen
        if tag not in _UNIQUE:
            self._remember(place, text, seen)
        return seen

    def _remember(self, place: _Place, text: str, seen: _Seen) -> None:
        if self._remembered >= _REMEMBERED:
            for each in self._places.values():
                each.seen.clear()
                if each.beside is not None:
                    each.beside.seen.clear()
            self._remembered = 0
        place.seen[text] = seen
        self._remembered += 1

    def _out_of_place(self, key: str, place: _Place, position: int, report: Report) -> _Place:
        """The loop to go on in. A loop of an unknown level is skipped whole, so that none of it lands elsewhere."""
        if key.startswith("HL*"):
            message = "HL03 names a level this guide does not have; its loop is kept and not read."
            report.add(Severity.ERROR, "unknown-level", message, segment=position, element=3)
            return self._places[_SKIPPED]
        if place.loop == _SKIPPED:
            return place
        code, message = "unknown-segment", "A segment this guide does not have; kept and not read."
        if any(key in each.leads for each in self._places.values()):
            code, message = "misplaced-segment", f"{key} is not expected in this loop; kept and not read."
        elif not key:
            code, message = "empty-segment", "A terminator stands with nothing before it."
        report.add(Severity.WARNING, code, message, segment=position)
        if place.beside is not None and key.partition("*")[0] in place.qualified:
            return place.beside
        return place


def _mistaken(elements: list[str], taken: tuple[_Taken, ...]) -> list[Problem]:
    """Elements that are empty, or hold a code, where the guide says otherwise."""
    problems: list[Problem] = []
    for number, codes, is_needed in taken:
        text = elements[number]
        if not text:
            if is_needed:
                problems.append(Problem(number, "missing"))
        elif codes and text not in codes:
            problems.append(Problem(number, "unknown-code"))
    return problems
