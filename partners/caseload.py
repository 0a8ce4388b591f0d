"""The calendar of a practice, week by week: evaluations, weekly series, missed visits, the booked weeks ahead."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import count
from random import Random

from partners.days import WEEK, business_days, monday_of
from partners.world import ATTENDED, CANCELLED, CONFIRMED, NO_SHOW, Booking, Episode, Therapist

TREATMENT_MINUTES, EVALUATION_MINUTES = 45, 60
SLOTS = (
    *(time(8, 0), time(8, 45), time(9, 30), time(10, 15), time(11, 0)),
    *(time(13, 0), time(13, 45), time(14, 30), time(15, 15), time(16, 0)),
)
EVALUATION_SLOTS = (4, 9)
"""The last of the morning and of the afternoon: only they have room for an hour."""
SERIES_SLOTS = tuple(n for n in range(len(SLOTS)) if n not in EVALUATION_SLOTS)
CONFIRMED_DAYS = 3
FULL_WEEK_DAYS = 4
"""A shorter week is cut off by the end of the calendar."""
RUN_UP = 8 * WEEK
Draw = Callable[[date, Therapist], Episode]
"""An ordinary new case that starts on that day."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """`booked` is the least and most visits a week; `missed` of them do not come, `new` more cases may start."""

    booked: tuple[int, int]
    missed: tuple[int, int]
    new: int
    new_ahead: int


@dataclass(frozen=True, slots=True)
class Span:
    """`grow_from` starts the run-up that is not exported; `last_on` is the last day booked."""

    grow_from: date
    on: date
    last_on: date


class Caseload:
    """Fills the calendar; `episodes` holds every case in the order of its start."""

    def __init__(self, rng: Random, *, rhythm: Rhythm, span: Span, therapists: Sequence[Therapist]) -> None:
        self._rng = rng
        self._rhythm = rhythm
        self._span = span
        self._therapists = therapists
        self._taken: set[tuple[int, date, int]] = set()
        self._series: set[tuple[int, int, int]] = set()
        self._ids = count(1)
        self.episodes: list[Episode] = []

    def fill(self, *, scenes: Sequence[Episode], intake: Draw, ids: "count[int]") -> None:
        """Scenes start on their own day and are never cut short; ordinary cases fill the rest of each week."""
        self._ids = ids
        monday = monday_of(self._span.grow_from)
        while monday <= self._span.last_on:
            starting = [s for s in scenes if monday_of(s.evaluation_from) == monday]
            self._fill_week(monday, starting, intake)
            monday += WEEK

    def _fill_week(self, monday: date, starting: list[Episode], intake: Draw) -> None:
        days = [d for d in business_days(monday, monday + timedelta(days=6)) if d <= self._span.last_on]
        if not days:
            return
        self._discharge(monday)
        before = len(self._taken)
        wanted = self._rng.randint(*self._rhythm.booked)
        due = {e.case_id: visits_due(e, monday) for e in self._active()}
        self._start(starting, days)
        self._start_ordinary(wanted - max(sum(due.values()) + len(starting), self._coming(monday)), days, intake)
        self._drop(due, sum(due.values()) + len(self._taken) - before - wanted)
        for episode in self._active():
            self._book_series(episode, due.get(episode.case_id, 0), days)
        if len(days) >= FULL_WEEK_DAYS:
            self._make_up(wanted + before, days)
        self._mark_past(days)

    def _active(self) -> list[Episode]:
        return [e for e in self.episodes if e.status == "Active"]

    def _coming(self, monday: date) -> int:
        """Series visits of the week after: what the present patients will ask for."""
        return sum(visits_due(e, monday + WEEK) for e in self._active())

    def _discharge(self, monday: date) -> None:
        """Nobody leaves from this week on: the weeks ahead are booked, not lived."""
        if monday >= monday_of(self._span.on):
            return
        for episode in self._active():
            attended = sum(b.status == ATTENDED for b in episode.bookings)
            if episode.scene is None and attended >= episode.planned_visits:
                episode.status = "Discharged"
                self._series -= {(episode.therapist.id, *slot) for slot in episode.slots}

    def _start(self, starting: Sequence[Episode], days: Sequence[date]) -> None:
        for episode in starting:
            self._book_evaluation(episode, days)
            self._reserve_series(episode)
            self.episodes.append(episode)

    def _start_ordinary(self, room: int, days: Sequence[date], intake: Draw) -> None:
        is_ahead = days[0] > self._span.on
        most = self._rhythm.new_ahead if is_ahead else self._rhythm.new
        for _ in range(min(room, most)):
            if therapist := self._idlest(days):
                self._start([intake(self._rng.choice(days), therapist)], days)

    def _idlest(self, days: Sequence[date]) -> Therapist | None:
        """Who has the fewest series among those with an hour left for an evaluation."""
        open_ = [t for t in self._therapists if self._evaluation_hour(t, days[0], days)]
        load = Counter(e.therapist.id for e in self._active() for _ in e.slots)
        return min(open_, key=lambda t: load[t.id], default=None)

    def _drop(self, due: dict[int, int], too_many: int) -> None:
        """In a full week ordinary patients skip a visit, first those who came last week."""
        ordinary = [e for e in self._active() if e.scene is None and due.get(e.case_id)]
        self._rng.shuffle(ordinary)
        ordinary.sort(key=lambda e: e.bookings[-1].on, reverse=True)
        for episode in ordinary[: max(too_many, 0)]:
            due[episode.case_id] -= 1

    def _make_up(self, until: int, days: Sequence[date]) -> None:
        """Ordinary patients come once more in a thin week, once the practice has grown to its size."""
        if days[0] < self._span.grow_from + RUN_UP:
            return
        ordinary = [e for e in self._active() if e.scene is None]
        self._rng.shuffle(ordinary)
        for episode in ordinary:
            if len(self._taken) < until:
                self._book_anywhere(episode, days)

    def _book_evaluation(self, episode: Episode, days: Sequence[date]) -> None:
        """On the wanted day or the nearest after it; a colleague takes the case where the week is full."""
        wanted = episode.evaluation_from
        hour = self._evaluation_hour(episode.therapist, wanted, days)
        if hour is None and (colleague := self._idlest(days)):
            episode.therapist = colleague
            hour = self._evaluation_hour(colleague, wanted, days)
        if hour is None:
            raise ValueError(f"no hour left for an evaluation in the week of {days[0]}")
        self._book(episode, *hour)

    def _evaluation_hour(self, therapist: Therapist, wanted: date, days: Sequence[date]) -> tuple[date, int] | None:
        by_nearness = sorted(days, key=lambda d: (d < wanted, abs((d - wanted).days)))
        hours = ((day, slot) for day in by_nearness for slot in EVALUATION_SLOTS)
        return next((hour for hour in hours if (therapist.id, *hour) not in self._taken), None)

    def _reserve_series(self, episode: Episode) -> None:
        """A weekday and a time for each weekly visit, on different weekdays; children come after school.

        In a full week two series may share a place; the later one is then moved when it is booked.
        """
        late_first = sorted(SERIES_SLOTS, reverse=True) if episode.profile.ages[1] < 18 else SERIES_SLOTS
        for weekday in self._rng.sample(range(5), max(episode.weekly)):
            free = [s for s in late_first if (episode.therapist.id, weekday, s) not in self._series]
            slot = free[0] if free else self._rng.choice(SERIES_SLOTS)
            episode.slots.append((weekday, slot))
            self._series.add((episode.therapist.id, weekday, slot))

    def _book_series(self, episode: Episode, visits: int, days: Sequence[date]) -> None:
        by_weekday = {day.weekday(): day for day in days}
        for weekday, slot in episode.slots[:visits]:
            day = by_weekday.get(weekday)
            if day and self._is_free(episode, day, slot):
                self._book(episode, day, slot)
            elif not self._is_cut_off(weekday, days):
                self._book_anywhere(episode, days)

    def _is_cut_off(self, weekday: int, days: Sequence[date]) -> bool:
        """The calendar ends before that weekday; a holiday moves the visit instead."""
        return monday_of(days[0]) + timedelta(days=weekday) > self._span.last_on

    def _book_anywhere(self, episode: Episode, days: Sequence[date]) -> None:
        for day in self._rng.sample(days, len(days)):
            for slot in (*SERIES_SLOTS, *EVALUATION_SLOTS):
                if self._is_free(episode, day, slot):
                    self._book(episode, day, slot)
                    return

    def _is_free(self, episode: Episode, day: date, slot: int) -> bool:
        """For the therapist, and the patient has no visit on that day yet."""
        return (episode.therapist.id, day, slot) not in self._taken and all(b.on != day for b in episode.bookings[-4:])

    def _book(self, episode: Episode, day: date, slot: int) -> None:
        self._taken.add((episode.therapist.id, day, slot))
        is_evaluation = not episode.bookings
        booking = Booking(
            id=next(self._ids),
            parent_id=None if is_evaluation else episode.series_id,
            therapist=episode.therapist,
            starts_at=datetime.combine(day, SLOTS[slot]),
            minutes=EVALUATION_MINUTES if is_evaluation else TREATMENT_MINUTES,
            is_evaluation=is_evaluation,
        )
        if not is_evaluation and episode.series_id is None:
            episode.series_id = booking.id
        episode.bookings.append(booking)

    def _mark_past(self, days: Sequence[date]) -> None:
        week = [b for e in self._active() for b in e.bookings[-4:] if b.on in days]
        for booking in week:
            if booking.on < self._span.on:
                booking.status = ATTENDED
            elif (booking.on - self._span.on).days <= CONFIRMED_DAYS:
                booking.status = CONFIRMED
        came = [b for b in week if b.status == ATTENDED and not b.is_evaluation]
        share = len(came) / len(week) if week else 0
        missed = round(self._rng.randint(*self._rhythm.missed) * share)
        for booking in self._rng.sample(came, min(missed, len(came))):
            booking.status = self._rng.choice((CANCELLED, CANCELLED, NO_SHOW))


def visits_due(episode: Episode, monday: date) -> int:
    """Series visits of that week, by the weeks since the evaluation; none in the week of the evaluation itself."""
    if not episode.bookings:
        return 0
    weeks = (monday - monday_of(episode.bookings[0].on)).days // 7
    if weeks < 1:
        return 0
    last_two = len(episode.weekly) - 2
    place = weeks - 1 if weeks <= last_two else last_two + (weeks - 1 - last_two) % 2
    return min(episode.weekly[place], len(episode.slots))
