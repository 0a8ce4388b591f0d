"""All figures, or some, in a database of their own."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from uuid import UUID

from django.core.management import call_command
from django.db import connections

from otium.desk import acting, clock, sweep
from otium.ops import migrating, postgres
from otium.ops.bench import (
    authorizations,
    boards,
    calendar,
    claims,
    clearance,
    inquiries,
    packets,
    pages,
    remits,
    schedules,
    seed,
    serving,
    starts,
    sweeps,
    traffic,
    verification,
    wires,
)
from otium.ops.bench.clones import OWNER
from otium.ops.bench.figure import Figure
from otium.ops.postgres.cluster import APP, Cluster
from otium.ops.postgres.cluster import OWNER as OWNER_ROLE
from otium.records.models import Patient, Staff, Task

CLIENTS = 10
GROUPS = (
    *("wires", "schedule", "packet", "starts", "traffic", "verification", "clearance", "authorizations"),
    *("boards", "calendar", "sweeps", "pages"),
)
Say = Callable[[str], None]
OF_A_PRACTICE: dict[str, Callable[..., Iterator[Figure]]] = {  # each with a database of its own
    "clearance": lambda at, practice, say: clearance.figures(at, practice),
    "authorizations": lambda at, practice, say: authorizations.figures(at, practice),
    "boards": lambda at, practice, say: boards.figures(at, practice),
    "calendar": lambda at, practice, say: calendar.figures(at, practice, say),
}


def figures(groups: Iterable[str], say: Say) -> Iterator[Figure]:
    """The first four groups need no data; the others empty the database, which `sweeps` and `pages` share."""
    wanted = set(groups)
    if "wires" in wanted:
        yield from wires.figures()
        yield from remits.figures()
        yield from inquiries.figures()
        yield from claims.figures()
    if "schedule" in wanted:
        yield from schedules.figures(say)
    if "packet" in wanted:
        yield from packets.figures()
    if "starts" in wanted:
        say("Starting a fresh clone")
        yield from starts.figures()
    if "traffic" in wanted:
        _empty_database(postgres.main())
        yield from traffic.figures(say)
    if "verification" in wanted:
        _empty_database(postgres.main())
        yield from verification.figures(say)
    for name, measure in OF_A_PRACTICE.items():
        if name in wanted:
            at = clock.now()
            _empty_database(postgres.main())
            say("Importing a practice of 300 patients")
            yield from measure(at, seed.first_practice(at), say)
    if wanted & {"sweeps", "pages"}:
        yield from _with_data(wanted, say)


def _with_data(wanted: set[str], say: Say) -> Iterator[Figure]:
    at = clock.now()
    _empty_database(postgres.main())
    say("Importing a practice of 300 patients")
    original = seed.first_practice(at)

    def grow(total: int) -> None:
        say(f"Copying it to {total} practices")
        seed.grow(original, total)

    if "sweeps" in wanted:
        yield from sweeps.figures(at, grow)
    if "pages" in wanted:
        grow(sweeps.SIZES[-1])
        yield from _pages(at, say)


def _pages(at: datetime, say: Say) -> Iterator[Figure]:
    """Ten assistants of two practices each, as in the demo; then ten who work for all hundred."""
    say("Sweeping, and signing in twenty people")
    sweep.run_all(at)
    practices = seed.with_patients()
    pairs = [practices[n : n + 2] for n in range(0, 2 * CLIENTS, 2)]
    few = seed.assistants(at, pairs, "few")
    many = seed.assistants(at, [practices] * CLIENTS, "many")
    connections.close_all()
    call_command("collectstatic", interactive=False, verbosity=0)
    with serving.served({**os.environ}) as port:
        say("Loading each page for a minute")
        visits = {page: _visitors(few, pairs, page) for page in ("desk", "task", "patient", "eligibility")}
        floor_ms = pages.floor(port, visits["desk"])
        for page, visitors in visits.items():
            note = "each of 2 practices out of 100"
            yield pages.figure(f"{page}_page", port, visitors, floor_ms=floor_ms, note=note)
        everywhere = _visitors(many, [practices] * CLIENTS, "desk")
        note = "each of all 100 practices"
        yield pages.figure("desk_page_of_100", port, everywhere, floor_ms=floor_ms, note=note)


def _visitors(people: list[Staff], practices: Sequence[Sequence[UUID]], page: str) -> list[pages.Visitor]:
    now = clock.now()
    return [
        pages.Visitor(serving.cookie(person, now), _paths(page, group))
        for person, group in zip(people, practices, strict=True)
    ]


def _paths(page: str, practices: Sequence[UUID]) -> tuple[str, ...]:
    with acting.acting_for(*practices):
        if page == "task":
            tasks = Task.objects.filter(state="open").order_by("id").values_list("id", flat=True)[:100]
            return tuple(f"/desk/tasks/{task}/" for task in tasks)
        if page == "patient":
            people = Patient.objects.filter(is_active=True).order_by("id").values_list("id", flat=True)[:100]
            return tuple(f"/patients/{person}/" for person in people)
        return ("/eligibility/",) if page == "eligibility" else ("/desk/",)


def _empty_database(cluster: Cluster) -> None:
    """The bench's own database, made anew, with a second connection as the owner of its tables."""
    settings = connections.databases["default"]
    passwords = cluster.passwords()
    owner = settings | {"USER": OWNER_ROLE, "PASSWORD": passwords[OWNER_ROLE]}
    connections.databases[OWNER] = owner
    connections.close_all()
    with connections[OWNER].cursor() as cursor:
        cursor.execute("drop schema public cascade; create schema public; grant usage on schema public to otium_app")
    connections.databases["default"] = owner
    del connections["default"]
    migrating.migrate(app=APP)
    connections["default"].close()
    connections.databases["default"] = settings
    del connections["default"]
