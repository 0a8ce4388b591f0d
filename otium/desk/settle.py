"""Keep exactly one open task a duty: facts in, duties out, tasks opened, changed and closed.

Running it again changes nothing. `settle` does a few patients after an act, `sweep` a whole practice; `together` makes
one settling of many.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Model, Q

from otium.desk import calendar, clock, history, payer_book, payer_roads, uses
from otium.desk.actor import SWEEP, Actor
from otium.desk.attendance import policy
from otium.desk.families import prepare, thresholds
from otium.desk.packets import following as packets
from otium.desk.requests import following
from otium.records.facts import practice_facts
from otium.records.models import History, Practice, Task
from otium.rules import duties as duty_rules
from otium.terms.duty import AtRisk, Duty, Reason
from otium.terms.facts import PracticeFacts

Key = tuple[str, UUID, str]
COMPARED = ("due_on", "last_safe_on", "dollars", "digest", "therapist_id", "appointment_id")
SHOWN = ("due_on", "last_safe_on", "dollars")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one settling did."""

    duties: int = 0
    opened: int = 0
    closed: int = 0
    changed: int = 0
    uses_changed: int = 0


@dataclass(slots=True)
class _Kept:
    """Settlings of one practice that wait to be done as one."""

    practice: Practice
    at: datetime
    by: set[Actor] = field(default_factory=set)
    patients: set[UUID] = field(default_factory=set)
    whys: dict[str, None] = field(default_factory=dict)


_kept: ContextVar[dict[UUID, _Kept] | None] = ContextVar("kept", default=None)
_read: ContextVar[list[PracticeFacts] | None] = ContextVar("read", default=None)


@contextmanager
def facts_read() -> Iterator[list[PracticeFacts]]:
    """The facts out of which the settlings within derived their duties, the newest last: whoever judges what an act
    has done need not read them again."""
    read: list[PracticeFacts] = []
    token = _read.set(read)
    try:
        yield read
    finally:
        _read.reset(token)


@contextmanager
def together() -> Iterator[None]:
    """What is settled for single patients within is settled once, at the end, as of the last instant named.

    Must begin and end inside one transaction that sees the practices. Until then tasks are those of before, and
    `settle` tells of nothing; a whole practice is settled at once nevertheless. An error inside leaves it undone.
    Where several acted, the sweep is named as who settled.
    """
    token = _kept.set({})
    try:
        yield
        waiting = _kept.get() or {}
    finally:
        _kept.reset(token)
    for each in waiting.values():
        by = next(iter(each.by)) if len(each.by) == 1 else SWEEP
        settle(each.practice, by=by, at=each.at, patients=sorted(each.patients), why=", ".join(each.whys))


def _is_kept(practice: Practice, by: Actor, at: datetime, patients: tuple[UUID, ...], why: str) -> bool:
    waiting = _kept.get()
    if waiting is None:
        return False
    one = waiting.setdefault(practice.pk, _Kept(practice, at))
    one.at = max(one.at, at)
    one.by.add(by)
    one.patients.update(patients)
    if why:
        one.whys[why] = None
    return True


