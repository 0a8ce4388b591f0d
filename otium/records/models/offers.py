"""Hours that came free, and to whom they were offered."""

from django.db import models

from otium.records.constraints import SamePractice
from otium.records.fields import Within
from otium.records.models.base import PracticeRow, one_of
from otium.records.models.families import FamilyNotice
from otium.records.models.house import Location, Therapist
from otium.records.models.people import Patient
from otium.records.models.schedule import Appointment
from otium.records.models.waitlist import WaitlistEntry
from otium.terms.offers import OPEN_OFFERS, OfferState, RoundState


class LeftHour(PracticeRow):
    """An hour that a visit had before it was moved; whether it is still free, the calendar says."""

    visit = Within(Appointment)
    therapist = Within(Therapist)
    location = Within(Location, null=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    left_at = models.DateTimeField()
    by = models.TextField()  # staff id, or a named actor

    class Meta(PracticeRow.Meta):
        constraints = [
            *PracticeRow.Meta.constraints,
            SamePractice(field="visit", name="lefthour_visit_same_practice"),
            SamePractice(field="therapist", name="lefthour_therapist_same_practice"),
            SamePractice(field="location", name="lefthour_location_same_practice"),
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="lefthour_ends_after_it_starts"
            ),
        ]
        indexes = [models.Index(fields=["practice", "starts_at"], name="lefthour_by_start")]


class OfferRound(PracticeRow):
    """One freed hour that is offered. `visit`: the one that was cancelled, or that left the hour `left` by a move.
    `next_at`: when the next are to be asked."""

    visit = Within(Appointment)
    left = Within(LeftHour, null=True)
    state = models.CharField(max_length=10)
    wave = models.PositiveSmallIntegerField(default=0)  # how many were sent
    opened_at = models.DateTimeField()
    next_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    by = models.TextField()  # staff id, or a named actor

    class Meta(PracticeRow.Meta):
        constraints = [
            *PracticeRow.Meta.constraints,
            SamePractice(field="visit", name="offerround_visit_same_practice"),
            SamePractice(field="left", name="offerround_left_same_practice"),
            one_of("state", RoundState, "offerround_state_known"),
            models.UniqueConstraint(
                fields=["practice", "visit"],
                condition=models.Q(state=RoundState.OPEN.value, left=None),
                name="offerround_one_open_per_visit",
            ),
            models.UniqueConstraint(
                fields=["practice", "left"],
                condition=models.Q(state=RoundState.OPEN.value),
                name="offerround_one_open_per_left_hour",
            ),
            models.CheckConstraint(
                condition=models.Q(state=RoundState.OPEN.value, ended_at=None)
                | (~models.Q(state=RoundState.OPEN.value) & models.Q(ended_at__isnull=False)),
                name="offerround_ends_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["practice", "next_at"],
                condition=models.Q(state=RoundState.OPEN.value),
                name="offerround_open",
            ),
            models.Index(fields=["practice", "visit"], name="offerround_by_visit"),
        ]


class Offer(PracticeRow):
    """Where one waiting entry stands with one freed hour; `reason` says why it was passed."""

    offer_round = Within(OfferRound)
    entry = Within(WaitlistEntry)
    patient = Within(Patient)
    state = models.CharField(max_length=10)
    reason = models.CharField(max_length=12, blank=True)  # terms.waitlist.Passed
    note = models.TextField(blank=True)  # why a person passed them over
    wave = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    notice = Within(FamilyNotice, null=True)
    visit = Within(Appointment, null=True)  # that they took
    changed_at = models.DateTimeField()

    class Meta(PracticeRow.Meta):
        constraints = [
            *PracticeRow.Meta.constraints,
            SamePractice(field="offer_round", name="offer_round_same_practice"),
            SamePractice(field="entry", name="offer_entry_same_practice"),
            SamePractice(field="patient", name="offer_patient_same_practice"),
            SamePractice(field="notice", name="offer_notice_same_practice"),
            SamePractice(field="visit", name="offer_visit_same_practice"),
            one_of("state", OfferState, "offer_state_known"),
            models.UniqueConstraint(fields=["practice", "offer_round", "entry"], name="offer_once_per_round"),
            models.UniqueConstraint(
                fields=["practice", "offer_round"],
                condition=models.Q(state=OfferState.TAKEN.value),
                name="offer_taken_once_per_round",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=OfferState.PASSED.value, reason=""), name="offer_passed_with_a_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["practice", "entry"], name="offer_by_entry"),
            models.Index(
                fields=["practice", "expires_at"],
                condition=models.Q(state__in=[each.value for each in OPEN_OFFERS]),
                name="offer_open",
            ),
            models.Index(fields=["practice", "notice"], name="offer_by_notice"),
        ]
