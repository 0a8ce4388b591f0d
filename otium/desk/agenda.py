"""What stands on the desk: the open tasks of some practices, ranked, and the days they are due by.

A fixed number of queries, however many tasks and practices.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, DecimalField, Exists, OuterRef, QuerySet, Sum
from django.db.models.functions import Extract

from otium.desk import calendar, clock
from otium.records.models import Practice, Task
from otium.rules import business_days, rank
from otium.rules.rank import Group, Pressing
from otium.terms.facts import BusinessDays

COLUMNS = ("id", "practice_id", "kind", "due_on", "last_safe_on", "dollars", "therapist_id", "owner_id",
           "snoozed_until", "appointment_id")  # fmt: skip
SHOWN = ("id", "practice_id", "kind", "due_on", "last_safe_on", "dollars", "why", "patient_id", "patient__first_name",
         "patient__last_name", "owner_id", "owner__name", "snoozed_until")  # fmt: skip


DAY_PARTS = 4  # of rank.key: those before the dollars
EXACT = DecimalField(max_digits=30, decimal_places=6)
LATELY = timedelta(days=2)  # holds every zone's today


@dataclass(frozen=True, slots=True)
class Place:
    """A practice today: its day and business days."""

    practice: Practice
    on: date
    days: BusinessDays


@dataclass(slots=True)
class Listed:
    """What ranking and filtering need of a task."""

    id: UUID
    practice_id: UUID
    kind: str
    dollars: Decimal | None
    therapist_id: UUID | None
    owner_id: UUID | None
    is_snoozed: bool
    is_past_safe: bool
    group: Group
    key: tuple[Any, ...]
    visit_id: UUID | None  # the first one at risk


def days_left(on: date, due_on: date, days: BusinessDays) -> int:
    """Business days after `on` up to and with `due_on`; negative when it is over."""
    return business_days.between(on, due_on, days)


def days_after(on: date, n: int, days: BusinessDays) -> date:
    """The nth business day after `on`."""
    return business_days.add(on, n, days)


def places(practices: Iterable[Practice], at: datetime) -> dict[UUID, Place]:
    return {p.pk: place(p, at) for p in practices}


def place(practice: Practice, at: datetime) -> Place:
    on = clock.day(at, practice)
    return Place(practice, on, calendar.business_days(practice, on))


def open_tasks(at: dict[UUID, Place]) -> list[Listed]:
    """All open tasks, most pressing first, snoozed ones among them. One query."""
    rows = Task.objects.filter(practice_id__in=list(at), state="open").values_list(*COLUMNS)
    ranking = _Ranking(at)
    return sorted((ranking.listed(row) for row in rows), key=lambda item: item.key)


class _Ranking:
    """rules.rank over many tasks: its day part and its dollar part are worked out once for each day and amount."""

    def __init__(self, at: dict[UUID, Place]) -> None:
        self.at = at
        self.by_day: dict[tuple[Any, ...], tuple[tuple[Any, ...], Group]] = {}
        self.by_dollars: dict[Decimal | None, tuple[Any, ...]] = {}

    def listed(self, row: tuple[Any, ...]) -> Listed:
        key, practice_id, kind, due_on, last_safe_on, dollars, therapist_id, owner_id, snoozed_until, visit_id = row
        place = self.at[practice_id]
        day_key, group = self._of_day(place, due_on, last_safe_on)
        return Listed(
            id=key,
            practice_id=practice_id,
            kind=kind,
            dollars=dollars,
            therapist_id=therapist_id,
            owner_id=owner_id,
            is_snoozed=snoozed_until is not None and snoozed_until > place.on,
            is_past_safe=last_safe_on is not None and last_safe_on < place.on,
            group=group,
            key=(*day_key, *self._of_dollars(dollars, place), kind, str(key)),
            visit_id=visit_id,
        )

    def _of_day(self, place: Place, due_on: date, last_safe_on: date | None) -> tuple[tuple[Any, ...], Group]:
        wanted = (place.practice.pk, due_on, last_safe_on)
        if wanted not in self.by_day:
            item = Pressing(due_on, last_safe_on, None, place.practice.closes_at)
            key = rank.key(item, on=place.on, days=place.days)
            self.by_day[wanted] = key[:DAY_PARTS], rank.group(item, on=place.on, days=place.days)
        return self.by_day[wanted]

    def _of_dollars(self, dollars: Decimal | None, place: Place) -> tuple[Any, ...]:
        if dollars not in self.by_dollars:
            item = Pressing(place.on, None, dollars)
            self.by_dollars[dollars] = rank.key(item, on=place.on, days=place.days)[DAY_PARTS:]
        return self.by_dollars[dollars]


def by_dollars(items: Iterable[Listed]) -> list[Listed]:
    """The largest known amount first, unknown before known nothing."""
    return sorted(items, key=lambda item: item.key[DAY_PARTS:])


def details(ids: Iterable[UUID]) -> dict[UUID, dict[str, Any]]:
    """What rows show, by task id. One query."""
    return {row["id"]: row for row in Task.objects.filter(pk__in=list(ids)).values(*SHOWN)}


def version(at: dict[UUID, Place]) -> str:
    """Changes whenever anything the list shows may have changed: an open task, or the day. One query.

    A sum, not the newest moment: a change may be committed after a newer one was seen.
    """
    rows = Task.objects.filter(practice_id__in=list(at), state="open")
    found = rows.aggregate(count=Count("pk"), moments=Sum(Extract("changed_at", "epoch", output_field=EXACT)))
    days = sorted({str(place.on) for place in at.values()})
    return "-".join([str(found["count"]), str(found["moments"] or 0), *days, str(len(at))])


def _closed(at: dict[UUID, Place], now: datetime) -> QuerySet[Task]:
    """Tasks closed lately whose duty did not come back (an act undone, facts changed again)."""
    again = Task.objects.filter(
        practice_id=OuterRef("practice_id"),
        kind=OuterRef("kind"),
        focus_id=OuterRef("focus_id"),
        instance=OuterRef("instance"),
        state="open",
    )
    closed = Task.objects.filter(practice_id__in=list(at), state="closed", closed_at__gt=now - LATELY)
    return closed.exclude(Exists(again))


def closed_today(at: dict[UUID, Place], now: datetime) -> list[Task]:
    """Tasks closed on the practice's today, newest first. One query."""
    found = _closed(at, now).select_related("patient", "closed_by").order_by("-closed_at", "id")
    return [
        t for t in found if t.closed_at and clock.day(t.closed_at, at[t.practice_id].practice) == at[t.practice_id].on
    ]


def count_closed_today(at: dict[UUID, Place], now: datetime) -> int:
    """How many `closed_today` finds, without their rows. One query."""
    pairs = _closed(at, now).values_list("practice_id", "closed_at")
    return sum(_is_today(at[key], closed) for key, closed in pairs)


def _is_today(place: Place, at: datetime | None) -> bool:
    return at is not None and clock.day(at, place.practice) == place.on
