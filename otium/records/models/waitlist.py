"""Who waits for an hour."""

from django.db import models

from otium.records.constraints import SamePractice
from otium.records.fields import Within
from otium.records.models.base import PracticeRow, one_of
from otium.records.models.house import Location, Therapist
from otium.records.models.people import Patient
from otium.records.models.schedule import Appointment
from otium.terms.waitlist import WaitNeed


class WaitlistEntry(PracticeRow):
    """What a patient waits for and when they could come; empty wishes are none.

    `visit`: the one that ended the wait. `urgency`: 1 is urgent, 3 can wait. `windows`: other times at which they could
    come as well, [{"days": "any", "since": "15:00", "until": null}].
    """

    patient = Within(Patient)
    need = models.CharField(max_length=10)
    minutes = models.PositiveSmallIntegerField(default=45)
    urgency = models.CharField(max_length=1, default="2")
    asked_on = models.DateField()
    weekdays = models.JSONField(default=list)
    since = models.TimeField(null=True)
    until = models.TimeField(null=True)
    windows = models.JSONField(default=list, db_default=[])
    discipline = models.CharField(max_length=3, default="OT", db_default="OT")
    therapist = Within(Therapist, null=True)
    location = Within(Location, null=True)
    other_location = Within(Location, null=True)
    skill = models.CharField(max_length=60, blank=True, db_default="")
    language = models.CharField(max_length=8, blank=True, db_default="")
    notice_hours = models.PositiveSmallIntegerField(default=0)  # how long before they must know
    note = models.TextField(blank=True)
    visit = Within(Appointment, null=True)
    makes_up = Within(Appointment, null=True)  # the missed visit that a make-up is wanted for
    ended_on = models.DateField(null=True)
    entered_in_error = models.BooleanField(default=False, db_default=False)

    class Meta(PracticeRow.Meta):
        constraints = [
            *PracticeRow.Meta.constraints,
            SamePractice(field="patient", name="waitlistentry_patient_same_practice"),
            SamePractice(field="therapist", name="waitlistentry_therapist_same_practice"),
            SamePractice(field="location", name="waitlistentry_location_same_practice"),
            SamePractice(field="other_location", name="waitlistentry_other_location_same_practice"),
            SamePractice(field="visit", name="waitlistentry_visit_same_practice"),
            SamePractice(field="makes_up", name="waitlistentry_makes_up_same_practice"),
            one_of("need", WaitNeed, "waitlistentry_need_known"),
            one_of("urgency", ("1", "2", "3"), "waitlistentry_urgency_known"),
            one_of("discipline", ("OT", "PT", "SLP"), "waitlistentry_discipline_known"),
        ]
        indexes = [
            models.Index(
                fields=["practice", "asked_on"],
                condition=models.Q(ended_on=None, entered_in_error=False),
                name="waitlistentry_waiting",
            )
        ]
