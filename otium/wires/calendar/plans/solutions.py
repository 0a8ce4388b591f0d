"""JSON to a Solution. Whether it holds is not asked here: rules/planning/legal.py does."""

from otium.terms.planning import Solution, Unplaced
from otium.wires.calendar.plans.cursor import Cursor, Unreadable, each, parse
from otium.wires.calendar.plans.instances import read_placed

MOST = 10**9


def read_solution(data: bytes) -> Solution:
    """Raises Unreadable with a sentence for each place that is wrong."""
    top = parse(data)
    said: list[str] = []
    bound = top.nullable("tier2_bound")
    solution = Solution(
        instance=top.at("instance").text(),
        placed=each(top.at("placed"), read_placed, said),
        unplaced=each(top.at("unplaced"), _unplaced, said),
        tier1=top.at("tier1").number(0, MOST),
        tier1_bound=top.at("tier1_bound").number(-MOST, MOST),
        tier2=top.at("tier2").number(-MOST, MOST),
        tier2_bound=bound.number(-MOST, MOST) if bound else None,
        seconds=_seconds(top.at("seconds")),
    )
    if said:
        raise Unreadable(said)
    return solution


def _unplaced(item: Cursor) -> Unplaced:
    return Unplaced(item.at("visit").text(), item.at("why").text())


def _seconds(item: Cursor) -> float:
    if isinstance(item.value, bool) or not isinstance(item.value, int | float) or not 0 <= item.value <= MOST:
        raise item.wrong("is not a number of seconds")
    return float(item.value)
