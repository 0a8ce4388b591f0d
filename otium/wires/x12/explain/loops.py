"""Lines of one transaction into its loops, by an outline. A line that fits nowhere stays where it stands."""

from collections.abc import Iterable

from otium.wires.x12.explain import words
from otium.wires.x12.explain.labels import TOP, Opened, Outline
from otium.wires.x12.explain.tree import Line, Part

_LEVEL = 3  # HL03
_NAMES = {"NM1": (3, 4, 9), "N1": (2, 4)}  # what says who somebody is: name, first name, id


def nested(lines: Iterable[Line], outline: Outline) -> tuple[Part | Line, ...]:
    """What stands in the transaction, each loop as a part of the loop that opens it."""
    open_: list[_Open] = [_Open(TOP, outline.loops[TOP], None)]
    for line in lines:
        keys = _keys(line)
        depth, target = _place(open_, keys)
        while len(open_) > depth + 1:
            closed = open_.pop()
            open_[-1].parts.append(closed.closed())
        if target:
            open_.append(_Open(target, outline.loops.get(target) or Opened(_level(line), {}), line))
        open_[-1].parts.append(line)
    while len(open_) > 1:
        closed = open_.pop()
        open_[-1].parts.append(closed.closed())
    return tuple(open_[0].parts)


class _Open:
    """A loop while its lines come."""

    def __init__(self, id_: str, opened: Opened, by: Line | None) -> None:
        self.id, self.opened, self.by = id_, opened, by
        self.parts: list[Part | Line] = []

    def closed(self) -> Part:
        about = words.heading(self.by.tag, self.by.values) if self.by else ""
        if self.by and self.by.tag == "HL":
            about = _who(self.parts)
        return Part("loop", self.id, self.opened.name, about, tuple(self.parts))


def _place(open_: list[_Open], keys: tuple[str, ...]) -> tuple[int, str]:
    """The innermost open loop that knows the line, and the loop that the line begins in it; "" for none."""
    for depth in range(len(open_) - 1, -1, -1):
        for key in keys:
            target = open_[depth].opened.leads.get(key)
            if target is not None:
                return depth, target
    if keys[0].startswith("HL"):
        return 0, keys[0]
    return len(open_) - 1, ""


def _keys(line: Line) -> tuple[str, ...]:
    """From the most to the least exact."""
    wanted = _LEVEL if line.tag == "HL" else 1
    text = next((value.text for value in line.values if value.element == wanted), "")
    return (f"{line.tag}*{text}", line.tag) if text else (line.tag,)


def _level(line: Line) -> str:
    return f"Level {next((value.text for value in line.values if value.element == _LEVEL), 'without a code')}"


def _who(parts: Iterable[Part | Line]) -> str:
    """Whom a level is about: the first name in it, not in a level below."""
    for part in parts:
        if isinstance(part, Line) and part.tag in _NAMES:
            return ", ".join(value.said for value in part.values if value.element in _NAMES[part.tag])
        if isinstance(part, Part) and not _opens_level(part):
            return _who(part.parts)
    return ""


def _opens_level(part: Part) -> bool:
    first = part.parts[0] if part.parts else None
    return isinstance(first, Line) and first.tag == "HL"
