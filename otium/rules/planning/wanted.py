"""Visits that a plan is asked to place: when they may lie, who may give them, what a person has decided of them.

Source: ours. A family's stated hours are a wish that is never bent; where none are on file, hours near the usual one
are proposed, and somebody asks.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from uuid import UUID

from otium.rules.planning import spans
from otium.rules.planning.house import A_DAY, NO_ROOM, ROOM, SLOT, House
from otium.rules.planning.spans import Span
from otium.terms.planning import Instance, Placed, WantedVisit, Window
from otium.terms.plans import Ban, HouseFacts, Now, UsualFact, Verdicts, WishFact

NOTICE_MINUTES = 120  # of a time that a family has not agreed to yet
NEAR_MINUTES = 120  # from the usual hour, where no hours are stated
USUAL_MINUTES = 45  # of a visit where none is on file yet
OWN_THERAPIST = 4
Preferred = tuple[Span, int]


def wishes(facts: HouseFacts) -> dict[UUID, WishFact]:
    return dict(facts.wishes)


def usual(facts: HouseFacts) -> dict[tuple[UUID, str], UsualFact]:
    return {(u.patient_id, u.discipline): u for u in facts.usual}


def stated(wish: WishFact, on: date) -> list[Span]:
    """The hours of that day that a family said they can come."""
    if wish.weekdays and on.weekday() not in wish.weekdays:
        return []
    return [(wish.since or 0, A_DAY if wish.until is None else wish.until)]


def near(minute: int, minutes: int, reach: int = NEAR_MINUTES) -> Span:
    return max(minute - reach, 0), min(minute + minutes + reach, A_DAY)


def windows(
    house: House, now: Now, actors: Iterable[str], days: Iterable[tuple[date, list[Preferred]]]
) -> tuple[Window, ...]:
    """What of these spans is to come and is not cut by what the grid cannot say of these patients and things."""
    found = []
    names = list(actors)
    for day, preferred in days:
        if day < now.on:
            continue
        past = [(0, now.minute)] if day == now.on else []
        blocked = [span for name in names for span in house.busy(name, day)] + past
        for span, worth in preferred:
            found += [Window(day, start, end, worth) for start, end in spans.less([span], blocked)]
    return tuple(found)


def days_of(house: House, patients: Iterable[str], discipline: str) -> set[date]:
    """Days on which one of these patients comes for this discipline anyway."""
    known = set(patients)
    return {
        session.first.on
        for session in house.sessions
        if session.key not in house.free
        and known & set(session.patients)
        and any(v.discipline == discipline for v in session.visits)
    }


def able(facts: HouseFacts, discipline: str) -> tuple[str, ...]:
    return tuple(str(t.id) for t in facts.therapists if t.discipline == discipline)


def needs_room(facts: HouseFacts, location_id: UUID | None) -> frozenset[str]:
    """A room where the location has any; else one of its places without."""
    has_rooms = any(location_id in (None, room.location_id) for room in facts.rooms)
    return frozenset({ROOM if has_rooms else NO_ROOM})


def decided(instance: Instance, verdicts: Verdicts) -> Instance:
    """With what people pinned as fixed, and without what they refused."""
    pins = {placed.visit: placed for placed in verdicts.pinned}
    visits = tuple(
        _pinned(v, pins[v.id]) if v.id in pins else _without(v, list(_bans(v.id, verdicts))) for v in instance.visits
    )
    return replace(instance, visits=visits)


def _bans(key: str, verdicts: Verdicts) -> Iterator[tuple[Ban, Placed]]:
    yield from ((ban, placed) for name, ban, placed in verdicts.bans if name == key)


def _pinned(visit: WantedVisit, placed: Placed) -> WantedVisit:
    end = placed.start_minute + visit.minutes
    window = Window(placed.day, placed.start_minute, end, 10)
    roles = tuple(
        role if who in role else (*role, who) for role, who in zip(visit.roles, placed.therapists, strict=False)
    )
    return replace(visit, windows=(*visit.windows, window), fixed=placed, roles=roles or visit.roles)


def _without(visit: WantedVisit, bans: list[tuple[Ban, Placed]]) -> WantedVisit:
    refused = {(placed.day, placed.start_minute) for ban, placed in bans if ban is Ban.TIME}
    away = {who for ban, placed in bans if ban is Ban.THERAPIST for who in placed.therapists[:1]}
    first, *others = visit.roles
    return replace(
        visit,
        roles=(tuple(who for who in first if who not in away), *others),
        windows=tuple(part for window in visit.windows for part in _around(window, refused, visit.minutes)),
    )


def _around(window: Window, refused: set[tuple[date, int]], minutes: int) -> Iterator[Window]:
    """The window without those starts: parts that end before one could begin there, and that begin after it."""
    starts = sorted(start for day, start in refused if day == window.day and window.start_minute <= start)
    begin = window.start_minute
    for start in starts:
        if begin <= start and start + minutes <= window.end_minute:
            if start + minutes - SLOT - begin >= minutes:
                yield replace(window, start_minute=begin, end_minute=start + minutes - SLOT)
            begin = start + SLOT
    if window.end_minute - begin >= minutes:
        yield replace(window, start_minute=begin)
