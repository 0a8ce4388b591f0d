"""What is on file before an import, in a fixed number of queries, and the rows of its files."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4

from django.apps import apps
from django.db import models as orm

from otium.desk import blobs, clock
from otium.desk.appointments.kinds import as_columns, margins_of
from otium.desk.imports.on_file import COLUMNS, OF_CHARTS, Fields, House, Kind, Known, Model, OnFile
from otium.desk.imports.plan import Frame
from otium.records.models import (
    Appointment,
    AppointmentParticipant,
    EquipmentUse,
    ImportedRow,
    ImportFile,
    ImportRun,
    Practice,
    Room,
)
from otium.terms.extract import ChartRow, Extract
from otium.terms.schedule import NO_MARGINS, ActorType
from otium.wires import sheets
from otium.wires.fhir import practice as practice_charts


def on_file(practice: Practice, source: str, rows: Extract) -> OnFile:
    """One query a table: a plan looks at everything the practice has, so its cost grows with the practice."""
    has_charts = any(isinstance(row, ChartRow) for row in rows.rows)
    rows = ImportedRow.objects.filter(practice=practice, source=source)
    said = rows.values_list("table", "key", "record_id", "fields", "is_removed")
    held = AppointmentParticipant.objects.filter(practice=practice, is_held=True)
    return OnFile(
        known={(Kind(table), key): Known(*rest) for table, key, *rest in said.iterator(chunk_size=5_000)},
        records={model: _records(practice, model) for model in Model if has_charts or model not in OF_CHARTS},
        holding=frozenset(held.filter(talk=None).values_list("appointment_id", flat=True)),
        talks=tuple(
            (who, period.lower, period.upper)
            for who, period in held.filter(appointment=None).values_list("actor_id", "period")
        ),
        house=_house(practice),
    )


def _house(practice: Practice) -> House:
    equipment: dict[UUID, tuple[UUID, ...]] = defaultdict(tuple)
    used = EquipmentUse.objects.filter(practice=practice).order_by("equipment_id")
    for appointment, key in used.values_list("appointment_id", "equipment_id"):
        equipment[appointment] += (key,)
    rooms = Room.objects.filter(practice=practice).values_list("pk", "location_id", "capacity")
    seated = AppointmentParticipant.objects.filter(practice=practice, actor_type=ActorType.ROOM.value, is_held=True)
    padded = Appointment.objects.filter(practice=practice).exclude(**as_columns(NO_MARGINS))
    return House(
        rooms={room: (location, capacity) for room, location, capacity in rooms},
        seats=dict(seated.values_list("appointment_id", "seat")),
        beside={visit.pk: margins_of(visit) for visit in padded},
        equipment=dict(equipment),
    )


def django_model(model: Model) -> type[orm.Model]:
    return apps.get_model("records", model.value)


def frame(practice: Practice, at: datetime) -> Frame:
    return Frame(at=at, on=clock.day(at, practice), zone=clock.zone(practice), new_id=uuid4)


def mapping_of(practice: Practice, text: str = "") -> sheets.Mapping:
    """The mapping in `text`, else the practice's own, else the shipped one. Raises sheets.MappingError."""
    return sheets.read_mapping(text or practice.extract_mapping)


def files_of(run: ImportRun) -> list[tuple[str, bytes]]:
    """Name and bytes of each file of a run, by name."""
    rows = ImportFile.objects.filter(practice=run.practice, run=run).select_related("blob").order_by("name")
    return [(row.name, blobs.load(run.practice, row.blob)) for row in rows]


def extract(files: Iterable[tuple[str, bytes]], practice: Practice, mapping: str = "") -> Extract:
    """The rows of tables and of FHIR files, together. Raises sheets.MappingError."""
    kept = list(files)
    charts = practice_charts.read(file for file in kept if practice_charts.is_fhir(file[1]))
    tables = sheets.read((file for file in kept if not practice_charts.is_fhir(file[1])), mapping_of(practice, mapping))
    return replace(
        tables,
        sheets=(*tables.sheets, *charts.sheets),
        rows=(*tables.rows, *charts.rows),
        findings=(*tables.findings, *charts.findings),
    )


def _records(practice: Practice, model: Model) -> dict[UUID, Fields]:
    columns = COLUMNS[model]
    rows = django_model(model)._default_manager.filter(practice=practice).values_list("id", *columns)
    return {record: dict(zip(columns, values, strict=True)) for record, *values in rows.iterator(chunk_size=5_000)}
