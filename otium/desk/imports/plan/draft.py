"""A plan while it is being made: looks through what is pending to what is on file, and collects changes. Pure."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from otium.desk.imports.on_file import MODEL_OF, Fields, Kind, Known, Model, OnFile, Value, digest, is_same
from otium.desk.imports.plan.result import Change, Outcome
from otium.terms.extract import ChartRow, Extract, Finding, Flag, Line, Place, Problem, Row, Sheet, Table

ROW_FIELD = {
    "patient_id": "patient",
    "episode_id": "case",
    "therapist_id": "therapist",
    "location_id": "clinic",
    "payer_id": "name",
    "approved": "visits",
    **dict.fromkeys(("set_on", "noted_on", "taken_on", "found_on"), "on"),
}
"""Columns of records that read a row's field of another name."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What a plan is told besides rows: the instant, the practice's day and zone, and where new ids come from."""

    at: datetime
    on: date
    zone: ZoneInfo
    new_id: Callable[[], UUID]


@dataclass(slots=True)
class Draft:
    """One plan being made. `want` is how a row speaks; `change` is for what follows from several rows."""

    extract: Extract
    on_file: OnFile
    frame: Frame
    changes: dict[tuple[Model, UUID], Change] = field(default_factory=dict)
    known: dict[tuple[Kind, str], Known] = field(default_factory=dict)
    outcomes: dict[Place, tuple[Table, Outcome]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    held_keys: set[tuple[Table, str]] = field(default_factory=set)
    floating: set[UUID] = field(default_factory=set)  # appointments whose time of day nobody knows
    gone: int = 0
    _sheets: dict[str, Sheet] = field(default_factory=dict)
    _noted: set[tuple[Problem, str, str]] = field(default_factory=set)
    _under: dict[tuple[Kind, str], dict[str, None]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._sheets = {sheet.file: sheet for sheet in self.extract.sheets}
        for kind, key in self.on_file.known:
            self._file_under(kind, key)
        self.held_keys = {(f.table, f.key) for f in self.extract.findings if f.holds and f.table and f.key}

    # what is known

    def what(self, kind: Kind, key: str) -> Known | None:
        """What the source last said of this, what this plan adds included."""
        return self.known.get((kind, key)) or self.on_file.known.get((kind, key))

    def record_of(self, kind: Kind, key: str) -> UUID | None:
        """The record this kind and key became, unless the source removed it."""
        known = self.what(kind, key)
        return known.record_id if known and not known.is_removed else None

    def all_known(self, kind: Kind) -> Iterator[tuple[str, Known]]:
        """Every key of a kind with what was last said, as it will stand after the plan."""
        for (of, key), known in self.on_file.known.items():
            if of is kind and (kind, key) not in self.known:
                yield key, known
        for (of, key), known in self.known.items():
            if of is kind:
                yield key, known

    def under(self, kind: Kind, case: str) -> list[tuple[str, UUID]]:
        """(key, record) of what a case has of this kind and the source still says; such keys are CASE:more."""
        found = ((key, self.record_of(kind, key)) for key in self._under.get((kind, case), ()))
        return [(key, record) for key, record in found if record]

    def _file_under(self, kind: Kind, key: str) -> None:
        case, colon, _ = key.rpartition(":")
        if colon:
            self._under.setdefault((kind, case), {})[key] = None

    def value(self, model: Model, record: UUID, column: str) -> Value:
        """A column as it will stand; None also for what a new record does not say."""
        change = self.changes.get((model, record))
        if change and column in change.after:
            return change.after[column]
        return self.on_file.of(model).get(record, {}).get(column)

    def is_new(self, model: Model, record: UUID) -> bool:
        """True when this plan makes the record."""
        change = self.changes.get((model, record))
        return change is not None and change.is_new

    def records(self, model: Model) -> Iterator[UUID]:
        """The records on file and the new ones."""
        yield from self.on_file.of(model)
        for (of, record), change in self.changes.items():
            if of is model and change.is_new:
                yield record

    def has(self, row: Row, name: str) -> bool:
        """True when the row's file has a column for this field."""
        return name not in self._sheets[row.place.file].absent

    def said(self, row: Row, fields: Fields, prefix: str = "") -> dict[str, Value]:
        """Those columns of a record for which the row's file has a column; the others stay as they are."""
        absent = self._sheets[row.place.file].absent
        return {
            name: value
            for name, value in fields.items()
            if prefix + name not in absent and prefix + ROW_FIELD.get(name, name) not in absent
        }

    # what a row says

    def want(
        self, kind: Kind, key: str, fields: Fields, *, row: Row, adopt: UUID | None = None, anew: bool = False
    ) -> UUID:
        """The record that this kind and key is, after making it say `fields` where the source says something new.

        `adopt`: the record on file that this is, met for the first time. `anew`: whatever the key was, it is that no
        more; without `adopt` it becomes a new record.
        """
        model, known = MODEL_OF[kind], None if anew else self.what(kind, key)
        digests = {name: digest(value) for name, value in fields.items()}
        is_met = known is not None and known.record_id is not None
        if known is None or known.record_id is None:
            record = adopt or self.frame.new_id()
            news = dict(fields)
            self._mark_new(row, kind)
        else:
            record = known.record_id
            news = {n: v for n, v in fields.items() if known.is_removed or digests[n] != known.fields.get(n)}
        self._write(model, record, news, row=row, said_before=known, is_new=not is_met and adopt is None)
        self._file_under(kind, key)
        self.known[(kind, key)] = Known(record, {**(known.fields if known else {}), **digests})
        return record

    def fill(self, kind: Kind, key: str, fields: Fields, *, row: Row, adopt: UUID) -> UUID:
        """Take a record on file for this kind and key, and give it only what it does not say yet."""
        model = MODEL_OF[kind]
        blanks = {n: v for n, v in fields.items() if self.value(model, adopt, n) in (None, "")}
        self._write(model, adopt, blanks, row=row, said_before=None, is_new=False)
        self.known[(kind, key)] = Known(adopt, {name: digest(value) for name, value in fields.items()})
        self._mark_new(row, kind)
        return adopt

    def forget(self, kind: Kind, key: str) -> UUID | None:
        """The source no longer says this; the record it was, if it was one."""
        known = self.what(kind, key)
        if known is None or known.is_removed:
            return None
        self.known[(kind, key)] = replace(known, is_removed=True)
        return known.record_id

    def change(self, model: Model, record: UUID, fields: Fields, why: str) -> bool:
        """Make a record say `fields`, whatever the source last said. True when that changes anything."""
        pending = self.changes.get((model, record))
        news = {n: v for n, v in fields.items() if not is_same(self.value(model, record, n), v)}
        if not news:
            return False
        if pending is None:
            pending = self.changes[(model, record)] = Change(model, record, is_new=False)
        for name, value in news.items():
            if not pending.is_new:
                pending.before.setdefault(name, self.value(model, record, name))
            pending.after[name] = value
        if why not in pending.why:
            pending.why.append(why)
        return True

    def _write(
        self, model: Model, record: UUID, fields: Fields, *, row: Row, said_before: Known | None, is_new: bool
    ) -> None:
        why = f"{row.place.file} row {row.place.row}"
        if is_new and record not in self.on_file.of(model) and (model, record) not in self.changes:
            self.changes[(model, record)] = Change(model, record, True, {}, dict(fields), [why])
            self.note_outcome(row, Outcome.CHANGED)
            return
        by_hand = {
            name
            for name in fields
            if said_before
            and name in said_before.fields
            and digest(self.value(model, record, name)) != said_before.fields[name]
        }
        if self.change(model, record, fields, why):
            self.changes[(model, record)].by_hand |= by_hand & set(fields)
            self.note_outcome(row, Outcome.CHANGED)

    def _mark_new(self, row: Row, kind: Kind) -> None:
        """A row counts as added when the record it is named for is met for the first time."""
        self.note_outcome(row, Outcome.ADDED if kind is named_for(row) else Outcome.CHANGED)

    # what becomes of a row

    def note_outcome(self, row: Row, outcome: Outcome) -> None:
        _, before = self.outcomes.get(row.place, (None, Outcome.UNCHANGED))
        self.outcomes[row.place] = (table_of(row), max(before, outcome))

    def hold(self, row: Row, problem: Problem, name: str = "", **params: str | int) -> None:
        """Nothing of the row is taken over, because of this field."""
        self.findings.append(self._finding(row, problem, name, params, holds=True))
        self.held_keys.add((table_of(row), row.key))
        self.note_outcome(row, Outcome.HELD)

    def remark(self, row: Row, problem: Problem, name: str = "", **params: str | int) -> None:
        """Something a reader should know of a row that was taken over; once per file and what it says."""
        mark = (problem, row.place.file, str(sorted(params.items())))
        if mark not in self._noted:
            self._noted.add(mark)
            self.findings.append(self._finding(row, problem, name, params, holds=False))

    def _finding(self, row: Row, problem: Problem, name: str, params: dict[str, str | int], *, holds: bool) -> Finding:
        column = self._sheets[row.place.file].columns.get(name, name)
        return Finding(problem, row.place, table_of(row), column, holds, params, row.key)

    def remove(self, row: Row, kind: Kind) -> UUID | None:
        """A row the source removed: its record, the first time; None when there is nothing (more) to do."""
        known = self.what(kind, row.key)
        if known is not None and known.is_removed:
            self.note_outcome(row, Outcome.UNCHANGED)
            return None
        self.note_outcome(row, Outcome.REMOVED)
        self.known[(kind, row.key)] = replace(known or Known(None), is_removed=True)
        return known.record_id if known else None


