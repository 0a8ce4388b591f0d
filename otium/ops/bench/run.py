"""All figures, or some, in a database of their own."""

import os
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from django.db import connections

from otium.desk import acting, clock
from otium.ops import migrating, postgres
from otium.ops.bench import pages, seed, serving, starts, sweeps, wires
from otium.ops.bench.clones import OWNER
from otium.ops.bench.figure import Figure
from otium.ops.postgres.cluster import APP, Cluster
from otium.ops.postgres.cluster import OWNER as OWNER_ROLE
from otium.records.models import Patient, Task

GROUPS = ("wires", "starts", "sweeps", "pages")
Say = Callable[[str], None]


def figures(groups: Iterable[str], say: Say) -> Iterator[Figure]:
    """`wires` and `starts` need no data; `sweeps` and `pages` share a database of up to 100 practices."""
    wanted = set(groups)
    if "wires" in wanted:
        yield from wires.figures()
    if "starts" in wanted:
        say("Starting a fresh clone")
        yield from starts.figures()
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
    say("Sweeping, and signing in ten people")
    staff = seed.assistants(at, pages.CLIENTS)
    cookies = tuple(serving.cookie(person, clock.now()) for person in staff)
    practices = acting.practice_ids()
    with acting.acting_for(*practices):
        patients = [str(p) for p in Patient.objects.order_by("id").values_list("id", flat=True)[:500]]
        tasks = [str(t) for t in Task.objects.filter(state="open").order_by("id").values_list("id", flat=True)[:500]]
    shown = {
        "desk_page": ("/desk/",),
        "task_page": tuple(f"/desk/tasks/{task}/" for task in tasks),
        "patient_page": tuple(f"/patients/{patient}/" for patient in patients),
    }
    connections.close_all()
    with serving.served({**os.environ}) as port:
        say("Loading the pages for a minute each")
        yield from pages.figures(pages.Server(port, cookies, shown))


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
