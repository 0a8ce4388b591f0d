"""Facts of the calendar: visits, booked and made, and clashes in what was imported."""

import json
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from uuid import UUID

from django.db.models import Func, TextField
from django.db.models.functions import Cast

from otium.records import models, prepared
from otium.records.prepared import Rows
from otium.records.scope import OT, Scope
from otium.terms.schedule import CancelReason, DaysOff, ServiceLine, Visit, VisitStatus, VisitType

COLUMNS = (
    "id",
    "patient_id",
    "starts",
    "status",
    "kind",
    "therapist_id",
    "lines_text",
    "allowed",
    "is_clash",
    "episode__discipline",
    "is_telehealth",
    "therapist__npi",
    "location_id",
    "reason_code",
    "makes_up_id",
)

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
STATUSES = {status.value: status for status in VisitStatus}
REASONS = {reason.value: reason for reason in CancelReason}
KINDS = {kind.value: kind for kind in VisitType}


class Microseconds(Func):
    """Of an instant since 1970, as a whole number: exact, and read ten times as fast as an instant."""

    template = "(extract(epoch from %(expressions)s) * 1000000)::bigint"
    output_field = TextField()  # with no converter: the driver reads a number as one


def visits(
    scope: Scope, day: Callable[[datetime], date]
) -> tuple[dict[UUID, list[Visit]], dict[UUID, list[UUID]], dict[UUID, list[tuple[date, Decimal]]]]:
    """By patient: visits in time order; ids of clashes; (day, allowed dollars) of OT visits a payer has decided.

    A visit without an episode is OT.
    """
    found, clashes, allowed = defaultdict(list), defaultdict(list), defaultdict(list)
    moments: dict[int, tuple[datetime, date]] = {}  # many visits share an hour
    for row in prepared.rows(_visits, scope):
        key, patient, microseconds, status, kind, therapist, lines = row[:7]
        dollars, is_clash, named, remote, npi, place, said, makes_up = row[7:]
        if microseconds not in moments:
            at = EPOCH + timedelta(microseconds=microseconds)
            moments[microseconds] = at, day(at)
        at, on = moments[microseconds]
        discipline, services = named or OT, _service_lines(lines)
        found[patient].append(
            Visit(key, patient, at, on, STATUSES[status], KINDS[kind], therapist, services, discipline, remote,
                  npi or "", place, REASONS.get(said), makes_up)
        )  # fmt: skip
        if is_clash:
            clashes[patient].append(key)
        if dollars is not None and discipline == OT:
            allowed[patient].append((on, dollars))
    return found, clashes, allowed


def _visits(scope: Scope) -> Rows:
    rows = scope.of(models.Appointment).filter(starts_at__gte=scope.since).order_by("starts_at", "id")
    rows = rows.annotate(lines_text=Cast("lines", TextField()), starts=Microseconds("starts_at"))
    return rows.values_list(*COLUMNS)


def days_off(practice_id: UUID) -> dict[UUID | None, list[DaysOff]]:
    """By therapist, in order of time."""
    found: dict[UUID | None, list[DaysOff]] = defaultdict(list)
    for therapist, first, last in prepared.rows(_days_off, practice_id):
        found[therapist].append(DaysOff(first, last))
    return found


def _days_off(practice_id: UUID) -> Rows:
    rows = models.TimeOff.objects.filter(practice_id=practice_id, therapist_id__isnull=False, entered_in_error=False)
    return rows.order_by("starts_on", "id").values_list("therapist_id", "starts_on", "ends_on")


@lru_cache(maxsize=4_096)
def _service_lines(text: str) -> tuple[ServiceLine, ...]:
    """Read once for the many visits that were given the same services."""
    return tuple(ServiceLine(code, units) for code, units in json.loads(text))


OF_VISITS = (_visits,)  # what records/facts asks together
OF_PRACTICE = (_days_off,)
