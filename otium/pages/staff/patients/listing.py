"""The list of patients: one page of rows in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from otium.desk import search
from otium.records.models import Appointment, Coverage, EpisodeOfCare, Patient, Practice, Task

ROWS = 50
COLUMNS = ("id", "practice_id", "first_name", "last_name", "birth_on", "is_active", "payer", "treating", "next_at",
           "to_do")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is narrowed to. `state`: current, left, all. `page` counts from 1."""

    q: str = ""
    state: str = "current"
    therapist_id: UUID | None = None
    page: int = 1


@dataclass(frozen=True, slots=True)
class Listed:
    """`total` is how many there are; of a search by name only whether there are more is known."""

    rows: list[dict[str, Any]]
    has_more: bool


def listed(wanted: Wanted, practices: Iterable[Practice], at: datetime) -> Listed:
    """By last name; a search by name shows the closest first. One query, two more for a name."""
    people = Patient.objects.filter(practice__in=list(practices))
    if wanted.state != "all" and not wanted.q:
        people = people.filter(is_active=wanted.state == "current")
    if wanted.therapist_id:
        treated = EpisodeOfCare.objects.filter(is_active=True, therapist_id=wanted.therapist_id)
        people = people.filter(pk__in=treated.values("patient_id"))
    if wanted.q:
        return _closest(people, wanted.q, at)
    start = (wanted.page - 1) * ROWS
    rows = _annotated(people, at).order_by("last_name", "first_name", "id")[start : start + ROWS + 1]
    found = list(rows.values(*COLUMNS))
    return Listed(found[:ROWS], len(found) > ROWS)


def _closest(people: QuerySet[Patient], q: str, at: datetime) -> Listed:
    order = [person.id for person in search.people(q, ROWS)]
    rows = _annotated(people.filter(pk__in=order), at).values(*COLUMNS)
    place = {key: n for n, key in enumerate(order)}
    return Listed(sorted(rows, key=lambda row: place[row["id"]]), len(order) == ROWS)


def _annotated(people: QuerySet[Patient], at: datetime) -> QuerySet[Patient]:
    """With what a row shows: who pays, who treats, the next visit, how much is to do."""
    of_patient = {"practice_id": OuterRef("practice_id"), "patient_id": OuterRef("id")}
    coverage = Coverage.objects.filter(**of_patient, entered_in_error=False).filter(_in_force(at)).order_by("order")
    episode = EpisodeOfCare.objects.filter(**of_patient, is_active=True, therapist__isnull=False)
    visit = Appointment.objects.filter(**of_patient, status="booked", starts_at__gte=at).order_by("starts_at")
    tasks = Task.objects.filter(**of_patient, state="open").order_by().values("patient_id")
    return people.annotate(
        payer=Subquery(coverage.values("payer__name")[:1]),
        treating=Subquery(episode.order_by(F("starts_on").desc(nulls_last=True)).values("therapist__name")[:1]),
        next_at=Subquery(visit.values("starts_at")[:1]),
        to_do=Coalesce(Subquery(tasks.annotate(n=Count("id")).values("n")), 0),
    )


def _in_force(at: datetime) -> Q:
    """By the UTC day, which is near enough for a list: the patient's page says it by the practice's day."""
    on = at.date()
    return (Q(starts_on=None) | Q(starts_on__lte=on)) & (Q(ends_on=None) | Q(ends_on__gte=on))
