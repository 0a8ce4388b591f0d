"""Facts of the queue: what people recorded as done, and files that wait for a person."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from otium.records import models, prepared
from otium.records.prepared import Rows
from otium.records.scope import Scope
from otium.terms.duty import Act, ActKind, DutyKind
from otium.terms.facts import FileFact

WAITING = ("unreadable", "unmatched", "unrouted")


def acts(scope: Scope, day: Callable[[datetime], date]) -> dict[UUID | None, list[Act]]:
    """By patient (None: acts about files), oldest first; undone acts are not facts."""
    found = defaultdict(list)
    for patient, key, kind, duty, focus, instance, at, *rest in prepared.rows(_acts, scope):
        found[patient].append(Act(key, ActKind(kind), DutyKind(duty), focus, instance, day(at), *rest))
    return found


def _acts(scope: Scope) -> Rows:
    rows = models.Act.objects.filter(practice_id=scope.practice_id, undone_at=None, at__gte=scope.since)
    if scope.patients is not None:
        rows = rows.filter(Q(patient_id__in=scope.patients) | Q(patient_id=None))
    columns = ("patient_id", "id", "kind", "duty_kind", "focus_id", "instance", "at", "digest", "until_on")
    return rows.order_by("at", "id").values_list(*columns)


def files(practice_id: UUID, day: Callable[[datetime], date]) -> tuple[FileFact, ...]:
    """Files nobody could apply, and the newest import if it held rows back. Two queries.

    Held rows are a fact of the practice, not of one run: the next import of the same files is no new duty.
    """
    found = [
        FileFact(key, state, day(at), {k: report.get(k) for k in ("format", "position", "cause")})
        for key, state, at, report in prepared.rows(_waiting, practice_id)
    ]
    for run_id, at, held, cause in prepared.rows(_current_runs, practice_id):
        if held:
            told = {"count": held, "cause": cause or ""}
            found.append(FileFact(practice_id, "held_rows", day(at), told, run_id))
    return tuple(found)


def _waiting(practice_id: UUID) -> Rows:
    rows = models.InboundFile.objects.filter(practice_id=practice_id, state__in=WAITING).order_by("received_at")
    return rows.values_list("id", "state", "received_at", "report")


def _current_runs(practice_id: UUID) -> Rows:
    rows = models.ImportRun.objects.filter(practice_id=practice_id, is_current=True)
    return rows.values_list("id", "started_at", "report__held_count", "report__held_cause")


OF_VISITS = (_acts,)  # what records/facts asks together
OF_PRACTICE = (_waiting, _current_runs)
