"""What a person can do with an hour that nobody took: whom to call all the same, who missed a visit lately."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from otium.desk.offers.freed import FREED, FreedHour
from otium.desk.waitlist import Candidates
from otium.records.models import Appointment, AppointmentParticipant, Patient, WaitlistEntry
from otium.terms.waitlist import Passed

NEAR_MISSES = (Passed.THERAPIST, Passed.LOCATION, Passed.NOTICE, Passed.TOO_SHORT, Passed.SKILL, Passed.LANGUAGE)
BACK, AHEAD = timedelta(days=14), timedelta(days=3)
MOST = 8


@dataclass(frozen=True, slots=True)
class Near:
    """One who would fit if one wish were bent: only the family can do that, so somebody calls."""

    entry: WaitlistEntry
    reason: Passed


def near_misses(found: Candidates) -> list[Near]:
    """Those with one reason alone against the hour, of the kind a family may give up when asked, in order."""
    pairs = zip(found.passed, found.reasons, strict=True)
    return [Near(entry, why[0]) for (entry, _first), why in pairs if len(why) == 1 and why[0] in NEAR_MISSES][:MOST]


def make_ups(hour: FreedHour, waiting: Iterable[WaitlistEntry], at: datetime) -> list[Patient]:
    """Patients of the same therapist who missed or cancelled a visit in the last two weeks and have not come since nor
    have a visit in the days around this hour, who wait for nothing yet. Three queries.
    """
    rows = Appointment.objects.filter(
        practice_id=hour.practice_id, therapist_id=hour.therapist_id, status__in=FREED,
        starts_at__gt=at - BACK, starts_at__lte=hour.starts_at, patient__practice_id=hour.practice_id,
        patient__is_active=True,
    )  # fmt: skip
    others = rows.exclude(patient_id=hour.patient_id).order_by("starts_at", "id")
    missed = dict.fromkeys(others.values_list("patient_id", flat=True))
    held = AppointmentParticipant.objects.filter(
        practice_id=hour.practice_id, actor_id__in=missed, is_held=True,
        period__overlap=(hour.starts_at - AHEAD, hour.ends_at + AHEAD),
    )  # fmt: skip
    out = set(held.values_list("actor_id", flat=True)) | {entry.patient_id for entry in waiting}
    wanted = [key for key in missed if key not in out][:MOST]
    people = Patient.objects.filter(practice_id=hour.practice_id).in_bulk(wanted)
    return [people[key] for key in wanted]
