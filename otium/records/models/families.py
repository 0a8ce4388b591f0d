"""What families are told: notices, their one-purpose links, good-faith estimates."""

from django.db import models

from otium.records.constraints import SamePractice
from otium.records.fields import Money, Within
from otium.records.models.base import PracticeRow, one_of
from otium.records.models.eligibility import Coverage
from otium.records.models.house import Staff
from otium.records.models.inbox import Blob
from otium.records.models.people import Patient, RelatedPerson
from otium.terms.family import EstimateState, NoticeAbout, NoticeState


class FamilyNotice(PracticeRow):
    """One thing a family is told. `facts` fill its words; `digest` says which facts: the same are told once."""

    patient = Within(Patient)
    coverage = Within(Coverage, null=True)
    related_person = Within(RelatedPerson, null=True)  # null: the patient themselves
    about = models.CharField(max_length=24)
    instance = models.TextField(blank=True)
    language = models.CharField(max_length=8)
    facts = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=12)
    road = models.CharField(max_length=8, blank=True)  # text, mail, letter; empty until approved
    first_visit_on = models.DateField(null=True)  # that it must be told before
    prepared_at = models.DateTimeField()
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    told_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    answer = models.JSONField(default=dict)  # as it was given: who, which choice
    document = Within(Blob, null=True)  # the letter, as it was approved
    parcel = Within("records.Parcel", null=True)
    to_hash = models.CharField(max_length=64, blank=True, db_default="")  # keyed hash of the number or address

    class Meta(PracticeRow.Meta):
        constraints = [
            *PracticeRow.Meta.constraints,
            SamePractice(field="patient", name="familynotice_patient_same_practice"),
            SamePractice(field="coverage", name="familynotice_coverage_same_practice"),
            SamePractice(field="related_person", name="familynotice_person_same_practice"),
            SamePractice(field="document", name="familynotice_document_same_practice"),
            SamePractice(field="parcel", name="familynotice_parcel_same_practice"),
            one_of("about", NoticeAbout, "familynotice_about_known"),
            one_of("state", NoticeState, "familynotice_state_known"),
            models.UniqueConstraint(
                fields=["practice", "patient", "about", "instance", "digest", "related_person"],
                condition=~models.Q(state="withdrawn"),
                nulls_distinct=False,
                name="familynotice_told_once",
            ),
        ]
        indexes = [
            models.Index(fields=["practice", "patient", "prepared_at"], name="familynotice_by_patient"),
            models.Index(fields=["practice", "state", "prepared_at"], name="familynotice_by_state"),
            models.Index(fields=["practice", "to_hash", "told_at"], name="familynotice_by_addressee"),
        ]


class FamilyLink(PracticeRow):
    """A link of one purpose to one notice. Only a keyed hash of its secret is kept."""

    notice = Within(FamilyNotice)
    secret_hash = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta(PracticeRow.Meta):
        constraints = [
            *PracticeRow.Meta.constraints,
            SamePractice(field="notice", name="familylink_notice_same_practice"),
            models.UniqueConstraint(fields=["practice", "secret_hash"], name="familylink_once_per_secret"),
        ]
        indexes = [models.Index(fields=["practice", "notice"], name="familylink_by_notice")]


class GoodFaithEstimate(PracticeRow):
    """What a person who pays themselves is expected to owe. Source: 45 CFR 149.610. A change makes a new version."""

    patient = Within(Patient)
    version = models.PositiveIntegerField()
    supersedes = Within("records.GoodFaithEstimate", null=True)
    reason = models.CharField(max_length=12)  # scheduled, requested, changed, renewed
    asked_at = models.DateTimeField()  # booked or asked: the clock starts
    due_on = models.DateField()
    starts_on = models.DateField()
    ends_on = models.DateField()  # at most 12 months
    lines = models.JSONField(default=list)  # [{code, units, visits, each, total}]
    diagnoses = models.JSONField(default=list)
    total = Money()
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=12)
    issued_at = models.DateTimeField(null=True)
    notice = Within(FamilyNotice, null=True)

    class Meta(PracticeRow.Meta):
        constraints = [
            *PracticeRow.Meta.constraints,
            SamePractice(field="patient", name="estimate_patient_same_practice"),
            SamePractice(field="supersedes", name="estimate_supersedes_same_practice"),
            SamePractice(field="notice", name="estimate_notice_same_practice"),
            models.UniqueConstraint(fields=["practice", "patient", "version"], name="estimate_once_per_version"),
            one_of("state", EstimateState, "estimate_state_known"),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="estimate_ends_after_it_starts"
            ),
        ]
