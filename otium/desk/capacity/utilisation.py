"""How much of the hours is used, past weeks and weeks to come; which hours were lost. Seven queries."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from otium.desk.attendance import policy
from otium.desk.capacity import loading
from otium.records.models import Practice
from otium.rules.capacity import hours, lost
from otium.rules.capacity.utilisation import by_hour_of_week, of_room, of_worker
from otium.terms.capacity import Loss, Roster, Session, SiteRoom, Use, Worker

A_WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Span:
    """Whole weeks: both days included."""

    first: date
    weeks: int

    @property
    def last(self) -> date:
        return self.first + self.weeks * A_WEEK - hours.A_DAY

    def days(self) -> tuple[date, ...]:
        return hours.days_of(self.first, self.weeks * hours.DAYS_PER_WEEK)


@dataclass(frozen=True, slots=True)
class Report:
    """`workers` and `rooms` with their use in the span; `weeks` all therapists together, by Monday. `unknown`:
    cancelled visits of which nobody knows when they were called off. `notice_hours`: what came later is late."""

    span: Span
    workers: tuple[tuple[Worker, Use, int], ...]
    rooms: tuple[tuple[SiteRoom, str, Use], ...]
    heat: Mapping[tuple[int, int], Use]
    weeks: Mapping[date, Use]
    losses: tuple[Loss, ...]
    unknown: int
    notice_hours: int
    without_room: int


def span_of(on: date, weeks: int) -> Span:
    """So many weeks before this one, or from this one on where `weeks` is positive: -4 is the last four."""
    monday = hours.monday(on)
    return Span(monday + min(weeks, 0) * A_WEEK, abs(weeks))


def report(practice: Practice, span: Span, worker_id: UUID | None = None, *, on: date) -> Report:
    """Of all therapists who work or are booked in the span, or of one; what is late by the policy of the day `on`."""
    notice = policy.of(practice, on).notice_hours
    roster = loading.roster(practice, span.first, span.last)
    found = loading.sessions(practice, span.first, span.last)
    shown = tuple(w for w in _present(roster, found) if worker_id in (None, w.id))
    mine = [s for s in found if worker_id in (None, s.therapist_id)]
    losses = tuple(lost.losses(mine, timedelta(hours=notice)))
    days = span.days()
    return Report(
        span=span,
        workers=tuple((w, of_worker(w, found, roster, days), _lost(losses, w.id)) for w in shown),
        rooms=tuple((r, _place(r, roster), of_room(r, found, roster, days)) for r in _in_use(roster, span)),
        heat=by_hour_of_week(shown, found, roster, days),
        weeks={monday: _together(shown, found, roster, monday) for monday in days[:: hours.DAYS_PER_WEEK]},
        losses=losses,
        unknown=lost.unknown(mine),
        notice_hours=notice,
        without_room=sum(s.room_id is None and s.status.uses_benefits for s in mine),
    )


def _present(roster: Roster, found: tuple[Session, ...]) -> tuple[Worker, ...]:
    """Whose hours are on file, or who is booked: others may have left."""
    booked = {s.therapist_id for s in found}
    return tuple(w for w in roster.workers if w.shifts is not None or w.id in booked)


def _in_use(roster: Roster, span: Span) -> tuple[SiteRoom, ...]:
    return tuple(r for r in roster.rooms if r.last is None or r.last >= span.first)


def _place(room: SiteRoom, roster: Roster) -> str:
    return roster.sites[room.location_id].name


def _lost(losses: tuple[Loss, ...], worker_id: UUID) -> int:
    return sum(loss.lost_minutes for loss in losses if loss.session.therapist_id == worker_id)


def _together(workers: tuple[Worker, ...], found: tuple[Session, ...], roster: Roster, monday: date) -> Use:
    days = hours.days_of(monday)
    uses = [of_worker(w, found, roster, days) for w in workers]
    return Use(sum(u.offered for u in uses), sum(u.taken for u in uses), sum(u.outside for u in uses))
