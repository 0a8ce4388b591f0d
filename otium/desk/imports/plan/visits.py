"""visits: what was treated. Each completes its appointment, or makes one that is done. Pure."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from uuid import UUID

from otium.desk.imports.on_file import Kind, Model, Value
from otium.desk.imports.plan import people
from otium.desk.imports.plan.calendar import instants
from otium.desk.imports.plan.doubles import one_per_key
from otium.desk.imports.plan.draft import Draft, is_removal
from otium.desk.imports.plan.prior_auth import case_patient
from otium.desk.imports.plan.result import Outcome
from otium.terms.extract import Problem, VisitRow
from otium.terms.schedule import MADE, VisitStatus

OWN_ID = "visit:"
NOON = time(12)
UNDONE = "The visit was taken back in the imported records"


def plan_visits(draft: Draft, rows: list[VisitRow]) -> None:
    matching = _Matching(draft)
    single = one_per_key(draft, rows)
    for row in filter(is_removal, single):
        record = draft.remove(row, Kind.VISIT)
        if record:
            _take_back(draft, row, record, matching)
    for row in sorted(single, key=lambda r: not r.appointment):  # those that name their appointment take it first
        draft.note_outcome(row, Outcome.UNCHANGED)
        if not is_removal(row):
            _plan_visit(draft, row, matching)


class _Matching:
    """Finds the appointment that a visit completes; each completes one, and an appointment has one visit's charges."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.by_case_and_day: dict[tuple[UUID, date], list[UUID]] = defaultdict(list)
        for record in draft.records(Model.APPOINTMENT):
            episode = draft.value(Model.APPOINTMENT, record, "episode_id")
            if episode:
                self.by_case_and_day[(episode, self.day(record))].append(record)
        self.visit_of = {
            known.record_id: key
            for key, known in draft.all_known(Kind.VISIT)
            if known.record_id and not known.is_removed and "status" in known.fields
        }

    def day(self, record: UUID) -> date:
        """The practice's day of an appointment."""
        return self._local(record).date()

    def find(self, row: VisitRow, episode: UUID | None) -> list[UUID]:
        """What it may complete: the appointment it names, else those of its case and day, by start if it says one."""
        named = self.draft.record_of(Kind.APPOINTMENT, row.appointment) if row.appointment else None
        if named and self.day(named) == row.on:
            return [named]
        if episode is None or row.on is None:
            return []
        found = [r for r in self.by_case_and_day[(episode, row.on)] if self._may_be_treated(r, row)]
        at_start = [r for r in found if row.starts_at and self._local(r).time() == row.starts_at]
        return at_start or found

    def _may_be_treated(self, record: UUID, row: VisitRow) -> bool:
        status = self.draft.value(Model.APPOINTMENT, record, "status")
        return VisitStatus(status).uses_benefits and self.visit_of.get(record, row.key) == row.key

    def _local(self, record: UUID) -> datetime:
        starts_at: datetime = self.draft.value(Model.APPOINTMENT, record, "starts_at")
        return starts_at.astimezone(self.draft.frame.zone)


def _plan_visit(draft: Draft, row: VisitRow, matching: _Matching) -> None:
    who = case_patient(draft, row, row.case, row.patient)
    if who is None:
        return
    therapist = people.therapist(draft, row, row.therapist)
    if row.therapist and therapist is None:
        draft.hold(row, Problem.ORPHAN, "therapist", refers_to="therapist", id=row.therapist)
        return
    found = _appointments(draft, row, who[0], matching)
    if len(found) > 1:
        draft.hold(row, Problem.SEVERAL_APPOINTMENTS, "appointment", count=len(found))
        return
    record = found[0] if found else None
    if record and draft.value(Model.APPOINTMENT, record, "patient_id") != who[1]:
        draft.hold(row, Problem.OTHER_PATIENT, "appointment", id=row.appointment)
        return
    other = matching.visit_of.get(record, row.key) if record else row.key
    if other != row.key and row.lines:
        draft.hold(row, Problem.VISIT_TAKEN, "appointment", visit=other)
        return
    refers = {"patient_id": who[1], "episode_id": who[0], "therapist_id": therapist}
    _write(draft, row, record, refers, matching, is_second=other != row.key)


def _appointments(draft: Draft, row: VisitRow, episode: UUID | None, matching: _Matching) -> list[UUID]:
    """The one it completed before, while its day is the same; else those it may complete; else what it once made."""
    known = draft.what(Kind.VISIT, row.key)
    record = known.record_id if known else None
    if record is None or known is None:
        return matching.find(row, episode)
    if _is_own(draft, record, row):
        return [record] if not known.is_removed else matching.find(row, episode) or [record]
    if not known.is_removed and matching.day(record) == row.on:
        return [record]
    if not known.is_removed:
        draft.forget(Kind.VISIT, row.key)
        _take_back(draft, row, record, matching)
    return matching.find(row, episode)


