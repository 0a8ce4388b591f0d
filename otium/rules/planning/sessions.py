"""Booked visits as sessions: what happens at once, with the same people, in one room."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from otium.rules.planning.spans import Span
from otium.rules.schedule.kinds import around
from otium.terms.planning import Placed
from otium.terms.plans import BookedFact
from otium.terms.schedule import ActorType

SLOT = 15


@dataclass(frozen=True, slots=True)
class Session:
    """Visits that are one: a group, a co-treatment, or one alone. The first therapist is the first visit's."""

    visits: tuple[BookedFact, ...]

    @property
    def first(self) -> BookedFact:
        return self.visits[0]

    @property
    def key(self) -> str:
        return str(self.first.id)

    @property
    def therapists(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(str(v.therapist_id) for v in self.visits if v.therapist_id))

    @property
    def patients(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(str(v.patient_id) for v in self.visits))

    @property
    def span(self) -> Span:
        return self.first.minute, self.first.minute + max(v.minutes for v in self.visits)

    @property
    def busy(self) -> Span:
        """To the end of the quarter hour it ends in, as the grid counts it."""
        start, end = self.span
        return start, -(-end // SLOT) * SLOT

    @property
    def beside(self) -> Iterator[tuple[tuple[str, date], Span]]:
        """What is held of its therapists and its room before and after it."""
        start, end = self.span
        for visit in self.visits:
            way, after = around(ActorType.THERAPIST, visit.margins)
            _none, turnover = around(ActorType.ROOM, visit.margins)
            for who, span in (
                (str(visit.therapist_id), (max(start - way, 0), start)), (str(visit.therapist_id), (end, end + after)),
                (self.room, (end, end + turnover)),
            ):  # fmt: skip
                if who and span[0] < span[1]:
                    yield (who, visit.on), span

    @property
    def room(self) -> str | None:
        return seat(self.first.room_id, self.first.seat) if self.first.room_id else None

    @property
    def placed(self) -> Placed:
        return Placed(self.key, self.first.on, self.first.minute, self.therapists, self.room)


def seat(room_id: UUID, number: int) -> str:
    return f"{room_id}/{number}"


def room_of(name: str | None) -> UUID | None:
    """The room of a seat; None for a place without one."""
    head, _, number = (name or "").partition("/")
    return UUID(head) if number.isdigit() else None


def sessions(visits: Iterable[BookedFact]) -> Iterator[Session]:
    """In order of time; an imported clash stands alone."""
    grouped: dict[object, list[BookedFact]] = defaultdict(list)
    for visit in sorted(visits, key=lambda v: (v.on, v.minute, str(v.id))):
        grouped[visit.together if visit.is_held else visit.id].append(visit)
    yield from (Session(tuple(members)) for members in grouped.values())
