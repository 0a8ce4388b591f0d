"""Clearance of a practice of 300 patients with 1,800 visits to come, and of one patient, from the records each time."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from functools import partial
from statistics import median
from time import perf_counter, process_time
from uuid import UUID

from django.db import connection
from django.test.utils import CaptureQueriesContext

from otium.desk import acting, calendar, clearance, clock, payer_book
from otium.ops.bench.figure import Figure, percentile
from otium.records.facts import patients_facts
from otium.records.models import Appointment, Patient, Practice

PATIENTS, VISITS = 300, 1_800
ROUNDS = 5
ONES = 60  # patients measured one by one


def figures(at: datetime, practice_id: UUID) -> Iterator[Figure]:
    """The practice is brought to the size of the goal first."""
    with acting.acting_for(practice_id):
        practice = Practice.objects.get(pk=practice_id)
        people = to_size(practice, at)
        yield from _measured(practice, people, clock.day(at, practice))


def _measured(practice: Practice, people: list[UUID], on: date) -> Iterator[Figure]:
    def ledgers(patients: list[UUID] | None) -> int:
        found = clearance.of_patients(practice, on=on, patients=patients)
        return sum(len(ledger.visits) for ledger in found.values())

    def facts(patients: list[UUID] | None) -> int:
        days, book = calendar.business_days(practice, on), payer_book.book(practice, on)
        return len(patients_facts(practice, on=on, days=days, book=book, patients=patients).patients)

    visits = ledgers(None)  # once, so that nothing is read for the first time
    whole, busy = _seconds(partial(ledgers, None), ROUNDS)
    floor, _ = _seconds(partial(facts, None), ROUNDS)
    queries = f"queries {_queries(partial(ledgers, None))}, of one patient {_queries(partial(ledgers, people[:1]))}"
    size = f"{len(people)} patients, {visits} visits to come"
    note = f"{size}; of it {busy:.2f} s ours, the rest waiting; {queries}; goal 2 s"
    yield Figure("clearance_practice", round(whole, 3), "s", "loading the facts", round(floor, 3), ROUNDS, note)
    each = [_seconds(partial(ledgers, [key]), 3) for key in people[:ONES]]
    least = [_seconds(partial(facts, [key]), 3)[0] for key in people[:ONES]]
    spent = [wall * 1000 for wall, _ in each]
    busy = median(cpu for _, cpu in each) * 1000
    note = f"p95 {percentile(spent, 0.95):.1f} ms; of the median {busy:.1f} ms ours, the rest waiting; goal 20 ms"
    yield Figure("clearance_patient", round(median(spent), 1), "ms", "loading the facts",
                 round(median(least) * 1000, 1), len(each), note)  # fmt: skip


def to_size(practice: Practice, at: datetime) -> list[UUID]:
    """300 active patients, the others made inactive, and visits booked or dropped so that 1,800 are to come."""
    people = list(Patient.objects.filter(is_active=True).order_by("id").values_list("id", flat=True))
    Patient.objects.filter(pk__in=people[PATIENTS:]).update(is_active=False)
    people = people[:PATIENTS]
    start = clock.instant(clock.day(at, practice), time(), practice)
    ahead = Appointment.objects.filter(patient_id__in=people, status="booked", starts_at__gte=start)
    have = list(ahead.order_by("starts_at", "id").values_list("id", flat=True))
    Appointment.objects.filter(pk__in=have[VISITS:]).update(status="cancelled")
    first = start + timedelta(days=1, hours=20)
    Appointment.objects.bulk_create(
        Appointment(practice=practice, patient_id=people[n % PATIENTS], status="booked", kind="treatment",
                    starts_at=first + timedelta(days=n // PATIENTS),
                    ends_at=first + timedelta(days=n // PATIENTS, hours=1))
        for n in range(VISITS - len(have[:VISITS]))
    )  # fmt: skip
    return people


def _seconds(work: Callable[[], object], rounds: int) -> tuple[float, float]:
    """(seconds, seconds of our processor), the median of so many rounds."""
    walls, own = list[float](), list[float]()
    for _ in range(rounds):
        wall, cpu = perf_counter(), process_time()
        work()
        walls.append(perf_counter() - wall)
        own.append(process_time() - cpu)
    return median(walls), median(own)


def _queries(work: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as seen:
        work()
    return len(seen.captured_queries)