def settle(
    practice: Practice, *, by: Actor, at: datetime, patients: Iterable[UUID] | None = None, why: str = ""
) -> Outcome:
    """Derive the duties of these patients (None: all active ones) and of the inbox; bring the tasks in line.

    Must run inside a transaction that sees the practice. `why` goes to the history of tasks that close.
    """
    chosen = None if patients is None else tuple(patients)
    if chosen is not None and _is_kept(practice, by, at, chosen, why):
        return Outcome()
    lock_practice(practice.pk)
    on = clock.day(at, practice)
    days = calendar.business_days(practice, on)
    book, limits = payer_book.book(practice, on), thresholds.of(practice)
    packets.follow(practice, by=by, at=at, patients=chosen)
    roads = payer_roads.book(practice, on, days)
    facts = practice_facts(
        practice, on=on, days=days, book=book, patients=chosen, thresholds=limits, roads=roads,
        attendance=policy.of(practice, on),
    )  # fmt: skip
    if (read := _read.get()) is not None:
        read.append(facts)
    settled = duty_rules.practice_duties(facts, on)
    use_changes = [change for patient in settled.patients for change in patient.changes]
    uses.store(practice, facts, [use for patient in settled.patients for use in patient.uses])
    trail = [uses.history_of(practice, change, by=by, at=at) for change in use_changes]
    existing = _existing(practice, chosen)
    queue = _Queue(practice, by, at, why, trail)
    outcome = queue.bring_in_line(settled.duties, existing)
    standing = (*queue.new, *existing)
    prepare.follow(practice, standing, facts, on=on, by=by, at=at, patients=chosen)
    if drafted := following.follow(practice, standing, facts, on=on, at=at):
        settle(practice, by=by, at=at, patients=drafted, why=why)
    return replace(outcome, uses_changed=len(use_changes))


def lock_practice(practice_id: UUID) -> None:
    """Wait until nobody else settles this practice; held until the transaction ends.

    Whatever locks a row and settles later takes this first: the other order ends in a deadlock with a settling.
    """
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext(%s))", [f"settle {practice_id}"])


def lock_practice_of(model: type[Model], key: UUID) -> None:
    """`lock_practice` for the practice of one row, which itself is not locked. Raises the model's DoesNotExist."""
    lock_practice(model._default_manager.values_list("practice_id", flat=True).get(pk=key))


def _existing(practice: Practice, patients: tuple[UUID, ...] | None) -> list[Task]:
    """The tasks that stand, locked: what somebody does with one meanwhile comes before this settling or after it.

    Without the key, so that a note or a person seen on a task need not wait.
    """
    rows = Task.objects.filter(practice=practice, state__in=("open", "dismissed"))
    if patients is not None:
        rows = rows.filter(Q(patient_id__in=patients) | Q(patient_id=None))
    return list(rows.order_by("id").select_for_update(of=("self",), no_key=True))


