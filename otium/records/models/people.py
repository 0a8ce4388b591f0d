"""Patients and the people who act for them. Names: FHIR Patient, RelatedPerson."""

from django.db import models

from otium.records.constraints import SamePractice
from otium.records.fields import Within
from otium.records.models.base import PracticeRow, one_of


def once_per_external_id(name: str) -> models.UniqueConstraint:
    """One row per id of the system it was imported from."""
    return models.UniqueConstraint(
        fields=["practice", "external_id"],
        condition=~models.Q(external_id=""),
        name=name,
    )


class Patient(PracticeRow):
    first_name = models.TextField()
    middle_name = models.TextField(blank=True)
    last_name = models.TextField()
    birth_on = models.DateField(null=True)
    sex = models.CharField(max_length=1, default="U")
    phone = models.TextField(blank=True)
    email = models.TextField(blank=True)
    address = models.TextField(blank=True)
    city = models.TextField(blank=True)
    state = models.CharField(max_length=2, blank=True)
    postal_code = models.TextField(blank=True)
    language = models.CharField(max_length=8, default="en")
    no_texts_since = models.DateTimeField(null=True)  # they asked for no more
    telehealth_consent_on = models.DateField(null=True)  # null: none on file
    telehealth_consent_from = models.TextField(blank=True, default="", db_default="")  # who gave it
    is_active = models.BooleanField(default=True)
    external_id = models.TextField(blank=True)
    location = Within("records.Location", null=True)

    class Meta(PracticeRow.Meta):
        constraints = [
            *PracticeRow.Meta.constraints,
            once_per_external_id("patient_once_per_external_id"),
            SamePractice(field="location", name="patient_location_same_practice"),
            one_of("sex", ("F", "M", "U", "X"), "patient_sex_known"),
        ]
        indexes = [models.Index(fields=["practice", "last_name", "first_name"], name="patient_by_name")]


class RelatedPerson(PracticeRow):
    """A parent, guardian or caregiver; rights are dated (`starts_on` to `ends_on`, inclusive)."""

    patient = Within(Patient)
    first_name = models.TextField()
    last_name = models.TextField()
    relationship = models.TextField(blank=True)
    phone = models.TextField(blank=True)
    email = models.TextField(blank=True)
    language = models.CharField(max_length=8, default="en")
    no_texts_since = models.DateTimeField(null=True)  # they asked for no more
    may_consent = models.BooleanField(null=True)
    may_receive = models.BooleanField(null=True)  # protected health information
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)

    class Meta(PracticeRow.Meta):
        constraints = [
            *PracticeRow.Meta.constraints,
            SamePractice(field="patient", name="relatedperson_patient_same_practice"),
        ]
        indexes = [models.Index(fields=["practice", "patient"], name="relatedperson_by_patient")]
