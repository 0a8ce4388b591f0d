"""The calendar over HTTP: the week of 20 therapists and 900 visits, one booking, and who could take a freed hour."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import median
from time import perf_counter, process_time
from uuid import UUID

from django.core.management import call_command
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from psycopg.types.range import Range

from otium.desk import acting, clock, waitlist
from otium.ops.bench import booking, pages, seed, serving
from otium.ops.bench.clearance import to_size
from otium.ops.bench.figure import Figure, percentile
from otium.records import waitlist as records
from otium.records.models import Appointment, AppointmentParticipant, Practice, Staff, Therapist, WaitlistEntry
from otium.settings import heap

THERAPISTS, A_DAY, DAYS = 20, 9, 5
OPENS = time(8)
HOUR = timedelta(hours=1)
CLIENTS, WAITING, FREED, ROUNDS = 10, 500, 15, 9
WEEK_GOAL, CANDIDATES_GOAL = 250, 200  # milliseconds
NEEDS = ("evaluation", "weekly", "make_up")
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Week:
    """A practice whose week is full: every therapist has nine visits a day."""

    practice: Practice
    monday: date
    patients: list[UUID]
    therapists: list[UUID]
    people: list[Staff]

    @property
    def path(self) -> str:
        return f"/schedule/?week={self.monday}"


def figures(at: datetime, practice_id: UUID, say: Say) -> Iterator[Figure]:
    say("Filling a week, and signing in ten people")
    with acting.acting_for(practice_id):
        week = _fill(Practice.objects.get(pk=practice_id), at)
    people = seed.assistants(at, [[practice_id]] * CLIENTS, "calendar")
    week = Week(week.practice, week.monday, week.patients, week.therapists, people)
    with acting.acting_for(practice_id):
        yield _candidates(week, at)
    connections.close_all()
    call_command("collectstatic", interactive=False, verbosity=0)
    heap.settle()  # as the server does
    cost = {name: _own(week, path) for name, path in _paths(week).items()}
    empty = booking.Empty(people[0], week.patients, week.therapists, week.monday)
    cost_of_booking = booking.own(empty)
    connections.close_all()
    with serving.served({**os.environ}) as port:
        say("Loading the week for a minute, and with the clearance that comes after it")
        visitors = [pages.Visitor(serving.cookie(person, clock.now()), (week.path,)) for person in people]
        floor_ms = pages.floor(port, visitors)
        for name, path in _paths(week).items():
            asking = [pages.Visitor(visitor.cookie, (path,)) for visitor in visitors]
            note = f"{THERAPISTS} therapists, {_visits(week)} visits; {cost[name]}; goal {WEEK_GOAL} ms"
            yield pages.figure(name, port, asking, floor_ms=floor_ms, note=note)
        say("Booking, one after the other")
        yield booking.booked(port, empty, cost_of_booking)


def _paths(week: Week) -> dict[str, str]:
    return {"calendar_week": week.path, "calendar_week_clearance": f"{week.path}&clearance=1"}


def _fill(practice: Practice, at: datetime) -> Week:
    """20 therapists, each of their nine hours taken on five days, each patient with three visits or so."""
    Practice.objects.filter(pk=practice.pk).update(calendar_master="otium")
    practice.refresh_from_db()
    patients = to_size(practice, at)
    made = [Therapist(practice=practice, name=f"Therapist {n:02}") for n in range(THERAPISTS)]
    therapists = [UUID(str(each.pk)) for each in Therapist.objects.bulk_create(made)]
    on = clock.day(Appointment.objects.latest("starts_at").starts_at, practice)  # imported visits keep their times
    monday = on + timedelta(days=7 - on.weekday())
    slots = [(day, hour, who) for day in range(DAYS) for hour in range(A_DAY) for who in range(THERAPISTS)]
    visits = [
        _visit(practice, patients[n % len(patients)], therapists[who], _start(practice, monday, day, hour))
        for n, (day, hour, who) in enumerate(slots)
    ]
    _hold(Appointment.objects.bulk_create(visits))
    return Week(practice, monday, patients, therapists, [])


def _start(practice: Practice, monday: date, day: int, hour: int) -> datetime:
    return clock.instant(monday + timedelta(days=day), OPENS, practice) + hour * HOUR


def _visit(practice: Practice, patient: UUID, therapist: UUID, start: datetime) -> Appointment:
    return Appointment(practice=practice, patient_id=patient, therapist_id=therapist, status="booked",
                       kind="treatment", starts_at=start, ends_at=start + HOUR)  # fmt: skip


def _hold(visits: list[Appointment]) -> None:
    AppointmentParticipant.objects.bulk_create(
        AppointmentParticipant(
            practice_id=visit.practice_id, appointment=visit, actor_type=kind, actor_id=actor, together=visit.pk,
            period=Range(visit.starts_at, visit.ends_at),
        )
        for visit in visits
        for kind, actor in (("patient", visit.patient_id), ("therapist", visit.therapist_id))
    )  # fmt: skip


def _visits(week: Week) -> int:
    first = clock.instant(week.monday, time(), week.practice)
    with acting.acting_for(week.practice.pk):
        return Appointment.objects.filter(starts_at__gte=first, starts_at__lt=first + timedelta(days=7)).count()


def _own(week: Week, path: str) -> str:
    """Processor time of ours and queries of one page, in this process, alone."""
    client = Client(HTTP_COOKIE=serving.cookie(week.people[0], clock.now()))
    client.get(path, headers={"host": "localhost"})
    spent = []
    for _ in range(ROUNDS):
        began = process_time()
        answer = client.get(path, headers={"host": "localhost"})
        spent.append(process_time() - began)
        if answer.status_code != 200:
            raise pages.PageFailed(f"{path} answered {answer.status_code}")
    with CaptureQueriesContext(connection) as seen:
        client.get(path, headers={"host": "localhost"})
    kilobytes = len(answer.content) // 1024
    return f"{median(spent) * 1000:.0f} ms ours, {len(seen.captured_queries)} queries, {kilobytes} kB"


def _candidates(week: Week, at: datetime) -> Figure:
    """Each time another hour of the week is called off; the peer reads those who wait, and no more."""
    practice = week.practice
    WaitlistEntry.objects.bulk_create(
        WaitlistEntry(
            practice=practice, patient_id=week.patients[n % len(week.patients)], need=NEEDS[n // len(week.patients)],
            urgency=str(1 + n % 3), asked_on=clock.day(at, practice) - timedelta(days=n % 40),
        )
        for n in range(WAITING)
    )  # fmt: skip
    freed = list(Appointment.objects.filter(therapist_id__in=week.therapists).order_by("starts_at", "id")[:FREED])
    Appointment.objects.filter(pk__in=[v.pk for v in freed]).update(status="cancelled")
    AppointmentParticipant.objects.filter(appointment__in=freed).update(is_held=False)
    spent, own, least = list[float](), list[float](), list[float]()
    visits = list(Appointment.objects.filter(pk__in=[v.pk for v in freed]).select_related("practice").order_by("id"))
    waitlist.candidates(waitlist.FreedHour(visits[0]), at=at)  # once, so that nothing is read for the first time
    for visit in visits:
        began, busy = perf_counter(), process_time()
        waitlist.candidates(waitlist.FreedHour(visit), at=at)
        spent.append((perf_counter() - began) * 1000)
        own.append((process_time() - busy) * 1000)
        began = perf_counter()
        records.facts(records.waiting(practice), practice)
        least.append((perf_counter() - began) * 1000)
    half = f"median {median(spent):.0f} ms, {median(own):.0f} of it ours"
    note = f"{half}; {WAITING} wait, ten looked at for clearance; goal {CANDIDATES_GOAL} ms"
    return Figure("calendar_candidates_p95", round(percentile(spent, 0.95), 1), "ms", "reading those who wait",
                  round(median(least), 1), len(spent), note)  # fmt: skip
