"""Who is in two places at once: imported bookings that overlap are kept as they stand, and hold nobody's time. Pure.

Rooms, equipment and sessions are said by no source: a visit that an import moves keeps them.

What holds time and does not change goes on holding it. Of what is new or moved, what held time before comes first, then
the earlier start; so the same calendar gives the same clashes whatever order its rows come in.

What a visit holds beside itself (notes, travel, turnover) makes no clash: it is let go where an imported visit is.
"""

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from otium.desk.imports.on_file import Model
from otium.desk.imports.plan.draft import Draft
from otium.desk.imports.plan.result import Presence
from otium.rules.schedule.kinds import around
from otium.terms.schedule import ActorType, Margins, VisitStatus

TOUCHES_TIME = frozenset({"starts_at", "ends_at", "status", "patient_id", "therapist_id", "room_id"})
LOOKS_BACK = timedelta(days=1)  # visits of one session may overlap each other, so the latest start is not enough
Periods = list[tuple[datetime, datetime, str]]  # start, end, session


def plan_presences(draft: Draft) -> list[Presence]:
    """Marks clashes, and gives the presence of every appointment whose hold on people's time is written anew."""
    _leave_rooms(draft)
    touched = {
        record
        for (model, record), change in draft.changes.items()
        if model is Model.APPOINTMENT and (change.is_new or change.after.keys() & TOUCHES_TIME)
    }
    clashing = {r for r, f in draft.on_file.of(Model.APPOINTMENT).items() if f["is_clash"]}
    undecided = touched | clashing
    taken = _Taken()
    for therapist, starts_at, ends_at in draft.on_file.talks:
        insort(taken.periods[therapist, 0], (starts_at, ends_at, ""))
    for record in draft.on_file.holding - undecided:
        taken.add(_presence(draft, record, is_held=True))
    written = []
    for record in sorted(undecided, key=lambda r: _rank(draft, r)):
        presence = _decide(draft, record, taken)
        is_touched = record in touched or (record in draft.on_file.holding) != presence.is_held
        if is_touched:
            written.append(presence)
    return [*written, *_let_go(draft, undecided, taken)]


def _let_go(draft: Draft, undecided: set[UUID], taken: "_Taken") -> Iterator[Presence]:
    """Visits that stay, beside which somebody now has another visit: written anew they hold nothing beside them."""
    for record in sorted((draft.on_file.house.beside.keys() & draft.on_file.holding) - undecided, key=str):
        presence = _presence(draft, record, is_held=True)
        if taken.meets_beside(presence, draft.on_file.house.beside[record]):
            yield presence


def _leave_rooms(draft: Draft) -> None:
    """A visit that the imported calendar shows at another location is no longer in its room."""
    moved = [
        record
        for (model, record), change in draft.changes.items()
        if model is Model.APPOINTMENT and "location_id" in change.after
    ]
    for record in moved:
        location, room = (draft.value(Model.APPOINTMENT, record, name) for name in ("location_id", "room_id"))
        if room and draft.on_file.house.rooms[room][0] != location:
            draft.change(Model.APPOINTMENT, record, {"room_id": None}, "the room is at another location")


class _Taken:
    """The held periods of each person, seat of a room and piece of equipment, in order of start."""

    def __init__(self) -> None:
        self.periods: dict[tuple[UUID, int], Periods] = defaultdict(list)

    def add(self, presence: Presence) -> None:
        seated = ((presence.room_id, presence.seat),) if presence.room_id else ()
        for key in (*_alone(presence), *seated):
            insort(self.periods[key], (presence.starts_at, presence.ends_at, str(presence.together)))

    def seat(self, presence: Presence, capacity: int) -> int | None:
        """Where in the room the session fits, the seat it has first; None where anything it needs is taken."""
        if any(self._overlaps(self.periods[key], presence) for key in _alone(presence)):
            return None
        if presence.room_id is None:
            return 0
        room = presence.room_id
        seats = sorted(range(capacity), key=lambda seat: seat != presence.seat)
        return next((seat for seat in seats if not self._overlaps(self.periods[room, seat], presence)), None)

    def meets_beside(self, presence: Presence, margins: Margins) -> bool:
        """Whether its therapist or its seat of a room has something else while it holds them longer than it lasts."""
        of = ((presence.therapist_id, 0, ActorType.THERAPIST), (presence.room_id, presence.seat, ActorType.ROOM))
        for key, seat, actor in of:
            before, after = (timedelta(minutes=n) for n in around(actor, margins))
            longer = replace(presence, starts_at=presence.starts_at - before, ends_at=presence.ends_at + after)
            if key and self._overlaps(self.periods[key, seat], longer):
                return True
        return False

    @staticmethod
    def _overlaps(periods: Periods, presence: Presence) -> bool:
        place = bisect_left(periods, (presence.ends_at,))
        first = min(bisect_left(periods, (presence.starts_at - LOOKS_BACK,)), max(place - 1, 0))
        together = str(presence.together)
        return any(end > presence.starts_at and other != together for _start, end, other in periods[first:place])


def _decide(draft: Draft, record: UUID, taken: _Taken) -> Presence:
    status = VisitStatus(draft.value(Model.APPOINTMENT, record, "status"))
    wants_time = status.uses_benefits and record not in draft.floating
    presence = _presence(draft, record, is_held=wants_time)
    _location, capacity = draft.on_file.house.rooms.get(presence.room_id, (None, 1)) if presence.room_id else (None, 1)
    seat = taken.seat(presence, capacity) if wants_time else 0
    if seat is None:
        presence = replace(presence, is_held=False)
    elif wants_time:
        presence = replace(presence, seat=seat)
        taken.add(presence)
    if bool(draft.value(Model.APPOINTMENT, record, "is_clash")) != (seat is None):
        why = "overlaps another appointment" if seat is None else "overlaps no other appointment any more"
        draft.change(Model.APPOINTMENT, record, {"is_clash": seat is None}, why)
    return presence


def _rank(draft: Draft, record: UUID) -> tuple[bool, datetime, str]:
    starts_at = draft.value(Model.APPOINTMENT, record, "starts_at")
    return (record not in draft.on_file.holding, starts_at, draft.value(Model.APPOINTMENT, record, "external_id") or "")


def _presence(draft: Draft, record: UUID, *, is_held: bool) -> Presence:
    names = ("patient_id", "therapist_id", "starts_at", "ends_at", "together_id", "room_id")
    patient, therapist, starts_at, ends_at, together, room = (
        draft.value(Model.APPOINTMENT, record, name) for name in names
    )
    house = draft.on_file.house
    return Presence(
        appointment_id=record,
        together=together or record,
        patient_id=patient,
        therapist_id=therapist,
        room_id=room,
        equipment=house.equipment.get(record, ()),
        seat=house.seats.get(record, 0),
        starts_at=starts_at,
        ends_at=ends_at,
        is_held=is_held,
    )


def _alone(presence: Presence) -> list[tuple[UUID, int]]:
    """Those who can be in one session at a time."""
    return [(key, 0) for key in (presence.patient_id, presence.therapist_id, *presence.equipment) if key]
