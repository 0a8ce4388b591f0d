"""Appointments, who and what takes part, series, hours of work. The database refuses two bookings of one at a time.

A talk with a payer's clinician holds its therapist as a visit does.
"""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models

from otium.records.constraints import SamePractice
from otium.records.fields import Money, Within
from otium.records.models.base import PracticeRow, one_of
from otium.records.models.care import EpisodeOfCare
from otium.records.models.house import Equipment, Location, Room, Therapist
from otium.records.models.people import Patient, once_per_external_id
from otium.terms.schedule import MISSED, ActorType, CancelReason, VisitStatus, VisitType
from otium.terms.telehealth import PatientPlace, VideoKind

MISSED_VALUES = sorted(status.value for status in MISSED)


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
    room = Within(Room, null=True)
    together_id = models.UUIDField(null=True)  # shared by visits that are one session: a group, a co-treatment
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    status = models.CharField(max_length=12)
    kind = models.CharField(max_length=24, default=VisitType.TREATMENT.value)
    documentation_minutes = models.PositiveSmallIntegerField(default=0, db_default=0)  # after it, of the therapist
    turnover_minutes = models.PositiveSmallIntegerField(default=0, db_default=0)  # after it, of the room
    travel_minutes = models.PositiveSmallIntegerField(default=0, db_default=0)  # before and after it, of the therapist
    lines = models.JSONField(default=list)
    allowed = Money(null=True)  # what the payer allowed, once known
    note = models.TextField(blank=True)
    reason = models.TextField(blank=True)  # of a cancellation, in words
    reason_code = models.CharField(
        max_length=16, blank=True, default="", db_default=""
    )  # of a missed visit; empty: not said
    makes_up = Within("self", null=True)  # the missed visit that this one makes up for
    billed_minutes = models.PositiveSmallIntegerField(null=True)  # of a co-treatment; null: all, or not said
    confirmed_at = models.DateTimeField(null=True)  # the family said that they come
    is_telehealth = models.BooleanField(null=True)  # null: not said
    telehealth_kind = models.CharField(max_length=8, blank=True, default="", db_default="")  # empty: as the therapist's
    telehealth_url = models.TextField(blank=True, default="", db_default="")
    patient_place = models.CharField(
        max_length=10, blank=True, default="", db_default=""
    )  # in a visit by video; empty: not said
    patient_state = models.CharField(max_length=2, blank=True, default="", db_default="")
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
            SamePractice(field="room", name="appointment_room_same_practice"),
            one_of("status", VisitStatus, "appointment_status_known"),
            one_of("kind", VisitType, "appointment_kind_known"),
            SamePractice(field="makes_up", name="appointment_makes_up_same_practice"),
            one_of("reason_code", ("", *CancelReason), "appointment_reason_known"),
            one_of("telehealth_kind", ("", *VideoKind), "appointment_video_known"),
            one_of("patient_place", ("", *PatientPlace), "appointment_patient_place_known"),
            models.CheckConstraint(
                condition=models.Q(makes_up=None) | ~models.Q(makes_up=models.F("id")),
                name="appointment_makes_up_another",
            ),
            models.UniqueConstraint(
                fields=["practice", "makes_up"],
                condition=models.Q(makes_up__isnull=False) & ~models.Q(status__in=MISSED_VALUES),
                name="appointment_made_up_once",
            ),
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
    """The part of one person, room or piece of equipment in an appointment or a talk with a payer, with its period:
    what the exclusion constraint compares. The period of a therapist or room is longer than the visit by its notes,
    travel and turnover.

    `is_held` is false for cancelled visits, no-shows and imported clashes; they hold nobody's time. Visits of one
    session share `together`, and with it their people and room. A room for three sessions at once has seats 0 to 2.
    """

    appointment = Within(Appointment, null=True)
    talk = Within("records.PeerToPeer", null=True)
    actor_type = models.CharField(max_length=10)
    actor_id = models.UUIDField()
    together = models.UUIDField()  # of the session; the visit's or talk's own id where it is alone
    seat = models.PositiveSmallIntegerField(default=0, db_default=0)
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
            one_of("actor_type", ActorType, "participant_actor_known"),
            models.UniqueConstraint(fields=["practice", "appointment", "actor_id"], name="participant_once"),
            models.UniqueConstraint(fields=["practice", "talk"], name="participant_once_per_talk"),
            ExclusionConstraint(
                name="participant_one_place_at_a_time",
                expressions=[
                    ("practice", RangeOperators.EQUAL),
                    ("actor_id", RangeOperators.EQUAL),
                    ("seat", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                    ("together", RangeOperators.NOT_EQUAL),
                ],
                condition=models.Q(is_held=True),
            ),
        ]


class EquipmentUse(PracticeRow):
    """A movable thing that a visit needs."""

    appointment = Within(Appointment)
    equipment = Within(Equipment)

    class Meta(PracticeRow.Meta):
        constraints = [
            *PracticeRow.Meta.constraints,
            SamePractice(field="appointment", name="equipmentuse_appointment_same_practice"),
            SamePractice(field="equipment", name="equipmentuse_equipment_same_practice"),
            models.UniqueConstraint(
                fields=["practice", "appointment", "equipment"], name="equipmentuse_once_per_visit"
            ),
        ]


class WorkingHours(PracticeRow):
    """When a therapist works, or a location is open where no therapist is named: local times, by weekday ("0" Monday).

    From `starts_on` to `ends_on`, both included; empty is open-ended.
    """

    therapist = Within(Therapist, null=True)
    location = Within(Location, null=True)
    weekdays = models.JSONField(default=list)
    starts_at = models.TimeField()
    ends_at = models.TimeField()
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    entered_in_error = models.BooleanField(default=False, db_default=False)

    class Meta(PracticeRow.Meta):
        constraints = [
            *PracticeRow.Meta.constraints,
            SamePractice(field="therapist", name="workinghours_therapist_same_practice"),
            SamePractice(field="location", name="workinghours_location_same_practice"),
            models.CheckConstraint(
                condition=models.Q(therapist__isnull=False) | models.Q(location__isnull=False),
                name="workinghours_of_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="workinghours_end_after_they_start"
            ),
        ]


class TimeOff(PracticeRow):
    """Whole days on which a therapist is away, or a room or location is shut; exactly one of the three is named."""

    therapist = Within(Therapist, null=True)
    room = Within(Room, null=True)
    location = Within(Location, null=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    reason = models.TextField(blank=True)
    entered_in_error = models.BooleanField(default=False, db_default=False)

    class Meta(PracticeRow.Meta):
        constraints = [
            *PracticeRow.Meta.constraints,
            SamePractice(field="therapist", name="timeoff_therapist_same_practice"),
            SamePractice(field="room", name="timeoff_room_same_practice"),
            SamePractice(field="location", name="timeoff_location_same_practice"),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="timeoff_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=models.Q(therapist__isnull=False, room=None, location=None)
                | models.Q(therapist=None, room__isnull=False, location=None)
                | models.Q(therapist=None, room=None, location__isnull=False),
                name="timeoff_of_one",
            ),
        ]
