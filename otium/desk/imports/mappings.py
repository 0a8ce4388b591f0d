"""The mapping of a practice: how its own exports are read."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from otium.desk.actor import Actor
from otium.records.models import History, Practice
from otium.wires import sheets
from otium.wires.sheets.mapping import SHIPPED


def shipped_text() -> str:
    """The mapping that holds where a practice's own says nothing."""
    return SHIPPED.read_text(encoding="utf-8")


@transaction.atomic
def save(practice_id: UUID, text: str, *, by: Actor, at: datetime) -> bool:
    """Keep the practice's own mapping; empty means the shipped one. True when it changed. Raises MappingError."""
    sheets.read_mapping(text)
    practice = Practice.objects.select_for_update(of=("self",)).get(pk=practice_id)
    if practice.extract_mapping == text:
        return False
    before, practice.extract_mapping = practice.extract_mapping, text
    practice.save(update_fields=["extract_mapping"])
    History.objects.create(
        practice=practice,
        focus_type="practice",
        focus_id=practice.pk,
        event="mapping_changed",
        before={"extract_mapping": before},
        after={"extract_mapping": text},
        at=at,
        by=by.name,
    )
    return True
