"""The run-out forecast of a practice of 300 patients, and 200 visits given to 8 authorizations that overlap."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from statistics import median
from time import perf_counter, process_time
from uuid import UUID

from otium.desk import acting, calendar, clock, payer_book
from otium.ops.bench.clearance import to_size
from otium.ops.bench.figure import Figure
from otium.records.facts import patients_facts
from otium.records.models import Practice
from otium.rules import allocation
from otium.rules import case as cases
from otium.rules.prior_auth import outlooks
from otium.terms.facts import PatientFacts, PracticeFacts
from otium.terms.prior_auth import Authorization, AuthorizedService, AuthState, Basis
from otium.terms.schedule import Visit, VisitStatus

ROUNDS = 5
VISITS, AUTHORIZATIONS = 200, 8
FIRST = date(2026, 1, 5)


def figures(at: datetime, practice_id: UUID) -> Iterator[Figure]:
    """The practice is brought to the size of the goal first."""
    with acting.acting_for(practice_id):
        practice = Practice.objects.get(pk=practice_id)
        people = to_size(practice, at)
        yield _forecast(practice, people, clock.day(at, practice))
    yield _assignment()


def _forecast(practice: Practice, people: list[UUID], on: date) -> Figure:
    """From the records each time: the day each authorization runs out, and the days to renew it."""

    def facts() -> PracticeFacts:
        days, book = calendar.business_days(practice, on), payer_book.book(practice, on)
        return patients_facts(practice, on=on, days=days, book=book)

    def forecast() -> int:
        loaded = facts()
        return sum(len(outlooks(cases.of(patient, loaded, on))) for patient in loaded.patients)

    count = forecast()  # once, so that nothing is read for the first time
    whole, busy = _seconds(forecast, ROUNDS)
    floor, _ = _seconds(facts, ROUNDS)
    loaded = facts()
    alone, _ = _seconds(lambda: [outlooks(cases.of(p, loaded, on)) for p in loaded.patients], ROUNDS)
    note = (
        f"{len(people)} patients, {count} authorizations in force; of it {busy:.2f} s ours, the rest waiting; "
        f"the rule alone {alone:.3f} s; goal 1 s"
    )
    return Figure("forecast_practice", round(whole, 3), "s", "loading the facts", round(floor, 3), ROUNDS, note)


def _assignment() -> Figure:
    """The peer finds the optimum of the same by other means."""
    patient = crowded()
    found = allocation.allocate(patient)
    most = most_by_flow(patient.visits, patient.authorizations)
    spent, busy = _seconds(partial(allocation.allocate, patient), ROUNDS)
    peer, _ = _seconds(partial(most_by_flow, patient.visits, patient.authorizations), ROUNDS)
    covered = len(found.uses)
    note = (
        f"{VISITS} visits, {AUTHORIZATIONS} overlapping authorizations; {covered} covered, {most} are possible; "
        f"{busy * 1000:.1f} ms ours; goal 200 ms"
    )
    return Figure("assign_visits", round(spent * 1000, 2), "ms", "the optimum by maximum flow (Edmonds-Karp)",
                  round(peer * 1000, 2), ROUNDS, note)  # fmt: skip


def crowded() -> PatientFacts:
    """200 visits on weekdays under two therapists, 8 authorizations of 25 that overlap and mostly name somebody.

    What lapses first is wanted by all and needed by those for whom nothing else is left, so visits have to move.
    """
    patient_id, npis = UUID(int=1), ("1234567893", "1987654320")
    days = [FIRST + timedelta(days=n) for n in range(400) if (FIRST + timedelta(days=n)).weekday() < 5][:VISITS]
    visits = tuple(
        Visit(UUID(int=1000 + n), patient_id, datetime.combine(day, time(15), UTC), day, VisitStatus.BOOKED,
              therapist_npi=npis[n >= VISITS // 2])
        for n, day in enumerate(days)
    )  # fmt: skip
    step = VISITS // AUTHORIZATIONS
    return PatientFacts(
        patient_id,
        visits=visits,
        authorizations=tuple(_pool(patient_id, n, days, npis, step) for n in range(AUTHORIZATIONS)),
    )


def _pool(patient_id: UUID, n: int, days: Sequence[date], npis: tuple[str, str], step: int) -> Authorization:
    """Half of them name the first therapist and end late, half name nobody and end soon: the first ones are taken."""
    names = frozenset({npis[0]}) if n % 2 else frozenset[str]()
    starts_on = days[0] if n % 2 == 0 else days[min(n * step // 4, len(days) - 1)]
    ends_on = days[-1]
    service = AuthorizedService(UUID(int=500 + n), frozenset(), Basis.VISITS, step)
    return Authorization(
        UUID(int=100 + n), patient_id, None, f"A{n}", AuthState.ACTIVE, starts_on, ends_on, (service,),
        therapist_npis=names,
    )  # fmt: skip


def most_by_flow(visits: Sequence[Visit], authorizations: Sequence[Authorization]) -> int:
    """The largest number of visits that any choice covers: maximum flow, shortest augmenting paths.

    For pools of visits only. Shares nothing with rules.allocation.
    """
    held: dict[int, int] = {}  # visit -> authorization
    taken = [0] * len(authorizations)
    may = [[n for n, a in enumerate(authorizations) if _may(a, v)] for v in visits]
    for start in range(len(visits)):
        _augment(start, may, held, taken, authorizations)
    return len(held)


def _may(authorization: Authorization, visit: Visit) -> bool:
    in_period = (authorization.starts_on or date.min) <= visit.on <= (authorization.ends_on or date.max)
    return in_period and (not authorization.therapist_npis or visit.therapist_npi in authorization.therapist_npis)


def _augment(
    start: int, may: list[list[int]], held: dict[int, int], taken: list[int], authorizations: Sequence[Authorization]
) -> None:
    """One more visit covered, where there is a path of moves that frees a place for it."""
    came_from: dict[int, tuple[int, int]] = {}  # visit reached -> (visit before, authorization it would take)
    queue, seen = deque([start]), set[int]()
    while queue:
        visit = queue.popleft()
        for n in may[visit]:
            if n in seen:
                continue
            seen.add(n)
            if taken[n] < (authorizations[n].services[0].approved or 0):
                _turn(visit, n, start, came_from, held, taken)
                return
            for other in [v for v, a in held.items() if a == n]:
                if other not in came_from:
                    came_from[other] = (visit, n)
                    queue.append(other)


def _turn(
    visit: int, n: int, start: int, came_from: dict[int, tuple[int, int]], held: dict[int, int], taken: list[int]
) -> None:
    taken[n] += 1
    while True:
        held[visit] = n
        if visit == start:
            return
        visit, n = came_from[visit]


def _seconds(work: Callable[[], object], rounds: int) -> tuple[float, float]:
    """(seconds, seconds of our processor), the median of so many rounds."""
    walls, own = list[float](), list[float]()
    for _ in range(rounds):
        wall, cpu = perf_counter(), process_time()
        work()
        walls.append(perf_counter() - wall)
        own.append(process_time() - cpu)
    return median(walls), median(own)
