"""When a household is told that visits were booked: together, once nobody has booked more for it for a while."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

QUIET = timedelta(minutes=10)  # so long after the last booking; what is taken back before is never told
LONGEST = timedelta(hours=1)  # and no longer than this after the first
LOOKED_BACK = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class BookedVisit:
    """A visit of which nobody was told, and whom to tell: `to` is the number or address, the same for a household."""

    id: UUID
    to: str
    starts_at: datetime
    booked_at: datetime


def due(visits: Iterable[BookedVisit], at: datetime) -> list[tuple[BookedVisit, ...]]:
    """One message each: a household's visits in order of time. The nearest first.

    >>> from datetime import UTC
    >>> noon = datetime(2026, 12, 1, 12, tzinfo=UTC)
    >>> one = BookedVisit(UUID(int=1), "+13125550142", noon + timedelta(days=3), noon)
    >>> [len(due([one], noon + timedelta(minutes=n))) for n in (9, 10)]
    [0, 1]
    """
    households: dict[str, list[BookedVisit]] = defaultdict(list)
    for visit in visits:
        if visit.starts_at > at:
            households[visit.to].append(visit)
    found = []
    for those in households.values():
        booked = [visit.booked_at for visit in those]
        if max(booked) + QUIET <= at or min(booked) + LONGEST <= at:
            found.append(tuple(sorted(those, key=lambda v: (v.starts_at, str(v.id)))))
    return sorted(found, key=lambda those: (those[0].starts_at, those[0].to))
