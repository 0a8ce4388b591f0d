"""Audit entries kept in a file, and made rows once and in order whatever happens in between."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.contrib.sessions.models import Session

from otium.desk import acting, audit
from otium.desk.actor import Actor
from otium.desk.saving import reserve, resuming, standing
from otium.desk.saving.standing import Who
from otium.records.models import AuditEvent
from tests import cast as people

AT = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
SOMEBODY = Actor.person(uuid4())


@pytest.fixture
def practice(db: None) -> UUID:
    return people.practice("alder", "Alder Street Therapy", "AS").pk


def keep(practice_id: UUID, *doors: str) -> None:
    for minutes, door in enumerate(doors):
        entry = audit.Entry(practice_id, "read", door, (uuid4(),))
        reserve.keep([entry], by=SOMEBODY, at=AT + timedelta(minutes=minutes))


def rows(practice_id: UUID) -> list[AuditEvent]:
    with acting.acting_for(practice_id):
        return list(AuditEvent.objects.filter(practice_id=practice_id).order_by("id"))


def test_what_was_kept_becomes_rows_in_its_order_with_its_own_instants(practice: UUID) -> None:
    keep(practice, "patient", "desk", "audit")

    taken = reserve.take_in()

    assert taken == 3
    assert [(r.door, r.at, r.actor) for r in rows(practice)] == [
        (door, AT + timedelta(minutes=n), SOMEBODY.name) for n, door in enumerate(["patient", "desk", "audit"])
    ]
    assert not reserve.is_holding()


def test_each_practice_gets_its_own_rows(practice: UUID) -> None:
    other = people.practice("birch", "Birch Hollow Hand Clinic", "BH").pk
    keep(practice, "patient")
    keep(other, "desk")

    reserve.take_in()

    assert [r.door for r in rows(practice)] == ["patient"]
    assert [r.door for r in rows(other)] == ["desk"]


def test_cut_off_between_the_rows_and_the_emptying_nothing_is_doubled(
    practice: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(practice, "patient", "desk")
    with monkeypatch.context() as patch:
        patch.setattr(reserve, "_empty", lambda file, length: None)
        reserve.take_in()
    keep(practice, "audit")

    reserve.take_in()

    assert [r.door for r in rows(practice)] == ["patient", "desk", "audit"]


def test_cut_off_before_the_rows_are_committed_they_are_still_kept(
    practice: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(practice, "patient")
    with monkeypatch.context() as patch:
        patch.setattr(AuditEvent.objects, "bulk_create", _fail)
        with pytest.raises(RuntimeError):
            reserve.take_in()

    assert reserve.is_holding()
    assert reserve.take_in() == 1


def test_a_line_that_a_crash_cut_off_does_not_hide_the_others(practice: UUID) -> None:
    keep(practice, "patient")
    with standing.opened() as file:
        end = len(standing.HEAD) + file.read().index(b"\0") - len(standing.HEAD)
        file.seek(end)
        file.write(b'{"id": "1", "pract\n')
    keep(practice, "desk")

    reserve.take_in()

    assert [r.door for r in rows(practice)] == ["patient", "desk"]


def test_a_full_reserve_refuses_and_loses_nothing(practice: UUID, reserve_file: Path) -> None:
    keep(practice, "patient")
    length = reserve_file.read_bytes().index(b"\0") - len(standing.HEAD)
    fitting = (standing.BYTES - len(standing.HEAD) - 1) // length
    keep(practice, *["patient"] * (fitting - 1))

    with pytest.raises(reserve.CannotKeep):
        keep(practice, "patient")

    assert reserve.take_in() == fitting
    keep(practice, "desk")


def test_without_its_file_nothing_can_be_kept(practice: UUID, reserve_file: Path) -> None:
    reserve_file.unlink()

    with pytest.raises(reserve.CannotKeep):
        keep(practice, "patient")


def test_saving_goes_on_with_the_entries_taken_in_and_no_trace_of_the_trial(practice: UUID) -> None:
    standing.switch_off(Who.WRITE)
    keep(practice, "patient")

    assert resuming.resume(AT)

    assert not standing.is_off()
    assert [r.door for r in rows(practice)] == ["patient"]
    assert not Session.objects.exists()
    assert not resuming.resume(AT)


def test_saving_stays_off_while_the_trial_fails(practice: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    standing.switch_off(Who.WRITE)
    keep(practice, "patient")
    monkeypatch.setattr(Session.objects, "update_or_create", _fail)

    with pytest.raises(RuntimeError):
        resuming.resume(AT)

    assert standing.is_off(Who.WRITE)
    assert reserve.is_holding()


def _fail(*args: object, **kwargs: object) -> None:
    raise RuntimeError("the disk is full")
