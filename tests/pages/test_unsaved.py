"""What a person sees while the database cannot write or does not answer."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import InternalError, OperationalError
from django.test import Client
from django.urls import reverse
from psycopg import errors

from otium.desk import acting, audit, queue
from otium.desk.saving import reserve, standing
from otium.desk.saving.standing import Who
from otium.pages import middleware
from otium.records.models import AuditEvent, Patient, Task
from tests import cast as people
from tests.cast import Cast

BANNER = "saves nothing at the moment"


@pytest.fixture(autouse=True)
def reserve_file(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    settings.OTIUM_VAR = tmp_path
    monkeypatch.setattr(standing, "BYTES", 64 * 1024)
    standing.make()
    return standing.file()


@pytest.fixture
def client(client: Client) -> Client:
    client.raise_request_exception = False
    return client


def fails_with(error: type[Exception], wrap: type[Exception] = OperationalError) -> Callable[..., Any]:
    def fail(*args: object, **kwargs: object) -> None:
        raise wrap("in other words") from error()

    return fail


def page_of(patient: Patient) -> str:
    return reverse("patient", args=[patient.pk])


def doors(cast: Cast) -> list[str]:
    with acting.acting_for(cast.a.pk):
        return list(AuditEvent.objects.filter(practice=cast.a).values_list("door", flat=True))


@pytest.mark.parametrize("error", [errors.DiskFull, errors.IoError])
def test_a_page_whose_audit_row_finds_no_room_is_read_and_kept_in_the_reserve(
    client: Client, cast: Cast, patient: Patient, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    monkeypatch.setattr(audit, "append", fails_with(error))

    answer = client.get(page_of(patient))

    assert answer.status_code == 200
    assert patient.last_name in answer.text
    assert BANNER in answer.text
    assert standing.is_off(Who.WRITE)
    assert doors(cast) == []
    assert reserve.take_in() == 1
    assert doors(cast) == ["patient"]


def test_while_saving_is_off_a_page_is_read_without_a_write(client: Client, cast: Cast, patient: Patient) -> None:
    standing.switch_off(Who.HOUSE)

    answer = client.get(page_of(patient))

    assert BANNER in answer.text
    assert doors(cast) == []
    assert reserve.take_in() == 1


def test_once_saving_is_on_the_banner_is_gone(client: Client, patient: Patient) -> None:
    standing.switch_off(Who.WRITE)
    standing.switch_on(Who.WRITE)

    assert BANNER not in client.get(page_of(patient)).text


def test_what_cannot_be_audited_anywhere_is_not_shown(
    client: Client, patient: Patient, monkeypatch: pytest.MonkeyPatch, reserve_file: Path
) -> None:
    monkeypatch.setattr(audit, "append", fails_with(errors.DiskFull))
    reserve_file.unlink()

    answer = client.get(page_of(patient))

    assert answer.status_code == 503
    assert patient.last_name not in answer.text


@pytest.mark.parametrize("who", Who)
def test_with_a_full_reserve_nothing_of_a_patient_is_shown(
    client: Client, cast: Cast, patient: Patient, who: Who
) -> None:
    standing.switch_off(who)
    reserve_full_of_entries(cast)

    answer = client.get(page_of(patient))

    assert (answer.status_code, patient.last_name in answer.text) == (503, False)
    assert "This cannot be shown now" in answer.text


def reserve_full_of_entries(cast: Cast) -> None:
    with suppress(reserve.CannotKeep):
        while True:
            reserve.keep([audit.Entry(cast.a.pk, "read", "desk")], by=people.SWEEP, at=people.AT)


def test_a_change_while_saving_is_off_changes_nothing_and_says_so(client: Client, cast: Cast, renewal: Task) -> None:
    standing.switch_off(Who.WRITE)

    answer = client.post(reverse("desk_claim", args=[renewal.pk]))

    assert answer.status_code == 503
    assert "This was not saved" in answer.text
    assert "Nothing was changed" in answer.text
    assert answer.headers["Retry-After"] == "30"
    with acting.acting_for(cast.a.pk):
        assert Task.objects.get(pk=renewal.pk).owner_id is None


def test_a_search_only_reads_and_goes_on(client: Client, patient: Patient) -> None:
    standing.switch_off(Who.WRITE)

    answer = client.post(reverse("search"), {"q": patient.last_name})

    assert answer.status_code == 200
    assert reserve.is_holding()


@pytest.mark.parametrize(
    ("error", "wrap", "words"),
    [
        (errors.DiskFull, OperationalError, "The disk that holds the records is full."),
        (errors.IoError, OperationalError, "The disk that holds the records reports errors."),
        (errors.ReadOnlySqlTransaction, InternalError, "The records can only be read at the moment."),
        (errors.CrashShutdown, OperationalError, "The database starts again or cannot be reached."),
    ],
)
def test_each_fault_is_told_in_its_own_words(
    client: Client,
    renewal: Task,
    monkeypatch: pytest.MonkeyPatch,
    error: type[Exception],
    wrap: type[Exception],
    words: str,
) -> None:
    monkeypatch.setattr(queue, "claim", fails_with(error, wrap))

    answer = client.post(reverse("desk_claim", args=[renewal.pk]))

    assert answer.status_code == 503
    assert words in answer.text


def test_an_error_of_our_own_is_still_an_error(client: Client, renewal: Task, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue, "claim", fails_with(errors.UniqueViolation))

    assert client.post(reverse("desk_claim", args=[renewal.pk])).status_code == 500
    assert not standing.is_off()


def test_a_database_that_is_gone_does_not_switch_saving_off(
    client: Client, patient: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(acting, "see_as", fails_with(errors.CannotConnectNow))

    answer = client.get(page_of(patient))

    assert (answer.status_code, standing.is_off()) == (503, False)
    assert "The records do not answer" in answer.text


@pytest.mark.parametrize("error", [errors.CrashShutdown, errors.IoError, errors.DiskFull])
def test_a_fault_while_committing_does_not_claim_that_nothing_changed(
    client: Client, renewal: Task, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    class Committing:
        def __enter__(self) -> None: ...

        def __exit__(self, *raised: object) -> None:
            fails_with(error)()

    class Transaction:
        atomic = Committing
        set_rollback = staticmethod(lambda rollback: None)

    monkeypatch.setattr(middleware, "transaction", Transaction)

    answer = client.post(reverse("desk_claim", args=[renewal.pk]))

    assert answer.status_code == 503
    assert "Look whether this was saved" in answer.text
    assert "Nothing was changed" not in answer.text


def test_a_part_of_a_page_that_fails_has_the_whole_page_say_so(client: Client, patient: Patient) -> None:
    standing.switch_off(Who.WRITE)

    answer = client.post(reverse("choose_practice"), {"practice": ""}, headers={"HX-Request": "true"})

    assert (answer.status_code, answer.headers["HX-Refresh"]) == (503, "true")


def test_a_person_who_is_there_stays_signed_in_though_nothing_is_noted_in_the_session(
    client: Client, patient: Patient, now: list[datetime]
) -> None:
    client.get(page_of(patient))
    standing.switch_off(Who.WRITE)

    for _ in range(4):
        now[0] += timedelta(minutes=10)
        answer = client.get(page_of(patient))

    assert answer.status_code == 200


def test_a_person_who_idled_is_signed_out_in_the_browser(client: Client, patient: Patient, now: list[datetime]) -> None:
    client.get(page_of(patient))
    standing.switch_off(Who.WRITE)
    now[0] += timedelta(minutes=16)

    answer = client.get(page_of(patient))

    assert (answer.status_code, patient.last_name in answer.text) == (503, False)
    assert "You are signed out here" in answer.text
    assert client.cookies["otium_session"].value == ""


def test_the_note_of_another_session_keeps_nobody_signed_in(
    client: Client, cast: Cast, patient: Patient, now: list[datetime]
) -> None:
    client.get(page_of(patient))
    other = people.signed_in(cast.people["owner"])
    standing.switch_off(Who.WRITE)
    now[0] += timedelta(minutes=16)
    other.get(page_of(patient))
    client.cookies["otium_seen"] = other.cookies["otium_seen"].value

    assert client.get(page_of(patient)).status_code == 503


def test_signing_out_works_in_the_browser(client: Client, patient: Patient) -> None:
    standing.switch_off(Who.WRITE)

    answer = client.post(reverse("account_logout"))

    assert "You are signed out here" in answer.text
    assert client.get(page_of(patient)).status_code == 302
