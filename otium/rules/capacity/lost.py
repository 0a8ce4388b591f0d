"""Hours that were lost: nobody came, or it was called off too late, and nobody else was treated then.

Source: the practice's visits; what late is, its own policy (24 hours where it has none). Certainty: by definition.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from otium.rules.capacity.hours import merged, minutes
from otium.rules.schedule.free import left
from otium.terms.capacity import Loss, Session
from otium.terms.schedule import Stretch, VisitStatus

LATE = timedelta(hours=24)
STATED = (VisitStatus.NO_SHOW, VisitStatus.LATE_CANCEL)  # they say it themselves


def losses(sessions: Iterable[Session], late: timedelta = LATE) -> list[Loss]:
    """In order of time. What others of its session, or other visits of its therapist, held is not lost."""
    every = tuple(sessions)
    held: dict[UUID | None, list[Stretch]] = defaultdict(list)
    for session in every:
        if session.status.uses_benefits:
            held[session.therapist_id].append(session.span)
    taken = {key: list(merged(spans)) for key, spans in held.items()}
    found = []
    for session in sorted((s for s in every if is_short_notice(s, late)), key=lambda s: (s.span.start, s.id)):
        lost = left([session.span], taken.get(session.therapist_id, []))
        found.append(Loss(session, minutes(lost)))
        taken.setdefault(session.therapist_id, []).append(session.span)  # two of one group lose the hour once
    return found


def is_short_notice(session: Session, late: timedelta = LATE) -> bool:
    """A no-show, or called off less than `late` before it; False where nobody knows when (see `unknown`)."""
    if session.status in STATED:
        return True
    if session.status is not VisitStatus.CANCELLED or session.called_off_at is None:
        return False
    return session.span.start - session.called_off_at < late


def unknown(sessions: Iterable[Session]) -> int:
    """Cancelled visits of which nobody knows when they were called off."""
    return sum(s.status is VisitStatus.CANCELLED and s.called_off_at is None for s in sessions)
