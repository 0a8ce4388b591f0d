"""From room classes to rooms, and from numbers back to names."""

from collections import defaultdict
from collections.abc import Iterator

from otium.solver.ground import NO_ROOM
from otium.solver.state import State
from otium.terms.planning import Placed


def placements(state: State) -> tuple[Placed, ...]:
    """The plan in the instance's order of visits.

    No more visits of a class overlap than it has rooms, so going through them by their start always finds a free one.
    """
    ground = state.ground
    rooms = dict(_rooms(state))
    return tuple(
        Placed(
            visit=ground.instance.visits[number].id,
            day=ground.days[choice.spot.day],
            start_minute=choice.spot.start * ground.instance.slot_minutes,
            therapists=tuple(ground.instance.therapists[who].id for who in choice.team),
            room=rooms.get(number),
        )
        for number, choice in enumerate(state.choices)
        if choice is not None
    )


def _rooms(state: State) -> Iterator[tuple[int, str]]:
    held: dict[tuple[int, int], list[tuple[int, int, int]]] = defaultdict(list)
    for number, choice in enumerate(state.choices):
        if choice is not None and choice.room_class != NO_ROOM:
            end = choice.spot.start + state.ground.demands[number].busy.bit_length()
            held[choice.room_class, choice.spot.day].append((choice.spot.start, end, number))
    for (room_class, _), spans in held.items():
        free_from = {room.id: 0 for room in state.ground.rooms[room_class]}
        for start, end, number in sorted(spans):
            room = next(name for name, free in free_from.items() if free <= start)
            free_from[room] = end
            yield number, room
