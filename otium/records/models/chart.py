"""What clinicians state, as packets need it: findings, and how goals went."""

from django.db import models

from otium.records.constraints import SamePractice
from otium.records.fields import Within
from otium.records.models.base import PracticeRow, one_of
from otium.records.models.care import EpisodeOfCare, Goal
from otium.records.models.house import Therapist
from otium.records.models.inbox import Document
from otium.records.models.people import Patient, once_per_external_id
from otium.terms.chart import FindingKind


class Finding(PracticeRow):
    """One thing a clinician found or judged, in one or two sentences. `code`: which criterion it speaks to, if any."""

    patient = Within(Patient)
    episode = Within(EpisodeOfCare, null=True)
    appointment = Within("records.Appointment", null=True)
    therapist = Within(Therapist, null=True)
    kind = models.CharField(max_length=20)
    code = models.CharField(max_length=40, blank=True)
    text = models.TextField()
    found_on = models.DateField()
    channel = models.CharField(max_length=10, db_default="form", default="form")
    document = Within(Document, null=True)
    page = models.PositiveSmallIntegerField(null=True)
    external_id = models.TextField(blank=True)
    entered_in_error = models.BooleanField(default=False)

    class Meta(PracticeRow.Meta):
        constraints = [
            *PracticeRow.Meta.constraints,
            once_per_external_id("finding_once_per_external_id"),
            SamePractice(field="patient", name="finding_patient_same_practice"),
            SamePractice(field="episode", name="finding_episode_same_practice"),
            SamePractice(field="appointment", name="finding_appointment_same_practice"),
            SamePractice(field="therapist", name="finding_therapist_same_practice"),
            SamePractice(field="document", name="finding_document_same_practice"),
            one_of("kind", FindingKind, "finding_kind_known"),
        ]
        indexes = [models.Index(fields=["practice", "patient", "found_on"], name="finding_by_patient")]


class GoalNote(PracticeRow):
    """Where a goal stood on a day. The goal's own `current` and `status` are those of its newest note."""

    patient = Within(Patient)
    goal = Within(Goal)
    appointment = Within("records.Appointment", null=True)
    noted_on = models.DateField()
    current = models.TextField()
    status = models.CharField(max_length=16)
    document = Within(Document, null=True)
    page = models.PositiveSmallIntegerField(null=True)
    entered_in_error = models.BooleanField(default=False)

    class Meta(PracticeRow.Meta):
        constraints = [
            *PracticeRow.Meta.constraints,
            SamePractice(field="patient", name="goalnote_patient_same_practice"),
            SamePractice(field="goal", name="goalnote_goal_same_practice"),
            SamePractice(field="appointment", name="goalnote_appointment_same_practice"),
            SamePractice(field="document", name="goalnote_document_same_practice"),
            one_of("status", ("active", "met", "partly_met", "not_met", "dropped"), "goalnote_status_known"),
        ]
        indexes = [models.Index(fields=["practice", "patient", "noted_on"], name="goalnote_by_patient")]
