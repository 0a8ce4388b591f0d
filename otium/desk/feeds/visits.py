"""Visits as an outside calendar may see them: when, where, of which discipline; the patient's initials only if asked.

Visits of one session with one therapist are one entry. A cancelled session stays for thirty days, marked as cancelled,
so that every copy of the calendar hears of it.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Max

from otium.records.models import Appointment, History, Practice
from otium.terms.feed import FeedEntry, Whose
from otium.terms.schedule import VisitStatus

REACH = {  # how far back and ahead: what a program fetches each hour must stay small in a practice of 900 visits a week
    Whose.OWN: (timedelta(days=30), timedelta(days=182)),
    Whose.PRACTICE: (timedelta(days=14), timedelta(days=28)),
}
KEPT = timedelta(days=30)  # a cancelled visit
BEGAN = datetime(2020, 1, 1, tzinfo=UTC)  # sequences count seconds from here: they grow with every change, and fit 2^31
VISIT = "OT visit"
COLUMNS = (
    "id", "together_id", "therapist_id", "starts_at", "ends_at", "status", "therapist__name", "therapist__discipline",
    "location__name", "location__address", "patient_id", "patient__first_name", "patient__last_name",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One visit as the feed reads it, and when its record was last changed."""

    id: UUID
    session: UUID
    therapist_id: UUID | None
    starts_at: datetime
    ends_at: datetime
    is_cancelled: bool
    therapist: str
    discipline: str
    location: str
    address: str
    patient_id: UUID
    initials: str
    changed_at: datetime


def of_practice(practice: Practice, staff_id: UUID | None, *, at: datetime) -> list[Row]:
    """Visits within reach, those of one person where `staff_id` says so. Two queries."""
    back, ahead = REACH[Whose.PRACTICE if staff_id is None else Whose.OWN]
    rows = Appointment.objects.filter(practice=practice, starts_at__gte=at - back, starts_at__lt=at + ahead)
    if staff_id is not None:
        rows = rows.filter(therapist__staff_id=staff_id)
    return _told(practice, list(rows.order_by("starts_at", "id").values_list(*COLUMNS)))


def of_visits(practice: Practice, ids: list[UUID]) -> list[Row]:
    """These visits, whenever they are. Two queries."""
    rows = Appointment.objects.filter(practice=practice, pk__in=ids).order_by("starts_at", "id")
    return _told(practice, list(rows.values_list(*COLUMNS)))


def is_told(entry: FeedEntry, at: datetime) -> bool:
    """A cancelled session is told of for a while, then nobody needs to hear of it."""
    return not entry.is_cancelled or entry.changed_at > at - KEPT


def entries(rows: Iterable[Row], *, with_therapist: bool, with_initials: bool) -> list[FeedEntry]:
    """One entry a session and therapist; its sequence grows whenever one of its visits changes."""
    sessions: dict[tuple[UUID, UUID | None], list[Row]] = defaultdict(list)
    for row in rows:
        sessions[row.session, row.therapist_id].append(row)
    return [_entry(key, found, with_therapist, with_initials) for key, found in sessions.items()]


def _told(practice: Practice, found: list[Any]) -> list[Row]:
    changed = History.objects.filter(practice=practice, focus_id__in=[row[0] for row in found]).values("focus_id")
    stamps = dict(changed.annotate(last=Max("at")).values_list("focus_id", "last"))
    return [_row(values, stamps.get(values[0], BEGAN)) for values in found]


def _row(values: Any, changed_at: datetime) -> Row:
    key, together, therapist_id, starts_at, ends_at, status, name, discipline, *more = values
    place, address, patient_id, first, last = more
    return Row(
        id=key,
        session=together or key,
        therapist_id=therapist_id,
        starts_at=starts_at,
        ends_at=ends_at,
        is_cancelled=is_cancelled(status),
        therapist=name or "",
        discipline=discipline or "",
        location=place or "",
        address=address or "",
        patient_id=patient_id,
        initials=" ".join(f"{word[:1]}." for word in (first, last) if word),
        changed_at=changed_at,
    )


def is_cancelled(status: str) -> bool:
    """A no-show stays in the calendar: the hour was held."""
    return not VisitStatus(status).uses_benefits and status != VisitStatus.NO_SHOW


def _entry(key: tuple[UUID, UUID | None], found: list[Row], with_therapist: bool, with_initials: bool) -> FeedEntry:
    session, therapist_id = key
    there = [row for row in found if not row.is_cancelled]
    told = there or found
    changed_at = max(row.changed_at for row in found)
    return FeedEntry(
        uid=f"{session}.{therapist_id}@otium" if therapist_id else f"{session}@otium",
        starts_at=min(row.starts_at for row in told),
        ends_at=max(row.ends_at for row in told),
        summary=_summary(told, with_therapist, with_initials),
        sequence=max(0, int((changed_at - BEGAN).total_seconds())),
        changed_at=changed_at,
        location=told[0].location,
        is_cancelled=not there,
    )


def _summary(told: list[Row], with_therapist: bool, with_initials: bool) -> str:
    discipline = told[0].discipline
    words = [f"{discipline} visit" if discipline else VISIT]
    if with_initials:
        words.append(", ".join(sorted({row.initials for row in told})))
    if with_therapist and told[0].therapist:
        words.append(told[0].therapist)
    return ": ".join((words[0], " · ".join(words[1:]))) if words[1:] else words[0]
