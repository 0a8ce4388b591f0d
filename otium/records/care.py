"""Facts of care, orders and plans those of OT: referrals, plans of care, progress reports, who treats."""

from collections import defaultdict
from uuid import UUID

from otium.records import models, prepared
from otium.records.prepared import Rows
from otium.records.scope import ANY_DAY, OT, Scope, in_ot
from otium.terms.care import PlanOfCare, ProgressReport, Referral


def referrals(scope: Scope) -> dict[UUID, list[Referral]]:
    found = defaultdict(list)
    for row in prepared.rows(_referrals, scope):
        found[row[1]].append(Referral(*row))
    return found


def _referrals(scope: Scope) -> Rows:
    rows = scope.of(models.Referral).filter(in_ot(), entered_in_error=False).order_by("written_on", "id")
    return rows.values_list("id", "patient_id", "written_on", "expires_on", "visits", "is_signed")


def plans(scope: Scope) -> dict[UUID, list[PlanOfCare]]:
    """By patient, oldest first."""
    found = defaultdict(list)
    for row in prepared.rows(_plans, scope):
        found[row[1]].append(PlanOfCare(*row))
    return found


def _plans(scope: Scope) -> Rows:
    rows = scope.of(models.PlanOfCare).filter(in_ot(), entered_in_error=False).order_by("starts_on", "id")
    return rows.values_list("id", "patient_id", "starts_on", "ends_on", "sent_on", "certified_on",
                            "frequency_per_week", "duration_weeks", "therapist_id", "is_recertification")  # fmt: skip


def reports(scope: Scope) -> dict[UUID, list[ProgressReport]]:
    found = defaultdict(list)
    for row in prepared.rows(_reports, scope):
        found[row[1]].append(ProgressReport(*row))
    return found


def _reports(scope: Scope) -> Rows:
    rows = scope.of(models.ProgressReport).filter(entered_in_error=False).order_by("written_on", "id")
    return rows.values_list("id", "patient_id", "written_on")


def therapists(scope: Scope) -> dict[UUID, UUID]:
    """Patient -> therapist of the newest active episode of OT."""
    return dict(prepared.rows(_treating, scope))


def _treating(scope: Scope) -> Rows:
    rows = scope.of(models.EpisodeOfCare).filter(is_active=True, discipline=OT, therapist_id__isnull=False)
    return rows.order_by("starts_on", "id").values_list("patient_id", "therapist_id")


def open_episodes(practice_id: UUID, patients: tuple[UUID, ...]) -> dict[UUID, list[tuple[UUID, str]]]:
    """By patient, the newest first: (episode, discipline). One query."""
    found = defaultdict(list)
    for patient, key, discipline in prepared.rows(_open, Scope(practice_id, ANY_DAY, patients)):
        found[patient].append((key, discipline))
    return found


def _open(scope: Scope) -> Rows:
    rows = scope.of(models.EpisodeOfCare).filter(is_active=True).order_by("-starts_on", "id")
    return rows.values_list("patient_id", "id", "discipline")


OF_VISITS = (_referrals, _plans, _reports)  # what records/facts asks together
OF_DUTIES = (_treating,)
