"""Plans that the optimiser was asked for, and each move that it proposes."""

from django.db import models

from otium.records.constraints import SamePractice
from otium.records.fields import Within
from otium.records.models.base import PracticeRow, one_of
from otium.records.models.care import EpisodeOfCare
from otium.records.models.families import FamilyNotice
from otium.records.models.house import Location, Room, Therapist
from otium.records.models.people import Patient
from otium.records.models.schedule import Appointment
from otium.records.models.waitlist import WaitlistEntry
from otium.terms.plans import Asking, Ban, MoveKind, MoveState, PlanKind, PlanState


class SchedulePlan(PracticeRow):
    """One question to the optimiser and its answer, for `starts_on` to `ends_on`.

    `asks`: what else was asked for. `digest`: of the facts the answer rests on. `found`: figures by part, of a what-if
    also those of today. Tiers and bounds are sums over the parts; a bound that is null is not proven.
    """

    kind = models.CharField(max_length=8)
    state = models.CharField(max_length=10)
    starts_on = models.DateField()
    ends_on = models.DateField()
    asks = models.JSONField(default=dict)
    therapist = Within(Therapist, null=True)  # who is away
    entry = Within(WaitlistEntry, null=True)  # for whom a chain is looked for
    digest = models.CharField(max_length=64, blank=True)
    found = models.JSONField(default=dict)
    progress = models.JSONField(default=dict)
    seconds = models.FloatField(null=True)
    tier1 = models.IntegerField(null=True)
    tier1_bound = models.IntegerField(null=True)
    tier2 = models.IntegerField(null=True)
    tier2_bound = models.IntegerField(null=True)
    why = models.TextField(blank=True)  # of a failure
    asking = models.CharField(max_length=8, blank=True, default="", db_default="")  # of the families of a chain
    answers_by = models.DateTimeField(null=True)  # when that asking is over
    asked_at = models.DateTimeField()
    asked_by = models.TextField()
    changed_at = models.DateTimeField()

    class Meta(PracticeRow.Meta):
        constraints = [
            *PracticeRow.Meta.constraints,
            SamePractice(field="therapist", name="scheduleplan_therapist_same_practice"),
            SamePractice(field="entry", name="scheduleplan_entry_same_practice"),
            one_of("kind", PlanKind, "scheduleplan_kind_known"),
            one_of("state", PlanState, "scheduleplan_state_known"),
            one_of("asking", ("", *Asking), "scheduleplan_asking_known"),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="scheduleplan_ends_after_it_starts"
            ),
        ]
        indexes = [models.Index(fields=["practice", "asked_at"], name="scheduleplan_by_asking")]


class PlanMove(PracticeRow):
    """One visit, or one standing hour of `weeks` visits, and where the plan puts it; `left`: no place was found.

    `key` names it in the instance. From: where it was. `ban`: what a person refused of it. `visits`: the appointments
    that move; of one that is applied, those that were booked. `answer`: of the family, where all must agree.
    """

    plan = Within(SchedulePlan)
    key = models.TextField()
    kind = models.CharField(max_length=8)
    state = models.CharField(max_length=10)
    patient = Within(Patient)
    appointment = Within(Appointment, null=True)
    entry = Within(WaitlistEntry, null=True)
    episode = Within(EpisodeOfCare, null=True)
    minutes = models.PositiveSmallIntegerField()
    weeks = models.PositiveSmallIntegerField(default=1)
    from_on = models.DateField(null=True)
    from_at = models.TimeField(null=True)
    from_therapist = Within(Therapist, null=True)
    from_room = Within(Room, null=True)
    on = models.DateField(null=True)
    at = models.TimeField(null=True)
    therapist = Within(Therapist, null=True)
    location = Within(Location, null=True)
    room = Within(Room, null=True)
    placed = models.JSONField(default=dict)  # as the instance has it
    visits = models.JSONField(default=list)
    why = models.JSONField(default=dict)
    ban = models.CharField(max_length=10, blank=True)
    answer = models.CharField(max_length=3, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.TextField(blank=True)
    notice = Within(FamilyNotice, null=True)  # by which the family was asked last

    class Meta(PracticeRow.Meta):
        constraints = [
            *PracticeRow.Meta.constraints,
            SamePractice(field="plan", name="planmove_plan_same_practice"),
            SamePractice(field="patient", name="planmove_patient_same_practice"),
            SamePractice(field="appointment", name="planmove_appointment_same_practice"),
            SamePractice(field="entry", name="planmove_entry_same_practice"),
            SamePractice(field="episode", name="planmove_episode_same_practice"),
            SamePractice(field="from_therapist", name="planmove_from_therapist_same_practice"),
            SamePractice(field="from_room", name="planmove_from_room_same_practice"),
            SamePractice(field="therapist", name="planmove_therapist_same_practice"),
            SamePractice(field="location", name="planmove_location_same_practice"),
            SamePractice(field="room", name="planmove_room_same_practice"),
            SamePractice(field="notice", name="planmove_notice_same_practice"),
            one_of("kind", MoveKind, "planmove_kind_known"),
            one_of("state", MoveState, "planmove_state_known"),
            one_of("ban", ("", *Ban), "planmove_ban_known"),
            one_of("answer", ("", "yes", "no"), "planmove_answer_known"),
        ]
        indexes = [models.Index(fields=["practice", "plan"], name="planmove_by_plan")]
