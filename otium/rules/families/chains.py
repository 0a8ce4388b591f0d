"""How long families have to answer when hours could change hands and all that are asked must say yes."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class AnswerTime:
    """In hours: to answer; at least; before the first visit that would move."""

    hours: int
    least_hours: int
    before_hours: int


def shipped(text: str) -> AnswerTime:
    """Out of rules/families/chains.toml."""
    row = tomllib.loads(text)["answer"]
    return AnswerTime(row["hours"], row["least_hours"], row["before_hours"])


def answers_by(reached_at: Iterable[datetime], first_at: datetime, given: AnswerTime) -> datetime | None:
    """Until when all may answer: `reached_at` is when each is reached, `first_at` when the first visit would be.

    None where the last who is reached would have too little time.

    >>> from datetime import UTC
    >>> noon = datetime(2026, 12, 1, 12, tzinfo=UTC)
    >>> answers_by([noon], datetime(2026, 12, 7, 9, tzinfo=UTC), AnswerTime(24, 2, 4)).isoformat()
    '2026-12-02T12:00:00+00:00'
    """
    last = max(reached_at)
    until = min(last + timedelta(hours=given.hours), first_at - timedelta(hours=given.before_hours))
    return until if until - last >= timedelta(hours=given.least_hours) else None
