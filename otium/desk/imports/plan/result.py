"""What a plan is: changes of records, what the source said, whose time is held, and the account of every row. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum
from uuid import UUID

from otium.desk.imports.on_file import Fields, Kind, Known, Model
from otium.terms.extract import Finding, Place, Table


class Outcome(IntEnum):
    """What became of one row. A row that says several things counts as the greatest."""

    UNCHANGED = 0
    CHANGED = 1
    ADDED = 2
    REMOVED = 3
    DUPLICATE = 4
    SET_ASIDE = 5  # a block of the calendar: no patient, nothing to take over
    HELD = 6


@dataclass(slots=True)
class Change:
    """One record, made or changed. `before` and `after` hold the changed columns only; `why`: where it is said."""

    model: Model
    record_id: UUID
    is_new: bool
    before: dict[str, object] = field(default_factory=dict)
    after: dict[str, object] = field(default_factory=dict)
    why: list[str] = field(default_factory=list)
    by_hand: set[str] = field(default_factory=set)  # columns that somebody changed in Otium since the last import


@dataclass(frozen=True, slots=True)
class Presence:
    """One appointment's hold on its people, room and equipment: written anew as it stands here.

    `together`: the session it is part of, or itself. `seat`: of the room.
    """

    appointment_id: UUID
    together: UUID
    patient_id: UUID
    therapist_id: UUID | None
    room_id: UUID | None
    equipment: tuple[UUID, ...]
    seat: int
    starts_at: datetime
    ends_at: datetime
    is_held: bool


@dataclass(frozen=True, slots=True)
class Tally:
    """One table's rows: `read` is the sum of the next seven. `gone`: appointments no longer in the calendar."""

    read: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    held: int = 0
    duplicates: int = 0
    set_aside: int = 0
    orphans: int = 0  # of the held ones, those that refer to something nobody knows
    gone: int = 0

    @property
    def adds_up(self) -> bool:
        parts = (self.added, self.changed, self.unchanged, self.removed, self.held, self.duplicates, self.set_aside)
        return self.read == sum(parts)


@dataclass(frozen=True, slots=True)
class Sample:
    """A change of a record as facts: what it was and what it becomes, by the row that says so."""

    place: Place
    table: Table
    key: str
    change: Change


@dataclass(frozen=True, slots=True)
class Plan:
    """All that one import would do, in the order in which it must be written."""

    changes: tuple[Change, ...] = ()
    known: Mapping[tuple[Kind, str], Known] = field(default_factory=dict)  # those that differ from before
    presences: tuple[Presence, ...] = ()
    tallies: Mapping[Table, Tally] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    @property
    def held(self) -> tuple[Finding, ...]:
        return tuple(f for f in self.findings if f.holds)

    def of(self, model: Model) -> list[Fields]:
        """The columns that the plan writes to records of one model."""
        return [change.after for change in self.changes if change.model is model]
