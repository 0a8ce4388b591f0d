"""How much of the hours offered is used: by therapist, by room, by hour of the week.

Source: the practice's hours and visits. Certainty: by definition.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from otium.rules.capacity.hours import by_hour, merged, minutes, offered, room_open
from otium.rules.schedule.free import common, left
from otium.terms.capacity import Roster, Session, SiteRoom, Use, Worker
from otium.terms.schedule import Stretch


def of_worker(worker: Worker, sessions: Iterable[Session], roster: Roster, days: Iterable[date]) -> Use:
    """Visits booked and made; those of a session, or that clash, take the time once."""
    open_ = [span for day in days for span in offered(worker, roster, day)]
    held = merged(s.span for s in sessions if s.therapist_id == worker.id and s.status.uses_benefits)
    return Use(minutes(open_), minutes(common(open_, held)), minutes(left(held, open_)))


def of_room(room: SiteRoom, sessions: Iterable[Session], roster: Roster, days: Iterable[date]) -> Use:
    """Each session takes one place; a room for three at once offers three hours an hour."""
    open_ = [span for day in days for span in room_open(room, roster, day)]
    spans: dict[object, list[Stretch]] = defaultdict(list)
    for session in sessions:
        if session.room_id == room.id and session.status.uses_benefits:
            spans[session.key].append(session.span)
    held = [merged(of_one) for of_one in spans.values()]
    inside = sum(minutes(common(open_, span)) for span in held)
    return Use(minutes(open_) * room.capacity, inside, sum(minutes(span) for span in held) - inside)


def by_hour_of_week(
    workers: Iterable[Worker], sessions: Iterable[Session], roster: Roster, days: tuple[date, ...]
) -> Mapping[tuple[int, int], Use]:
    """By (weekday, hour) of the wall clock, all therapists together."""
    every = tuple(sessions)
    found: dict[tuple[int, int], list[int]] = defaultdict(lambda: [0, 0, 0])
    for worker in workers:
        open_ = [span for day in days for span in offered(worker, roster, day)]
        held = merged(s.span for s in every if s.therapist_id == worker.id and s.status.uses_benefits)
        for place, spans in enumerate((open_, common(open_, held), left(held, open_))):
            for weekday, hour, count in by_hour(spans, roster):
                found[weekday, hour][place] += count
    return {key: Use(*values) for key, values in found.items()}
