"""The office without Otium's offers: somebody gets to it, and calls down the list, a few people, in working hours."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from random import Random
from typing import Any

from otium.ops.simulate.waitlist.clinic import Clinic, Entry, Hour
from otium.ops.simulate.waitlist.town import Patient
from otium.rules import business_days


@dataclass(slots=True)
class _Calling:
    hour: Hour
    of: Patient
    called: set[str] = field(default_factory=set)


@dataclass(slots=True)
class ByHand:
    """The list and its order are Otium's; the calls are theirs."""

    clinic: Clinic

    def freed(self, hour: Hour, of: Patient, at: datetime) -> None:
        chance = Random(f"{self.clinic.families.seed} office {hour}")  # noqa: S311  # nosec B311: repeatable, not secret
        begins = self._working(at) + timedelta(minutes=chance.uniform(*self._plan["begins_minutes"]))
        self.clinic.later(self._working(begins), lambda now: self._call(_Calling(hour, of), now))

    def _call(self, calling: _Calling, at: datetime) -> None:
        clinic, plan, hour = self.clinic, self._plan, calling.hour
        latest = clinic.start(hour) - timedelta(minutes=plan["latest_minutes"])
        if at >= latest or len(calling.called) >= plan["most_calls"] or not clinic.is_open(hour, at):
            return
        entry = self._next(calling, at)
        if entry is None:
            return
        calling.called.add(entry.patient.family)
        clinic.tally.asked(hour.on)
        reply = clinic.families.call(entry.patient.family, clinic.start(hour), at)
        after = at + timedelta(minutes=plan["call_minutes"])
        if reply.at is not None and reply.is_yes:
            clinic.later(max(reply.at, after), lambda now: self._agree(entry, hour, now))
        clinic.later(self._working(after), lambda now: self._call(calling, now))

    def _next(self, calling: _Calling, at: datetime) -> Entry | None:
        for waiting in self.clinic.ranked(calling.hour, at, but=calling.of).fitting:
            entry = self.clinic.entries[waiting.id]
            if waiting.is_ready and entry.patient.family not in calling.called:
                return entry
        return None

    def _agree(self, entry: Entry, hour: Hour, at: datetime) -> None:
        if not entry.is_over and self.clinic.is_open(hour, at) and not _comes(entry, hour):
            self.clinic.take(entry, hour, at, is_refill=True)

    def _working(self, at: datetime) -> datetime:
        """`at`, or when the office next opens."""
        opens, closes = (time(self._plan[name]) for name in ("opens", "closes"))
        on = at.date()
        if business_days.is_open(on, self.clinic.days) and at.time() < closes:
            return max(at, self.clinic.instant(on, opens))
        return self.clinic.instant(business_days.add(on, 1, self.clinic.days), opens)

    @property
    def _plan(self) -> dict[str, Any]:
        return self.clinic.model["by_hand"]


def _comes(entry: Entry, hour: Hour) -> bool:
    """Whether they have been given another visit that day meanwhile."""
    return any(on == hour.on for on, _ in entry.patient.visits)
