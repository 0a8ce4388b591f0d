"""Calendars to subscribe to."""

from django.db import models

from otium.records.models.base import PracticeRow, one_of
from otium.records.models.house import Staff
from otium.terms.feed import Whose


class CalendarFeed(PracticeRow):
    """A secret address at which a member's calendar program asks for visits. Only a keyed hash of its secret is kept.

    `asked_count` fetches since `asked_since`: what the bound on them is counted by.
    """

    staff = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    whose = models.CharField(max_length=8)
    has_initials = models.BooleanField(default=False)
    secret_hash = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)  # the last fetch
    asked_since = models.DateTimeField(null=True)
    asked_count = models.PositiveIntegerField(default=0)

    class Meta(PracticeRow.Meta):
        constraints = [
            *PracticeRow.Meta.constraints,
            one_of("whose", Whose, "calendarfeed_whose_known"),
            models.UniqueConstraint(fields=["practice", "secret_hash"], name="calendarfeed_once_per_secret"),
            models.UniqueConstraint(
                fields=["practice", "staff", "whose"],
                condition=models.Q(revoked_at=None),
                name="calendarfeed_one_at_a_time",
            ),
        ]
