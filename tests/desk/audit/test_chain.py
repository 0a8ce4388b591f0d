"""The audit chain: what was altered, removed or reordered is named."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
import pytest
from django.db import connection

from otium.desk import acting, audit, audit_heads
from otium.doors.cli import commands, main
from otium.ops import postgres
from otium.ops.postgres.cluster import OWNER
from otium.records import models
from tests import build

AT = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("America/New_York"))
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def practice() -> models.Practice:
    return build.open_practice(AT, slug="alder")


@pytest.fixture(autouse=True)
def var(settings: Any, tmp_path: Path) -> Path:
    settings.OTIUM_VAR = tmp_path
    return tmp_path


@pytest.fixture
def tamper() -> Callable[..., None]:
    """A person with the owner's password, who switches the append-only triggers off."""

    def run(statement: str, *params: Any) -> None:
        url = postgres.test().url(OWNER, str(connection.settings_dict["NAME"]))
        with psycopg.connect(url, autocommit=True) as owner:
            owner.execute("set session_replication_role = replica")
            owner.execute(statement, params)

    return run


def write(practice: models.Practice, count: int) -> list[int]:
    """Audit rows, a second apart; their ids."""
    with acting.acting_for(practice.pk):
        for n in range(count):
            entry = audit.Entry(practice.pk, "read", "patient", detail={"n": n})
            audit.append([entry], by=build.TEST, at=AT + timedelta(seconds=n))
        rows = models.AuditEvent.objects.filter(practice=practice, door="patient").order_by("id")
        return list(rows.values_list("pk", flat=True))


def verify(practice: models.Practice) -> audit.Verdict:
    return audit.verify(practice.pk, audit_heads.heads(practice.pk))


def test_a_chain_nobody_touched_holds_and_counts_the_unsealed_tail(practice: models.Practice) -> None:
    write(practice, 3)
    audit.seal(practice.pk)
    write(practice, 2)

    verdict = verify(practice)

    assert (verdict.problem, verdict.sealed, verdict.unsealed) == ("", 3, 2)


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("update records_auditevent set actor = 'nobody' where id = %s", "was altered or reordered"),
        ("update records_auditevent set patients = '[]'::jsonb || '[1]' where id = %s", "was altered or reordered"),
        ("delete from records_auditevent where id = %s", "was removed"),
        ("delete from records_auditseal where event_id = %s", "a seal before audit row"),
    ],
)
def test_the_first_row_that_was_touched_is_named(
    practice: models.Practice, tamper: Callable[..., None], statement: str, says: str
) -> None:
    ids = write(practice, 4)
    audit.seal(practice.pk)

    tamper(statement, ids[1])

    verdict = verify(practice)
    named = ids[2] if "seal before" in says else ids[1]
    assert says in verdict.problem
    assert verdict.row == named


def test_two_rows_that_changed_places_are_found(practice: models.Practice, tamper: Callable[..., None]) -> None:
    ids = write(practice, 3)
    audit.seal(practice.pk)

    tamper("update records_auditseal set number = number + 100 where event_id = %s", ids[0])
    tamper("update records_auditseal set number = 1 where event_id = %s", ids[1])
    tamper("update records_auditseal set number = 2 where event_id = %s", ids[0])

    assert verify(practice).row == ids[1]


def test_a_tail_cut_off_with_its_seals_is_found_by_the_head_kept_outside(
    practice: models.Practice, tamper: Callable[..., None]
) -> None:
    ids = write(practice, 3)
    audit.seal(practice.pk)
    audit_heads.keep_heads(AT)

    tamper("delete from records_auditseal where event_id = %s", ids[2])
    tamper("delete from records_auditevent where id = %s", ids[2])

    assert "rows after seal 2 were removed" in verify(practice).problem
    assert audit.verify(practice.pk).problem == ""


