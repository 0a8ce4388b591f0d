"""Imports from start to report: files kept, a preview without a trace, then everything applied in one transaction.

Killed at any moment an import has done nothing or everything: the state `applying` outlives the worker, its job is
tried again, and whoever comes second finds it applied.
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from otium.desk import acting, audit, blobs, clock, history, settle, sweep
from otium.desk.actor import IMPORT, Actor
from otium.desk.imports import freed, load, report, uploads
from otium.desk.imports.moves import MOVES, Event, State, next_state
from otium.desk.imports.plan import Plan, make_plan
from otium.desk.imports.progress import Progress
from otium.desk.imports.received import foresee, receive
from otium.desk.imports.uploads import Upload
from otium.desk.imports.write import write
from otium.records.models import ImportFile, ImportRun, Practice
from otium.terms.extract import Extract
from otium.wires.sheets import MappingError

__all__ = ["Applied", "DoesNotAddUp", "MappingError", "apply", "give_up", "look", "move", "preview", "start"]

WEBPT = "webpt"
DOOR = "import"


class DoesNotAddUp(Exception):
    """The account of a table does not give back its rows: a fault of Otium, so nothing is applied."""


@dataclass(frozen=True, slots=True)
class Applied:
    """What an applied import left behind; `report` as ImportRun keeps it."""

    run_id: UUID
    report: dict[str, Any]


def start(practice_id: UUID, files: Iterable[Upload], *, by: Actor, at: datetime) -> UUID:
    """Keep the files of one import as they came; nothing is read yet."""
    with acting.acting_for(practice_id):
        practice = Practice.objects.get(pk=practice_id)
        run = ImportRun.objects.create(
            practice=practice, source=WEBPT, state=State.UPLOADED.value, started_at=at, by=by.name
        )
        for file in files:
            ImportFile.objects.create(practice=practice, run=run, name=file.name, blob=blobs.keep(practice, file.data))
        history.record(run, "uploaded", by=by, at=at, after={"state": run.state})
        key: UUID = run.pk
        return key


def look(practice_id: UUID, files: Iterable[Upload], *, at: datetime, mapping: str = "") -> dict[str, Any]:
    """The report of what these files would change; nothing is kept. Raises MappingError."""
    with acting.acting_for(practice_id):
        practice = Practice.objects.get(pk=practice_id)
        rows = load.extract([(f.name, f.data) for f in files], practice, mapping)
        return report.of_plan(make_plan(rows, load.on_file(practice, WEBPT, rows), load.frame(practice, at)), rows)


def preview(practice_id: UUID, run_id: UUID, *, at: datetime) -> None:
    """Look at the kept files of a run and keep what they would change, for a person to decide on."""
    with Progress(practice_id, run_id) as progress, acting.acting_for(practice_id):
        run = _locked(practice_id, run_id)
        if run.state != State.PREVIEWING:
            return
        try:
            plan, rows, x12 = _plan(run, progress, at=at)
        except MappingError as error:
            _fail(run, str(error), at=at)
            return
        beside = {"x12": foresee(run.practice, x12, at=at), "freed": freed.count(run.practice, plan, at=at)}
        run.report = {**report.of_plan(plan, rows), **beside}
        _move(run, Event.SEEN, at=at)


def apply(practice_id: UUID, run_id: UUID, *, at: datetime, mapping: str = "") -> Applied:
    """Take over all that the run's files say, tables and payers' messages, and keep the report. Twice is once.

    `mapping`: TOML instead of the practice's own. Raises DoesNotFollow, MappingError and DoesNotAddUp; then nothing is
    changed.
    """
    begun = time.monotonic()
    with Progress(practice_id, run_id) as progress, acting.acting_for(practice_id):
        run = _locked(practice_id, run_id)
        if run.state == State.APPLIED:
            return Applied(run.pk, run.report)
        next_state(State(run.state), Event.DONE)
        settle.lock_practice(practice_id)  # what is planned here is still so when it is written: nobody books between
        plan, rows, x12 = _plan(run, progress, at=at, mapping=mapping)
        _refuse_a_wrong_account(plan)
        progress.tell("writing", total=len(plan.changes) + len(plan.known))
        patients = write(run.practice, plan, run.source, at=at, tell=progress.tell)
        freed.follow(run.practice, plan, at=at)
        progress.tell("receiving", total=len(x12))
        received = receive(run, x12, at=at, tell=progress.tell)
        progress.tell("settling", total=0)  # from here on the run's own row is locked, and no progress reaches it
        _finish(run, plan, rows, patients, at=at)
        settled = sweep.sweep(practice_id=practice_id, at=at, by=IMPORT, why="imported")
        run.report["tasks"] = {
            "duties": settled.duties,
            "opened": settled.opened + sum(one.tasks_opened for one in received),
            "closed": settled.closed + sum(one.tasks_closed for one in received),
        }
        run.report["received"] = [one.as_json() for one in received]
        run.report["seconds"] = round(time.monotonic() - begun, 2)
        run.save(update_fields=["report"])
        return Applied(run.pk, run.report)


@transaction.atomic
def move(practice_id: UUID, run_id: UUID, event: Event, *, by: Actor, at: datetime) -> ImportRun:
    """One step a person asks for. Raises moves.DoesNotFollow. Locks the run until the transaction ends."""
    run = ImportRun.objects.select_for_update(of=("self",)).get(practice_id=practice_id, pk=run_id)
    _move(run, event, at=at, by=by)
    return run


def give_up(practice_id: UUID, run_id: UUID, *, at: datetime, why: str) -> None:
    """The work failed for good: the run says so, and may be asked for again."""
    with acting.acting_for(practice_id):
        run = _locked(practice_id, run_id)
        if (State(run.state), Event.FAIL) in MOVES:
            _fail(run, why, at=at)


def _locked(practice_id: UUID, run_id: UUID) -> ImportRun:
    """The run, with the practice's imports to ourselves.

    An advisory lock, not the row's: progress is written to the row meanwhile, and the lock goes with its connection.
    """
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext(%s))", [f"import {practice_id}"])
    return ImportRun.objects.select_related("practice").get(practice_id=practice_id, pk=run_id)


def _plan(run: ImportRun, progress: Progress, *, at: datetime, mapping: str = "") -> tuple[Plan, Extract, list[Upload]]:
    """The plan of the run's tables, their rows, and the payers' files among its files."""
    progress.tell("reading")
    files = [Upload(*file) for file in load.files_of(run)]
    tables = [(file.name, file.data) for file in files if not uploads.is_x12(file.data)]
    rows = load.extract(tables, run.practice, mapping) if tables else Extract()
    progress.tell("comparing", total=len(rows.rows))
    plan = make_plan(rows, load.on_file(run.practice, run.source, rows), load.frame(run.practice, at))
    return plan, rows, [file for file in files if uploads.is_x12(file.data)]


def _refuse_a_wrong_account(plan: Plan) -> None:
    for table, tally in plan.tallies.items():
        if not tally.adds_up:
            raise DoesNotAddUp(f"{table.value}: {tally.read} rows read, {tally} accounted for. Nothing was applied.")


def _finish(run: ImportRun, plan: Plan, rows: Extract, patients: frozenset[UUID], *, at: datetime) -> None:
    """The run is applied, and told in the audit trail. The held rows of the newest tables are the open ones."""
    run.report = report.of_plan(plan, rows)
    run.finished_at = clock.now()
    if rows.sheets:
        ImportRun.objects.filter(practice=run.practice, is_current=True).exclude(pk=run.pk).update(is_current=False)
        run.is_current = True
    _move(run, Event.DONE, at=at)
    ids = tuple(sorted(patients, key=str))
    detail = {"run": str(run.pk), "records": run.report["records"], "held": run.report["held_count"]}
    audit.append([audit.Entry(run.practice_id, "change", DOOR, ids, detail)], by=Actor(run.by), at=at)


def _fail(run: ImportRun, why: str, *, at: datetime) -> None:
    run.report = {"error": why}
    _move(run, Event.FAIL, at=at, why=why)


def _move(run: ImportRun, event: Event, *, at: datetime, by: Actor = IMPORT, why: str = "") -> None:
    before = State(run.state)
    run.state = next_state(before, event).value
    run.save(update_fields=["state", "report", "finished_at", "is_current"])
    after = {"state": run.state}
    history.record(run, event.value, by=by, at=at, before={"state": before.value}, after=after, why=why)
