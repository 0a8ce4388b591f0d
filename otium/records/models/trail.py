"""What happened: a history row for each state change, an audit row for each read and change of patient data."""

from django.db import models

from otium.records.constraints import AppendOnly, RowSecurity
from otium.records.models.base import PracticeRow


class History(PracticeRow):
    """One change of one record: from, to, event, at, by, why. Append only."""

    focus_type = models.CharField(max_length=32)
    focus_id = models.UUIDField()
    patient_id = models.UUIDField(null=True)
    event = models.CharField(max_length=32)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    at = models.DateTimeField()
    by = models.TextField()  # staff id, or a named actor: import, sweep, receive
    why = models.TextField(blank=True)

    class Meta(PracticeRow.Meta):
        constraints = [
            *PracticeRow.Meta.constraints,
            AppendOnly(name="history_append_only"),
        ]
        indexes = [
            models.Index(fields=["practice", "focus_id", "at"], name="history_by_focus"),
            models.Index(fields=["practice", "patient_id", "at"], name="history_by_patient"),
            models.Index(
                fields=["practice", "at"],
                condition=models.Q(focus_type="appointment", event__in=["booked", "moved"]),
                name="history_by_booking",
            ),
        ]


class AuditEvent(models.Model):
    """Who saw or changed which records, by which door. Append only; sealed into the practice's chain afterwards."""

    id = models.BigAutoField(primary_key=True)
    practice = models.ForeignKey("records.Practice", models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    actor = models.TextField()  # staff id, or a named actor
    action = models.CharField(max_length=12)  # read, change, print, export, sign_in
    door = models.CharField(max_length=64)  # name of the page or command
    patients = models.JSONField(default=list)  # ids shown or changed
    detail = models.JSONField(default=dict)  # ids and codes only

    class Meta:
        constraints = [
            RowSecurity(name="auditevent_of_practice"),
            AppendOnly(name="auditevent_append_only"),
        ]
        indexes = [models.Index(fields=["practice", "id"], name="auditevent_by_practice")]


class AuditSeal(models.Model):
    """One link of a practice's chain: hash over the event and the link before it. Append only."""

    id = models.BigAutoField(primary_key=True)
    practice = models.ForeignKey("records.Practice", models.PROTECT, related_name="+", db_index=False)
    number = models.BigIntegerField()
    event_id = models.BigIntegerField()
    hash = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()

    class Meta:
        constraints = [
            RowSecurity(name="auditseal_of_practice"),
            AppendOnly(name="auditseal_append_only"),
            models.UniqueConstraint(fields=["practice", "number"], name="auditseal_once_per_number"),
            models.UniqueConstraint(fields=["practice", "event_id"], name="auditseal_once_per_event"),
        ]
