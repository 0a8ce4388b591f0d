"""Write down what was done about a duty, and let the queue follow."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from otium.desk import history, outbox, settle, spoken
from otium.desk.actor import Actor
from otium.desk.acts import allowed, decided
from otium.desk.acts.appealing import appeal_filed
from otium.desk.acts.choices import Choice, Entry, choices
from otium.desk.acts.effects import EFFECTS
from otium.desk.acts.writing import Refused, Writing, coverage_of
from otium.desk.inbox import match
from otium.records.models import Act, AuthorizationRequest, Patient, Practice, Task
from otium.terms.duty import ActKind
from otium.terms.prior_auth import Road

MOST = 9_999
YEARS = range(1900, 2101)
DECISIONS = {"sending_arrived": outbox.mark_arrived, "sending_again": outbox.try_again}
OTHERS = {"appeal_filed": appeal_filed}  # writers that stand on more than the records
LONGEST_WAIT = timedelta(days=365)
# What a call was for. A request that was made by phone is written with its sending (asked).
ASKED_BY_PHONE = {
    "payer_pressed": "Asked where the decision is.",
    "need_said": "Asked whether an authorization is needed.",
    "coverage_checked": "Asked about the coverage.",
    "coverage_extended": "Asked how long the coverage lasts.",
    "approval_widened": "Asked whom and where the approval serves.",
    "correction_asked": "Asked for a correction of the approval.",
}


@transaction.atomic
def record(*, task_id: UUID, choice: str, entries: dict[str, str], by: Actor, at: datetime) -> Act:
    """Record one of the task's choices. `entries` are texts by entry name: days ISO, numbers in digits.

    Raises Refused(entry, code) and writes nothing when something is missing, unreadable or impossible.
    """
    settle.lock_practice_of(Task, task_id)
    task = Task.objects.select_for_update(of=("self",)).get(pk=task_id)
    if task.state != "open":
        raise Refused("", "task_not_open")
    chosen = next((c for c in choices(task.kind) if c.code == choice), None)
    if chosen is None or chosen.page:
        raise Refused("", "choice_unknown")
    allowed.check(chosen, practice_id=task.practice_id, patient_id=task.patient_id, by=by)
    values = {entry.name: _read(entry, entries.get(entry.name, "")) for entry in chosen.entries}
    values = {name: value for name, value in values.items() if value is not None}
    writing = Writing(Practice.objects.get(pk=task.practice_id), task, by, at)
    _check_until(writing, chosen, values)
    if chosen.effect == "match":
        _check_patient(writing, values)
        match.to_patient(writing.practice, task.focus_id, UUID(values["patient"]), by=by, at=at)
    elif chosen.effect in DECISIONS:
        _decide(writing, chosen, values)
    elif chosen.effect:
        {**EFFECTS, **decided.EFFECTS, **OTHERS}[chosen.effect](writing, values)
    _note_call(writing, chosen, values)
    act = _save(writing, chosen, values)
    patients = [task.patient_id] if task.patient_id else []
    settle.settle(writing.practice, by=by, at=at, patients=patients, why=chosen.code)
    return act


def _decide(writing: Writing, chosen: Choice, values: dict[str, Any]) -> None:
    """What a person says about something that may have arrived."""
    try:
        DECISIONS[chosen.effect](writing.task.focus_id, why=values["reason"], by=writing.by, at=writing.at)
    except outbox.NotNow as refusal:
        raise Refused("", refusal.code) from refusal


def _note_call(writing: Writing, chosen: Choice, values: dict[str, Any]) -> None:
    """A payer that was asked or pressed by telephone stands among the calls with it, and is undone with the act."""
    if chosen.code not in ASKED_BY_PHONE or values.get("road") != Road.CALL:
        return
    told = str(values.get("note") or values.get("reason") or "")
    call = spoken.note(
        _coverage_called(writing.task), f"{ASKED_BY_PHONE[chosen.code]} {told}".strip(), called_at=writing.at,
        by=writing.by, at=writing.at, said_by=values.get("said_by", ""), reference=values.get("reference", ""),
    )  # fmt: skip
    if call is not None:
        writing.made(call)


def _coverage_called(task: Task) -> UUID | None:
    """Of the request that the task is about, else as the other acts find it."""
    if task.focus_type == "authorization_request":
        return AuthorizationRequest.objects.values_list("coverage_id", flat=True).get(pk=task.focus_id)
    return coverage_of(task) if task.patient_id else None


def _read(entry: Entry, text: str) -> Any:
    """The value of one entry; None for an empty optional one."""
    text = text.strip()
    if not text:
        if entry.is_required:
            raise Refused(entry.name, "missing")
        return None
    if entry.kind == "date":
        return _day(entry, text)
    if entry.kind == "number":
        return _number(entry, text)
    if entry.kind == "choice" and text not in entry.options:
        raise Refused(entry.name, "not_an_option")
    return str(_key(entry, text)) if entry.kind in ("patient", "row") else text


def _key(entry: Entry, text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Refused(entry.name, "not_an_option") from error


def _day(entry: Entry, text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise Refused(entry.name, "day_unreadable") from error
    if day.year not in YEARS:
        raise Refused(entry.name, "day_unreadable")
    return day


def _number(entry: Entry, text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) > MOST:
        raise Refused(entry.name, "number_unreadable")
    return int(text)


def _check_until(writing: Writing, chosen: Choice, values: dict[str, Any]) -> None:
    if chosen.kind is not ActKind.WAIT_UNTIL:
        return
    if values["until_on"] <= writing.on:
        raise Refused("until_on", "day_not_ahead")
    if values["until_on"] > writing.on + LONGEST_WAIT:
        raise Refused("until_on", "wait_too_long")


def _check_patient(writing: Writing, values: dict[str, Any]) -> None:
    if not Patient.objects.filter(pk=values["patient"], practice=writing.practice).exists():
        raise Refused("patient", "not_an_option")


def _save(writing: Writing, chosen: Choice, values: dict[str, Any]) -> Act:
    task = writing.task
    act = Act.objects.create(
        practice=writing.practice,
        kind=chosen.kind.value,
        duty_kind=task.kind,
        focus_id=task.focus_id,
        instance=task.instance,
        digest=task.digest,
        task=task,
        patient_id=task.patient_id,
        choice=chosen.code,
        fields=history.plain(values),
        until_on=values.get("until_on"),
        note=values.get("note", values.get("reason", "")),
        effects=writing.effects,
        at=writing.at,
        by_id=writing.by.staff_id,
    )
    history.record(task, "act_recorded", by=writing.by, at=writing.at, after={"choice": chosen.code})
    return act
