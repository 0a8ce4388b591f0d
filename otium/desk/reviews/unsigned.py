"""Letters of appeals that wait for one clinician's signature."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Q

from otium.records.models import Appeal, EpisodeOfCare, Practice
from otium.terms.prior_auth import AppealState


def of(practices: Sequence[Practice], staff_id: UUID, *, owns: Iterable[UUID] = ()) -> list[Appeal]:
    """Drafts of those they treat, and of practices they own: all; the first to be filed first. One query."""
    leads = EpisodeOfCare.objects.filter(practice__in=practices, therapist__staff_id=staff_id, is_active=True)
    theirs = Q(request__therapist__staff_id=staff_id) | Q(request__patient_id__in=leads.values("patient_id"))
    rows = Appeal.objects.filter(theirs | Q(practice_id__in=tuple(owns)), practice__in=practices)
    drafts = rows.filter(state=AppealState.DRAFT.value).select_related(
        "practice", "request__patient", "request__coverage__payer"
    )
    return sorted(drafts, key=lambda row: (row.file_by or date.max, str(row.pk)))
