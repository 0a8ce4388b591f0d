"""The four delimiters, which each interchange names in its own ISA."""

import re
from dataclasses import dataclass, field

ISA_SEPARATORS = 16
_ISA_LONGEST = 300  # 106 bytes when padded as the standard says; some senders pad too much or not at all
_BLANKS = b"\r\n\t "
_BARE = re.compile(
    rb"(?:ST(?P<st>[^A-Za-z0-9\s])\d{3}(?P=st)[A-Za-z0-9 ]{1,9}(?:(?P=st)[A-Za-z0-9]*)?"
    rb"|GS(?P<gs>[^A-Za-z0-9\s])(?:[^\r\n]{0,40}?(?P=gs)){7}[A-Za-z0-9]+)(?P<terminator>[^A-Za-z0-9])"
)


@dataclass(frozen=True, slots=True)
class Delimiters:
    """One byte each; `repetition` is empty before 005010 (ISA11 is a letter there)."""

    element: bytes
    repetition: bytes
    component: bytes
    terminator: bytes
    blanks: bytes = field(init=False)  # bytes that may stand between a terminator and the next segment

    def __post_init__(self) -> None:
        object.__setattr__(self, "blanks", _BLANKS.replace(self.terminator, b""))


def from_isa(data: bytes, at: int = 0) -> Delimiters | None:
    """None where no whole ISA with four usable delimiters begins at `at`."""
    element = data[at + 3 : at + 4]
    ends = _separator_positions(data, at, element)
    if not data.startswith(b"ISA", at) or not _usable(element) or len(ends) < ISA_SEPARATORS:
        return None
    repetition = data[ends[10] + 1 : ends[11]]
    component, terminator = data[ends[15] + 1 : ends[15] + 2], data[ends[15] + 2 : ends[15] + 3]
    if not _usable(component) or not _usable(terminator) or terminator in data[at : ends[15] + 2]:
        return None
    if component == element:
        return None
    taken = {element, component, terminator}
    is_separator = _usable(repetition) and repetition not in taken
    return Delimiters(element, repetition if is_separator else b"", component, terminator)


def guessed(data: bytes, at: int = 0) -> Delimiters | None:
    """What a file that begins with GS or ST seems to use; component and repetition are the usual ones."""
    bare = _BARE.match(data, at)
    if bare is None or not (_usable(bare["st"] or bare["gs"]) and _usable(bare["terminator"])):
        return None
    return Delimiters(bare["st"] or bare["gs"], b"^", b":", bare["terminator"])


def _separator_positions(data: bytes, at: int, element: bytes) -> list[int]:
    positions: list[int] = []
    found = data.find(element, at, at + _ISA_LONGEST) if element else -1
    while found >= 0 and len(positions) < ISA_SEPARATORS:
        positions.append(found)
        found = data.find(element, found + 1, at + _ISA_LONGEST)
    return positions


def _usable(delimiter: bytes) -> bool:
    return len(delimiter) == 1 and delimiter.isascii() and not delimiter.isalnum() and delimiter != b" "
