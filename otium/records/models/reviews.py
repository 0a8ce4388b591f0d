"""What stands beside a request: talks with the payer's clinician, appeals."""

from django.db import models

from otium.records.constraints import SamePractice
from otium.records.fields import Within
from otium.records.models.base import PracticeRow, one_of
from otium.records.models.house import Therapist
from otium.records.models.inbox import Document
from otium.records.models.prior_auth import AuthorizationRequest
from otium.terms.prior_auth import AppealOutcome, AppealState, AppealTrack, PeerToPeerOutcome, PeerToPeerState


class PeerToPeer(PracticeRow):
    """One talk of our clinician with the payer's about one request. `attempts`: each try to reach them."""

    request = Within(AuthorizationRequest)
    state = models.CharField(max_length=12)
    opened_on = models.DateField()
    until_on = models.DateField(null=True)
    asked_on = models.DateField(null=True)
    slot_at = models.DateTimeField(null=True)
    slot_minutes = models.PositiveSmallIntegerField(null=True)
    therapist = Within(Therapist, null=True)
    held_on = models.DateField(null=True)
    attempts = models.JSONField(default=list)  # [{"at", "by", "result", "note"}]
    reviewer = models.TextField(blank=True)  # name and credential, as they gave it
    reference = models.TextField(blank=True)
    outcome = models.CharField(max_length=12, blank=True)
    note = models.TextField(blank=True)
    call = Within("records.Call", null=True)

    class Meta(PracticeRow.Meta):
        constraints = [
            *PracticeRow.Meta.constraints,
            SamePractice(field="request", name="peertopeer_request_same_practice"),
            SamePractice(field="therapist", name="peertopeer_therapist_same_practice"),
            SamePractice(field="call", name="peertopeer_call_same_practice"),
            one_of("state", PeerToPeerState, "peertopeer_state_known"),
            one_of("outcome", ("", *PeerToPeerOutcome), "peertopeer_outcome_known"),
        ]
        indexes = [models.Index(fields=["practice", "request"], name="peertopeer_by_request")]


class Appeal(PracticeRow):
    """One level of an appeal of one decision.

    `points`: each reason of the payer, our answer to it, and what that rests on.
    """

    request = Within(AuthorizationRequest)
    track = models.CharField(max_length=20)
    level = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12)
    opened_on = models.DateField()
    notice_on = models.DateField(null=True)  # of the decision that is appealed
    file_by = models.DateField(null=True)
    filed_on = models.DateField(null=True)
    decide_by = models.DateField(null=True)
    decided_on = models.DateField(null=True)
    outcome = models.CharField(max_length=12, blank=True)
    is_expedited = models.BooleanField(default=False)
    points = models.JSONField(default=list)
    letter = models.TextField(blank=True)  # what a person adds in their own words
    urgency = models.TextField(blank=True, db_default="", default="")  # how waiting would harm, as a clinician says it
    road = models.CharField(max_length=8, blank=True)
    reference = models.TextField(blank=True)
    document = Within(Document, null=True)  # the payer's decision
    note = models.TextField(blank=True)

    class Meta(PracticeRow.Meta):
        constraints = [
            *PracticeRow.Meta.constraints,
            SamePractice(field="request", name="appeal_request_same_practice"),
            SamePractice(field="document", name="appeal_document_same_practice"),
            one_of("track", AppealTrack, "appeal_track_known"),
            one_of("state", AppealState, "appeal_state_known"),
            one_of("outcome", ("", *AppealOutcome), "appeal_outcome_known"),
            models.UniqueConstraint(
                fields=["practice", "request", "level"],
                condition=~models.Q(state="withdrawn"),
                name="appeal_once_per_level",
            ),
        ]
        indexes = [models.Index(fields=["practice", "request"], name="appeal_by_request")]
