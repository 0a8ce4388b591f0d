"""A worker while nothing can be written: it waits, tries, and goes on."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, OperationalError
from psycopg import errors

from otium.desk import audit
from otium.desk.actor import Actor
from otium.desk.saving import reserve, resuming, standing
from otium.desk.saving.standing import Who
from otium.ops import worker
from tests import elsewhere


@pytest.fixture(autouse=True)
def reserve_file(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    settings.OTIUM_VAR = tmp_path
    monkeypatch.setattr(standing, "BYTES", 4096)
    monkeypatch.setattr(worker, "LOOKING_SECONDS", 0.001)
    monkeypatch.setattr(resuming, "resume", lambda at: False)
    return standing.file()


def _fails(error: type[Exception], wrap: type[Exception] = OperationalError) -> Callable[..., Any]:
    def fail(*args: object) -> None:
        raise wrap("in other words") from error()

    return fail


def test_it_takes_the_room_of_the_reserve_before_anything_else(reserve_file: Path) -> None:
    assert worker._saves()
    assert reserve_file.stat().st_size == 4096


def test_it_works_without_a_reserve_where_there_is_no_room_for_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(standing, "make", lambda: (_ for _ in ()).throw(OSError(28, "no room")))

    assert worker._saves()


def test_it_waits_while_the_house_has_switched_saving_off() -> None:
    standing.make()
    standing.switch_off(Who.HOUSE)

    assert not worker._saves()


def test_it_waits_while_a_write_on_trial_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resuming, "resume", _fails(errors.DiskFull))

    assert not worker._saves()
    assert standing.is_off(Who.WRITE)


def test_it_hides_no_error_that_is_not_the_machines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resuming, "resume", _fails(errors.UniqueViolation, IntegrityError))

    with pytest.raises(IntegrityError):
        worker._saves()


def test_it_goes_on_by_itself_whatever_the_machine_did(monkeypatch: pytest.MonkeyPatch) -> None:
    happens = [errors.DiskFull(), errors.CrashShutdown(), worker._SavingIsOff()]
    trials: list[bool] = []

    async def work() -> None:
        if happens:
            raise happens.pop(0)

    def resume(at: datetime) -> bool:
        trials.append(standing.is_off(Who.WRITE))
        standing.switch_on(Who.WRITE)
        return True

    monkeypatch.setattr(worker, "_work_while_it_saves", work)
    monkeypatch.setattr(resuming, "resume", resume)

    elsewhere.run(worker.work())

    assert trials == [False, True, False, False]


def test_an_error_of_our_own_ends_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    async def work() -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(worker, "_work_while_it_saves", work)

    with pytest.raises(ZeroDivisionError):
        elsewhere.run(worker.work())


@pytest.mark.parametrize("work", [worker._seal, worker._tend])
def test_nothing_is_sealed_or_sent_while_saving_is_off(work: Callable[[], None]) -> None:
    standing.make()
    standing.switch_off(Who.HOUSE)

    work()  # would ask the database, which this test may not


@pytest.mark.parametrize("entries", [0, 1])
def test_it_looks_up_from_its_work_for_an_entry_that_came_late(monkeypatch: pytest.MonkeyPatch, entries: int) -> None:
    standing.make()
    monkeypatch.setattr(worker, "WATCHING_SECONDS", 0.001)
    for _ in range(entries):
        reserve.keep([audit.Entry(uuid4(), "read", "patient")], by=Actor("test"), at=datetime(2026, 11, 23, tzinfo=UTC))

    async def watch() -> None:
        await asyncio.wait_for(worker._until_saving_is_off(), timeout=0.05)

    with pytest.raises(worker._SavingIsOff if entries else TimeoutError):
        elsewhere.run(watch())
