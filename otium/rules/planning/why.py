"""Why a visit has no place: what is missing from the start, or what has taken the places that it could have."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from otium.terms.planning import Blocked, Hindrance, Instance, Placed, PlannedRoom, PlannedTherapist, WantedVisit

MOST_NAMED = 3
Span = tuple[int, int, str]  # start and end minute, visit


@dataclass(slots=True)
class _Plan:
    """Who and what is busy when in the finished plan."""

    instance: Instance
    visits: dict[str, WantedVisit]
    placed: dict[str, Placed]
    staff: dict[str, PlannedTherapist]
    busy: dict[tuple[str, str, date], list[Span]] = field(default_factory=lambda: defaultdict(list))
    minutes: Counter[tuple[str, date]] = field(default_factory=Counter)


def blocked(instance: Instance, placed: Iterable[Placed]) -> Iterator[Blocked]:
    """One for each visit that is not placed, in the instance's order."""
    plan = _plan(instance, {one.visit: one for one in placed})
    for visit in instance.visits:
        if visit.id not in plan.placed:
            yield _missing(instance, plan, visit) or _taken(plan, visit)


def _plan(instance: Instance, placed: dict[str, Placed]) -> _Plan:
    visits = {visit.id: visit for visit in instance.visits}
    plan = _Plan(instance, visits, placed, {therapist.id: therapist for therapist in instance.therapists})
    for one in placed.values():
        visit = visits[one.visit]
        end = one.start_minute + visit.minutes
        for who in one.therapists:
            plan.busy["therapist", who, one.day].append((one.start_minute, end + visit.buffer_minutes, visit.id))
            plan.minutes[who, one.day] += visit.minutes
        if one.room is not None:
            plan.busy["room", one.room, one.day].append((one.start_minute, end + visit.buffer_minutes, visit.id))
        for kind, names in (("patient", visit.people), ("equipment", visit.equipment)):
            for name in names:
                plan.busy[kind, name, one.day].append((one.start_minute, end, visit.id))
    return plan


def _missing(instance: Instance, plan: _Plan, visit: WantedVisit) -> Blocked | None:
    """What no other plan could mend, None when the visit has places of its own."""
    starts = list(_starts(instance, visit))
    if not starts:
        return Blocked(visit.id, Hindrance.NO_WINDOW)
    locations = _locations(instance, visit)
    if not locations:
        return Blocked(visit.id, Hindrance.NO_ROOM)
    able = {
        (day, start, location): [_working(plan, visit, role, day, start, location) for role in visit.roles]
        for day, start in starts
        for location in locations
    }
    for number in range(len(visit.roles)):
        if not any(roles[number] for roles in able.values()):
            return Blocked(visit.id, Hindrance.NO_THERAPIST, role=number + 1)
    teams = [roles for roles in able.values() if _can_differ(roles)]
    if not teams:
        return Blocked(visit.id, Hindrance.NO_TEAM)
    if not any(
        _can_differ([[who for who in role if visit.minutes <= plan.staff[who].max_minutes_per_day] for role in roles])
        for roles in teams
    ):
        return Blocked(visit.id, Hindrance.DAY_LIMIT, places=len(teams))
    return None


