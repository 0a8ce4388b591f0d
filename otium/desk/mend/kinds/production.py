"""What therapists are to do in a full week."""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from otium.desk.mend import checks, options
from otium.desk.mend.problems import Problem
from otium.desk.mend.table import Draft, Field, FieldType, Kind, Words
from otium.records import models

T = FieldType
MOST = 168  # hours of a week; nobody treats more often


def _is_something(draft: Draft) -> Iterator[Problem]:
    amount = draft.values.get("amount")
    if amount is not None and not Decimal("0.1") <= amount <= MOST:
        yield Problem("amount", _("A target is between 0.1 and 168 a week."))


PRODUCTION_TARGET = Kind(
    name="production_target",
    model=models.ProductionTarget,
    words=Words(lazy("target"), lazy("Targets"), lazy("Set this target"), lazy("Save this target")),
    of_patient=False,
    named=lambda row: f"{row.therapist.name} {row.starts_on:%Y-%m-%d}",
    related=("therapist",),
    order=("therapist__name", "-starts_on"),
    fields=(
        Field("therapist", T.ROW, lazy("Therapist"), of="therapist", is_required=True),
        Field("amount", T.NUMBER, lazy("How much in a full week"),
              lazy("Holidays and days off ask for nothing by themselves"), is_required=True, most=MOST),
        Field("unit", T.CHOICE, lazy("Counted in"), options=options.TARGET_UNITS, default="visits", is_required=True),
        Field("starts_on", T.DAY, lazy("First day"), is_required=True),
        Field("ends_on", T.DAY, lazy("Last day"), lazy("Empty: until the next target begins")),
    ),
    checks=(_is_something, checks.in_order("starts_on", "ends_on")),
    withdrawal=(("entered_in_error", True),),
)  # fmt: skip
