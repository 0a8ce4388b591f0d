"""Visits that were made and are on no claim."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from otium.records.models import Appointment, ClaimVisit, Practice
from otium.terms.schedule import VisitStatus

# Medicare takes a claim for a year after the service: older visits are not offered. CMS Pub. 100-04 ch. 1 s. 70.
BACK = timedelta(days=365)


def unbilled(practice: Practice, at: datetime) -> QuerySet[Appointment]:
    """Done, on no claim that stands, and not decided by a payer already (then another system billed it)."""
    billed = ClaimVisit.objects.filter(
        practice_id=OuterRef("practice_id"), appointment_id=OuterRef("pk"), is_billed=True
    )
    return Appointment.objects.filter(
        ~Exists(billed),
        practice=practice,
        status=VisitStatus.DONE.value,
        allowed=None,
        starts_at__gte=at - BACK,
        starts_at__lte=at,
    )
