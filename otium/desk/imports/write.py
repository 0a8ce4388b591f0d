"""Writes a plan in sets: a few statements a table, whatever the number of rows. Runs in the import's transaction."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models as orm
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from otium.desk import history
from otium.desk.actor import IMPORT
from otium.desk.appointments.kinds import as_columns
from otium.desk.imports.load import django_model
from otium.desk.imports.on_file import Model, digest_of_row
from otium.desk.imports.plan.result import Change, Plan, Presence
from otium.records.models import Appointment, AppointmentParticipant, History, ImportedRow, Practice
from otium.terms.schedule import NO_MARGINS, ActorType

BATCH = 1_000
KEEPS_PROVENANCE = (Model.COVERAGE, Model.AUTHORIZATION)
OF_NO_PATIENT = (Model.LOCATION, Model.THERAPIST, Model.PAYER, Model.EXPECTED_RATE, Model.FEE)
NOTHING_BESIDE = as_columns(NO_MARGINS)
LET_GO, WHY_LET_GO = "margins_let_go", "the imported calendar says when visits are"

Tell = Callable[[str, int], None]
"""Told what is being written and how many rows of the plan are."""


def write(practice: Practice, plan: Plan, source: str, *, at: datetime, tell: Tell) -> frozenset[UUID]:
    """Everything the plan says, with a history row for each record. The patients whose records changed."""
    by_model: dict[Model, list[Change]] = defaultdict(list)
    for change in plan.changes:
        by_model[change.model].append(change)
    patients: set[UUID] = set()
    done = 0
    for model, changes in by_model.items():
        tell(model.value, done)
        rows = _save(practice, model, changes, at)
        patients |= _trail(rows, changes, at)
        done += len(changes)
    tell("participants", done)
    _rewrite_presences(practice, plan.presences, at)
    _remember(practice, source, plan)
    tell("known", done + len(plan.known))
    return frozenset(patients)


def _save(practice: Practice, model: Model, changes: list[Change], at: datetime) -> list[Any]:
    """The rows as written, in the order of `changes`."""
    table: Any = django_model(model)._default_manager
    old = {c.record_id: c for c in changes if not c.is_new}
    rows = {row.pk: row for row in table.select_for_update().filter(practice=practice, pk__in=old)} if old else {}
    new = {c.record_id: table.model(practice=practice, id=c.record_id) for c in changes if c.is_new}
    rows |= new
    for change in changes:
        row = rows[change.record_id]
        for name, value in change.after.items():
            setattr(row, name, value)
        if model in KEEPS_PROVENANCE:
            row.provenance = {**row.provenance, **_provenance(change, at)}
    table.bulk_create(new.values(), batch_size=BATCH)
    if old:
        names = {name for change in old.values() for name in change.after}
        names |= {"provenance"} if model in KEEPS_PROVENANCE else set()
        _update(table, [rows[pk] for pk in old], names)
    return [rows[change.record_id] for change in changes]


def _update(table: Any, rows: list[Any], columns: Iterable[str]) -> None:
    """One INSERT ... ON CONFLICT UPDATE a batch: many times as fast as bulk_update's CASE expressions."""
    names = sorted({table.model._meta.get_field(column).name for column in columns})
    table.bulk_create(rows, batch_size=BATCH, update_conflicts=True, unique_fields=["id"], update_fields=names)


def _provenance(change: Change, at: datetime) -> dict[str, dict[str, str]]:
    said = {"channel": "import", "place": "; ".join(change.why), "at": at.isoformat()}
    return dict.fromkeys(change.after, said)


def _trail(rows: list[Any], changes: list[Change], at: datetime) -> set[UUID]:
    trail = [_history(row, change, at) for row, change in zip(rows, changes, strict=True)]
    History.objects.bulk_create(trail, batch_size=BATCH)
    return {entry.patient_id for entry in trail if entry.patient_id}


def _history(row: orm.Model, change: Change, at: datetime) -> History:
    why = "; ".join(change.why)
    if change.by_hand:
        why += f"; changed by hand before: {', '.join(sorted(change.by_hand))}"
    after = {name: value for name, value in change.after.items() if not change.is_new or value not in (None, "", [])}
    event = "imported" if change.is_new else "changed"
    return history.row(row, event, by=IMPORT, at=at, before=change.before, after=after, why=why)


def _rewrite_presences(practice: Practice, presences: Iterable[Presence], at: datetime) -> None:
    """Removed first and made anew: bookings that change places would meet halfway in the exclusion constraint."""
    appointments = [p.appointment_id for p in presences]
    AppointmentParticipant.objects.filter(practice=practice, appointment_id__in=appointments).delete()
    _let_go_beside(practice, appointments, at)
    rows = [row for presence in presences for row in _participants(practice, presence)]
    AppointmentParticipant.objects.bulk_create(rows, batch_size=BATCH)


def _let_go_beside(practice: Practice, appointments: list[UUID], at: datetime) -> None:
    """Where another calendar says when a visit is, nothing is held beside it; each visit's history says what was."""
    beside = Appointment.objects.select_for_update(of=("self",)).filter(practice=practice, pk__in=appointments)
    trail = []
    for visit in beside.exclude(**NOTHING_BESIDE).order_by("id"):
        before, after = history.changes(visit, NOTHING_BESIDE)
        trail.append(history.row(visit, LET_GO, by=IMPORT, at=at, before=before, after=after, why=WHY_LET_GO))
    History.objects.bulk_create(trail, batch_size=BATCH)
    beside.filter(pk__in=[row.focus_id for row in trail]).update(**NOTHING_BESIDE)


def _participants(practice: Practice, presence: Presence) -> Iterator[AppointmentParticipant]:
    period = DateTimeTZRange(presence.starts_at, presence.ends_at)
    actors = (
        (ActorType.PATIENT, presence.patient_id, 0),
        (ActorType.THERAPIST, presence.therapist_id, 0),
        (ActorType.ROOM, presence.room_id, presence.seat),
        *((ActorType.EQUIPMENT, key, 0) for key in presence.equipment),
    )
    for actor_type, actor_id, seat in actors:
        if actor_id:
            yield AppointmentParticipant(
                practice=practice,
                appointment_id=presence.appointment_id,
                together=presence.together,
                actor_type=actor_type.value,
                actor_id=actor_id,
                seat=seat,
                period=period,
                is_held=presence.is_held,
            )


def _remember(practice: Practice, source: str, plan: Plan) -> None:
    """What the source last said of each key, for the next import to compare with."""
    rows = [
        ImportedRow(
            practice=practice,
            source=source,
            table=kind.value,
            key=key,
            digest=digest_of_row(known.fields),
            fields=dict(known.fields),
            record_id=known.record_id,
            is_removed=known.is_removed,
        )
        for (kind, key), known in plan.known.items()
    ]
    ImportedRow.objects.bulk_create(
        rows,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["practice", "source", "table", "key"],
        update_fields=["digest", "fields", "record_id", "is_removed"],
    )
