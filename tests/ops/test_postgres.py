"""The embedded cluster: who may do what in it, and what an installation finds when it comes back."""

import os
from pathlib import Path

import psycopg
import pytest
from django.db import connections

from otium.ops import places, postgres, role_check
from otium.ops.errors import CannotStart
from otium.ops.postgres import configuration
from otium.ops.postgres.cluster import APP, OWNER, SUPERUSER


@pytest.fixture(scope="module")
def cluster() -> postgres.Cluster:
    running = postgres.test()
    postgres.ensure(running, lambda words: None)
    return running


def test_the_serving_role_is_fit_to_serve(cluster: postgres.Cluster) -> None:
    role = role_check.ask(cluster.url(APP))

    assert (role.name, role.is_superuser, role.bypasses_row_security, role.owned_tables) == (APP, False, False, 0)


def test_the_superuser_is_refused(cluster: postgres.Cluster) -> None:
    with pytest.raises(CannotStart, match="postgres is a superuser"):
        role_check.check(cluster.url(SUPERUSER))


@pytest.mark.django_db
def test_the_owner_of_the_tables_is_refused(cluster: postgres.Cluster) -> None:
    with pytest.raises(CannotStart, match=f"{OWNER} owns"):
        role_check.check(cluster.url(OWNER, _own_database()))


@pytest.mark.django_db
def test_the_serving_role_may_not_empty_a_table(cluster: postgres.Cluster) -> None:
    with (
        psycopg.connect(cluster.url(APP, _own_database())) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute("TRUNCATE records_patient")


def test_a_wrong_password_is_refused_even_on_the_socket(cluster: postgres.Cluster) -> None:
    url = cluster.url(APP).replace(cluster.passwords()[APP], "guess")

    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(url)


def test_nothing_listens_on_the_network(cluster: postgres.Cluster) -> None:
    with psycopg.connect(cluster.url(APP)) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
    assert cluster.socket.stat().st_mode & 0o077 == 0


def test_pages_are_checked_for_damage(cluster: postgres.Cluster) -> None:
    with psycopg.connect(cluster.url(APP)) as connection:
        assert connection.execute("SHOW data_checksums").fetchone() == ("on",)


def test_the_servers_log_quotes_no_row(cluster: postgres.Cluster) -> None:
    secret = "Okafor-1987"
    with psycopg.connect(cluster.url(APP)) as connection, pytest.raises(psycopg.errors.InvalidDatetimeFormat):
        connection.execute("SELECT %s::date", [secret])

    assert secret not in cluster.log.read_text()


def test_only_the_tests_do_without_fsync(cluster: postgres.Cluster) -> None:
    assert "fsync" in configuration.text(cluster)
    assert "fsync" not in configuration.text(postgres.main())


def test_two_installations_on_one_machine_keep_apart(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    one = postgres.main().home

    monkeypatch.setenv("OTIUM_VAR", str(tmp_path))

    assert postgres.main().home != one


def test_secrets_are_readable_by_their_owner_only(cluster: postgres.Cluster) -> None:
    assert cluster.secrets.stat().st_mode & 0o077 == 0
    assert places.secrets() == cluster.secrets.parent


def test_a_pid_that_another_program_has_by_now_is_not_taken_for_the_server(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("OTIUM_VAR", str(tmp_path))
    monkeypatch.setenv("OTIUM_STATE", str(tmp_path / "state"))
    cluster = postgres.main()
    cluster.data.mkdir(parents=True)
    (cluster.data / "postmaster.pid").write_text(f"{os.getpid()}\n{cluster.data}\n")

    assert cluster.pid() is None


def _own_database() -> str:
    return str(connections["default"].settings_dict["NAME"])
