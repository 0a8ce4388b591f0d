"""What therapists are to produce."""

from django.db import models

from otium.records.constraints import SamePractice
from otium.records.fields import Within
from otium.records.models.base import PracticeRow, one_of
from otium.records.models.house import Therapist
from otium.terms.production import TargetUnit


class ProductionTarget(PracticeRow):
    """How much a therapist is to do in a full week, from `starts_on` to `ends_on`; the newest that has begun counts."""

    therapist = Within(Therapist)
    unit = models.CharField(max_length=8)
    amount = models.DecimalField(max_digits=5, decimal_places=1)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    entered_in_error = models.BooleanField(default=False, db_default=False)

    class Meta(PracticeRow.Meta):
        constraints = [
            *PracticeRow.Meta.constraints,
            SamePractice(field="therapist", name="productiontarget_therapist_same_practice"),
            one_of("unit", TargetUnit, "productiontarget_unit_known"),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="productiontarget_is_something"),
            models.CheckConstraint(
                condition=models.Q(ends_on=None) | models.Q(ends_on__gte=models.F("starts_on")),
                name="productiontarget_ends_after_it_starts",
            ),
        ]
