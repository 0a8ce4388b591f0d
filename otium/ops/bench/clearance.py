"""Clearance of a practice of 300 patients with 1,800 visits to come, and of one patient, from the records each time."""

import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from statistics import median
from uuid import UUID

from django.db import connection
from django.test.utils import CaptureQueriesContext

from otium.desk import acting, calendar, clearance, clock, payer_book
from otium.ops.bench.figure import Figure, percentile
from otium.records.facts import patients_facts
from otium.records.models import Appointment, Patient, Practice

PATIENTS, VISITS = 300, 1_800
ROUNDS = 5


def figures(at: datetime, practice_id: UUID) -> Iterator[Figure]:
    """The practice is brought to the size of the goal first."""
    with acting.acting_for(practice_id):
        practice = Practice.objects.get(pk=practice_id)
        people = _to_size(practice, at)
        on = clock.day(at, practice)

        def ledgers(patients: list[UUID] | None) -> int:
            found = clearance.of_patients(practice, on=on, patients=patients)
            return sum(len(ledger.visits) for ledger in found.values())

        def facts(patients: list[UUID] | None) -> int:
            days, book = calendar.business_days(practice, on), payer_book.book(practice, on)
            return len(patients_facts(practice, on=on, days=days, book=book, patients=patients).patients)

        visits = ledgers(None)  # once, so that nothing is read for the first time
        whole, floor = (median(_seconds(lambda work=work: work(None)) for _ in range(ROUNDS)) for work in (ledgers, facts))
        queries = _queries(lambda: ledgers(None)), _queries(lambda: ledgers(people[:1]))
        note = f"{len(people)} patients, {visits} visits to come; queries {queries[0]}, of one patient {queries[1]}; goal 2 s"
        yield Figure("clearance_practice", round(whole, 3), "s", "loading the facts", round(floor, 3), ROUNDS, note)
        each = [_seconds(lambda key=key: ledgers([key])) * 1000 for key in people[:100]]
        least = [_seconds(lambda key=key: facts([key])) * 1000 for key in people[:100]]
        note = f"p95 {percentile(each, 0.95):.1f} ms; goal 20 ms"
        yield Figure("clearance_patient", round(median(each), 1), "ms", "loading the facts", round(median(least), 1),
                     len(each), note)  # fmt: skip


def _to_size(practice: Practice, at: datetime) -> list[UUID]:
    """300 active patients, the others made inactive, and visits booked or dropped so that 1,800 are to come."""
    people = list(Patient.objects.filter(is_active=True).order_by("id").values_list("id", flat=True))
    Patient.objects.filter(pk__in=people[PATIENTS:]).update(is_active=False)
    people = people[:PATIENTS]
    start = clock.instant(clock.day(at, practice), at.time(), practice)
    ahead = Appointment.objects.filter(patient_id__in=people, status="booked", starts_at__gte=start)
    have = list(ahead.order_by("starts_at", "id").values_list("id", flat=True))
    Appointment.objects.filter(pk__in=have[VISITS:]).update(status="cancelled")
    first = start.replace(hour=20, minute=0, second=0, microsecond=0) + timedelta(days=1)
    Appointment.objects.bulk_create(
        Appointment(practice=practice, patient_id=people[n % PATIENTS], status="booked", kind="treatment",
                    starts_at=first + timedelta(days=n // PATIENTS), ends_at=first + timedelta(days=n // PATIENTS, hours=1))
        for n in range(VISITS - len(have[:VISITS]))
    )  # fmt: skip
    return people


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _queries(work: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as seen:
        work()
    return len(seen.captured_queries)
