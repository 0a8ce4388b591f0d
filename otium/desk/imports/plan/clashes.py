"""Who is in two places at once: imported bookings that overlap are kept as they stand, and hold nobody's time. Pure.

What holds time and does not change goes on holding it. Of what is new or moved, what held time before comes first, then
the earlier start; so the same calendar gives the same clashes whatever order its rows come in.
"""

from bisect import bisect_left, insort
from collections import defaultdict
from datetime import datetime
from uuid import UUID

from otium.desk.imports.on_file import Model
from otium.desk.imports.plan.draft import Draft
from otium.desk.imports.plan.result import Presence
from otium.terms.schedule import VisitStatus

TOUCHES_TIME = frozenset({"starts_at", "ends_at", "status", "patient_id", "therapist_id"})


def plan_presences(draft: Draft) -> list[Presence]:
    """Marks clashes, and gives the presence of every appointment whose hold on people's time is written anew."""
    touched = {
        record
        for (model, record), change in draft.changes.items()
        if model is Model.APPOINTMENT and (change.is_new or change.after.keys() & TOUCHES_TIME)
    }
    clashing = {r for r, f in draft.on_file.of(Model.APPOINTMENT).items() if f["is_clash"]}
    undecided = touched | clashing
    taken = _Taken()
    for therapist, starts_at, ends_at in draft.on_file.talks:
        insort(taken.periods[therapist], (starts_at, ends_at))
    for record in draft.on_file.holding - undecided:
        taken.add(_presence(draft, record, is_held=True))
    written = []
    for record in sorted(undecided, key=lambda r: _rank(draft, r)):
        presence = _decide(draft, record, taken)
        is_touched = record in touched or (record in draft.on_file.holding) != presence.is_held
        if is_touched:
            written.append(presence)
    return written


class _Taken:
    """The held periods of each person, never overlapping."""

    def __init__(self) -> None:
        self.periods: dict[UUID, list[tuple[datetime, datetime]]] = defaultdict(list)

    def add(self, presence: Presence) -> None:
        for person in _people(presence):
            insort(self.periods[person], (presence.starts_at, presence.ends_at))

    def overlaps(self, presence: Presence) -> bool:
        return any(self._overlaps(self.periods[person], presence) for person in _people(presence))

    @staticmethod
    def _overlaps(periods: list[tuple[datetime, datetime]], presence: Presence) -> bool:
        place = bisect_left(periods, (presence.ends_at,))
        return place > 0 and periods[place - 1][1] > presence.starts_at


def _decide(draft: Draft, record: UUID, taken: _Taken) -> Presence:
    status = VisitStatus(draft.value(Model.APPOINTMENT, record, "status"))
    wants_time = status.uses_benefits and record not in draft.floating
    presence = _presence(draft, record, is_held=wants_time)
    is_clash = wants_time and taken.overlaps(presence)
    if is_clash:
        presence = _presence(draft, record, is_held=False)
    elif wants_time:
        taken.add(presence)
    if bool(draft.value(Model.APPOINTMENT, record, "is_clash")) != is_clash:
        why = "overlaps another appointment" if is_clash else "overlaps no other appointment any more"
        draft.change(Model.APPOINTMENT, record, {"is_clash": is_clash}, why)
    return presence


def _rank(draft: Draft, record: UUID) -> tuple[bool, datetime, str]:
    starts_at = draft.value(Model.APPOINTMENT, record, "starts_at")
    return (record not in draft.on_file.holding, starts_at, draft.value(Model.APPOINTMENT, record, "external_id") or "")


def _presence(draft: Draft, record: UUID, *, is_held: bool) -> Presence:
    names = ("patient_id", "therapist_id", "starts_at", "ends_at")
    patient, therapist, starts_at, ends_at = (draft.value(Model.APPOINTMENT, record, name) for name in names)
    return Presence(record, patient, therapist, starts_at, ends_at, is_held)


def _people(presence: Presence) -> list[UUID]:
    return [person for person in (presence.patient_id, presence.therapist_id) if person]
