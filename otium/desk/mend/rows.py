"""Rows a field may point to: of the practice, and of the same patient where the kind belongs to one."""

from typing import Any
from uuid import UUID

from otium.desk.mend import kinds
from otium.records.models import Membership, Staff

MEMBER = "member"


def choices(of: str, practice_id: UUID, patient_id: UUID | None) -> list[tuple[UUID, str]]:
    """(id, words) of every row a person may choose, in the order of their kind. One query."""
    if of == MEMBER:
        people = Staff.objects.filter(pk__in=_members(practice_id)).order_by("name")
        return [(person.pk, person.name) for person in people]
    kind = kinds.KINDS[of]
    rows = _rows(of, practice_id, patient_id).select_related(*kind.related).order_by(*kind.order)
    return [(row.pk, kind.named(row)) for row in rows]


def is_row(of: str, key: UUID, practice_id: UUID, patient_id: UUID | None) -> bool:
    if of == MEMBER:
        return _members(practice_id).filter(staff_id=key).exists()
    return _rows(of, practice_id, patient_id).filter(pk=key).exists()


def _members(practice_id: UUID) -> Any:
    return Membership.objects.filter(practice_id=practice_id, ended_at=None).values("staff_id")


def _rows(of: str, practice_id: UUID, patient_id: UUID | None) -> Any:
    kind = kinds.KINDS[of]
    rows = kind.model.objects.filter(practice_id=practice_id)
    if kind.of_patient:
        rows = rows.filter(patient_id=patient_id)
    if dict(kind.withdrawal).get("entered_in_error"):
        rows = rows.filter(entered_in_error=False)
    return rows
