"""Referrals, episodes, plans of care, goals, measures, progress reports."""

from django.db import models

from otium.records.constraints import SamePractice
from otium.records.fields import Within
from otium.records.models.base import PracticeRow, one_of
from otium.records.models.house import Therapist
from otium.records.models.people import Patient, once_per_external_id


class EpisodeOfCare(PracticeRow):
    """One course of therapy: what the imported system calls a case."""

    patient = Within(Patient)
    therapist = Within(Therapist, null=True)
    title = models.TextField(blank=True)
    discipline = models.CharField(max_length=3, default="OT")
    icd10 = models.JSONField(default=list)
    onset_on = models.DateField(null=True)
    injury_on = models.DateField(null=True)
    starts_on = models.DateField(null=True)
    is_active = models.BooleanField(default=True)
    external_id = models.TextField(blank=True)

    class Meta(PracticeRow.Meta):
        constraints = [
            *PracticeRow.Meta.constraints,
            once_per_external_id("episodeofcare_once_per_external_id"),
            SamePractice(field="patient", name="episodeofcare_patient_same_practice"),
            SamePractice(field="therapist", name="episodeofcare_therapist_same_practice"),
        ]
        indexes = [models.Index(fields=["practice", "patient"], name="episodeofcare_by_patient")]


class Referral(PracticeRow):
    """An order or referral. `visits` null: no number stated."""

    patient = Within(Patient)
    episode = Within(EpisodeOfCare, null=True)
    written_on = models.DateField(null=True)
    expires_on = models.DateField(null=True)
    visits = models.PositiveIntegerField(null=True)
    is_signed = models.BooleanField(null=True)
    referrer_name = models.TextField(blank=True)
    referrer_npi = models.CharField(max_length=10, blank=True)
    external_id = models.TextField(blank=True)
    entered_in_error = models.BooleanField(default=False)

    class Meta(PracticeRow.Meta):
        constraints = [
            *PracticeRow.Meta.constraints,
            once_per_external_id("referral_once_per_external_id"),
            SamePractice(field="patient", name="referral_patient_same_practice"),
            SamePractice(field="episode", name="referral_episode_same_practice"),
        ]
        indexes = [models.Index(fields=["practice", "patient"], name="referral_by_patient")]


class PlanOfCare(PracticeRow):
    """One certification period. `certified_on`: signed and dated by the certifying practitioner."""

    patient = Within(Patient)
    episode = Within(EpisodeOfCare, null=True)
    therapist = Within(Therapist, null=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    sent_on = models.DateField(null=True)
    certified_on = models.DateField(null=True)
    frequency_per_week = models.PositiveSmallIntegerField(null=True)
    duration_weeks = models.PositiveSmallIntegerField(null=True)
    is_recertification = models.BooleanField(default=False)
    external_id = models.TextField(blank=True)
    entered_in_error = models.BooleanField(default=False)

    class Meta(PracticeRow.Meta):
        constraints = [
            *PracticeRow.Meta.constraints,
            once_per_external_id("planofcare_once_per_external_id"),
            SamePractice(field="patient", name="planofcare_patient_same_practice"),
            SamePractice(field="episode", name="planofcare_episode_same_practice"),
            SamePractice(field="therapist", name="planofcare_therapist_same_practice"),
            models.CheckConstraint(
                condition=models.Q(ends_on=None) | models.Q(ends_on__gte=models.F("starts_on")),
                name="planofcare_ends_after_it_starts",
            ),
        ]
        indexes = [models.Index(fields=["practice", "patient"], name="planofcare_by_patient")]


class Goal(PracticeRow):
    patient = Within(Patient)
    plan = Within(PlanOfCare, null=True)
    text = models.TextField()
    baseline = models.TextField(blank=True)
    current = models.TextField(blank=True)
    target = models.TextField(blank=True)
    due_on = models.DateField(null=True)
    status = models.CharField(max_length=16, default="active")
    set_on = models.DateField(null=True)
    current_on = models.DateField(null=True)
    is_long_term = models.BooleanField(null=True)
    code = models.CharField(max_length=40, blank=True, db_default="")  # the functional area, as criteria name it
    document = Within("records.Document", null=True)
    page = models.PositiveSmallIntegerField(null=True)
    external_id = models.TextField(blank=True, db_default="")
    entered_in_error = models.BooleanField(default=False, db_default=False)

    class Meta(PracticeRow.Meta):
        constraints = [
            *PracticeRow.Meta.constraints,
            SamePractice(field="patient", name="goal_patient_same_practice"),
            SamePractice(field="plan", name="goal_plan_same_practice"),
            SamePractice(field="document", name="goal_document_same_practice"),
            once_per_external_id("goal_once_per_external_id"),
            one_of(
                "status",
                ("active", "met", "partly_met", "not_met", "dropped"),
                "goal_status_known",
            ),
        ]
        indexes = [models.Index(fields=["practice", "patient"], name="goal_by_patient")]


class Measure(PracticeRow):
    """A standardized score, as the instrument states it."""

    patient = Within(Patient)
    instrument = models.TextField()
    part = models.TextField(blank=True)
    score = models.DecimalField(max_digits=8, decimal_places=2)
    unit = models.TextField(blank=True)
    taken_on = models.DateField()
    side = models.CharField(max_length=8, blank=True, db_default="")  # left, right; empty where it has none
    norm = models.TextField(blank=True, db_default="")  # as the report states it: 2nd percentile, -2.1 SD
    therapist = Within(Therapist, null=True)
    appointment = Within("records.Appointment", null=True)
    document = Within("records.Document", null=True)
    page = models.PositiveSmallIntegerField(null=True)
    external_id = models.TextField(blank=True, db_default="")
    entered_in_error = models.BooleanField(default=False, db_default=False)

    class Meta(PracticeRow.Meta):
        constraints = [
            *PracticeRow.Meta.constraints,
            SamePractice(field="patient", name="measure_patient_same_practice"),
            SamePractice(field="therapist", name="measure_therapist_same_practice"),
            SamePractice(field="appointment", name="measure_appointment_same_practice"),
            SamePractice(field="document", name="measure_document_same_practice"),
            once_per_external_id("measure_once_per_external_id"),
        ]
        indexes = [models.Index(fields=["practice", "patient"], name="measure_by_patient")]


class ProgressReport(PracticeRow):
    patient = Within(Patient)
    written_on = models.DateField()
    therapist = Within(Therapist, null=True)
    external_id = models.TextField(blank=True)
    entered_in_error = models.BooleanField(default=False)

    class Meta(PracticeRow.Meta):
        constraints = [
            *PracticeRow.Meta.constraints,
            once_per_external_id("progressreport_once_per_external_id"),
            SamePractice(field="patient", name="progressreport_patient_same_practice"),
            SamePractice(field="therapist", name="progressreport_therapist_same_practice"),
        ]
        indexes = [models.Index(fields=["practice", "patient"], name="progressreport_by_patient")]
