"""appointments: bookings as the old system's calendar shows them, and those that are gone from it. Pure."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from otium.desk.imports.on_file import Fields, Kind, Model, Value, is_same
from otium.desk.imports.plan import people
from otium.desk.imports.plan.doubles import keep_one, key_order, one_per_key
from otium.desk.imports.plan.draft import Draft, is_removal
from otium.desk.imports.plan.prior_auth import case_patient
from otium.desk.imports.plan.result import Outcome
from otium.terms.extract import AppointmentRow, Finding, Place, Problem, Row, Sheet, Table, VisitRow
from otium.terms.schedule import CALLED_OFF, VisitStatus

GONE = "Removed in the imported calendar"
OF_THE_VISIT = ("status", "kind")  # once a visit is documented, its row says these
LOST = (Table.APPOINTMENTS, Outcome.DUPLICATE)
ENTERED = ("starts_at", "ends_at", "status", "therapist_id")  # what the old system must show, to be up to date


def plan_appointments(draft: Draft, rows: list[AppointmentRow]) -> None:
    documented = {known.record_id for _, known in draft.all_known(Kind.VISIT) if not known.is_removed}
    single = one_per_key(draft, rows)
    kept = _one_per_slot(draft, [r for r in single if not is_removal(r)])
    stands = _Standing(draft, {r.key for r in kept})
    for row in kept:
        draft.note_outcome(row, Outcome.UNCHANGED)
        if row.patient or row.case:
            _plan_appointment(draft, row, stands, documented)
        else:
            draft.note_outcome(row, Outcome.SET_ASIDE)
    for row in filter(is_removal, single):
        record = draft.remove(row, Kind.APPOINTMENT)
        if record and draft.value(Model.APPOINTMENT, record, "status") not in CALLED_OFF:
            _cancel(draft, record)
    _cancel_absent(draft, documented)


def instants(draft: Draft, row: Row, *named: tuple[str, datetime]) -> list[datetime] | None:
    """Local times as instants; None, and the row held, where a clock change makes one impossible or double."""
    found = []
    for name, moment in named:
        problem = clock_problem(moment, draft.frame.zone)
        if problem:
            draft.hold(row, problem, name, time=moment.isoformat(" ", "minutes"))
            return None
        found.append(_instant(moment, draft.frame.zone))
    return found


def clock_problem(local: datetime, zone: ZoneInfo) -> Problem | None:
    """Whether a wall clock in the zone never showed this time, or showed it twice."""
    first, second = (local.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if first.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != local:
        return Problem.NO_SUCH_TIME
    return Problem.TIME_TWICE if first.utcoffset() != second.utcoffset() else None


def _instant(local: datetime, zone: ZoneInfo) -> datetime:
    return local.replace(tzinfo=zone).astimezone(UTC)


class _Standing:
    """Appointments on file by patient and start: a row under a new id may be one that stands there already."""

    def __init__(self, draft: Draft, kept: set[str]) -> None:
        self.draft, self.kept = draft, kept
        self.at: dict[tuple[UUID, datetime], list[UUID]] = defaultdict(list)
        for record, fields in draft.on_file.of(Model.APPOINTMENT).items():
            self.at[(fields["patient_id"], fields["starts_at"])].append(record)
        self.key_of = {k.record_id: key for key, k in draft.all_known(Kind.APPOINTMENT) if not k.is_removed}
        self.visit_of = {r.appointment: r.key for r in draft.extract.rows if isinstance(r, VisitRow) and r.appointment}

    def find(self, row: AppointmentRow, said: Fields) -> UUID | None:
        """What its visit made; a booking made in Otium; or one imported under an id that lost or is gone.

        Of several visits at that time, as of a co-treatment, the one with the row's therapist first.
        """
        visit = self.visit_of.get(row.key)
        made = self.draft.record_of(Kind.VISIT, visit) if visit else None
        if made and made not in self.key_of:
            return made
        standing = self.at.get((said["patient_id"], said["starts_at"]), ())
        for record in sorted(standing, key=lambda r: not self._is_with(r, said.get("therapist_id"))):
            is_cancelled = self.draft.value(Model.APPOINTMENT, record, "status") in CALLED_OFF
            if self.key_of.get(record) not in self.kept and not is_cancelled:
                return record
        return None

    def _is_with(self, record: UUID, therapist: Value) -> bool:
        return bool(self.draft.value(Model.APPOINTMENT, record, "therapist_id") == therapist)

    def take(self, record: UUID, key: str) -> None:
        """From now on the record is the appointment of this key."""
        old = self.key_of.get(record)
        if old:
            self.draft.forget(Kind.APPOINTMENT, old)
        self.key_of[record] = key


def _one_per_slot(draft: Draft, rows: Iterable[AppointmentRow]) -> list[AppointmentRow]:
    """The same case, patient and start twice is one booking: the highest id is the true row."""
    slots: dict[object, list[AppointmentRow]] = defaultdict(list)
    for row in rows:
        slots[(row.case, row.patient, row.starts_at) if row.patient or row.case else row.key].append(row)
    return [keep_one(draft, max(group, key=lambda r: key_order(r.key)), group) for group in slots.values()]


def _plan_appointment(draft: Draft, row: AppointmentRow, stands: _Standing, documented: set[UUID | None]) -> None:
    who = case_patient(draft, row, row.case, row.patient)
    if who is None or row.starts_at is None or row.ends_at is None or row.status is None:
        return
    times = instants(draft, row, ("starts_at", row.starts_at), ("ends_at", row.ends_at))
    if times is None:
        return
    therapist = people.therapist(draft, row, row.therapist)
    if row.therapist and therapist is None:
        draft.hold(row, Problem.ORPHAN, "therapist", refers_to="therapist", id=row.therapist)
        return
    fields = {
        "patient_id": who[1],
        "episode_id": who[0],
        "therapist_id": therapist,
        "location_id": people.location(draft, row, row.clinic),
        "starts_at": times[0],
        "ends_at": times[1],
        "status": row.status.value,
        "kind": row.kind.value,
        "note": row.note,
        "reason": row.reason,
        "external_id": row.key,
    }
    said = {**draft.said(row, fields), "starts_at": times[0], "ends_at": times[1], "is_imported": True}
    _write(draft, row, said, stands, documented)


def _write(
    draft: Draft, row: AppointmentRow, said: dict[str, Value], stands: _Standing, documented: set[UUID | None]
) -> None:
    known = draft.what(Kind.APPOINTMENT, row.key)
    adopt = None if known and known.record_id else stands.find(row, said)
    record = adopt or (known.record_id if known else None)
    if record in documented:
        said = {name: value for name, value in said.items() if name not in OF_THE_VISIT}
    if record and said.get("status") == VisitStatus.CANCELLED and _is_called_off_late(draft, record):
        said = {name: value for name, value in said.items() if name != "status"}
    if adopt:
        stands.take(adopt, row.key)
    record = draft.want(Kind.APPOINTMENT, row.key, said, row=row, adopt=adopt)
    if draft.value(Model.APPOINTMENT, record, "to_enter_in_emr"):
        shown = {name: said[name] for name in ENTERED if name in said}
        if all(is_same(draft.value(Model.APPOINTMENT, record, name), value) for name, value in shown.items()):
            draft.change(Model.APPOINTMENT, record, {"to_enter_in_emr": False}, "the imported calendar shows it")


def _is_called_off_late(draft: Draft, record: UUID) -> bool:
    """Calendars say cancelled whenever it was; that it was late is known here alone."""
    return bool(draft.value(Model.APPOINTMENT, record, "status") == VisitStatus.LATE_CANCEL)


def _cancel(draft: Draft, record: UUID) -> None:
    draft.change(Model.APPOINTMENT, record, {"status": VisitStatus.CANCELLED.value, "reason": GONE}, GONE)


def _cancel_absent(draft: Draft, documented: set[UUID | None]) -> None:
    """Cancel what is booked within the days of a file and in no file any more; outside them absence says nothing."""
    sheets = [s for s in draft.extract.sheets if s.table is Table.APPOINTMENTS]
    lost = {r.key for r in draft.extract.rows if draft.outcomes.get(r.place) == LOST}
    present = {key for sheet in sheets for key in sheet.keys or ()} - lost
    spans = [span for sheet in sheets if (span := _span(draft, sheet))]
    claimed = {draft.record_of(Kind.APPOINTMENT, key) for key in present}
    for key, known in list(draft.all_known(Kind.APPOINTMENT)):
        record = known.record_id
        if key in present or known.is_removed or record is None or record in documented:
            continue
        status, starts_at = (draft.value(Model.APPOINTMENT, record, name) for name in ("status", "starts_at"))
        if status == VisitStatus.BOOKED and any(first <= starts_at <= last for first, last in spans):
            draft.forget(Kind.APPOINTMENT, key)
            if record not in claimed:
                _cancel(draft, record)
                draft.gone += 1


def _span(draft: Draft, sheet: Sheet) -> tuple[datetime, datetime] | None:
    """First and last start in a file; None where rows have no readable id, so that absence proves nothing."""
    starts = [
        r.starts_at
        for r in draft.extract.rows
        if isinstance(r, AppointmentRow) and r.place.file == sheet.file and r.starts_at
    ]
    if sheet.keys is None and sheet.read:
        finding = Finding(Problem.NO_ABSENCE, Place(sheet.file, 1), Table.APPOINTMENTS, holds=False)
        draft.findings.append(finding)
    if sheet.keys is None or not starts:
        return None
    return _instant(min(starts), draft.frame.zone), _instant(max(starts), draft.frame.zone)
