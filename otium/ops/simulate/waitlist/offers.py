"""Otium's offers: a round begins at once, texts leave in waves when they may, the first yes in time has the hour.

Who is asked, until when, when the next are and what a yes meets is decided by the rules that desk.offers uses
(rules.waitlist.rounds); here is what it rests on, in memory.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from otium.ops.simulate.waitlist.clinic import Clinic, Entry, Hour
from otium.ops.simulate.waitlist.tally import Lost
from otium.ops.simulate.waitlist.town import Patient
from otium.rules import notices
from otium.rules.waitlist import rounds
from otium.terms.offers import Asked, Reach
from otium.terms.waitlist import Passed

WEEK = timedelta(days=7)


@dataclass(slots=True)
class _Round:
    """`held`: who can take the hour now, and until when; `asked`: all who were asked, `said_no` of them."""

    hour: Hour
    of: Patient
    held: dict[UUID, tuple[Entry, datetime]] = field(default_factory=dict)
    asked: set[UUID] = field(default_factory=set)
    said_no: set[UUID] = field(default_factory=set)
    passed: Counter[Passed] = field(default_factory=Counter)  # why others were not, when the last were asked
    is_over: bool = False
    is_filled: bool = False


@dataclass(slots=True)
class Offers:
    clinic: Clinic
    under_way: list[_Round] = field(default_factory=list)
    texts: dict[int, list[datetime]] = field(default_factory=dict)  # by patient's number

    def freed(self, hour: Hour, of: Patient, at: datetime) -> None:
        begun = _Round(hour, of)
        self.under_way.append(begun)
        self.clinic.later(self.clinic.start(hour), lambda now: self._count(begun))
        self._ask(begun, at)

    def _ask(self, going: _Round, at: datetime) -> None:
        """The next wave; where nobody is left who could take it, the round is over."""
        if going.is_over:
            return
        clinic, hour = self.clinic, going.hour
        again_at = None
        if clinic.is_open(hour, at):
            phones = [entry.patient.family for entry, _ in going.held.values()]
            wave = rounds.ask(
                self._look(going, at), clinic.model.offers, held=len(going.held), phones=phones,
                starts_at=clinic.start(hour), at=at,
            )  # fmt: skip
            again_at = wave.again_at
            going.passed = Counter(why for _, why in wave.passed) if wave.asked or wave.passed else going.passed
            for one in wave.asked:
                self._offer(going, one, at)
            for entry_id, why in wave.passed:
                clinic.entries[entry_id].missed += why is Passed.TURN
        if rounds.next_at((until for _, until in going.held.values()), again_at) is None:
            self._end(going)
        elif again_at is not None:
            clinic.later(max(again_at, at), lambda now: self._ask(going, now))

    def _look(self, going: _Round, at: datetime) -> rounds.Look:
        clinic, hour = self.clinic, going.hour
        fitting = clinic.ranked(hour, at, but=going.of, knows=frozenset()).fitting
        fit = [w.id for w in fitting if w.id not in going.asked]

        def look(depth: int) -> list[Reach]:
            ranked = clinic.ranked(hour, at, but=going.of, knows=frozenset(fit[:depth])).fitting
            return [self._reach(w.id, w.is_ready, going, at) for w in ranked if w.id not in going.asked]

        return look

    def _reach(self, entry_id: UUID, is_ready: bool | None, going: _Round, at: datetime) -> Reach:
        who = self.clinic.entries[entry_id].patient
        lacks = None if who.takes_texts else Passed.NO_TEXTS
        return Reach(
            entry_id=entry_id,
            phone=who.family,
            leaves_at=notices.not_before(at, self.clinic.model.texting, state="", elsewhere=self.clinic.model.zone),
            notice_hours=who.notice_hours,
            is_ready=is_ready,
            lacks=Passed.SAID_NO if entry_id in going.said_no else lacks,
            asked_until=min(
                (until for r in self.under_way if r is not going for e, until in r.held.values() if e.patient is who),
                default=None,
            ),
            texts=sum(sent > at - WEEK for sent in self.texts.get(who.number, ())),
        )

    def _offer(self, going: _Round, one: Asked, at: datetime) -> None:
        clinic = self.clinic
        entry = clinic.entries[one.entry_id]
        going.held[entry.id] = (entry, one.expires_at)
        going.asked.add(entry.id)
        self.texts.setdefault(entry.patient.number, []).append(at)
        clinic.tally.asked(going.hour.on)
        reply = clinic.families.text(entry.patient.family, clinic.start(going.hour), one.leaves_at)
        if reply.at is not None:
            clinic.later(reply.at, lambda now: self._answer(going, entry, one, now, is_yes=reply.is_yes))
        clinic.later(one.expires_at, lambda now: self._lapse(going, entry, now))

    def _answer(self, going: _Round, entry: Entry, one: Asked, at: datetime, *, is_yes: bool) -> None:
        comes = any(on == going.hour.on for on, _ in entry.patient.visits)
        is_free = self.clinic.is_open(going.hour, at) and not entry.is_over and not comes
        if is_yes and rounds.can_take(at=at, latest=one.latest, is_free=is_free):
            for other, _ in going.held.values():
                other.missed += other is not entry
            self.clinic.take(entry, going.hour, at, is_refill=True)
            going.is_filled = True
            self._end(going)
            self._withdraw(entry, at)
            return
        if not is_yes:
            going.said_no.add(entry.id)
        self._lapse(going, entry, at)

    def _lapse(self, going: _Round, entry: Entry, at: datetime) -> None:
        if not going.is_over and going.held.pop(entry.id, None) is not None:
            self._ask(going, at)

    def _withdraw(self, entry: Entry, at: datetime) -> None:
        """Who has found an hour is asked about no other."""
        for other in [r for r in self.under_way if entry.id in r.held]:
            self._lapse(other, entry, at)

    def _count(self, going: _Round) -> None:
        """The hour has come: why nobody else came to it."""
        if not going.is_filled:
            self.clinic.tally.lost(going.hour.on, self._cause(going))

    def _cause(self, going: _Round) -> Lost:
        near = self.clinic.freed[going.hour] * 60 <= self.clinic.model.offers.least_minutes
        if going.asked:
            time_was_short = going.passed[Passed.LATE] or going.passed[Passed.QUIET] or going.passed[Passed.TURN]
            return Lost.TIME_OVER if time_was_short else Lost.NO_YES
        if near:
            return Lost.TOO_NEAR
        if not going.passed:
            return Lost.NOBODY_FITS
        return Lost.QUIET if going.passed[Passed.QUIET] else Lost.NOBODY_ASKABLE

    def _end(self, going: _Round) -> None:
        going.is_over = True
        going.held.clear()
        if going in self.under_way:
            self.under_way.remove(going)
