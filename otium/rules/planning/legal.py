"""Does a plan hold? Every rule of docs/formats/schedule.md, asked of the finished plan alone."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from operator import attrgetter

from otium.rules.planning.score import score
from otium.terms.planning import (
    Breach,
    Instance,
    Placed,
    PlannedRoom,
    PlannedTherapist,
    PlanRule,
    Solution,
    WantedVisit,
)

Span = tuple[int, int, str]  # start and end minute, visit
Booked = tuple[WantedVisit, Placed]


def breaches(instance: Instance, solution: Solution) -> list[Breach]:
    """Everything that is wrong with the plan, stated scores and bounds included; empty when it holds."""
    found = list(_belonging(instance, solution))
    visits = {visit.id: visit for visit in instance.visits}
    booked: dict[str, Booked] = {}
    for placed in solution.placed:
        if placed.visit in visits and placed.visit not in booked:
            booked[placed.visit] = visits[placed.visit], placed
    found += placement_breaches(instance, list(booked.values()))
    found += _listing(instance, solution, booked)
    found += _stated(instance, solution)
    return found


def placement_breaches(instance: Instance, booked: Iterable[Booked]) -> list[Breach]:
    """What is wrong with these placements, one by one and together; fixed visits that are missing included."""
    pairs = list(booked)
    rooms = {room.id: room for room in instance.rooms}
    staff = {therapist.id: therapist for therapist in instance.therapists}
    found: list[Breach] = []
    for visit, placed in pairs:
        found += _alone(visit, placed, instance.slot_minutes)
        found += _room(visit, placed, rooms.get(placed.room or ""))
        found += _therapists(visit, placed, staff, rooms.get(placed.room or ""))
    found += _overlaps(pairs)
    found += _day_limits(pairs, staff)
    found += _apart(pairs)
    found += _fixed(instance, {placed.visit: placed for _, placed in pairs})
    return found


def _belonging(instance: Instance, solution: Solution) -> Iterator[Breach]:
    if solution.instance != instance.name:
        yield Breach(PlanRule.INSTANCE, f"the plan is for {solution.instance!r}, not {instance.name!r}")
    known = {visit.id for visit in instance.visits}
    for visit, times in Counter(placed.visit for placed in solution.placed).items():
        if visit not in known:
            yield Breach(PlanRule.KNOWN_ONCE, f"{visit}: not a visit of this instance")
        elif times > 1:
            yield Breach(PlanRule.KNOWN_ONCE, f"{visit}: placed {times} times")


def _alone(visit: WantedVisit, placed: Placed, slot_minutes: int) -> Iterator[Breach]:
    start, end = placed.start_minute, placed.start_minute + visit.minutes
    if start % slot_minutes:
        yield Breach(PlanRule.GRID, f"{visit.id}: {clock(start)} is off the grid of {slot_minutes} minutes")
    if not any(w.day == placed.day and w.start_minute <= start and end <= w.end_minute for w in visit.windows):
        yield Breach(PlanRule.WINDOW, f"{visit.id}: {_when(placed)} lies in none of its windows")
    count = len(placed.therapists)
    if count != len(visit.roles) or len(set(placed.therapists)) != count:
        yield Breach(PlanRule.ROLES, f"{visit.id}: needs {len(visit.roles)} different therapists, one a role")


def _room(visit: WantedVisit, placed: Placed, room: PlannedRoom | None) -> Iterator[Breach]:
    if visit.room_features is None:
        if placed.room is not None:
            yield Breach(PlanRule.ROOM, f"{visit.id}: needs no room and has {placed.room}")
    elif room is None:
        yield Breach(PlanRule.ROOM, f"{visit.id}: room {placed.room} is none of this instance")
    elif lacking := sorted(visit.room_features - room.features):
        yield Breach(PlanRule.ROOM, f"{visit.id}: room {room.id} lacks {', '.join(lacking)}")
    elif visit.location is not None and room.location != visit.location:
        yield Breach(PlanRule.ROOM, f"{visit.id}: room {room.id} is at {room.location}, not {visit.location}")


def _therapists(
    visit: WantedVisit, placed: Placed, staff: dict[str, PlannedTherapist], room: PlannedRoom | None
) -> Iterator[Breach]:
    at = None if visit.room_features is None else room.location if room else visit.location
    end = placed.start_minute + visit.minutes
    for who, eligible in zip(placed.therapists, visit.roles, strict=False):  # a wrong count is said elsewhere
        if who not in eligible or who not in staff:
            yield Breach(PlanRule.ELIGIBLE, f"{visit.id}: {who} is not eligible for the role")
        elif not any(
            hours.day == placed.day
            and hours.start_minute <= placed.start_minute
            and end <= hours.end_minute
            and at in (None, hours.location)
            for hours in staff[who].hours
        ):
            yield Breach(PlanRule.HOURS, f"{visit.id}: {who} does not work there on {_when(placed)}")


def _overlaps(booked: Iterable[Booked]) -> Iterator[Breach]:
    """Buffers keep therapists and rooms busy; patients and equipment are free when the visit ends."""
    busy: dict[tuple[str, str, str], list[Span]] = defaultdict(list)
    for visit, placed in booked:
        day, start, end = placed.day.isoformat(), placed.start_minute, placed.start_minute + visit.minutes
        longer = (start, end + visit.buffer_minutes, visit.id)
        for who in placed.therapists:
            busy["therapist", who, day].append(longer)
        if placed.room is not None and visit.room_features is not None:
            busy["room", placed.room, day].append(longer)
        for kind, names in (("patient", visit.people), ("equipment", visit.equipment)):
            for name in names:
                busy[kind, name, day].append((start, end, visit.id))
    for (kind, name, day), spans in busy.items():
        for one, other in _clashes(spans):
            yield Breach(PlanRule.OVERLAP, f"{kind} {name} on {day}: {one} and {other} overlap")


def _clashes(spans: list[Span]) -> Iterator[tuple[str, str]]:
    """Each span that begins before one that began earlier has ended, with the latest to end of those."""
    last: Span | None = None
    for span in sorted(spans):
        if last and span[0] < last[1]:
            yield last[2], span[2]
        if last is None or span[1] > last[1]:
            last = span


def _day_limits(booked: Iterable[Booked], staff: dict[str, PlannedTherapist]) -> Iterator[Breach]:
    minutes: Counter[tuple[str, str]] = Counter()
    for visit, placed in booked:
        for who in placed.therapists:
            minutes[who, placed.day.isoformat()] += visit.minutes
    for (who, day), total in minutes.items():
        if who in staff and total > staff[who].max_minutes_per_day:
            yield Breach(PlanRule.DAY_LIMIT, f"{who} on {day}: {total} of {staff[who].max_minutes_per_day} minutes")


def _apart(booked: Iterable[Booked]) -> Iterator[Breach]:
    groups: dict[str, list[Booked]] = defaultdict(list)
    for visit, placed in booked:
        groups[visit.group].append((visit, placed))
    for group, members in groups.items():
        ordered = sorted(members, key=lambda pair: (pair[1].day, pair[0].id))
        for (one, first), (other, second) in pairwise(ordered):
            least = max(1, one.apart_days, other.apart_days)
            if (second.day - first.day).days < least:
                yield Breach(PlanRule.APART, f"group {group}: {one.id} and {other.id} are less than {least} days apart")


def _fixed(instance: Instance, placed: dict[str, Placed]) -> Iterator[Breach]:
    for visit in instance.visits:
        if visit.fixed is not None and placed.get(visit.id) != visit.fixed:
            yield Breach(PlanRule.FIXED, f"{visit.id}: must stay at {_when(visit.fixed)}")


def _listing(instance: Instance, solution: Solution, booked: dict[str, Booked]) -> Iterator[Breach]:
    listed = Counter(map(attrgetter("visit"), solution.unplaced))
    for visit in instance.visits:
        if (visit.id in booked) == (visit.id in listed):
            said = "both placed and unplaced" if visit.id in booked else "neither placed nor listed as unplaced"
            yield Breach(PlanRule.LISTED, f"{visit.id}: {said}")
    known = {visit.id for visit in instance.visits}
    for name, times in listed.items():
        if name not in known or times > 1:
            yield Breach(PlanRule.LISTED, f"{name}: listed as unplaced {times} times, or not a visit of this instance")


def _stated(instance: Instance, solution: Solution) -> Iterator[Breach]:
    true = score(instance, solution.placed)
    bounds = (("tier1_bound", solution.tier1_bound, true.tier1), ("tier2_bound", solution.tier2_bound, true.tier2))
    for name, stated, value in (("tier1", solution.tier1, true.tier1), ("tier2", solution.tier2, true.tier2)):
        if stated != value:
            yield Breach(PlanRule.SCORE, f"{name} is stated as {stated} and is {value}")
    for name, bound, value in bounds:
        if bound is not None and bound < value:
            yield Breach(PlanRule.BOUND, f"{name} {bound} is below {value}")
    if solution.tier2_bound is not None and solution.tier1_bound > true.tier1:
        yield Breach(PlanRule.BOUND, "tier2_bound must be null while tier 1 is not proven")


def clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _when(placed: Placed) -> str:
    return f"{placed.day.isoformat()} {clock(placed.start_minute)}"
