"""Otium's offers: a round begins at once, texts leave in waves when they may, the first yes in time has the hour.

`_ask` does in memory what desk.offers.rounds.ask does in the database, with the same rules: rank, waves, quiet hours.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

from otium.ops.simulate.waitlist.clinic import Clinic, Entry, Hour
from otium.ops.simulate.waitlist.town import Patient
from otium.rules import notices
from otium.rules.waitlist import waves
from otium.terms.offers import Asked, Reach, Wave
from otium.terms.waitlist import Passed

LOOKED_AT = (10, 30, 60)  # as desk.offers.rounds: so many are looked at for readiness, more where too few can be asked
WEEK = timedelta(days=7)


@dataclass(slots=True)
class _Round:
    """`held`: who can take the hour now, and until when; `asked`: all who were asked, `said_no` of them."""

    hour: Hour
    of: Patient
    held: dict[UUID, tuple[Entry, datetime]] = field(default_factory=dict)
    asked: set[UUID] = field(default_factory=set)
    said_no: set[UUID] = field(default_factory=set)
    is_over: bool = False


@dataclass(slots=True)
class Offers:
    clinic: Clinic
    rounds: list[_Round] = field(default_factory=list)
    texts: dict[int, list[datetime]] = field(default_factory=dict)  # by patient's number

    def freed(self, hour: Hour, of: Patient, at: datetime) -> None:
        begun = _Round(hour, of)
        self.rounds.append(begun)
        self._ask(begun, at)

    def _ask(self, going: _Round, at: datetime) -> None:
        """As many as a wave holds shall be able to take the hour; where nobody is, the round is over."""
        if going.is_over:
            return
        room = self.clinic.model.offers.wave - len(going.held)
        if room > 0 and self.clinic.is_open(going.hour, at):
            wave = self._wave(going, room, at)
            for one in wave.asked:
                self._offer(going, one, at)
            for entry_id, why in wave.passed:
                self.clinic.entries[entry_id].missed += why is Passed.TURN
        if not going.held:
            self._end(going)

    def _wave(self, going: _Round, room: int, at: datetime) -> Wave:
        clinic, hour = self.clinic, going.hour
        rules = replace(clinic.model.offers, wave=room)
        phones = [entry.patient.family for entry, _ in going.held.values()]
        fit = [
            w.id for w in clinic.ranked(hour, at, but=going.of, knows=frozenset()).fitting if w.id not in going.asked
        ]
        for looked_at in LOOKED_AT:
            known = frozenset(fit[:looked_at])
            ranked = clinic.ranked(hour, at, but=going.of, knows=known).fitting
            reaches = [self._reach(w.id, w.is_ready, going, at) for w in ranked if w.id not in going.asked]
            wave = waves.wave(reaches, rules, starts_at=clinic.start(hour), at=at, asked_already=phones)
            if len(wave.asked) == room or looked_at >= len(fit):
                break
        return wave

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
            is_asked=any(e.patient is who for r in self.rounds if r is not going for e, _ in r.held.values()),
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
        if reply.at is not None and reply.at < one.expires_at:
            clinic.later(reply.at, lambda now: self._answer(going, entry, now, is_yes=reply.is_yes))
        clinic.later(one.expires_at, lambda now: self._lapse(going, entry, now))

    def _answer(self, going: _Round, entry: Entry, at: datetime, *, is_yes: bool) -> None:
        if going.is_over or entry.id not in going.held:
            return
        is_free = self.clinic.is_open(going.hour, at) and not entry.is_over
        if is_yes and is_free and not any(on == going.hour.on for on, _ in entry.patient.visits):
            for other, _ in going.held.values():
                other.missed += other is not entry
            self.clinic.take(entry, going.hour, at, is_refill=True)
            self._end(going)
            self._withdraw(entry, at)
            return
        going.said_no.add(entry.id)
        self._lapse(going, entry, at)

    def _lapse(self, going: _Round, entry: Entry, at: datetime) -> None:
        if not going.is_over and going.held.pop(entry.id, None) is not None:
            self._ask(going, at)

    def _withdraw(self, entry: Entry, at: datetime) -> None:
        """Who has found an hour is asked about no other."""
        for other in [r for r in self.rounds if entry.id in r.held]:
            self._lapse(other, entry, at)

    def _end(self, going: _Round) -> None:
        going.is_over = True
        going.held.clear()
        if going in self.rounds:
            self.rounds.remove(going)
