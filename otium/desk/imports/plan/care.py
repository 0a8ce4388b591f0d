"""cases: episodes with their referrals, plans of care and insurances. Pure."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from otium.desk.imports.on_file import Kind, Model
from otium.desk.imports.plan import people
from otium.desk.imports.plan.coverage import Coverages
from otium.desk.imports.plan.doubles import one_per_key
from otium.desk.imports.plan.draft import Draft, is_removal
from otium.desk.imports.plan.result import Outcome
from otium.terms.extract import CaseRow, Problem, Row

REFERRAL = ("written_on", "expires_on", "visits", "referrer_name", "referrer_npi")
PLAN = ("starts_on", "ends_on", "sent_on", "certified_on", "frequency_per_week", "duration_weeks")


def plan_cases(draft: Draft, rows: list[CaseRow], coverages: Coverages, first_treated: dict[str, date]) -> None:
    """`first_treated`: by case, the first day the extract or the records show a visit."""
    for row in one_per_key(draft, rows):
        draft.note_outcome(row, Outcome.UNCHANGED)
        if is_removal(row):
            _remove(draft, row, coverages)
        else:
            _plan_case(draft, row, coverages, first_treated.get(row.key))
    coverages.end_unnamed()


def refer(draft: Draft, row: Row, kind: Kind, name: str, key: str) -> UUID | None:
    """The record that the row's field `name` refers to; None, and the row held, where nobody knows it."""
    record = draft.record_of(kind, key)
    if record is None:
        draft.hold(row, Problem.ORPHAN, name, refers_to=name, id=key)
    return record


def _plan_case(draft: Draft, row: CaseRow, coverages: Coverages, first_treated: date | None) -> None:
    patient = refer(draft, row, Kind.PATIENT, "patient", row.patient)
    if patient is None:
        return
    therapist = people.therapist(draft, row, row.therapist)
    if row.therapist and therapist is None:
        draft.hold(row, Problem.ORPHAN, "therapist", refers_to="therapist", id=row.therapist)
        return
    insurances = coverages.read(row)
    if insurances is None:
        return
    episode = _plan_episode(draft, row, patient, therapist)
    _plan_referral(draft, row, patient, episode)
    refers = {"patient_id": patient, "episode_id": episode, "therapist_id": therapist}
    _plan_plan_of_care(draft, row, refers, first_treated)
    coverages.plan(row, patient, insurances)


def _plan_episode(draft: Draft, row: CaseRow, patient: UUID, therapist: UUID | None) -> UUID:
    names = ("title", "discipline", "onset_on", "injury_on", "starts_on", "is_active")
    fields = {
        **{name: getattr(row, name) for name in names},
        "icd10": list(row.icd10),
        "patient_id": patient,
        "therapist_id": therapist,
        "external_id": row.key,
    }
    return draft.want(Kind.EPISODE, row.key, draft.said(row, fields), row=row)


def _plan_referral(draft: Draft, row: CaseRow, patient: UUID, episode: UUID) -> None:
    """One referral for each day written: a new date is a new order, the old one stays on file."""
    fields = {name: getattr(row, f"referral_{name}") for name in REFERRAL}
    if not any(fields.values()):
        return
    key = _dated(row.key, row.referral_written_on)
    undated = _dated(row.key, None)
    adopt = draft.record_of(Kind.REFERRAL, undated) if key != undated else None
    if adopt:
        draft.forget(Kind.REFERRAL, undated)
    said = draft.said(row, fields, prefix="referral_")
    also = {"patient_id": patient, "episode_id": episode, "external_id": key}
    draft.want(Kind.REFERRAL, key, {**said, **also}, row=row, adopt=adopt)


def _plan_plan_of_care(draft: Draft, row: CaseRow, refers: dict[str, UUID | None], first_treated: date | None) -> None:
    """One plan for each start; a new start within an unsigned plan corrects it, any other begins a new period."""
    start = row.plan_starts_on
    fields = {name: getattr(row, f"plan_{name}") for name in PLAN}
    if start is None:
        if any(fields.values()):
            draft.remark(row, Problem.BLANK, "plan_starts_on")
        return
    key = _dated(row.key, start)
    earlier = draft.under(Kind.PLAN_OF_CARE, row.key)
    corrected = None if draft.what(Kind.PLAN_OF_CARE, key) else _corrected(draft, earlier, start)
    if corrected:
        draft.forget(Kind.PLAN_OF_CARE, corrected[0])
    is_later = any(_start(draft, record) < start for _, record in earlier if not corrected or record != corrected[1])
    said = {**draft.said(row, fields, prefix="plan_"), **refers, "external_id": key}
    record = draft.want(Kind.PLAN_OF_CARE, key, said, row=row, adopt=corrected[1] if corrected else None)
    if is_later or (first_treated is not None and first_treated < start):
        why = "care was given before the plan starts"
        draft.change(Model.PLAN_OF_CARE, record, {"is_recertification": True}, why)


def _corrected(draft: Draft, earlier: Iterable[tuple[str, UUID]], start: date) -> tuple[str, UUID] | None:
    newest = max(earlier, key=lambda pair: _start(draft, pair[1]), default=None)
    if newest is None or draft.value(Model.PLAN_OF_CARE, newest[1], "certified_on"):
        return None
    ends_on = draft.value(Model.PLAN_OF_CARE, newest[1], "ends_on")
    return newest if ends_on is None or start <= ends_on else None


def _start(draft: Draft, record: UUID) -> date:
    return draft.value(Model.PLAN_OF_CARE, record, "starts_on") or date.max


def _dated(case: str, on: date | None) -> str:
    return f"{case}:{on.isoformat() if on else ''}"


def _remove(draft: Draft, row: CaseRow, coverages: Coverages) -> None:
    """The source took the case back: it is inactive, and what stood in its row counts no more."""
    record = draft.remove(row, Kind.EPISODE)
    if record is None:
        return
    why = f"{row.place.file} row {row.place.row}"
    draft.change(Model.EPISODE, record, {"is_active": False}, why)
    for kind, model in ((Kind.REFERRAL, Model.REFERRAL), (Kind.PLAN_OF_CARE, Model.PLAN_OF_CARE)):
        for key, stood in draft.under(kind, row.key):
            draft.forget(kind, key)
            draft.change(model, stood, {"entered_in_error": True}, why)
    for key, _ in draft.under(Kind.COVERAGE, row.key):
        coverages.drop(key)
