"""Messages about visits: what was said of which visit, and what people have to take up with a family."""

from django.db import models

from otium.records.constraints import SamePractice
from otium.records.fields import Within
from otium.records.models.base import PracticeRow, one_of
from otium.records.models.families import FamilyNotice
from otium.records.models.people import Patient
from otium.records.models.schedule import Appointment
from otium.terms.family import MatterKind


class VisitMessage(PracticeRow):
    """That a family was told of one visit at one time: once a step and time, whatever runs twice.

    `step`: so many hours before the visit; 0 tells of a change. `notice` says how it went; siblings share one.
    """

    appointment = Within(Appointment)
    notice = Within(FamilyNotice)
    step = models.PositiveSmallIntegerField()
    starts_at = models.DateTimeField()  # as it was told
    is_cancelled = models.BooleanField(default=False)  # told that it does not take place

    class Meta(PracticeRow.Meta):
        constraints = [
            *PracticeRow.Meta.constraints,
            SamePractice(field="appointment", name="visitmessage_appointment_same_practice"),
            SamePractice(field="notice", name="visitmessage_notice_same_practice"),
            models.UniqueConstraint(
                fields=["practice", "appointment", "step", "starts_at"],
                condition=models.Q(step__gt=0),  # what moves to and fro is told each time
                name="visitmessage_told_once",
            ),
        ]
        indexes = [
            models.Index(fields=["practice", "notice"], name="visitmessage_by_notice"),
            models.Index(fields=["practice", "appointment"], name="visitmessage_by_visit"),
        ]


class FamilyMatter(PracticeRow):
    """Something about a family's visits that waits for a person. `words`: the text that came, as it was written."""

    what = models.CharField(max_length=16)
    patient = Within(Patient, null=True)
    appointment = Within(Appointment, null=True)
    notice = Within(FamilyNotice, null=True)
    inbound_file = Within("records.InboundFile", null=True)
    words = models.TextField(blank=True)
    number = models.CharField(max_length=24, blank=True)  # in part, where nobody on file has it
    wish_at = models.DateTimeField(null=True)  # when they would rather come
    at = models.DateTimeField()

    class Meta(PracticeRow.Meta):
        constraints = [
            *PracticeRow.Meta.constraints,
            SamePractice(field="patient", name="familymatter_patient_same_practice"),
            SamePractice(field="appointment", name="familymatter_appointment_same_practice"),
            SamePractice(field="notice", name="familymatter_notice_same_practice"),
            SamePractice(field="inbound_file", name="familymatter_file_same_practice"),
            one_of("what", MatterKind, "familymatter_what_known"),
            models.UniqueConstraint(
                fields=["practice", "notice", "appointment", "what"],
                condition=models.Q(notice__isnull=False, appointment__isnull=False),
                name="familymatter_once_per_visit",
            ),
        ]
        indexes = [models.Index(fields=["practice", "at"], name="familymatter_by_day")]
