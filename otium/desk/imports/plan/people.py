"""clinics, therapists and patients (with their guardians): who works where, and who is treated. Pure."""

from collections import defaultdict
from datetime import timedelta
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from otium.desk.imports.on_file import Kind, Known, Model
from otium.desk.imports.plan.doubles import one_per_key
from otium.desk.imports.plan.draft import Draft, is_removal
from otium.desk.imports.plan.result import Outcome
from otium.terms.extract import ClinicRow, PatientRow, Problem, Row, Table, TherapistRow

Person = tuple[str, str, object]


def plan_clinics(draft: Draft, rows: list[ClinicRow]) -> None:
    for row in one_per_key(draft, rows):
        draft.note_outcome(row, Outcome.UNCHANGED)
        if is_removal(row):
            draft.remove(row, Kind.LOCATION)
            continue
        address = ", ".join(filter(None, (row.address1, row.city, f"{row.state} {row.postal_code}".strip())))
        fields = {"name": row.name, "address": address, "phone": row.phone, "npi": row.npi, "external_id": row.key}
        draft.want(Kind.LOCATION, row.key, draft.said(row, fields), row=row)
        if row.time_zone and not _is_same_time(draft, row.time_zone):
            draft.remark(row, Problem.OTHER_TIME_ZONE, "time_zone", practice=draft.frame.zone.key)


def plan_therapists(draft: Draft, rows: list[TherapistRow]) -> None:
    for row in one_per_key(draft, rows):
        draft.note_outcome(row, Outcome.UNCHANGED)
        if is_removal(row):
            draft.remove(row, Kind.THERAPIST)
            continue
        name = f"{row.first_name} {row.last_name}".strip()
        place = location(draft, row, row.clinic)
        fields = {"name": name, "credential": row.credential, "npi": row.npi, "external_id": row.key}
        draft.want(Kind.THERAPIST, row.key, draft.said(row, {**fields, "location_id": place}), row=row)


def plan_patients(draft: Draft, rows: list[PatientRow]) -> None:
    entered = _entered_by_hand(draft)
    for row in one_per_key(draft, rows):
        draft.note_outcome(row, Outcome.UNCHANGED)
        if is_removal(row):
            record = draft.remove(row, Kind.PATIENT)
            if record:
                draft.change(Model.PATIENT, record, {"is_active": False}, f"{row.place.file} row {row.place.row}")
            continue
        _plan_patient(draft, row, entered)


def location(draft: Draft, row: Row, clinic: str) -> UUID | None:
    """The place of a clinic id; unknown, with a remark, where nobody knows the id."""
    record = draft.record_of(Kind.LOCATION, clinic) if clinic else None
    if clinic and record is None:
        draft.remark(row, Problem.CLINIC_UNKNOWN, "clinic", id=clinic)
    return record


def therapist(draft: Draft, row: Row, key: str) -> UUID | None:
    """The therapist of an id; None where nobody knows it.

    An extract without a therapists file, for a practice that never sent one, gives therapists known by their id only.
    """
    record = draft.record_of(Kind.THERAPIST, key)
    if record is None and key and not _names_therapists(draft):
        fields = {"name": f"Therapist {key}", "external_id": key}
        record = draft.want(Kind.THERAPIST, key, fields, row=row)
        draft.known[(Kind.THERAPIST, key)] = Known(record)  # a file that names them says something new
    return record


def _names_therapists(draft: Draft) -> bool:
    is_sent = any(sheet.table is Table.THERAPISTS for sheet in draft.extract.sheets)
    return is_sent or any("name" in known.fields for _, known in draft.all_known(Kind.THERAPIST))


def _is_same_time(draft: Draft, zone: str) -> bool:
    """True when both zones show the same time, now and half a year from now."""
    try:
        other = ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError):
        return False
    moments = (draft.frame.at, draft.frame.at + timedelta(days=182))
    return all(m.astimezone(other).utcoffset() == m.astimezone(draft.frame.zone).utcoffset() for m in moments)


def _plan_patient(draft: Draft, row: PatientRow, entered: dict[Person, list[UUID]]) -> None:
    fields = draft.said(
        row,
        {
            **{name: getattr(row, name) for name in PATIENT_COLUMNS},
            "is_active": row.is_active,
            "location_id": location(draft, row, row.clinic),
            "external_id": row.key,
        },
    )
    twins = [] if draft.what(Kind.PATIENT, row.key) else entered.get(_person(row), [])
    if len(twins) > 1:
        draft.hold(row, Problem.SAME_PERSON_TWICE)
        return
    if twins:
        patient = draft.fill(Kind.PATIENT, row.key, fields, row=row, adopt=twins.pop())
    else:
        patient = draft.want(Kind.PATIENT, row.key, fields, row=row)
    _plan_guardian(draft, row, patient)


PATIENT_COLUMNS = (
    *("first_name", "middle_name", "last_name", "birth_on", "sex", "phone", "email", "address", "city", "state"),
    *("postal_code", "language"),
)


def _plan_guardian(draft: Draft, row: PatientRow, patient: UUID) -> None:
    if not (row.guardian_first_name or row.guardian_last_name):
        if draft.has(row, "guardian_last_name"):
            _end_guardian(draft, row)
        return
    fields = {name: getattr(row, f"guardian_{name}") for name in ("first_name", "last_name", "relationship", "phone")}
    said = draft.said(row, fields, prefix="guardian_")
    draft.want(Kind.GUARDIAN, row.key, {**said, "patient_id": patient, "ends_on": None}, row=row)


def _end_guardian(draft: Draft, row: PatientRow) -> None:
    """The source names nobody any more: their rights end, the record stays."""
    record = draft.forget(Kind.GUARDIAN, row.key)
    if record:
        yesterday = draft.frame.on - timedelta(days=1)
        draft.change(
            Model.RELATED_PERSON, record, {"ends_on": yesterday}, f"{row.place.file} row {row.place.row}: named no more"
        )
        draft.note_outcome(row, Outcome.CHANGED)


def _entered_by_hand(draft: Draft) -> dict[Person, list[UUID]]:
    """Patients that no import brought, by name and birth date: an export that has them speaks of the same people."""
    found: dict[Person, list[UUID]] = defaultdict(list)
    for record, fields in draft.on_file.of(Model.PATIENT).items():
        if not fields["external_id"] and fields["birth_on"]:
            key = (fields["first_name"].casefold(), fields["last_name"].casefold(), fields["birth_on"])
            found[key].append(record)
    return found


def _person(row: PatientRow) -> Person:
    return (row.first_name.casefold(), row.last_name.casefold(), row.birth_on)
