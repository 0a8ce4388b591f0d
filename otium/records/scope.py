"""Which rows a loader reads: one practice, all its active patients or some, back to one day; or some of its days."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Model, Q, QuerySet

OT = "OT"
ANY_DAY = datetime(1, 1, 1, tzinfo=UTC)  # `since` where nothing is too old


@dataclass(frozen=True, slots=True)
class Scope:
    """`patients` None: every active patient of the practice. `since`: older visits and answers are not read."""

    practice_id: UUID
    since: datetime
    patients: tuple[UUID, ...] | None = None

    def of(self, model: type[Model]) -> QuerySet[Any]:
        """Rows of a table with a patient, within this scope."""
        rows = model._default_manager.filter(practice_id=self.practice_id)
        if self.patients is None:
            return rows.filter(patient__practice_id=self.practice_id, patient__is_active=True)
        return rows.filter(patient_id__in=self.patients)


@dataclass(frozen=True, slots=True)
class Days:
    """One practice, from one instant to another, the second left out. `zone`: by which a query tells days apart."""

    practice_id: UUID
    since: datetime
    until: datetime
    zone: ZoneInfo


def in_ot() -> Q:
    """Rows of an episode of OT; those without an episode count as OT."""
    return Q(episode=None) | Q(episode__discipline=OT)
