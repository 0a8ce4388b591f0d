"""Cuts bytes into interchanges, groups and transactions, and counts what the envelopes claim."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from partners.x12 import COMPONENT, DELIMITERS, REPEAT

Segment = tuple[str, ...]
"""Tag and elements, as text."""
ISA_LENGTH = 106


class Unreadable(ValueError):
    """Nothing that a TA1 could answer; the message never holds the content."""


@dataclass(frozen=True, slots=True)
class Marks:
    """The sender's separators; within segments read here stand ours."""

    element: str
    repeat: str
    component: str
    end: str


@dataclass(slots=True)
class Set:
    """ST to SE. `segments` is what lies between; `faults` are codes of IK501's reasons (IK502)."""

    code: str
    control: str
    guide: str
    segments: list[Segment] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    is_closed: bool = False


@dataclass(slots=True)
class Group:
    """GS to GE; `faults` are codes of AK905."""

    function: str
    sender: str
    receiver: str
    control: str
    guide: str
    sets: list[Set] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    claimed: int = 0


@dataclass(slots=True)
class Interchange:
    """`note` is TA105: why the envelope cannot stand; 000 where nothing is wrong."""

    sender: str
    receiver: str
    date: str
    time: str
    control: str
    wants_ack: bool
    marks: Marks
    text: str
    groups: list[Group] = field(default_factory=list)
    note: str = "000"


def read(content: bytes) -> list[Interchange]:
    """Every interchange of a file, in order. Raises Unreadable where there is none."""
    text = content.decode("latin-1").lstrip("\ufeff\xef\xbb\xbf \r\n\t")
    if not text.startswith("ISA") or len(text) < ISA_LENGTH:
        raise Unreadable("no ISA of 106 characters stands at the beginning")
    marks = Marks(text[3], text[82], text[104], text[105])
    parts = _split(text, marks)
    return [_interchange(text, marks, part) for part in parts]


def _split(text: str, marks: Marks) -> list[list[Segment]]:
    """Segments by interchange, our separators in place of the sender's, line ends after terminators dropped."""
    to_ours, text = _translation(marks), _without_binary(text, marks)
    lines = (line.strip("\r\n").split(marks.element) for line in text.split(marks.end))
    segments = [tuple(plain(element.translate(to_ours)) for element in line) for line in lines]
    parts: list[list[Segment]] = []
    for segment in segments:
        if segment[0] == "ISA":
            parts.append([])
        if segment != ("",):
            parts[-1].append(segment)
    return parts


def _without_binary(text: str, marks: Marks) -> str:
    """BIN and BDS without their content, which is as long as they say and may hold anything."""
    element = re.escape(marks.element)
    head = re.compile(rf"{re.escape(marks.end)}[\r\n]*(?:BIN|BDS{element}\w+){element}(\d{{1,9}}){element}", re.ASCII)
    kept, begins = [], 0
    while found := head.search(text, begins):
        kept.append(text[begins : found.end()])
        begins = found.end() + int(found.group(1))
    return "".join((*kept, text[begins:]))


def _translation(marks: Marks) -> dict[int, str]:
    """What only we would take for a separator becomes a blank: it may go back out in an answer."""
    table = dict.fromkeys(map(ord, DELIMITERS), " ")
    return {**table, ord(marks.repeat): REPEAT, ord(marks.component): COMPONENT}


def plain(element: str) -> str:
    """In ASCII, control characters left out, as everything that leaves is."""
    letters = unicodedata.normalize("NFKD", element).encode("ascii", "ignore").decode()
    return "".join(letter for letter in letters if letter.isprintable())


def _interchange(text: str, marks: Marks, segments: Sequence[Segment]) -> Interchange:
    isa = _padded(segments[0], 17)
    found = Interchange(
        sender=isa[6].strip(),
        receiver=isa[8].strip(),
        date=isa[9],
        time=isa[10],
        control=isa[13],
        wants_ack=isa[14] == "1",
        marks=marks,
        text=text,
    )
    rest = iter(segments[1:])
    last = _groups(found, rest)
    if isa[12] != "00501":
        found.note = "017"
    elif last is None:
        found.note = "023"
    elif _padded(last, 3)[2] != isa[13]:
        found.note = "001"
    elif not last[1].isdigit() or int(last[1]) != len(found.groups):
        found.note = "021"
    return found


def _groups(found: Interchange, segments: Iterator[Segment]) -> Segment | None:
    """Fills the groups; gives the IEA, or None where the file ends before it."""
    for segment in segments:
        match segment[0]:
            case "GS":
                gs = _padded(segment, 9)
                found.groups.append(Group(gs[1], gs[2].strip(), gs[3].strip(), gs[6], gs[8]))
            case "ST" if found.groups:
                st = _padded(segment, 4)
                found.groups[-1].sets.append(Set(st[1], st[2], st[3] or found.groups[-1].guide))
            case "SE" if found.groups and found.groups[-1].sets:
                _close_set(found.groups[-1].sets[-1], _padded(segment, 3))
            case "GE" if found.groups:
                _close_group(found.groups[-1], _padded(segment, 3))
            case "IEA":
                return _padded(segment, 3)
            case _ if found.groups and found.groups[-1].sets:
                found.groups[-1].sets[-1].segments.append(segment)
    return None


def _close_set(one: Set, se: Segment) -> None:
    one.is_closed = True
    if se[2] != one.control:
        one.faults.append("3")
    if se[1] != str(len(one.segments) + 2):
        one.faults.append("4")


def _close_group(group: Group, ge: Segment) -> None:
    group.claimed = int(ge[1]) if ge[1].isdigit() else 0
    if ge[2] != group.control:
        group.faults.append("4")
    if group.claimed != len(group.sets):
        group.faults.append("5")
    for one in group.sets:
        if not one.is_closed:
            one.faults.append("2")


def _padded(segment: Segment, length: int) -> Segment:
    return segment + ("",) * (length - len(segment))


def at(segment: Segment, place: int) -> str:
    """That element, empty where the segment ends before it."""
    return segment[place] if place < len(segment) else ""
