"""All spots of all visits as arrays, for sums over a hundred thousand of them at once.

Spots lie by visit; the ways to fill a role by spot and role. A span of slots is two places in running sums, so what a
visit pays for it is one difference.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from otium.solver.ground import NO_ROOM, Ground, Spot

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
MOST_ROOM_SETS = 40


@dataclass(frozen=True, slots=True)
class Spans:
    """Things taken from slot `begin` to `end` of rows of a slot table, one entry a taker."""

    taker: Ints
    begin: Ints  # into the running sums
    end: Ints


class Offers:
    """All spots of all visits as arrays: spots by visit, ways to fill a role by spot."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        pairs = [(number, spot) for number, demand in enumerate(ground.demands) for spot in demand.spots]
        self.visit = np.array([number for number, _ in pairs], dtype=np.int64)
        self.spots = [spot for _, spot in pairs]
        self.demands = ground.demands
        self.slots = 1 + max(
            (spot.start + ground.demands[number].busy.bit_length() for number, spot in pairs), default=0
        )
        self.worth = np.array([spot.worth for spot in self.spots], dtype=np.float64)
        self.first_of_visit = _starts(self.visit)
        self.visits = self.visit[self.first_of_visit]
        self._fill_roles()
        self._fill_rooms(pairs)
        self._fill_things(pairs)
        self._fill_groups(pairs)

    def _row(self, name: int, day: int) -> int:
        return name * len(self.ground.days) + day

    def _span(self, row: int, start: int, mask: int) -> tuple[int, int]:
        """Places in the flattened running sums, which have one column more than there are slots."""
        begin = row * (self.slots + 1) + start
        return begin, begin + mask.bit_length()

    def _fill_roles(self) -> None:
        """One way for each therapist who could fill a role of a spot; segments are the roles, in the spots' order."""
        teams = [spot.teams for spot in self.spots]
        who = _counted(chain.from_iterable(chain.from_iterable(teams)))
        self.segment_sizes = _counted(len(able) for team in teams for able in team)
        self.segment_spot = np.repeat(np.arange(len(teams)), _counted(map(len, teams)))
        self.segments = np.cumsum(self.segment_sizes) - self.segment_sizes
        self.first_segment = _starts(self.segment_spot)
        spot = np.repeat(self.segment_spot, self.segment_sizes)
        visit = self.visit[spot]
        self.way_row = who * len(self.ground.days) + _counted(one.day for one in self.spots)[spot]
        self.way_begin = self.way_row * (self.slots + 1) + _counted(one.start for one in self.spots)[spot]
        self.way_end = self.way_begin + _counted(demand.busy.bit_length() for demand in self.demands)[visit]
        self.way_minutes = _counted(demand.minutes for demand in self.demands)[visit]
        self.way_worth = self._preferred()[visit, who] + self.ground.instance.move_cost * self._stays(who, spot)
        self.limits = np.repeat(np.array(self.ground.limits, dtype=np.float64), len(self.ground.days))
        self.staff_rows = len(self.limits)

    def _preferred(self) -> Floats:
        table = np.zeros((len(self.demands), self.ground.counts[0]))
        for number, demand in enumerate(self.demands):
            for who, worth in demand.preferred.items():
                table[number, who] = worth
        return table

    def _stays(self, who: Ints, spot: Ints) -> Floats:
        """1 where choosing this therapist could keep the visit as it is today (the first role stands for the team)."""
        keeper = np.full(len(self.spots), -1)
        for place, number in enumerate(self.visit):
            today = self.demands[int(number)].today
            if today is not None and today.spot == self.spots[place]:
                keeper[place] = today.team[0]
        first = np.repeat(np.r_[True, self.segment_spot[1:] != self.segment_spot[:-1]], self.segment_sizes)
        return np.asarray((keeper[spot] == who) & first, dtype=np.float64)

    def _fill_rooms(self, pairs: list[tuple[int, Spot]]) -> None:
        kinds = sorted({spot.classes for spot in self.spots if spot.classes != (NO_ROOM,)})
        self.room_sets = _unions([frozenset(kind) for kind in kinds])
        capacity = [sum(len(self.ground.rooms[one]) for one in rooms) for rooms in self.room_sets]
        self.room_capacity = np.repeat(np.array(capacity, dtype=np.float64), len(self.ground.days))
        within = {kind: [n for n, rooms in enumerate(self.room_sets) if rooms >= set(kind)] for kind in kinds}
        taker, begin, end = [], [], []
        for place, (number, spot) in enumerate(pairs):
            for one in within.get(spot.classes, ()):
                left, right = self._span(self._row(one, spot.day), spot.start, self.demands[number].busy)
                taker.append(place)
                begin.append(left)
                end.append(right)
        self.rooms = _spans(taker, begin, end)

    def _fill_things(self, pairs: list[tuple[int, Spot]]) -> None:
        taker, begin, end = [], [], []
        for place, (number, spot) in enumerate(pairs):
            for thing in self.demands[number].equipment:
                left, right = self._span(self._row(thing, spot.day), spot.start, self.demands[number].plain)
                taker.append(place)
                begin.append(left)
                end.append(right)
        self.things = _spans(taker, begin, end)
        self.thing_rows = self.ground.counts[2] * len(self.ground.days)

    def _fill_groups(self, pairs: list[tuple[int, Spot]]) -> None:
        """Of each group at most one visit in any run of days shorter than the least it keeps apart."""
        several = {n: place for place, n in enumerate(n for n, g in enumerate(self.ground.groups) if len(g) > 1)}
        days, ordinals = len(self.ground.days), self.ground.ordinals
        least = {n: min(self.demands[v].apart for v in self.ground.groups[n]) for n in several}
        runs = {
            (n, day): [first for first in range(day + 1) if ordinals[day] - ordinals[first] < least[n]]
            for n in several
            for day in range(days)
        }
        taker, row = [], []
        for place, (number, spot) in enumerate(pairs):
            group = self.demands[number].group
            for first in runs.get((group, spot.day), ()):
                taker.append(place)
                row.append(several[group] * days + first)
        self.run_taker, self.run_row = np.array(taker, dtype=np.int64), np.array(row, dtype=np.int64)
        self.run_rows = len(several) * days


def _counted(values: Iterable[int]) -> Ints:
    return np.fromiter(values, dtype=np.int64)


def _starts(owners: Ints) -> Ints:
    """Where each run of equal owners begins."""
    return np.flatnonzero(np.r_[True, owners[1:] != owners[:-1]]) if len(owners) else owners


def _spans(taker: list[int], begin: list[int], end: list[int]) -> Spans:
    return Spans(*(np.array(values, dtype=np.int64) for values in (taker, begin, end)))


def _unions(kinds: list[frozenset[int]]) -> list[frozenset[int]]:
    """The sets and their unions, at most 40; overlapping ones only, for others add nothing."""
    found = list(dict.fromkeys(kinds))
    for one in found:
        for kind in kinds:
            both = one | kind
            if one & kind and both not in found and len(found) < MOST_ROOM_SETS:
                found.append(both)
    return found
