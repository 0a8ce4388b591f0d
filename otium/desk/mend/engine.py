"""Save what a person typed: checked as a whole, under a lock, with history and provenance; then settle the queue."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from otium.desk import clock, history, settle, verifying
from otium.desk.actor import Actor
from otium.desk.mend.kinds import KINDS
from otium.desk.mend.problems import ChangedSince, Difference, Invalid, Locked
from otium.desk.mend.reading import complete, problems_of, same, tidy
from otium.desk.mend.table import Draft, Entered, Kind, Values
from otium.desk.mend.version import digest, values_of
from otium.records.models import History, Practice

WHY = "record changed"


@transaction.atomic
def add(kind: str, entered: Entered, *, practice_id: UUID, patient_id: UUID | None, by: Actor, at: datetime) -> Any:
    """A new record; `patient_id` is None for kinds that belong to the practice. Raises Invalid."""
    table = KINDS[kind]
    settle.lock_practice(practice_id)
    practice = Practice.objects.get(pk=practice_id)
    values = complete(table, tidy(table, entered.values))
    draft = Draft(practice, patient_id, None, values, clock.day(at, practice))
    _check(table, draft, entered)
    row = table.model(practice=practice, **({"patient_id": patient_id} if table.of_patient else {}))
    _fill(table, row, draft, list(draft.values), by=by, at=at)
    row.save(force_insert=True)
    _save_part(table, row, draft.values, by=by, at=at)
    history.record(row, "recorded", by=by, at=at, after=_named(table, draft.values, list(draft.values)))
    said = [name for name in draft.values if draft.values[name] != table.field_named(name).default]
    _follow(table, row, said, draft, by=by, at=at)
    _settle(table, row, practice, by=by, at=at)
    return row


@transaction.atomic
def change(kind: str, entered: Entered, *, record_id: UUID, by: Actor, at: datetime) -> Any:
    """The record with these values; fields that `entered` does not name stay.

    Raises Invalid, Locked, and ChangedSince when `entered.version` is not that of the record now and what was typed
    differs from what stands.
    """
    table = KINDS[kind]
    row = _locked(table, record_id)
    if reason := table.locked(row):
        raise Locked(str(reason))
    stands = values_of(table, row)
    values = stands | tidy(table, entered.values)
    changed = [name for name in values if not same(values[name], stands[name])]
    if not changed:
        return row
    if digest(stands) != entered.version:
        raise _changed_since(table, row, values, stands)
    practice = Practice.objects.get(pk=row.practice_id)
    draft = Draft(practice, getattr(row, "patient_id", None), row, values, clock.day(at, practice))
    _check(table, draft, entered)
    is_another = table.name == "coverage" and "changed_on" in table.derive(draft)
    _fill(table, row, draft, changed, by=by, at=at)
    row.save()
    if set(changed) & set(table.part_names):
        _save_part(table, row, values, by=by, at=at)
    pair = {"before": _named(table, stands, changed), "after": _named(table, values, changed)}
    history.record(row, "changed", by=by, at=at, **pair)
    _follow(table, row, changed, draft, by=by, at=at)
    if is_another:
        verifying.ask_anew(practice, row.pk, at=at)
    _settle(table, row, practice, by=by, at=at)
    return row


@transaction.atomic
def withdraw(kind: str, *, record_id: UUID, reason: str, by: Actor, at: datetime) -> Any:
    """Mark the record as entered in error (or cancelled): it stays, and counts no longer."""
    table = KINDS[kind]
    return _mark(table, record_id, dict(table.withdrawal), "withdrawn", reason.strip(), by=by, at=at)


@transaction.atomic
def restore(kind: str, *, record_id: UUID, by: Actor, at: datetime) -> Any:
    """Take a withdrawal back: the values from before it. Raises Locked when it is withdrawn no longer."""
    table = KINDS[kind]
    row = _locked(table, record_id)
    newest = History.objects.filter(focus_id=record_id, event="withdrawn").order_by("-at").first()
    if newest is None or any(getattr(row, name) != value for name, value in newest.after.items()):
        raise Locked(_("This was changed since. Open the record and change it there."))
    return _mark(table, record_id, dict(newest.before), "restored", "", by=by, at=at)


def _mark(table: Kind, record_id: UUID, values: Values, event: str, why: str, *, by: Actor, at: datetime) -> Any:
    row = _locked(table, record_id)
    before, after = history.changes(row, values)
    if not after:
        return row
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))
    history.record(row, event, by=by, at=at, before=before, after=after, why=why)
    _settle(table, row, Practice.objects.get(pk=row.practice_id), by=by, at=at)
    return row


def _locked(table: Kind, record_id: UUID) -> Any:
    settle.lock_practice_of(table.model, record_id)
    return table.model.objects.select_for_update(of=("self",)).get(pk=record_id)


def _check(table: Kind, draft: Draft, entered: Entered) -> None:
    problems = problems_of(table, draft)
    if entered.is_sure:
        problems = [p for p in problems if not p.is_warning]
    if problems:
        raise Invalid(problems)


def _fill(table: Kind, row: Any, draft: Draft, changed: list[str], *, by: Actor, at: datetime) -> None:
    """Set the changed columns, those that follow from them, and where each changed one comes from."""
    columns = table.derive(draft)
    own = [f for f in table.fields if f.name in changed and f.name not in table.part_names]
    columns |= {f.column: row._meta.get_field(f.column).to_python(draft.values[f.name]) for f in own}
    for name, value in columns.items():
        setattr(row, name, value)
    if table.keeps_provenance:
        stated = [f.name for f in own if not row._state.adding or draft.values[f.name] not in (None, "")]
        said = _said(table, draft.values, by, at)
        row.provenance = {**row.provenance, **dict.fromkeys(stated, said)}


def _save_part(table: Kind, row: Any, values: Values, *, by: Actor, at: datetime) -> None:
    if table.part:
        table.part.save(row, values, _said(table, values, by, at))


def _follow(table: Kind, row: Any, changed: list[str], draft: Draft, *, by: Actor, at: datetime) -> None:
    if table.afterwards:
        table.afterwards(row, changed, draft.on, by=by, at=at)


def _said(table: Kind, values: Values, by: Actor, at: datetime) -> dict[str, Any]:
    channel, place = table.channel(values)
    return {"channel": channel, "place": place, "at": at.isoformat(), "by": by.name}


def _named(table: Kind, values: Values, names: list[str]) -> Values:
    """The values of these fields by column, as history keeps them; what was left empty is not told."""
    columns = {f.name: f.column for f in table.fields}
    lines = {f.name for f in table.fields if f.lines}
    told = {columns[n]: values[n] for n in names}
    return {c: [history.plain(line) for line in v] if c in lines else v for c, v in told.items()}


def _changed_since(table: Kind, row: Any, values: Values, stands: Values) -> ChangedSince:
    differences = [
        Difference(f.name, values[f.name], stands[f.name])
        for f in table.fields
        if not same(values[f.name], stands[f.name])
    ]
    newest = History.objects.filter(focus_id=row.pk).order_by("-at", "-id").first()
    return ChangedSince(differences, digest(stands), newest.by if newest else "", newest.at if newest else None)


def _settle(table: Kind, row: Any, practice: Practice, *, by: Actor, at: datetime) -> None:
    """The tasks of the patient; of the whole practice when the record speaks of all."""
    if table.of_patient or table.name == "patient":
        patients = [row.patient_id if table.of_patient else row.pk]
        settle.settle(practice, by=by, at=at, patients=patients, why=WHY)
        verifying.ask(practice, at=at, patients=patients)
    elif table.name in ("payer", "expected_rate", "payer_road"):
        settle.settle(practice, by=by, at=at, why=WHY)
        verifying.ask(practice, at=at)
