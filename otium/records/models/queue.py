"""Tasks (one open one a duty), acts (what was done), snoozes and notes."""

from django.db import models

from otium.records.constraints import SamePractice
from otium.records.fields import Money, Within
from otium.records.models.base import PracticeRow, one_of
from otium.records.models.house import Staff, Therapist
from otium.records.models.people import Patient
from otium.terms.duty import ActKind, DutyKind, FocusType

TASK_STATES = ("open", "closed", "dismissed")


class Task(PracticeRow):
    """One duty in front of people. Everything a list needs stands here; the rules alone open and close it."""

    kind = models.CharField(max_length=32)
    focus_type = models.CharField(max_length=24)
    focus_id = models.UUIDField()
    instance = models.TextField(blank=True)
    patient = Within(Patient, null=True)
    therapist = Within(Therapist, null=True)
    appointment_id = models.UUIDField(null=True)
    state = models.CharField(max_length=10)
    due_on = models.DateField()
    last_safe_on = models.DateField(null=True)
    dollars = Money(null=True)  # null: unknown
    at_risk = models.JSONField(default=dict)  # how the dollars were computed
    why = models.JSONField(default=list)  # reasons: code, params, source
    digest = models.CharField(max_length=64)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_why = models.TextField(blank=True)
    closed_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    owner = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    owned_at = models.DateTimeField(null=True)
    snoozed_until = models.DateField(null=True)
    snooze_reason = models.TextField(blank=True)
    changed_at = models.DateTimeField()  # of anything a list shows: the version that live lists ask for

    class Meta(PracticeRow.Meta):
        constraints = [
            *PracticeRow.Meta.constraints,
            SamePractice(field="patient", name="task_patient_same_practice"),
            SamePractice(field="therapist", name="task_therapist_same_practice"),
            one_of("state", TASK_STATES, "task_state_known"),
            one_of("kind", DutyKind, "task_kind_known"),
            one_of("focus_type", FocusType, "task_focus_known"),
            models.UniqueConstraint(
                fields=["practice", "kind", "focus_id", "instance"],
                condition=models.Q(state__in=["open", "dismissed"]),
                name="task_one_open_per_duty",
            ),
        ]
        indexes = [
            models.Index(
                fields=["practice", "due_on"],
                condition=models.Q(state="open"),
                name="task_open_by_due",
            ),
            models.Index(fields=["practice", "patient"], name="task_by_patient"),
            models.Index(
                fields=["practice", "closed_at"],
                condition=models.Q(state="closed"),
                name="task_by_closing",
            ),
            models.Index(fields=["practice", "changed_at"], name="task_by_change"),
        ]


class Act(PracticeRow):
    """What a person or playbook did about a duty. The rules read it. `effects`: rows it wrote, for undo."""

    kind = models.CharField(max_length=16)
    duty_kind = models.CharField(max_length=32)
    focus_id = models.UUIDField()
    instance = models.TextField(blank=True)
    digest = models.CharField(max_length=64, blank=True)
    task = Within(Task, null=True)
    patient = Within(Patient, null=True)
    choice = models.CharField(max_length=32)  # which prepared act: renewal_sent, checked_by_call, ...
    fields = models.JSONField(default=dict)
    until_on = models.DateField(null=True)
    note = models.TextField(blank=True)
    effects = models.JSONField(default=list)
    at = models.DateTimeField()
    by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")

    class Meta(PracticeRow.Meta):
        constraints = [
            *PracticeRow.Meta.constraints,
            SamePractice(field="task", name="act_task_same_practice"),
            SamePractice(field="patient", name="act_patient_same_practice"),
            one_of("kind", ActKind, "act_kind_known"),
            one_of("duty_kind", DutyKind, "act_duty_known"),
        ]
        indexes = [
            models.Index(fields=["practice", "patient"], name="act_by_patient"),
            models.Index(fields=["practice", "focus_id"], name="act_by_focus"),
            models.Index(fields=["practice", "task"], name="act_by_task"),
        ]


class Note(PracticeRow):
    task = Within(Task)
    text = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(Staff, models.PROTECT, related_name="+")

    class Meta(PracticeRow.Meta):
        constraints = [
            *PracticeRow.Meta.constraints,
            SamePractice(field="task", name="note_task_same_practice"),
        ]
        indexes = [models.Index(fields=["practice", "task"], name="note_by_task")]


class Presence(PracticeRow):
    """Who has a task open: two people on one task see each other. Overwritten, never history."""

    task = Within(Task)
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    seen_at = models.DateTimeField()

    class Meta(PracticeRow.Meta):
        constraints = [
            *PracticeRow.Meta.constraints,
            SamePractice(field="task", name="presence_task_same_practice"),
            models.UniqueConstraint(fields=["practice", "task", "staff"], name="presence_once"),
        ]