class _Queue:
    """One practice's tasks being brought in line; collects rows so that each table is written once."""

    def __init__(self, practice: Practice, by: Actor, at: datetime, why: str, trail: list[History]) -> None:
        self.practice, self.by, self.at, self.why = practice, by, at, why
        self.trail = trail
        self.new: list[Task] = []
        self.mended: list[Task] = []
        self.closed: list[UUID] = []
        self.counts = {"opened": 0, "closed": 0, "changed": 0}

    def bring_in_line(self, duties: Iterable[Duty], existing: list[Task]) -> Outcome:
        standing: dict[Key, Task] = {(t.kind, t.focus_id, t.instance): t for t in existing}
        wanted = tuple(duties)
        for duty in wanted:
            task = standing.pop(duty.key, None)
            if task is None:
                self._open(duty)
            else:
                self._refresh(task, duty)
        for task in standing.values():
            self._close(task)
        self._save()
        return Outcome(duties=len(wanted), **self.counts)

    def _open(self, duty: Duty) -> None:
        task = Task(practice=self.practice, state="open", opened_at=self.at, changed_at=self.at, **_columns(duty))
        self.new.append(task)
        self._note(task, "opened", {}, {"state": "open", "kind": task.kind}, "")
        self.counts["opened"] += 1

    def _refresh(self, task: Task, duty: Duty) -> None:
        values = _columns(duty)
        if task.digest == duty.digest and task.appointment_id == duty.appointment_id:
            values["due_on"] = min(task.due_on, duty.due_on)  # on the same facts nothing is put off
        changed = [name for name in COMPARED if getattr(task, name) != values[name]]
        reopens = task.state == "dismissed" and "digest" in changed
        if self._wake(task, values["last_safe_on"]):
            changed.append("snoozed_until")
        if not changed:
            if task.why != values["why"]:  # the same facts, shown in another place
                task.why = values["why"]
                self.mended.append(task)
            return
        if "digest" not in changed:
            self._note_moved(task, values, [name for name in SHOWN if name in changed])
        else:
            before = {"digest": task.digest, "state": task.state}
            event = "reopened" if reopens else "facts_changed"
            self._note(task, event, before, {"digest": duty.digest, "state": "open" if reopens else task.state}, "")
        for name, value in values.items():
            setattr(task, name, value)
        if reopens:
            task.state = "open"
            self.counts["opened"] += 1
        task.changed_at = self.at
        self.mended.append(task)
        self.counts["changed"] += 1

    def _note_moved(self, task: Task, values: dict[str, Any], moved: list[str]) -> None:
        """The same facts, another day or amount: a visit was booked, or a rate was entered."""
        if moved:
            before = {name: getattr(task, name) for name in moved}
            self._note(task, "rescheduled", before, {name: values[name] for name in moved}, "")

    def _wake(self, task: Task, last_safe_on: date | None) -> bool:
        """End a snooze that the last safe day has overtaken. True when it did."""
        if task.snoozed_until is None or last_safe_on is None or task.snoozed_until <= last_safe_on:
            return False
        self._note(task, "woken", {"snoozed_until": task.snoozed_until}, {"snoozed_until": None}, "last safe day")
        task.snoozed_until, task.snooze_reason = None, ""
        return True

    def _close(self, task: Task) -> None:
        self._note(task, "closed", {"state": task.state}, {"state": "closed"}, self.why)
        task.state = "closed"  # as the statement below writes it: who follows the tasks must not take it for open
        self.closed.append(task.pk)
        self.counts["closed"] += 1

    def _note(self, task: Task, event: str, before: dict[str, Any], after: dict[str, Any], why: str) -> None:
        self.trail.append(history.row(task, event, by=self.by, at=self.at, before=before, after=after, why=why))

    def _save(self) -> None:
        Task.objects.bulk_create(self.new)
        if self.mended:
            Task.objects.bulk_update(self.mended, [*_MENDED, "state", "changed_at", *_SNOOZE], batch_size=1_000)
        if self.closed:
            Task.objects.filter(practice=self.practice, pk__in=self.closed).update(
                state="closed", closed_at=self.at, changed_at=self.at, closed_by=self.by.staff_id,
                closed_why=self.why or "facts",
            )  # fmt: skip
        History.objects.bulk_create(self.trail)


_MENDED = ("due_on", "last_safe_on", "dollars", "at_risk", "why", "digest", "therapist", "appointment_id")
_SNOOZE = ("snoozed_until", "snooze_reason")


def _columns(duty: Duty) -> dict[str, Any]:
    return {
        "kind": duty.kind.value,
        "focus_type": duty.focus_type.value,
        "focus_id": duty.focus_id,
        "instance": duty.instance,
        "patient_id": duty.patient_id,
        "therapist_id": duty.therapist_id,
        "appointment_id": duty.appointment_id,
        "due_on": duty.due_on,
        "last_safe_on": duty.last_safe_on,
        "dollars": duty.at_risk.amount,
        "at_risk": _at_risk(duty.at_risk),
        "why": [_reason(reason) for reason in duty.why],
        "digest": duty.digest,
    }


def _at_risk(risk: AtRisk) -> dict[str, Any]:
    return {
        "amount": None if risk.amount is None else str(risk.amount),
        "visits": risk.visits,
        "rates": [[str(dollars), count] for dollars, count in risk.rates],
        "unpriced": risk.unpriced,
    }


def _reason(reason: Reason) -> dict[str, Any]:
    source = reason.source
    return {
        "code": reason.code,
        "params": history.plain(reason.params),
        "source": source and {"kind": source.kind.value, "id": source.id and str(source.id), "label": source.label},
    }
