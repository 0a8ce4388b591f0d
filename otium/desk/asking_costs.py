"""What asking payers cost this month: inquiries that left (270, 276), their dollars, and for how many patients."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Count, Q, Sum

from otium.desk import clock
from otium.records.models import Appointment, Parcel, Practice
from otium.terms.parcel import INQUIRIES
from otium.terms.schedule import VisitStatus

SEEN = tuple(status.value for status in VisitStatus if status.uses_benefits)


@dataclass(frozen=True, slots=True)
class AskingCost:
    """`dollars`: of those whose price is known, None for none; `unpriced`: the others. `patients`: with a visit."""

    inquiries: int
    dollars: Decimal | None
    unpriced: int
    patients: int

    @property
    def each_patient(self) -> Decimal | None:
        """Inquiries a patient-month; None without patients."""
        return Decimal(self.inquiries) / self.patients if self.patients else None


def this_month(practices: Iterable[Practice], at: datetime) -> AskingCost:
    """Since the first of the month in each practice's zone. Two queries, however many practices."""
    asked, seen = Q(pk=None), Q(pk=None)
    for practice in practices:
        first = at.astimezone(clock.zone(practice)).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        following = first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1)
        asked |= Q(practice_id=practice.pk, made_at__gte=first)
        seen |= Q(practice_id=practice.pk, starts_at__gte=first, starts_at__lt=following)
    left = Parcel.objects.filter(asked, kind__in=INQUIRIES, transmission__isnull=False)
    told = left.aggregate(n=Count("id"), dollars=Sum("cost"), unpriced=Count("id", filter=Q(cost=None)))
    patients = Appointment.objects.filter(seen, status__in=SEEN).aggregate(n=Count("patient_id", distinct=True))["n"]
    return AskingCost(told["n"], told["dollars"], told["unpriced"], patients)
