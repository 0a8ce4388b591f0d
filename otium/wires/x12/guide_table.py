"""Reads the table of a guide (see `guide_837p`): its loops, and what may stand in them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from otium.wires.x12.walk import START, Guide, Loop


class ElementRule(NamedTuple):
    """One element or component. No codes: any text; 0 characters: any length."""

    use: str  # ! required, ? situational, - not used
    codes: frozenset[str] = frozenset()
    most: int = 0
    parts: tuple["ElementRule", ...] = ()
    least: int = 0


class SegmentRule(NamedTuple):
    """One kind of segment of a loop. `order` is its place among the tags of the loop."""

    tag: str
    is_required: bool
    most: int  # 0: any number
    elements: tuple[ElementRule, ...]
    order: int

    @property
    def keys(self) -> tuple[str, ...]:
        """What tells it apart: its tag, with the codes of its first element where those do."""
        if self.tag == "HL":
            return tuple(f"HL*{code}" for code in self.elements[2].codes)
        if self.tag == "NM1":
            return tuple(sorted(f"NM1*{code}" for code in self.elements[0].codes))
        return (self.tag,)

    def takes(self, first: str) -> bool:
        codes = self.elements[0].codes if self.elements else frozenset()
        return not codes or first in codes


@dataclass(frozen=True)
class LoopRule:
    """A loop: how often it stands in each of its parents, and its segments; the first one opens it."""

    name: str
    is_required: bool
    most: int
    parents: tuple[str, ...]
    rows: tuple[SegmentRule, ...]

    @cached_property
    def by_tag(self) -> Mapping[str, tuple[tuple[int, SegmentRule], ...]]:
        """Rows with their numbers."""
        found: dict[str, tuple[tuple[int, SegmentRule], ...]] = {}
        for number, row in enumerate(self.rows):
            found[row.tag] = (*found.get(row.tag, ()), (number, row))
        return found

    @property
    def opener(self) -> SegmentRule:
        return self.rows[0]


@dataclass(frozen=True)
class GuideTable:
    """All loops of a guide, in its order."""

    loops: Mapping[str, LoopRule]

    @cached_property
    def children(self) -> Mapping[str, tuple[LoopRule, ...]]:
        """The loops that may stand directly in each loop."""
        return {name: tuple(each for each in self.loops.values() if name in each.parents) for name in self.loops}

    @cached_property
    def orders(self) -> Mapping[str, int]:
        """The place of each loop in the guide."""
        return {name: at for at, name in enumerate(self.loops)}

    def guide(self) -> Guide:
        """The same loops for a walker. HL begins its loop wherever it stands."""
        levels = {key: rule.name for rule in self.loops.values() for key in rule.opener.keys if key[:3] == "HL*"}
        top = {key: rule.name for rule in self.loops.values() if not rule.parents for key in rule.opener.keys}
        walked = {START: Loop("ST SE", {**levels, **top, "SE": START})}
        for rule in self.loops.values():
            tags = " ".join(dict.fromkeys(row.tag for row in rule.rows[1:]))
            walked[rule.name] = Loop(tags, self._opens(rule))
        return walked

    def _opens(self, rule: LoopRule) -> dict[str, str]:
        """What begins another loop from here: a child, or what may follow this loop; the nearest wins."""
        children = {key: child.name for child in self.children[rule.name] for key in child.opener.keys}
        return {**self._follows(rule), **children}

    def _follows(self, rule: LoopRule) -> dict[str, str]:
        """Loops of the same number or a later one beside it, and beside the loops around it, up to their HL."""
        found: dict[str, str] = {}
        if rule.opener.tag == "HL":
            return found
        for parent in rule.parents:
            found |= self._follows(self.loops[parent])
            for sibling in self.children[parent]:
                if sibling.name[:4] >= rule.name[:4]:
                    found |= dict.fromkeys(sibling.opener.keys, sibling.name)
        return found


def guide_table(text: str) -> GuideTable:
    """Raises ValueError for a line that is no rule."""
    loops: dict[str, LoopRule] = {}
    for block in text.split("@")[1:]:
        head, *lines = filter(None, map(str.strip, block.splitlines()))
        name, count, *rest = head.split()
        loops[name] = LoopRule(name, *_count(count), tuple(rest[1:]), tuple(_segment_rules(lines)))
    unknown = {parent for rule in loops.values() for parent in rule.parents} - loops.keys()
    if unknown:
        raise ValueError(f"{sorted(unknown)} are parents and no loops")
    return GuideTable(loops)


def _segment_rules(lines: list[str]) -> Iterator[SegmentRule]:
    order, before = 0, ""
    for line in lines:
        tag, count, *elements = line.split()
        order += tag != before
        before = tag
        yield SegmentRule(tag, *_count(count), tuple(map(_element_rule, elements)), order)


def _count(text: str) -> tuple[bool, int]:
    if text[0] not in "RS" or not text[1:].isdigit():
        raise ValueError(f"{text} is no count: R or S, and how many")
    return text[0] == "R", int(text[1:])


def _element_rule(text: str) -> ElementRule:
    use, kind = text[0], text[1:]
    if use not in "!?-.":
        raise ValueError(f"{text} does not begin with a use: ! ? -")
    if text == ".":
        return ElementRule("?")
    if kind.startswith(":"):
        return ElementRule(use, parts=tuple(map(_element_rule, kind[1:].split(","))))
    if kind.startswith("="):
        return ElementRule(use, frozenset(kind[1:].split("|")))
    if kind in {"", "."}:
        return ElementRule(use)
    least, dash, most = kind.partition("-")
    return ElementRule(use, most=int(most if dash else least), least=int(least) if dash else 0)
