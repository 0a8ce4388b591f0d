"""Rows of the audit trail, narrowed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.http import QueryDict

from otium.desk import clock
from otium.pages import entry
from otium.records.models import AuditEvent, AuditSeal, Membership, Patient, Practice, Staff

ROWS = 100
ONE_DAY = timedelta(days=1)
ACTIONS = ("read", "change", "print", "export", "sign_in")
BATCH = 2_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """Empty means: no matter. `since` and `until` are the practice's days, both included."""

    since: date | None = None
    until: date | None = None
    actor: str = ""
    patient_id: UUID | None = None
    action: str = ""
    before: int | None = None  # id of the oldest row seen: the next page begins below it


def wanted(query: QueryDict, on: date) -> Wanted:
    """What cannot be read is left out."""
    action, before = query.get("action", ""), query.get("before", "")
    return Wanted(
        since=entry.day(query.get("since", ""), on=on),
        until=entry.day(query.get("until", ""), on=on),
        actor=query.get("actor", "")[:64],
        patient_id=_id(query.get("patient", "")),
        action=action if action in ACTIONS else "",
        before=int(before) if before.isascii() and before.isdigit() else None,
    )


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def rows(practice: Practice, asked: Wanted) -> QuerySet[AuditEvent]:
    """Newest first."""
    found = AuditEvent.objects.filter(practice=practice).order_by("-id")
    if asked.since:
        found = found.filter(at__gte=_start(asked.since, practice))
    if asked.until:
        found = found.filter(at__lt=_start(asked.until + ONE_DAY, practice))
    if asked.actor:
        found = found.filter(actor=asked.actor)
    if asked.patient_id:
        found = found.filter(patients__contains=[str(asked.patient_id)])
    if asked.action:
        found = found.filter(action=asked.action)
    return found.filter(id__lt=asked.before) if asked.before else found


def _start(day: date, practice: Practice) -> datetime:
    return clock.instant(day, time(), practice)


def actors(practice: Practice) -> list[tuple[str, str]]:
    """Everybody who was ever a member, for the filter: id as text and name."""
    ids = Membership.objects.filter(practice=practice).values("staff_id")
    return [
        (str(key), name) for key, name in Staff.objects.filter(pk__in=ids).order_by("name").values_list("id", "name")
    ]


def names(events: Iterable[AuditEvent]) -> tuple[dict[str, str], dict[str, str]]:
    """(staff, patients) by id as text. Two queries."""
    listed = list(events)
    staff = [e.actor for e in listed if _id(e.actor)]
    patients = {p for e in listed for p in e.patients}
    people = Staff.objects.filter(pk__in=staff).values_list("id", "name")
    seen = Patient.objects.filter(pk__in=patients).values_list("id", "first_name", "last_name")
    return {str(k): n for k, n in people}, {str(k): f"{first} {last}" for k, first, last in seen}


def unsealed(practice: Practice) -> int:
    """Rows that the worker has not sealed yet."""
    return AuditEvent.objects.filter(practice=practice).count() - AuditSeal.objects.filter(practice=practice).count()


def in_batches(found: QuerySet[AuditEvent]) -> Iterator[list[AuditEvent]]:
    """All rows, a batch at a time, without holding them all."""
    before: int | None = None
    while True:
        batch = list((found.filter(id__lt=before) if before else found)[:BATCH])
        if not batch:
            return
        yield batch
        before = batch[-1].pk


def ids(texts: Iterable[str]) -> list[UUID]:
    """Ids as audit rows keep them; what is none is left out."""
    return [key for key in (_id(text) for text in texts) if key is not None]
