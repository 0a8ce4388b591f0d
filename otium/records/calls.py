"""Facts of calls: promises that nobody recorded as kept, how long payers kept callers waiting."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from otium.records import models, prepared
from otium.records.prepared import Rows
from otium.records.scope import Scope
from otium.terms.calls import CallFact, CallOutcome, Promise


def promises(scope: Scope, day: Callable[[datetime], date]) -> dict[UUID, list[Promise]]:
    """By patient, the earliest promised day first."""
    found = defaultdict(list)
    for patient, key, coverage, at, promised_on in prepared.rows(_promised, scope):
        if patient is not None:
            found[patient].append(Promise(key, coverage, day(at), promised_on, at))
    return found


def _promised(scope: Scope) -> Rows:
    rows = scope.of(models.Call).filter(entered_in_error=False, promised_on__isnull=False, promise_kept_at=None)
    columns = ("patient_id", "id", "coverage_id", "called_at", "promised_on")
    return rows.order_by("promised_on", "id").values_list(*columns)


def call_facts(practice: models.Practice, since: datetime) -> list[CallFact]:
    """How every call with a payer since then went. One query."""
    zone = ZoneInfo(practice.time_zone)
    rows = models.Call.objects.filter(practice=practice, entered_in_error=False, called_at__gte=since)
    columns = ("payer_id", "called_at", "outcome", "hold_minutes")
    return [
        CallFact(payer, (local := at.astimezone(zone)).date(), local.hour, CallOutcome(outcome), minutes)
        for payer, at, outcome, minutes in rows.exclude(payer=None).values_list(*columns)
    ]


OF_DUTIES = (_promised,)  # what records/facts asks together
