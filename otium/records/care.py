"""Facts of care, orders and plans those of OT: referrals, plans of care, progress reports, who treats."""

from collections import defaultdict
from uuid import UUID

from otium.records import models
from otium.records.scope import OT, Scope, in_ot
from otium.terms.care import PlanOfCare, ProgressReport, Referral


def referrals(scope: Scope) -> dict[UUID, list[Referral]]:
    rows = scope.of(models.Referral).filter(in_ot(), entered_in_error=False).order_by("written_on", "id")
    found = defaultdict(list)
    for row in rows.values_list("id", "patient_id", "written_on", "expires_on", "visits", "is_signed"):
        found[row[1]].append(Referral(*row))
    return found


def plans(scope: Scope) -> dict[UUID, list[PlanOfCare]]:
    """By patient, oldest first."""
    rows = scope.of(models.PlanOfCare).filter(in_ot(), entered_in_error=False).order_by("starts_on", "id")
    found = defaultdict(list)
    columns = ("id", "patient_id", "starts_on", "ends_on", "sent_on", "certified_on", "frequency_per_week",
               "duration_weeks", "therapist_id", "is_recertification")  # fmt: skip
    for row in rows.values_list(*columns):
        found[row[1]].append(PlanOfCare(*row))
    return found


def reports(scope: Scope) -> dict[UUID, list[ProgressReport]]:
    rows = scope.of(models.ProgressReport).filter(entered_in_error=False).order_by("written_on", "id")
    found = defaultdict(list)
    for row in rows.values_list("id", "patient_id", "written_on"):
        found[row[1]].append(ProgressReport(*row))
    return found


def therapists(scope: Scope) -> dict[UUID, UUID]:
    """Patient -> therapist of the newest active episode of OT."""
    rows = scope.of(models.EpisodeOfCare).filter(is_active=True, discipline=OT, therapist_id__isnull=False)
    return dict(rows.order_by("starts_on", "id").values_list("patient_id", "therapist_id"))