def _write(
    draft: Draft,
    row: VisitRow,
    record: UUID | None,
    refers: dict[str, UUID | None],
    matching: _Matching,
    *,
    is_second: bool,
) -> None:
    """The visit's own facts, the time too where no calendar says it, and its progress report."""
    is_own = record is None or _is_own(draft, record, row)
    times = _times(draft, row) if is_own else None
    if is_own and times is None:
        return
    said = {} if is_second else _completed(draft, row)
    if times:
        place = {"location_id": people.location(draft, row, row.clinic), "external_id": OWN_ID + row.key}
        said |= {**refers, **place, "starts_at": times[0], "ends_at": times[1], "is_imported": True}
    known = draft.what(Kind.VISIT, row.key)
    is_again = bool(known and known.record_id == record)
    record = draft.want(Kind.VISIT, row.key, said, row=row, adopt=record, anew=not is_again)
    if is_own and row.starts_at is None:
        draft.floating.add(record)
        draft.remark(row, Problem.TIME_UNKNOWN, "starts_at")
    if not is_second:
        matching.visit_of[record] = row.key
    _plan_report(draft, row, refers)


def _completed(draft: Draft, row: VisitRow) -> dict[str, Value]:
    fields: dict[str, Value] = {"lines": [list(line) for line in row.lines], "allowed": row.allowed}
    if row.kind:
        fields["kind"] = row.kind.value
    return {**draft.said(row, fields), "status": VisitStatus.DONE.value}


def _is_own(draft: Draft, record: UUID, row: VisitRow) -> bool:
    """True for an appointment that this visit made, because no calendar showed one."""
    return bool(draft.value(Model.APPOINTMENT, record, "external_id") == OWN_ID + row.key)


def _times(draft: Draft, row: VisitRow) -> list[datetime] | None:
    """Start and end. Without a time of day it stands at noon and holds nobody's time."""
    if row.on is None:
        return None
    start = datetime.combine(row.on, row.starts_at or NOON)
    minutes = row.total_minutes or row.timed_minutes or draft.extract.visit_minutes
    found = instants(draft, row, ("starts_at", start))
    return [found[0], found[0] + timedelta(minutes=minutes)] if found else None


def _plan_report(draft: Draft, row: VisitRow, refers: dict[str, UUID | None]) -> None:
    """A progress report counts once it is signed, where the file says when."""
    is_signed = row.signed_on is not None or not draft.has(row, "signed_on")
    if row.is_progress_report and is_signed:
        fields = {"written_on": row.on, "external_id": row.key, "entered_in_error": False}
        who = {name: refers[name] for name in ("patient_id", "therapist_id")}
        draft.want(Kind.PROGRESS_REPORT, row.key, {**fields, **who}, row=row)
        return
    _withdraw_report(draft, row)


def _withdraw_report(draft: Draft, row: VisitRow) -> None:
    record = draft.forget(Kind.PROGRESS_REPORT, row.key)
    if record:
        why = f"{row.place.file} row {row.place.row}"
        draft.change(Model.PROGRESS_REPORT, record, {"entered_in_error": True}, why)
        draft.note_outcome(row, Outcome.CHANGED)


def _take_back(draft: Draft, row: VisitRow, record: UUID, matching: _Matching) -> None:
    """The visit was not made there after all: the booking stands again if a calendar shows it, else it is cancelled."""
    matching.visit_of.pop(record, None)
    _withdraw_report(draft, row)
    stands = VisitStatus.BOOKED if _is_in_calendar(draft, record) else VisitStatus.CANCELLED
    fields: dict[str, Value] = {"status": stands.value, "lines": [], "allowed": None}
    if stands is VisitStatus.CANCELLED:
        fields["reason"] = UNDONE
    draft.change(Model.APPOINTMENT, record, fields, f"{row.place.file} row {row.place.row}")


def _is_in_calendar(draft: Draft, record: UUID) -> bool:
    own = draft.value(Model.APPOINTMENT, record, "external_id")
    return bool(own) and not own.startswith(OWN_ID) and draft.record_of(Kind.APPOINTMENT, own) == record


def first_treated(draft: Draft, rows: Iterable[VisitRow]) -> dict[str, date]:
    """By case, the first day with a visit, in the extract or on file."""
    found: dict[str, date] = {}
    cases = {known.record_id: key for key, known in draft.all_known(Kind.EPISODE)}
    for fields in draft.on_file.of(Model.APPOINTMENT).values():
        case = cases.get(fields["episode_id"])
        if case and fields["status"] in MADE:
            day = fields["starts_at"].astimezone(draft.frame.zone).date()
            found[case] = min(day, found.get(case, day))
    for row in rows:
        if row.case and row.on and not is_removal(row):
            found[row.case] = min(row.on, found.get(row.case, row.on))
    return found