def test_a_chain_written_anew_is_found_by_the_head_kept_outside(
    practice: models.Practice, tamper: Callable[..., None]
) -> None:
    ids = write(practice, 2)
    audit.seal(practice.pk)
    audit_heads.keep_heads(AT)

    tamper("update records_auditevent set actor = 'nobody' where id = %s", ids[0])
    tamper("delete from records_auditseal")
    audit.seal(practice.pk)

    assert "written anew" in verify(practice).problem
    assert audit.verify(practice.pk).problem == ""


def test_heads_are_kept_once_for_each_that_moved(practice: models.Practice, var: Path) -> None:
    write(practice, 1)
    audit.seal(practice.pk)

    first, again = audit_heads.keep_heads(AT), audit_heads.keep_heads(AT + timedelta(days=1))
    write(practice, 1)
    audit.seal(practice.pk)
    third = audit_heads.keep_heads(AT + timedelta(days=2))

    assert (first, again, third) == (1, 0, 1)
    assert [number for number, _ in audit_heads.heads(practice.pk)] == [1, 2]
    assert len((var / "audit-heads" / f"{practice.pk}.jsonl").read_text().splitlines()) == 2


def test_a_head_cut_off_by_a_crash_or_a_full_disk_does_not_hide_those_before_and_after(
    practice: models.Practice, var: Path
) -> None:
    write(practice, 1)
    audit.seal(practice.pk)
    audit_heads.keep_heads(AT)

    with (var / "audit-heads" / f"{practice.pk}.jsonl").open("a") as file:
        file.write('{"number": 9, "ha')
    write(practice, 1)
    audit.seal(practice.pk)
    audit_heads.keep_heads(AT + timedelta(days=1))

    assert [number for number, _ in audit_heads.heads(practice.pk)] == [1, 2]


class NoPreparation:
    def __init__(self, *_: Any) -> None: ...
    def __enter__(self) -> None: ...
    def __exit__(self, *_: Any) -> None: ...


def otium(*words: str) -> int:
    return main(words, rooms=[commands], prepare=NoPreparation)  # type: ignore[arg-type]


@pytest.fixture
def sealed(practice: models.Practice) -> list[int]:
    ids = write(practice, 2)
    audit.seal(practice.pk)
    return ids


def test_the_command_says_that_a_chain_holds(sealed: list[int], capsys: pytest.CaptureFixture[str]) -> None:
    code = otium("audit", "verify", "--practice", "alder")

    assert code == 0
    assert (
        capsys.readouterr().out
        == "alder: holds. 2 rows sealed, 0 not sealed yet, compared with 0 heads kept outside.\n"
    )


def test_the_command_names_the_broken_row_and_exits_with_one(
    sealed: list[int], tamper: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    tamper("update records_auditevent set actor = 'nobody' where id = %s", sealed[1])

    code = otium("audit", "verify", "--json", "--practice", "alder")

    said = json.loads(capsys.readouterr().out)
    assert code == 1
    assert (said["practice"], said["holds"], said["row"], said["sealed"]) == ("alder", False, sealed[1], 1)


def test_the_command_names_the_practices_there_are(
    practice: models.Practice, capsys: pytest.CaptureFixture[str]
) -> None:
    code = otium("audit", "verify", "--practice", "nowhere")

    assert code == 2
    assert "alder" in capsys.readouterr().err


def test_a_row_that_came_in_very_late_is_sealed_by_the_daily_look_through_the_whole_trail(
    practice: models.Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "REACH", 1)
    write(practice, 5)
    with acting.acting_for(practice.pk):
        late = list(models.AuditEvent.objects.order_by("id").values(*audit.COLUMNS))
        audit._append_seals(practice.pk, None, late[3:])  # as if the first three were committed only now

    each_second = audit.seal(practice.pk)
    audit_heads.keep_heads(AT)

    assert each_second == 0
    assert (verify(practice).unsealed, verify(practice).problem) == (0, "")


def test_nothing_to_seal_costs_one_look_however_many_practices_there_are(practice: models.Practice) -> None:
    build.open_practice(AT)
    write(practice, 2)

    first, second = audit.seal_all(), audit.seal_all()

    assert (first > 0, second) == (True, 0)
