"""Record a call with a payer and all that was learned in it, at once or not at all; correct it, take it back."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from importlib import resources
from typing import Any
from uuid import UUID

from django.db import transaction

from otium.desk import clock, history, settle
from otium.desk.actor import Actor
from otium.desk.acts.undo import take_back
from otium.desk.acts.writing import Refused
from otium.desk.calls import applying, reading
from otium.desk.calls.said import Said
from otium.desk.calls.writing import Written
from otium.records.models import Call, Coverage, Practice, Task
from otium.rules.eligibility import worksheet as rules
from otium.terms.provenance import Channel
from otium.terms.worksheet import Worksheet

PRESSED_TWICE = timedelta(minutes=1)
TEXTS = ("number", "representative", "reference", "promise", "note")


@lru_cache(maxsize=1)
def worksheet() -> Worksheet:
    """The one that Otium ships."""
    return rules.parse((resources.files("otium.rules.eligibility") / "worksheet.toml").read_text("utf-8"))


@transaction.atomic
def record_call(*, coverage_id: UUID, said: Said, by: Actor, at: datetime, task_id: UUID | None = None) -> Call:
    """The call, with what was learned applied to the records. Raises Refused(entry, code) and writes nothing.

    `entry` is a field of Said, or the code of a question of the worksheet. A button pressed twice is one call.
    """
    settle.lock_practice_of(Coverage, coverage_id)
    if same := _same(coverage_id, _tidy(said), by):
        return same
    call = _write(coverage_id, said, by, at, task_id=task_id)
    _settle(call, by, at, "call recorded")
    return call


@transaction.atomic
def correct_call(*, call_id: UUID, said: Said, by: Actor, at: datetime) -> Call:
    """The call anew, in place of the one on file: that is taken back with all it wrote. Raises Refused."""
    settle.lock_practice_of(Call, call_id)
    old = _take_back(call_id, by, at, "corrected")
    call = _write(_coverage(old), said, by, at, task_id=old.task_id, corrects=old)
    _settle(call, by, at, "call corrected")
    return call


@transaction.atomic
def withdraw_call(*, call_id: UUID, reason: str, by: Actor, at: datetime) -> Call:
    """Take the call out of the record, with all it wrote. Refused where something of it was changed since."""
    settle.lock_practice_of(Call, call_id)
    call = _take_back(call_id, by, at, reason.strip())
    _settle(call, by, at, "call withdrawn")
    return call


def _write(coverage_id: UUID, said: Said, by: Actor, at: datetime, **more: Any) -> Call:
    rows = Coverage.objects.select_related("practice").select_for_update(of=("self",))
    coverage = rows.get(pk=coverage_id)
    practice, said = coverage.practice, _tidy(said)
    on, called_on = clock.day(at, practice), clock.day(said.called_at, practice)
    if said.called_at > at:
        raise Refused("called_on", "day_ahead")
    if coverage.entered_in_error:
        raise Refused("", "coverage_withdrawn")
    learned = reading.values(worksheet().questions, said.learned, on)
    reading.check(said, learned, on, called_on)
    _check_task(more.get("task_id"), coverage)
    call = _row(coverage, said, by, at, **more)
    written = Written(practice, coverage, _source(call, by), said.called_at, by, at)
    applying.apply(written, worksheet().questions, learned, said_by=said.representative, no_reference=said.no_reference)
    call.effects = written.effects
    call.save(update_fields=["effects"])
    return call


def _tidy(said: Said) -> Said:
    learned = {code: text.strip() for code, text in said.learned.items() if text.strip()}
    return replace(said, learned=learned, **{name: getattr(said, name).strip() for name in (*TEXTS, "no_reference")})


def _same(coverage_id: UUID, said: Said, by: Actor) -> Call | None:
    """The call on file that is this one in all that was typed, made by the same person within the minute."""
    return Call.objects.filter(
        coverage_id=coverage_id,
        by_id=by.staff_id,
        entered_in_error=False,
        called_at__range=(said.called_at - PRESSED_TWICE, said.called_at + PRESSED_TWICE),
        outcome=said.outcome,
        hold_minutes=said.hold_minutes,
        talk_minutes=said.talk_minutes,
        promised_on=said.promised_on,
        learned=said.learned,
        **{name: getattr(said, name) for name in TEXTS},
    ).first()


def _row(coverage: Coverage, said: Said, by: Actor, at: datetime, **more: Any) -> Call:
    call = Call.objects.create(
        practice=coverage.practice,
        payer_id=coverage.payer_id,
        coverage_id=coverage.pk,
        patient_id=coverage.patient_id,
        called_at=said.called_at,
        outcome=said.outcome,
        hold_minutes=said.hold_minutes,
        talk_minutes=said.talk_minutes,
        promised_on=said.promised_on,
        learned=said.learned,
        by_id=by.staff_id,
        **{name: getattr(said, name) for name in TEXTS},
        **more,
    )
    told: dict[str, date | str | None] = {"outcome": call.outcome, "promised_on": call.promised_on}
    history.record(call, "recorded", by=by, at=at, after=told)
    return call


def _source(call: Call, by: Actor) -> dict[str, Any]:
    """Provenance of each field: the road, the payer's reference, who asked, who said it, in which call."""
    return {
        "channel": Channel.CALL.value,
        "place": call.reference,
        "at": call.called_at.isoformat(),
        "by": by.name,
        "said_by": call.representative,
        "call": str(call.pk),
    }


def _check_task(task_id: UUID | None, coverage: Coverage) -> None:
    if task_id is not None and not Task.objects.filter(pk=task_id, patient_id=coverage.patient_id).exists():
        raise Refused("", "task_not_open")


def _take_back(call_id: UUID, by: Actor, at: datetime, why: str) -> Call:
    call = Call.objects.select_for_update(of=("self",)).get(pk=call_id)
    if call.entered_in_error:
        raise Refused("", "call_withdrawn_already")
    for effect in reversed(call.effects):
        take_back(effect, by=by, at=at)
    call.entered_in_error = True
    call.save(update_fields=["entered_in_error"])
    history.record(call, "withdrawn", by=by, at=at, before={"entered_in_error": False}, why=why)
    return call


def _coverage(call: Call) -> UUID:
    if call.coverage_id is None:
        raise Refused("", "call_without_coverage")
    return call.coverage_id


def _settle(call: Call, by: Actor, at: datetime, why: str) -> None:
    practice = Practice.objects.get(pk=call.practice_id)
    settle.settle(practice, by=by, at=at, patients=[call.patient_id] if call.patient_id else [], why=why)