def _starts(instance: Instance, visit: WantedVisit) -> Iterator[tuple[date, int]]:
    """Every start on the grid that lies in a window, each once."""
    slot, seen = instance.slot_minutes, set()
    for window in visit.windows:
        first = -(-window.start_minute // slot) * slot
        for start in range(first, window.end_minute - visit.minutes + 1, slot):
            if (window.day, start) not in seen:
                seen.add((window.day, start))
                yield window.day, start


def _locations(instance: Instance, visit: WantedVisit) -> list[str | None]:
    if visit.room_features is None:
        return [None]
    return list(dict.fromkeys(room.location for room in _rooms(instance, visit)))


def _rooms(instance: Instance, visit: WantedVisit) -> Iterator[PlannedRoom]:
    features = visit.room_features or frozenset()
    for room in instance.rooms:
        if features <= room.features and visit.location in (None, room.location):
            yield room


def _working(
    plan: _Plan, visit: WantedVisit, role: tuple[str, ...], day: date, start: int, location: str | None
) -> list[str]:
    return [
        who
        for who in role
        if any(
            hours.day == day
            and hours.start_minute <= start
            and start + visit.minutes <= hours.end_minute
            and location in (None, hours.location)
            for hours in plan.staff[who].hours
        )
    ]


def _can_differ(roles: list[list[str]], taken: tuple[str, ...] = ()) -> bool:
    return not roles or any(who not in taken and _can_differ(roles[1:], (*taken, who)) for who in roles[0])


def _taken(plan: _Plan, visit: WantedVisit) -> Blocked:
    """How many places each thing blocks; a place that several block counts for the first of them."""
    by: Counter[str] = Counter()
    blockers: set[str] = set()
    for location in _locations(plan.instance, visit):
        for day, start in _starts(plan.instance, visit):
            roles = [_working(plan, visit, role, day, start, location) for role in visit.roles]
            if _can_differ(roles):
                what, who = _first_block(plan, visit, roles, Placed(visit.id, day, start, (), location))
                by[what] += 1
                blockers |= who
    fixed = {name for name in blockers if plan.visits[name].fixed}
    hindrance = Hindrance.FIXED if blockers and blockers == fixed and "day limit" not in by else Hindrance.TAKEN
    return Blocked(visit.id, hindrance, places=by.total(), by=tuple(by.most_common()))


def _first_block(plan: _Plan, visit: WantedVisit, roles: list[list[str]], at: Placed) -> tuple[str, set[str]]:
    """What blocks the place, and the visits that do; `at.room` holds the location here."""
    day, start, end = at.day, at.start_minute, at.start_minute + visit.minutes
    for kind, names in (("patient", visit.people), ("equipment", visit.equipment)):
        if found := {name for one in names for name in _overlapping(plan, (kind, one, day), start, end)}:
            return kind, found
    if found := _too_near(plan, visit, day):
        return "days apart", found
    longer = end + visit.buffer_minutes
    free = [[who for who in role if not _overlapping(plan, ("therapist", who, day), start, longer)] for role in roles]
    if not _can_differ(free):
        held = {n for role in roles for who in role for n in _overlapping(plan, ("therapist", who, day), start, longer)}
        return "therapists", held
    left = [[who for who in role if _minutes_left(plan, visit, who, day)] for role in free]
    if not _can_differ(left):
        return "day limit", set()
    rooms = [room for room in _rooms(plan.instance, visit) if room.location == at.room]
    return "rooms", {n for room in rooms for n in _overlapping(plan, ("room", room.id, day), start, longer)}


def _minutes_left(plan: _Plan, visit: WantedVisit, who: str, day: date) -> bool:
    return plan.minutes[who, day] + visit.minutes <= plan.staff[who].max_minutes_per_day


def _overlapping(plan: _Plan, key: tuple[str, str, date], start: int, end: int) -> set[str]:
    return {name for begins, ends, name in plan.busy.get(key, ()) if begins < end and start < ends}


def _too_near(plan: _Plan, visit: WantedVisit, day: date) -> set[str]:
    found = set()
    for other in plan.instance.visits:
        if other.group == visit.group and other.id in plan.placed:
            least = max(1, visit.apart_days, other.apart_days)
            if abs((plan.placed[other.id].day - day).days) < least:
                found.add(other.id)
    return found


_BEGINS = {
    Hindrance.NO_WINDOW: "no window is long enough for it",
    Hindrance.NO_ROOM: "no room has all that it needs",
    Hindrance.NO_TEAM: "its therapists never work there at the same time",
    Hindrance.DAY_LIMIT: "it is longer than its therapists' day limit",
}


def said(found: Blocked) -> str:
    """One clause, as it stands in a solution's `why`."""
    if found.hindrance is Hindrance.NO_THERAPIST:
        return f"no eligible therapist of role {found.role} works in its windows"
    if found.hindrance in _BEGINS:
        return _BEGINS[found.hindrance]
    parts = ", ".join(f"{count} by {what}" for what, count in found.by)
    head = "fixed visits take" if found.hindrance is Hindrance.FIXED else "other visits take"
    return f"{head} all its {found.places} possible places: {parts}"
