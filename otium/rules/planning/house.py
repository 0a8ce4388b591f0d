"""A practice's rooms, hours and booked visits as parts of an Instance.

What is booked on the grid of quarter hours stays as fixed visits, so that whoever finds no place can be told what took
it. What the grid cannot say (a visit at 9:10, a talk with a payer, an imported clash) is cut out of hours and windows.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from uuid import UUID

from otium.rules.planning import spans
from otium.rules.planning.sessions import SLOT, Session, seat, sessions
from otium.rules.planning.spans import Span
from otium.terms.planning import Instance, Placed, PlannedHours, PlannedRoom, PlannedTherapist, WantedVisit, Window
from otium.terms.plans import HouseFacts, RoomFact, TherapistFact
from otium.terms.schedule import DaysOff

A_DAY = 24 * 60
ROOM, NO_ROOM = "a room", "no room"
NOWHERE = "nowhere"  # the only location of a practice that has none on file
Key = tuple[str, date]


class House:
    """The parts of an instance that do not depend on what is asked."""

    def __init__(self, facts: HouseFacts, *, away: Iterable[UUID] = ()) -> None:
        """`away`: therapists whose days off count, so that what they have booked then is not kept."""
        self.facts = facts
        self.locations = tuple(str(p.id) for p in facts.places) or (NOWHERE,)
        self.sessions = tuple(sessions(facts.visits))
        self.days = tuple(sorted({*facts.days, *(s.first.on for s in self.sessions)}))
        self.regular: list[Session] = []
        self.taken: dict[Key, list[Span]] = defaultdict(list)  # by whoever; of what the grid cannot say
        self.held: dict[Key, list[Span]] = defaultdict(list)  # by whoever; of regular visits
        self.beside: dict[str, list[tuple[Key, Span]]] = {}  # by session; notes, travel and turnover
        self.hours = {t.id: _hours(t, facts, self.locations) for t in facts.therapists}
        gone = set(away)
        self.loose = [s for s in self.sessions if gone & {v.therapist_id for v in s.visits} and self._is_away(s, gone)]
        self.free = {s.key for s in self.loose}  # those that are not kept where they are
        for session in self.sessions:
            if session.key not in self.free:
                self._take(session)
        for talk in facts.talks:
            self.taken[str(talk.therapist_id), talk.on].append((talk.minute, talk.end_minute))

    def _is_away(self, session: Session, gone: set[UUID]) -> bool:
        """Of whom somebody is off that day; only what can still be moved."""
        off = {t.id: t.off for t in self.facts.therapists if t.id in gone}
        return all(v.is_open for v in session.visits) and any(
            is_off(off.get(v.therapist_id, ()), session.first.on) for v in session.visits if v.therapist_id
        )

    def _take(self, session: Session) -> None:
        on, actors = session.first.on, [*session.therapists, *session.patients]
        actors += filter(None, [session.room])
        actors += [str(thing) for visit in session.visits for thing in visit.equipment]
        fits = session.first.minute % SLOT == 0 and bool(session.therapists) and session.busy[1] <= A_DAY
        fits = fits and all(v.is_held for v in session.visits) and len({v.minute for v in session.visits}) == 1
        if fits and not any(spans.meets(session.busy, self.held[actor, on]) for actor in actors):
            self.regular.append(session)
            for actor in actors:
                self.held[actor, on].append(session.busy)
        else:
            for actor in actors:
                self.taken[actor, on].append(session.span)
        self.beside[session.key] = list(session.beside)
        for key, span in self.beside[session.key]:
            self.taken[key].append(span)

    def release(self, keys: Iterable[str]) -> list[Session]:
        """These are no longer kept where they are: they become wanted.

        Those that stand beyond their therapist's hours are kept: they would find no way back to their own hour.
        """
        wanted = set(keys)
        found = [s for s in self.regular if s.key in wanted and self._is_in_hours(s)]
        wanted = {s.key for s in found}
        self.free |= wanted
        self.regular = [s for s in self.regular if s.key not in wanted]
        for session in found:
            for key, span in self.beside[session.key]:
                self.taken[key].remove(span)
        return found

    def _is_in_hours(self, session: Session) -> bool:
        (start, end), place = session.span, self.place_of(session)
        hours = {str(therapist_id): rows for therapist_id, rows in self.hours.items()}
        return all(
            any(
                day == session.first.on
                and (session.first.is_telehealth or at == place)
                and since <= start
                and end <= until
                for day, at, (since, until) in hours.get(who, ())
            )
            for who in session.therapists
        )

    def busy(self, who: str, on: date) -> list[Span]:
        """What cannot be seen among the instance's visits."""
        return self.taken.get((who, on), [])

    def place_of(self, session: Session) -> str:
        """Where it is: its room's location before its own."""
        rooms = {room.id: room.location_id for room in self.facts.rooms}
        known = rooms.get(session.first.room_id) if session.first.room_id else session.first.location_id
        return str(known) if known else self.locations[0]

    def standing(self, session: Session) -> Placed:
        """Where it is in this instance: without a room at the place of its therapist, so that it can stay there."""
        if session.room or session.first.is_telehealth:
            return session.placed
        number = [str(t.id) for t in self.facts.therapists].index(session.therapists[0])
        return replace(session.placed, room=_place(self.place_of(session), number))

    def rooms(self) -> tuple[PlannedRoom, ...]:
        """Each seat is a room. Where a location has none, as many places as there are therapists."""
        found: list[PlannedRoom] = []
        for location in self.locations:
            here = [room for room in self.facts.rooms if str(room.location_id) == location]
            for room in here:
                features = frozenset((*room.features, ROOM))
                found += [PlannedRoom(seat(room.id, n), location, features) for n in range(room.capacity)]
            plain = frozenset({NO_ROOM} if here else {NO_ROOM, ROOM})
            found += [PlannedRoom(_place(location, n), location, plain) for n in range(len(self.facts.therapists))]
        return tuple(found)

    def therapists(self) -> tuple[PlannedTherapist, ...]:
        """Those of the practice, and one for each room that is shut for a while, who does nothing else."""
        staff = tuple(
            PlannedTherapist(str(t.id), t.discipline, frozenset(), A_DAY, tuple(self._working(t)))
            for t in self.facts.therapists
        )
        return staff + tuple(
            PlannedTherapist(_guard(name), "-", frozenset(), A_DAY, tuple(
                PlannedHours(day, start, end, location) for day, (start, end) in shut
            ))
            for name, location, shut in self._shut()
        )  # fmt: skip

    def _working(self, therapist: TherapistFact) -> Iterator[PlannedHours]:
        """Hours of work, and the visits beyond them that are kept; less what the grid cannot say."""
        own: dict[tuple[date, str], list[Span]] = defaultdict(list)
        for day, location, span in self.hours[therapist.id]:
            own[day, location].append(span)
        who = str(therapist.id)
        for session in self.regular:
            if who in session.therapists:
                own[session.first.on, self.place_of(session)].append(session.span)
        for (day, location), working in sorted(own.items()):
            kept = self.held.get((who, day), [])
            blocked = spans.less(self.busy(who, day), kept)
            for start, end in spans.less(working, blocked):
                yield PlannedHours(day, start, end, location)

    def _shut(self) -> list[tuple[str, str, list[tuple[date, Span]]]]:
        """(seat, location, when) of rooms that are closed, or taken by what the grid cannot say."""
        found = []
        for room in self.facts.rooms:
            for number in range(room.capacity):
                name = seat(room.id, number)
                shut = [(day, span) for day in self.days for span in self._shut_on(room, name, day)]
                if shut:
                    found.append((name, str(room.location_id), shut))
        return found

    def _shut_on(self, room: RoomFact, name: str, day: date) -> list[Span]:
        is_gone = room.ended_on is not None and room.ended_on < day
        taken = [(0, A_DAY)] if is_gone or is_off(room.off, day) else self.busy(name, day)
        outward = [(start // SLOT * SLOT, min(-(-end // SLOT) * SLOT, A_DAY)) for start, end in taken]
        return spans.less(outward, self.held.get((name, day), []))

    def kept(self) -> tuple[WantedVisit, ...]:
        """What is booked and stays, each where it is; and what keeps a shut room shut."""
        stays = tuple(self.staying(session) for session in self.regular)
        return stays + tuple(
            _guarding(name, location, day, span) for name, location, shut in self._shut() for day, span in shut
        )

    def staying(self, session: Session) -> WantedVisit:
        start, end = session.span
        on, things = session.first.on, {str(e) for v in session.visits for e in v.equipment}
        return WantedVisit(
            id=session.key,
            patient=session.patients[0],
            minutes=end - start,
            priority=10,
            roles=tuple((who,) for who in session.therapists),
            room_features=None if session.room is None else frozenset(),
            location=None,
            windows=(Window(on, start, end, 0),),
            group=session.key,
            apart_days=1,
            fixed=session.placed,
            patients=session.patients,
            equipment=tuple(sorted(things)),
        )

    def instance(self, name: str, wanted: Iterable[WantedVisit], **more: object) -> Instance:
        return Instance(
            name=name,
            slot_minutes=SLOT,
            days=self.days,
            rooms=self.rooms(),
            therapists=self.therapists(),
            visits=(*wanted, *self.kept()),
            **more,  # type: ignore[arg-type]
        )


def is_off(off: Iterable[DaysOff], day: date) -> bool:
    return any(o.first <= day <= o.last for o in off)


def _hours(therapist: TherapistFact, facts: HouseFacts, locations: tuple[str, ...]) -> list[tuple[date, str, Span]]:
    """(day, location, span) within the location's own hours."""
    found = []
    for day in facts.days:
        if is_off(therapist.off, day):
            continue
        for location_id, span in _rows(therapist, facts, day):
            places = [str(location_id)] if location_id else list(locations)
            for place in places:
                found += [(day, place, part) for part in _within(facts, place, day, span)]
    return found


def _rows(therapist: TherapistFact, facts: HouseFacts, day: date) -> Iterator[tuple[UUID | None, Span]]:
    if therapist.hours is None:
        yield therapist.location_id, (facts.opens, facts.closes)
        return
    for row in therapist.hours:
        if row.hours.is_on(day):
            yield row.location_id or therapist.location_id, spans.of(row.hours)


def _within(facts: HouseFacts, place: str, day: date, span: Span) -> list[Span]:
    for known in facts.places:
        if str(known.id) == place:
            if is_off(known.off, day):
                return []
            if known.hours is not None:
                return spans.common([span], [spans.of(h) for h in known.hours if h.is_on(day)])
    return [span]


def _place(location: str, number: int) -> str:
    return f"{location}/-{number}"


def _guard(name: str) -> str:
    return f"shut {name}"


def _guarding(name: str, location: str, day: date, span: Span) -> WantedVisit:
    key, (start, end) = f"shut {name} {day.isoformat()} {span[0]}", span
    placed = Placed(key, day, start, (_guard(name),), name)
    return WantedVisit(
        id=key, patient=key, minutes=end - start, priority=1, roles=((_guard(name),),), room_features=frozenset(),
        location=location, windows=(Window(day, start, end, 0),), group=key, apart_days=1, fixed=placed,
    )  # fmt: skip
