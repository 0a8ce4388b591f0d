"""The boards of a practice with 300 patients and 300 requests, asked for by one person, beside a page without data."""

import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.core.management import call_command
from django.db import connections

from otium.desk import acting, clock, sweep
from otium.ops.bench import pages, seed, serving
from otium.ops.bench.clearance import to_size
from otium.ops.bench.figure import Figure
from otium.records.models import AuthorizationRequest, Coverage, Practice

REQUESTS = 300
STATES = ("draft", "submitted", "submitted", "acknowledged", "pended", "denied", "modified", "approved")
BOARDS = {"prior_auth_board": "/prior-auth/", "eligibility_board": "/eligibility/"}
GOAL = 200  # milliseconds


def figures(at: datetime, practice_id: UUID) -> Iterator[Figure]:
    with acting.acting_for(practice_id):
        practice = Practice.objects.get(pk=practice_id)
        people = to_size(practice, at)
        _ask(practice, people, at)
    sweep.sweep(practice_id=practice_id, at=at)
    (person,) = seed.assistants(at, [[practice_id]], "board")
    connections.close_all()
    call_command("collectstatic", interactive=False, verbosity=0)
    cookie = serving.cookie(person, clock.now())
    with serving.served({**os.environ}) as port:
        floor_ms = pages.floor(port, [pages.Visitor(cookie, ())])
        for name, path in BOARDS.items():
            note = f"{len(people)} patients, {REQUESTS} requests besides those drafted by Otium; goal {GOAL} ms"
            yield pages.figure(name, port, [pages.Visitor(cookie, (path,))], floor_ms=floor_ms, note=note)


def _ask(practice: Practice, people: list[UUID], at: datetime) -> None:
    """One request for each patient's first coverage, in every state that the board shows."""
    on = clock.day(at, practice)
    covered = dict(Coverage.objects.filter(patient_id__in=people).order_by("-order").values_list("patient_id", "pk"))
    AuthorizationRequest.objects.bulk_create(
        AuthorizationRequest(
            practice=practice, patient_id=patient, coverage_id=covered.get(patient), kind="initial", state=state,
            submitted_on=None if state == "draft" else on - timedelta(days=n % 20),
            decided_on=on - timedelta(days=n % 20) if state in STATES[-3:] else None,
            starts_on=on + timedelta(days=7), ends_on=on + timedelta(days=90), requested=12,
            approved={"approved": 12, "modified": 6}.get(state),
        )
        for n, patient in enumerate(people[:REQUESTS])
        for state in [STATES[n % len(STATES)]]
    )  # fmt: skip
