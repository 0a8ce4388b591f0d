"""Appointments, who takes part, series. The database refuses two active bookings of one person at one time.

A talk with a payer's clinician holds its therapist as a visit does.
"""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models

from otium.records.constraints import SamePractice
from otium.records.fields import Money, Within
from otium.records.models.base import PracticeRow, one_of
from otium.records.models.care import EpisodeOfCare
from otium.records.models.house import Location, Therapist
from otium.records.models.people import Patient, once_per_external_id
from otium.terms.schedule import VisitStatus, VisitType


class Series(PracticeRow):
    """Visits booked together: every `interval_weeks` weeks on `weekdays` (0 Monday) at `starts_at`, local time."""

    patient = Within(Patient)
    therapist = Within(Therapist, null=True)
    weekdays = models.JSONField(default=list)
    interval_weeks = models.PositiveSmallIntegerField(default=1)
    starts_at = models.TimeField()
    minutes = models.PositiveSmallIntegerField()
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)

    class Meta(PracticeRow.Meta):
        constraints = [
            *PracticeRow.Meta.constraints,
            SamePractice(field="patient", name="series_patient_same_practice"),
            SamePractice(field="therapist", name="series_therapist_same_practice"),
        ]


class Appointment(PracticeRow):
    """A visit, booked or made. `lines`: [[code, units], ...], empty is unknown."""

    patient = Within(Patient)
    episode = Within(EpisodeOfCare, null=True)
    therapist = Within(Therapist, null=True)
    location = Within(Location, null=True)
    series = Within(Series, null=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    status = models.CharField(max_length=12)
    kind = models.CharField(max_length=16, default=VisitType.TREATMENT.value)
    lines = models.JSONField(default=list)
    allowed = Money(null=True)  # what the payer allowed, once known
    note = models.TextField(blank=True)
    reason = models.TextField(blank=True)  # of a cancellation
    is_telehealth = models.BooleanField(null=True)  # null: not said
    is_imported = models.BooleanField(default=False)
    is_clash = models.BooleanField(default=False)  # imported as it stands, overlapping another
    to_enter_in_emr = models.BooleanField(default=False)
    external_id = models.TextField(blank=True)

    class Meta(PracticeRow.Meta):
        constraints = [
            *PracticeRow.Meta.constraints,
            once_per_external_id("appointment_once_per_external_id"),
            SamePractice(field="patient", name="appointment_patient_same_practice"),
            SamePractice(field="episode", name="appointment_episode_same_practice"),
            SamePractice(field="therapist", name="appointment_therapist_same_practice"),
            SamePractice(field="location", name="appointment_location_same_practice"),
            SamePractice(field="series", name="appointment_series_same_practice"),
            one_of("status", VisitStatus, "appointment_status_known"),
            one_of("kind", VisitType, "appointment_kind_known"),
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                name="appointment_ends_after_it_starts",
            ),
        ]
        indexes = [
            models.Index(
                fields=["practice", "patient", "starts_at"],
                name="appointment_by_patient",
            ),
            models.Index(fields=["practice", "starts_at"], name="appointment_by_start"),
        ]


class AppointmentParticipant(PracticeRow):
    """One person's part in an appointment or a talk with a payer, and its period: what the exclusion constraint sees.

    `is_held` is false for cancelled visits, no-shows and imported clashes; they hold nobody's time.
    """

    appointment = Within(Appointment, null=True)
    talk = Within("records.PeerToPeer", null=True)
    actor_type = models.CharField(max_length=10)  # patient, therapist
    actor_id = models.UUIDField()
    period = DateTimeRangeField()
    is_held = models.BooleanField(default=True)

    class Meta(PracticeRow.Meta):
        constraints = [
            *PracticeRow.Meta.constraints,
            SamePractice(field="appointment", name="participant_appointment_same_practice"),
            SamePractice(field="talk", name="participant_talk_same_practice"),
            models.CheckConstraint(
                condition=models.Q(appointment__isnull=False) ^ models.Q(talk__isnull=False),
                name="participant_of_one_thing",
            ),
            one_of("actor_type", ("patient", "therapist"), "participant_actor_known"),
            models.UniqueConstraint(fields=["practice", "appointment", "actor_id"], name="participant_once"),
            models.UniqueConstraint(fields=["practice", "talk"], name="participant_once_per_talk"),
            ExclusionConstraint(
                name="participant_one_place_at_a_time",
                expressions=[
                    ("practice", RangeOperators.EQUAL),
                    ("actor_id", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                condition=models.Q(is_held=True),
            ),
        ]