NAMED_FOR: Mapping[Table, Kind] = {
    Table.CLINICS: Kind.LOCATION,
    Table.THERAPISTS: Kind.THERAPIST,
    Table.PATIENTS: Kind.PATIENT,
    Table.CASES: Kind.EPISODE,
    Table.AUTHORIZATIONS: Kind.AUTHORIZATION,
    Table.APPOINTMENTS: Kind.APPOINTMENT,
    Table.VISITS: Kind.VISIT,
    Table.EXPECTED_RATES: Kind.EXPECTED_RATE,
    Table.FEES: Kind.FEE,
}
KIND_OF_LINE: Mapping[Line, Kind] = {
    Line.GOAL: Kind.GOAL,
    Line.NOTE: Kind.GOAL_NOTE,
    Line.SCORE: Kind.SCORE,
    Line.FINDING: Kind.FINDING,
}


def named_for(row: Row) -> Kind:
    """What a row is about first: that it is met for the first time makes the row count as added."""
    return KIND_OF_LINE[row.line] if isinstance(row, ChartRow) and row.line else NAMED_FOR[table_of(row)]


def table_of(row: Row) -> Table:
    """The table a row came from."""
    return TABLES[type(row).__name__]


TABLES = {
    "ClinicRow": Table.CLINICS,
    "TherapistRow": Table.THERAPISTS,
    "PatientRow": Table.PATIENTS,
    "CaseRow": Table.CASES,
    "AuthorizationRow": Table.AUTHORIZATIONS,
    "AppointmentRow": Table.APPOINTMENTS,
    "VisitRow": Table.VISITS,
    "RateRow": Table.EXPECTED_RATES,
    "FeeRow": Table.FEES,
    "ChartRow": Table.CHARTS,
}


def is_removal(row: Row) -> bool:
    return row.flag is Flag.REMOVED
