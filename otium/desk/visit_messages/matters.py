"""What a person has to take up with a family: noted once, and a task by the next settling."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from otium.desk import history
from otium.desk.actor import Actor
from otium.records.models import FamilyMatter, History, Practice
from otium.terms.family import MatterKind


@dataclass(frozen=True, slots=True)
class Matter:
    """`words` as they came; `number` in part, where nobody on file has it."""

    what: MatterKind
    patient_id: UUID | None = None
    appointment_id: UUID | None = None
    notice_id: UUID | None = None
    file_id: UUID | None = None
    words: str = ""
    number: str = ""
    wish_at: datetime | None = None


LONGEST = 1600


def note(practice: Practice, found: Sequence[Matter], *, by: Actor, at: datetime) -> list[UUID]:
    """Those that are new; the patients they are about. Three statements, none for nothing. Settles nothing."""
    known = _known(practice, found)
    new = [m for m in found if m.notice_id is None or (m.notice_id, m.appointment_id, m.what) not in known]
    rows = [
        FamilyMatter(
            practice=practice, what=m.what.value, patient_id=m.patient_id, appointment_id=m.appointment_id,
            notice_id=m.notice_id, inbound_file_id=m.file_id, words=m.words[:LONGEST], number=m.number,
            wish_at=m.wish_at, at=at,
        )
        for m in new
    ]  # fmt: skip
    FamilyMatter.objects.bulk_create(rows)
    History.objects.bulk_create([history.row(row, "noted", by=by, at=at, after={"what": row.what}) for row in rows])
    return [m.patient_id for m in new if m.patient_id]


def _known(practice: Practice, found: Iterable[Matter]) -> set[tuple[UUID, UUID | None, str]]:
    ids = [m.notice_id for m in found if m.notice_id]
    if not ids:
        return set()
    rows = FamilyMatter.objects.filter(practice=practice, notice__in=ids)
    return set(rows.values_list("notice_id", "appointment_id", "what"))
