"""The practice in memory: its bookable hours, what is booked, who waits; and how a day of it goes by."""

import heapq
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Protocol
from uuid import UUID, uuid5

from otium.ops.simulate.waitlist import town
from otium.ops.simulate.waitlist.model import Model
from otium.ops.simulate.waitlist.tally import Tally
from otium.ops.simulate.waitlist.town import Patient
from otium.rules import business_days
from otium.rules import waitlist as rules
from otium.terms.facts import BusinessDays
from otium.terms.waitlist import Opening, Ranked, Waiting, WaitNeed
from partners.families import Families, Fate

MINUTES = 60
MORNING = time(7, 30)
SEEN = UUID(int=0x5EED)  # ids of therapists and entries are names in it


@dataclass(frozen=True, slots=True, order=True)
class Hour:
    """One bookable hour of one therapist."""

    on: date
    hour: int
    therapist: int


@dataclass(slots=True)
class Entry:
    """Somebody who waits. `missed`: turns that others had."""

    id: UUID
    patient: Patient
    need: WaitNeed
    asked_on: date
    missed: int = 0
    is_over: bool = False


@dataclass(slots=True)
class Booked:
    patient: Patient
    is_evaluation: bool
    is_refill: bool = False


class Refill(Protocol):
    """How an office fills an hour that came free."""

    def freed(self, hour: Hour, of: Patient, at: datetime) -> None: ...


