"""Facts of the calendar: visits, booked and made, and clashes in what was imported."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from otium.records import models
from otium.records.scope import Scope
from otium.terms.schedule import ServiceLine, Visit, VisitStatus, VisitType

COLUMNS = ("id", "patient_id", "starts_at", "status", "kind", "therapist_id", "lines", "allowed", "is_clash")


def visits(
    scope: Scope, day: Callable[[datetime], date]
) -> tuple[dict[UUID, list[Visit]], dict[UUID, list[UUID]], dict[UUID, list[tuple[date, Decimal]]]]:
    """By patient: visits in time order; ids of clashes; (day, allowed dollars) of visits a payer has decided."""
    rows = scope.of(models.Appointment).filter(starts_at__gte=scope.since).order_by("starts_at", "id")
    found, clashes, allowed = defaultdict(list), defaultdict(list), defaultdict(list)
    for key, patient, at, status, kind, therapist, lines, dollars, is_clash in rows.values_list(*COLUMNS):
        on = day(at)
        done = tuple(ServiceLine(code, units) for code, units in lines)
        found[patient].append(Visit(key, patient, at, on, VisitStatus(status), VisitType(kind), therapist, done))
        if is_clash:
            clashes[patient].append(key)
        if dollars is not None:
            allowed[patient].append((on, dollars))
    return found, clashes, allowed
