"""What every row below Practice shares."""

import uuid

from django.db import models

from otium.records.constraints import RowSecurity


class PracticeRow(models.Model):
    """A row of one practice. (practice, id) is unique so that keys can be pairs."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    practice = models.ForeignKey("records.Practice", models.PROTECT, related_name="+", db_index=False)

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(fields=["practice", "id"], name="%(class)s_pair"),
            RowSecurity(name="%(class)s_of_practice"),
        ]


def one_of(field: str, values: object, name: str) -> models.CheckConstraint:
    """Database check that `field` holds one of `values` (an enum of terms)."""
    return models.CheckConstraint(condition=models.Q(**{f"{field}__in": [str(v) for v in values]}), name=name)  # type: ignore[attr-defined]