@dataclass(slots=True)
class Clinic:
    """`refill` may be changed on the way: the practice begins to work otherwise."""

    model: Model
    families: Families
    tally: Tally
    days: BusinessDays
    refill: Refill | None = None
    booked: dict[Hour, Booked] = field(default_factory=dict)
    owners: dict[tuple[int, int, int], Patient] = field(default_factory=dict)
    entries: dict[UUID, Entry] = field(default_factory=dict)
    freed: dict[Hour, float] = field(default_factory=dict)  # called off, hours before: filled by `refill`, not planned
    _events: list[tuple[datetime, int, Callable[[datetime], None]]] = field(default_factory=list)
    _order: Iterator[int] = field(default_factory=count)

    def later(self, at: datetime, act: Callable[[datetime], None]) -> None:
        heapq.heappush(self._events, (at, next(self._order), act))

    def pass_day(self, on: date) -> None:
        """All that happens on a day, night included."""
        self._run_to(self.instant(on, MORNING))
        if business_days.is_open(on, self.days):
            for patient in town.referrals(on, self.model, self.families.seed):
                self.tally.referred(on)
                self._wait(patient, WaitNeed.EVALUATION, on)
            self._let_go(on)
            self._plan(on)
        self._run_to(self.instant(on + timedelta(days=1), MORNING))

    def instant(self, on: date, at: time) -> datetime:
        return datetime.combine(on, at, self.model.zone)

    def start(self, hour: Hour) -> datetime:
        return self.instant(hour.on, time(hour.hour))

    def is_open(self, hour: Hour, at: datetime) -> bool:
        return hour not in self.booked and at < self.start(hour)

    def ranked(
        self, hour: Hour, at: datetime, *, but: Patient | None = None, knows: frozenset[UUID] | None = None
    ) -> Ranked:
        """Those who wait, as the product ranks them. `knows`: entries whose readiness was looked at; None: of all."""
        hours_ahead = int((self.start(hour) - at).total_seconds() // 3600)
        opening = Opening(hour.on, time(hour.hour), MINUTES, self.therapist(hour), None, hours_ahead)
        facts = (
            self._fact(entry, hour, is_known=knows is None or entry.id in knows)
            for entry in self.entries.values()
            if entry.patient is not but
        )
        return rules.rank(opening, facts, self.model.offers.order)

    def therapist(self, hour: Hour) -> UUID:
        return uuid5(SEEN, f"therapist {hour.therapist}")

    def take(self, entry: Entry, hour: Hour, at: datetime, *, is_refill: bool) -> None:
        """The hour is theirs; a wait for a weekly hour goes on."""
        if entry.need is not WaitNeed.WEEKLY:
            self._end(entry)
        self._book(entry.patient, hour, at, is_evaluation=entry.need is WaitNeed.EVALUATION, is_refill=is_refill)
        if is_refill:
            self.tally.refilled(hour.on, entry.need, self.freed[hour])

    def _fact(self, entry: Entry, hour: Hour, *, is_known: bool) -> Waiting:
        who = entry.patient
        return Waiting(
            id=entry.id, patient_id=who.id, need=entry.need, minutes=MINUTES, urgency=who.urgency,
            asked_on=entry.asked_on, since=who.since, until=who.until, notice_hours=who.notice_hours,
            is_busy=(hour.on, hour.hour) in who.visits, comes_that_day=any(on == hour.on for on, _ in who.visits),
            is_ready=who.ready_on <= hour.on if is_known else None, missed=entry.missed,
        )  # fmt: skip

    # --- mornings: who gives up, who is booked into hours that nobody has -------------------------------------------

    def _let_go(self, on: date) -> None:
        days = self.model["care"]["make_up_days"]
        for entry in list(self.entries.values()):
            if entry.need is WaitNeed.EVALUATION and entry.patient.gives_up_on <= on:
                self._end(entry)
                self.tally.gave_up(on)
            elif entry.need is WaitNeed.MAKE_UP and entry.asked_on + timedelta(days=days) <= on:
                self._end(entry)

    def _plan(self, on: date) -> None:
        """Weekly hours come into the book; hours that nobody has are given to those who wait, in order."""
        at, ahead = self.instant(on, MORNING), self.model["practice"]["books_ahead_days"]
        kept = {tuple(each) for each in self.model["practice"]["evaluation_hours"]}
        for hour in self._hours(on, ahead):
            key = (hour.therapist, hour.on.weekday(), hour.hour)
            if hour in self.booked or hour in self.freed:
                continue
            if key in self.owners:
                self._book(self.owners[key], hour, at, is_evaluation=False)
                continue
            ready = [w for w in self.ranked(hour, at).fitting if w.is_ready]
            if key not in kept and (first := _first(ready, WaitNeed.WEEKLY)):
                self._settle(self.entries[first.id], key, hour.on)
                self._book(self.owners[key], hour, at, is_evaluation=False)
            elif first := _first(ready, WaitNeed.EVALUATION) or (None if key in kept else next(iter(ready), None)):
                self.take(self.entries[first.id], hour, at, is_refill=False)

    def _hours(self, since: date, days: int) -> Iterator[Hour]:
        """Of the days from `since` on that are open, soonest first; the day itself not."""
        practice = self.model["practice"]
        for n in range(1, days + 1):
            on = since + timedelta(days=n)
            if business_days.is_open(on, self.days):
                yield from (Hour(on, hour, who) for hour in practice["hours"] for who in range(practice["therapists"]))

    def _settle(self, entry: Entry, key: tuple[int, int, int], on: date) -> None:
        entry.patient.standing = key
        self.owners[key] = entry.patient
        self.tally.settled(entry.asked_on, on)
        self._end(entry)

    # --- visits -----------------------------------------------------------------------------------------------------

    def _book(self, who: Patient, hour: Hour, at: datetime, *, is_evaluation: bool, is_refill: bool = False) -> None:
        self.booked[hour] = Booked(who, is_evaluation, is_refill)
        who.visits.add((hour.on, hour.hour))
        fate, known_at = self.families.fate(who.family, self.start(hour))
        if fate is Fate.CANCELLED and known_at > at:
            self.later(known_at, lambda now: self._cancelled(hour, who, now))
        else:  # who agreed after they would have known keeps the visit
            missed = fate is Fate.NO_SHOW
            self.later(self.start(hour), lambda now: self._missed(hour, who) if missed else self._made(hour, who))

    def _cancelled(self, hour: Hour, who: Patient, at: datetime) -> None:
        if self._free(hour, who) is None or self.refill is None:
            return
        self.freed[hour] = (self.start(hour) - at).total_seconds() / 3600
        self.tally.cancelled(hour.on, self.freed[hour])
        self.refill.freed(hour, who, at)

    def _missed(self, hour: Hour, who: Patient) -> None:
        if self._free(hour, who) is not None:
            self.tally.no_show(hour.on)

    def _free(self, hour: Hour, who: Patient) -> Booked | None:
        """The visit falls away; who still needs it waits. None where they have left meanwhile."""
        visit = self.booked.get(hour)
        if visit is None or visit.patient is not who:
            return None
        del self.booked[hour]
        who.visits.discard((hour.on, hour.hour))
        if visit.is_evaluation:
            if who.comes_back:
                self._wait(who, WaitNeed.EVALUATION, who.referred_on)
            else:
                self.tally.gave_up(hour.on)
        elif who.left and who.makes_up and who.standing:
            self._wait(who, WaitNeed.MAKE_UP, hour.on)
        return visit

    def _made(self, hour: Hour, who: Patient) -> None:
        visit = self.booked.get(hour)
        if visit is None or visit.patient is not who:
            return
        self.tally.made(hour.on)
        if visit.is_evaluation:
            who.evaluated_on = hour.on
            self.tally.evaluated(who.referred_on, hour.on)
            if who.converts:
                self._wait(who, WaitNeed.WEEKLY, hour.on)
            return
        who.left -= 1
        if who.left <= 0:
            self._discharge(who, hour)

    def _discharge(self, who: Patient, last: Hour) -> None:
        """Their weekly hour, and what was booked ahead, is free to be planned."""
        if who.standing:
            self.owners.pop(who.standing, None)
            who.standing = None
        for hour in [h for h, visit in self.booked.items() if visit.patient is who and h > last]:
            del self.booked[hour]
        who.visits.clear()
        for entry in [e for e in self.entries.values() if e.patient is who]:
            self._end(entry)

    # --- the list ---------------------------------------------------------------------------------------------------

    def _wait(self, who: Patient, need: WaitNeed, on: date) -> None:
        if any(e.patient is who and e.need is need for e in self.entries.values()):
            return
        entry = Entry(uuid5(SEEN, f"{who.number} {need} {next(self._order)}"), who, need, on)
        self.entries[entry.id] = entry

    def _end(self, entry: Entry) -> None:
        entry.is_over = True
        self.entries.pop(entry.id, None)

    def _run_to(self, until: datetime) -> None:
        while self._events and self._events[0][0] < until:
            at, _, act = heapq.heappop(self._events)
            act(at)


def _first(ready: list[Waiting], need: WaitNeed) -> Waiting | None:
    return next((waiting for waiting in ready if waiting.need is need), None)
