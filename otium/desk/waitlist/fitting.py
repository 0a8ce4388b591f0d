"""Who could take an hour that came free, in the order in which they are asked, and whether they are ready for it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from uuid import UUID

from django.db import transaction

from otium.desk import clearance, clock
from otium.desk.appointments import kinds
from otium.desk.offers import chosen, freed
from otium.desk.offers.freed import FreedHour
from otium.desk.waitlist.later import later_visits
from otium.records import waitlist as records
from otium.records.models import Appointment, Practice, WaitlistEntry
from otium.rules import waitlist as rules
from otium.rules.schedule.kinds import around
from otium.terms.clearance import ClearanceState, VisitChange, VisitClearance
from otium.terms.schedule import ActorType, VisitType
from otium.terms.waitlist import Opening, Passed, Waiting, WaitNeed

LOOKED_AT = 10  # so many that fit are looked at for readiness, which costs facts of each
KINDS = {WaitNeed.EVALUATION: VisitType.EVALUATION}
Later = Mapping[UUID, Appointment]  # by patient who waits for an earlier time


@dataclass(frozen=True, slots=True)
class Candidate:
    """`cleared`: how the visit would stand; None where it was not looked at. `later`: the visit that would move here,
    of who waits for an earlier time."""

    entry: WaitlistEntry
    cleared: VisitClearance | None
    later: Appointment | None = None

    @property
    def is_ready(self) -> bool:
        return self.cleared is not None and self.cleared.state is not ClearanceState.BLOCKED

    @property
    def minutes(self) -> int:
        """What they would come for: a visit that moves is as long as before."""
        return freed.minutes(self.later.ends_at - self.later.starts_at) if self.later else self.entry.minutes


@dataclass(frozen=True, slots=True)
class Candidates:
    """`fitting` in the order in which they are asked; `own`: entries of the patient whose hour it was.

    `reasons`: every reason of each of `passed`, in its order.
    """

    opening: Opening
    fitting: tuple[Candidate, ...]
    passed: tuple[tuple[WaitlistEntry, Passed], ...]
    own: tuple[tuple[WaitlistEntry, Passed], ...] = ()
    reasons: tuple[tuple[Passed, ...], ...] = ()

    @property
    def first(self) -> Candidate | None:
        return next((c for c in self.fitting if c.is_ready), None)


@transaction.atomic
def candidates(hour: FreedHour, *, at: datetime, looked_at: int = LOOKED_AT, but: Collection[UUID] = ()) -> Candidates:
    """Who could take a free hour. A fixed number of queries. Raises NotFree, Filled.

    So many are looked at for readiness, none of the entries `but`.
    """
    practice = hour.practice
    opening = freed.opening(hour, at)
    everybody = records.waiting(practice)
    entries = {entry.pk: entry for entry in everybody if entry.patient_id != hour.patient_id}
    later = later_visits(hour, {e.patient_id for e in entries.values() if e.need == WaitNeed.EARLIER.value})
    order = chosen.of(practice).order
    span, day = (hour.starts_at, hour.ends_at), _day(opening, practice)
    facts = records.facts(entries.values(), practice, span, day, _margins(practice))
    ranked = rules.rank(opening, _with_visits(facts, later, practice), order)
    look = [waiting for waiting in ranked.fitting if waiting.id not in but][:looked_at]
    cleared = _cleared(look, later, opening, practice, at)
    found = {w.id: Candidate(entries[w.id], cleared.get(w.id), _later(w, later)) for w in ranked.fitting}
    known = [replace(w, is_ready=found[w.id].is_ready) if w.id in cleared else w for w in ranked.fitting]
    return Candidates(
        opening,
        tuple(found[w.id] for w in rules.rank(opening, known, order).fitting),
        tuple((entries[w.id], reason) for w, reason in ranked.passed),
        tuple((entry, Passed.OWN_HOUR) for entry in everybody if entry.patient_id == hour.patient_id),
        ranked.reasons,
    )


def kind_of(need: WaitNeed) -> str:
    """Of the visit that is booked for who waits; who waits for an earlier time has one."""
    return KINDS.get(need, VisitType.TREATMENT).value


def _later(waiting: Waiting, later: Later) -> Appointment | None:
    return later.get(waiting.patient_id) if waiting.need is WaitNeed.EARLIER else None


def _margins(practice: Practice) -> dict[WaitNeed, tuple[int, int]]:
    """Minutes that a visit of each need takes of its therapist besides, before and after."""
    return {need: _sides(kind_of(need), practice) for need in WaitNeed}


def _sides(kind: str, practice: Practice) -> tuple[int, int]:
    return around(ActorType.THERAPIST, kinds.rule_of(kind, practice).margins)


def _with_visits(facts: Iterable[Waiting], later: Later, practice: Practice) -> list[Waiting]:
    """Who waits for an earlier time with the length and the kind of the visit that would move, and whether there is
    one."""
    sides = {kind: _sides(kind, practice) for kind in {visit.kind for visit in later.values()}}
    return [_with_visit(w, later.get(w.patient_id), sides) if w.need is WaitNeed.EARLIER else w for w in facts]


def _with_visit(waiting: Waiting, visit: Appointment | None, sides: Mapping[str, tuple[int, int]]) -> Waiting:
    if visit is None:
        return replace(waiting, lacks_later=True)
    before, after = sides[visit.kind]
    length = freed.minutes(visit.ends_at - visit.starts_at)
    return replace(waiting, before=before, after=after, minutes=length)


def _day(opening: Opening, practice: Practice) -> tuple[datetime, datetime]:
    first = clock.instant(opening.on, time(), practice)
    return first, clock.instant(opening.on + timedelta(days=1), time(), practice)


def _cleared(
    fitting: Sequence[Waiting], later: Later, opening: Opening, practice: Practice, at: datetime
) -> dict[UUID, VisitClearance]:
    """How each visit would stand, by entry. A patient with two entries is looked at once, for the first."""
    if not fitting:
        return {}
    by_patient = {waiting.patient_id: waiting for waiting in reversed(fitting)}
    changes = {key: (_change(waiting, later, opening),) for key, waiting in by_patient.items()}
    found = clearance.with_added(practice, changes, on=clock.day(at, practice))
    return {w.id: found[w.patient_id] for w in fitting if w.patient_id in found}


def _change(waiting: Waiting, later: Later, opening: Opening) -> VisitChange:
    visit = _later(waiting, later)
    kind = visit.kind if visit else kind_of(waiting.need)
    return VisitChange(visit.pk if visit else None, opening.on, kind, opening.starts_at, opening.therapist_id)
