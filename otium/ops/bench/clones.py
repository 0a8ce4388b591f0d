"""Many practices of the same size: one that was imported, copied row by row inside the database.

Ids are derived from the original's, so keys fit. Left out: who takes part in an appointment (only booking reads it),
what was received, and the trail; tasks are made by the sweep that is measured.
"""

import uuid
from uuid import UUID

from django.apps import apps
from django.db import connections

LEFT_OUT = {
    "AppointmentParticipant", "Task", "Act", "Note", "Presence", "History", "AuditEvent", "AuditSeal", "Blob",
    "BlobChunk", "InboundFile", "Receipt", "Document", "ImportRun", "ImportFile", "ImportedRow", "AuthorizationUse",
    "Membership",
}  # fmt: skip
OF_STAFF = {"staff_id", "owner_id", "by_id", "closed_by_id"}
EMPTY = {"inbound_file_id"}
OWNER = "owner"  # the connection that is signed in as the owner of the tables


def copy(original: UUID, times: int) -> list[UUID]:
    """So many practices more, as the owner of the tables (row security is not asked); their ids."""
    made = [uuid.uuid4() for _ in range(times)]
    with connections[OWNER].cursor() as cursor:
        for number, new in enumerate(made):
            cursor.execute(
                "insert into records_practice select (jsonb_populate_record(p, jsonb_build_object("
                "'id', %s::text, 'slug', %s::text, 'name', %s::text, 'npi', ''))).* "
                "from records_practice p where id = %s",
                [str(new), f"bench-{new.hex[:8]}", f"Bench {number + 1}", original],
            )
        for model in apps.get_app_config("records").get_models():
            if model.__name__ not in LEFT_OUT and _is_below_practice(model):
                cursor.execute(_statement(model._meta.db_table), [made, original])
    return made


def _is_below_practice(model: type) -> bool:
    return any(f.name == "practice" for f in model._meta.get_fields())  # type: ignore[attr-defined]


def _statement(table: str) -> str:
    with connections[OWNER].cursor() as cursor:
        cursor.execute("select column_name, data_type from information_schema.columns where table_name = %s", [table])
        columns = cursor.fetchall()
    names = ", ".join(f'"{name}"' for name, _ in columns)
    values = ", ".join(_value(name, kind) for name, kind in columns)
    return (
        f'insert into "{table}" ({names}) select {values} '  # noqa: S608  # nosec B608: names of the catalog
        f'from "{table}" t cross join unnest(%s::uuid[]) as p (id) where t.practice_id = %s'
    )


def _value(name: str, kind: str) -> str:
    if name == "practice_id":
        return "p.id"
    if name in EMPTY:
        return "null"
    if kind == "uuid" and name not in OF_STAFF:
        return f'md5(t."{name}"::text || p.id::text)::uuid'
    return f't."{name}"'
