"""Calls with payers, and what an injury's insurer says of a claim: for payers that no wire reaches."""

from django.db import models

from otium.records.constraints import SamePractice
from otium.records.fields import Within
from otium.records.models.base import PracticeRow, one_of
from otium.records.models.eligibility import Benefit, Coverage, Payer
from otium.records.models.house import Staff
from otium.records.models.people import Patient
from otium.records.models.queue import Task
from otium.terms.calls import CallOutcome


class Call(PracticeRow):
    """One call with a payer. `learned`: worksheet field -> what was said, as text; applied to the records apart."""

    payer = Within(Payer, null=True)
    coverage = Within(Coverage, null=True)
    patient = Within(Patient, null=True)
    task = Within(Task, null=True)
    number = models.TextField(blank=True)
    representative = models.TextField(blank=True)
    reference = models.TextField(blank=True)
    called_at = models.DateTimeField()
    hold_minutes = models.PositiveSmallIntegerField(null=True)
    talk_minutes = models.PositiveSmallIntegerField(null=True)
    outcome = models.CharField(max_length=12)
    learned = models.JSONField(default=dict)
    promise = models.TextField(blank=True)
    promised_on = models.DateField(null=True)
    promise_kept_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True)
    by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    effects = models.JSONField(default=list, db_default=[])  # what it wrote, so that it can be taken back
    corrects = Within("records.Call", null=True)  # the call as it was first recorded
    entered_in_error = models.BooleanField(default=False)

    class Meta(PracticeRow.Meta):
        constraints = [
            *PracticeRow.Meta.constraints,
            SamePractice(field="corrects", name="call_corrects_same_practice"),
            SamePractice(field="payer", name="call_payer_same_practice"),
            SamePractice(field="coverage", name="call_coverage_same_practice"),
            SamePractice(field="patient", name="call_patient_same_practice"),
            SamePractice(field="task", name="call_task_same_practice"),
            one_of("outcome", CallOutcome, "call_outcome_known"),
        ]
        indexes = [
            models.Index(fields=["practice", "patient", "called_at"], name="call_by_patient"),
            models.Index(fields=["practice", "payer", "called_at"], name="call_by_payer"),
        ]


class InjuryClaim(PracticeRow):
    """The claim of a work or car injury behind a coverage, as its adjuster gave it."""

    coverage = Within(Coverage)
    patient = Within(Patient, null=True)  # of the coverage
    claim_number = models.TextField(blank=True)
    injured_on = models.DateField(null=True)
    state = models.CharField(max_length=2, blank=True)  # whose law it is under
    accepted_parts = models.JSONField(default=list)  # body parts, in the insurer's words
    treats_accepted_part = models.BooleanField(null=True)  # what we treat is among them
    employer = models.TextField(blank=True)
    adjuster_name = models.TextField(blank=True)
    adjuster_phone = models.TextField(blank=True)
    adjuster_fax = models.TextField(blank=True)
    adjuster_email = models.TextField(blank=True)
    authorized_visits = models.PositiveSmallIntegerField(null=True)
    authorized_starts_on = models.DateField(null=True)
    authorized_ends_on = models.DateField(null=True)
    bills_to = models.TextField(blank=True, default="", db_default="")  # where bills go, as the adjuster said it
    provenance = models.JSONField(default=dict)  # field -> {channel, place, at, by}
    changed_at = models.DateTimeField()

    class Meta(PracticeRow.Meta):
        constraints = [
            *PracticeRow.Meta.constraints,
            SamePractice(field="coverage", name="injuryclaim_coverage_same_practice"),
            SamePractice(field="patient", name="injuryclaim_patient_same_practice"),
            models.UniqueConstraint(fields=["practice", "coverage"], name="injuryclaim_once_per_coverage"),
        ]


class BenefitDecision(PracticeRow):
    """A person's word on which of several answers holds; `digest` says between which."""

    coverage = Within(Coverage)
    patient = Within(Patient)
    kind = models.CharField(max_length=32)  # the benefit, with its pool and period
    benefit = Within(Benefit)
    digest = models.CharField(max_length=64)
    reason = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    entered_in_error = models.BooleanField(default=False)

    class Meta(PracticeRow.Meta):
        constraints = [
            *PracticeRow.Meta.constraints,
            SamePractice(field="coverage", name="benefitdecision_coverage_same_practice"),
            SamePractice(field="patient", name="benefitdecision_patient_same_practice"),
            SamePractice(field="benefit", name="benefitdecision_benefit_same_practice"),
        ]
        indexes = [models.Index(fields=["practice", "patient"], name="benefitdecision_by_patient")]
