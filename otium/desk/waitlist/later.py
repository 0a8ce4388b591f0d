"""The visit that moves where somebody who waits for an earlier time takes an hour."""

from collections.abc import Collection
from uuid import UUID

from otium.desk.offers.freed import FreedHour
from otium.records.models import Appointment, Therapist
from otium.terms.schedule import VisitStatus


def later_visits(hour: FreedHour, patients: Collection[UUID]) -> dict[UUID, Appointment]:
    """By patient: their next booked visit after this hour that can take its place: same location and discipline, alone.

    Two queries, none without patients.
    """
    if not patients:
        return {}
    therapist = Therapist.objects.get(practice_id=hour.practice_id, pk=hour.therapist_id)
    rows = Appointment.objects.filter(
        practice_id=hour.practice_id, patient_id__in=patients, status=VisitStatus.BOOKED.value,
        starts_at__gt=hour.starts_at, location_id=hour.location_id, together_id=None,
        therapist__practice_id=hour.practice_id, therapist__discipline=therapist.discipline,
    )  # fmt: skip
    found: dict[UUID, Appointment] = {}
    for visit in rows.select_related("practice", "therapist").order_by("starts_at", "id"):
        found.setdefault(visit.patient_id, visit)
    return found
