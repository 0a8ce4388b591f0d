"""A flat row of segments and transactions to interchanges and groups, whatever header or trailer is missing."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from otium.wires.x12.model import Group, Interchange, Segment, Transaction


def interchanges(items: Iterable[Segment | Transaction]) -> tuple[Interchange, ...]:
    """Every item lands in exactly one place, in its order. A place without header has `header` None."""
    nest = _Nest()
    for item in items:
        if isinstance(item, Transaction):
            nest.transaction(item)
        else:
            _ACTIONS.get(item.tag, _Nest.add)(nest, item)
    nest.close_interchange()
    return tuple(nest.done)


@dataclass(slots=True)
class _OpenGroup:
    parts: list[Segment | Transaction] = field(default_factory=list)
    header: Segment | None = None
    trailer: Segment | None = None


@dataclass(slots=True)
class _OpenInterchange:
    parts: list[Group | Segment] = field(default_factory=list)
    header: Segment | None = None
    trailer: Segment | None = None


class _Nest:
    """The places that are open while the row is read."""

    def __init__(self) -> None:
        self.done: list[Interchange] = []
        self._interchange: _OpenInterchange | None = None
        self._group: _OpenGroup | None = None

    def add(self, item: Segment | Transaction) -> None:
        """Into the open group; a segment outside any group belongs to the interchange."""
        if self._group is None and isinstance(item, Segment):
            self._open_interchange().parts.append(item)
            return
        self._group = self._group or _OpenGroup()
        self._group.parts.append(item)

    def isa(self, item: Segment) -> None:
        self.close_interchange()
        self.add(item)
        self._open_interchange().header = item

    def gs(self, item: Segment) -> None:
        self._start_after_trailer()
        self.close_group()
        self._group = _OpenGroup([item], item)

    def transaction(self, item: Transaction) -> None:
        self._start_after_trailer()
        self.add(item)

    def ge(self, item: Segment) -> None:
        self.add(item)
        if self._group:
            self._group.trailer = item
            self.close_group()

    def iea(self, item: Segment) -> None:
        self.close_group()
        self.add(item)
        interchange = self._open_interchange()
        interchange.trailer = interchange.trailer or item

    def close_group(self) -> None:
        if self._group:
            group = Group(tuple(self._group.parts), self._group.header, self._group.trailer)
            self._group = None
            self._open_interchange().parts.append(group)

    def close_interchange(self) -> None:
        self.close_group()
        if self._interchange:
            opened, self._interchange = self._interchange, None
            self.done.append(Interchange(tuple(opened.parts), opened.header, opened.trailer))

    def _start_after_trailer(self) -> None:
        """A group or transaction behind an IEA belongs to an interchange that lacks its ISA."""
        if self._interchange and self._interchange.trailer:
            self.close_interchange()

    def _open_interchange(self) -> _OpenInterchange:
        self._interchange = self._interchange or _OpenInterchange()
        return self._interchange


_ACTIONS = {b"ISA": _Nest.isa, b"GS": _Nest.gs, b"GE": _Nest.ge, b"IEA": _Nest.iea}
