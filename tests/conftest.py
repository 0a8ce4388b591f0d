"""Databases and a browser for the tests.

Each test process has a database of its own in the test cluster, copied from one that was migrated once by the owner.
Tests sign in as the role that serves, so row security holds in them as it does in use.
"""

import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connection, connections
from django.test import TransactionTestCase
from playwright.sync_api import Browser, sync_playwright
from psycopg import sql

from otium.ops import migrating, places, postgres
from otium.ops.postgres import setting_up
from otium.ops.postgres.cluster import APP, OWNER

RECORDS = places.ROOT / "otium" / "records"
MIGRATED_BY = (places.ROOT / "requirements.lock", places.ROOT / "otium" / "ops" / "postgres" / "setting_up.py")
KEPT_WHEN_EMPTYING = ("django_migrations", "django_content_type", "auth_permission")
ONE_BUILDS = 7_406_215  # an advisory lock: one process builds the template, the others wait
CHROMIUM_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    cluster = postgres.test()
    postgres.ensure(cluster, lambda words: None)
    name = f"otium_test_{os.getpid()}"
    with psycopg.connect(cluster.url(OWNER, "postgres"), autocommit=True) as owner, django_db_blocker.unblock():
        template = _template(cluster, owner)
        _drop_abandoned(owner)
        owner.execute(_named("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY", name, template))
        with psycopg.connect(cluster.url(OWNER, name), autocommit=True) as copy:
            setting_up.refuse_temporary_tables(copy)  # what a database refuses is not copied with it
        _sign_in(cluster, APP, name)
        yield
        connections.close_all()
        owner.execute(_named("DROP DATABASE {} WITH (FORCE)", name))
    postgres.stop_if_idle(cluster)


def _template(cluster: postgres.Cluster, owner: psycopg.Connection) -> str:
    """The name of a migrated, empty database; made when the migrations are not those of the last run."""
    name = f"otium_template_{_fingerprint()}"
    owner.execute("SELECT pg_advisory_lock(%s)", [ONE_BUILDS])
    if name not in _databases(owner):
        for old in _databases(owner, "otium_template_"):
            owner.execute(_named("DROP DATABASE IF EXISTS {} WITH (FORCE)", old))
        owner.execute(_named("CREATE DATABASE {}", f"{name}_draft"))
        _sign_in(cluster, OWNER, f"{name}_draft")
        migrating.migrate(app=APP)
        connections.close_all()
        owner.execute(_named("ALTER DATABASE {} RENAME TO {}", f"{name}_draft", name))
    owner.execute("SELECT pg_advisory_unlock(%s)", [ONE_BUILDS])
    return name


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for path in sorted([*RECORDS.rglob("*.py"), *RECORDS.rglob("*.sql"), *MIGRATED_BY]):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _databases(owner: psycopg.Connection, prefix: str = "otium_") -> list[str]:
    rows = owner.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [prefix])
    return [row[0] for row in rows]


def _drop_abandoned(owner: psycopg.Connection) -> None:
    """Databases of test runs that were killed."""
    for name in _databases(owner, "otium_test_"):
        if not Path("/proc", name.rpartition("_")[2]).exists() and Path("/proc/self").exists():
            owner.execute(_named("DROP DATABASE IF EXISTS {} WITH (FORCE)", name))


def _sign_in(cluster: postgres.Cluster, role: str, database: str) -> None:
    connections.close_all()
    connection.settings_dict.update(
        NAME=database, USER=role, PASSWORD=cluster.passwords()[role], HOST=str(cluster.socket), PORT=""
    )


def _named(statement: str, *names: str) -> sql.Composed:
    return sql.SQL(statement).format(*map(sql.Identifier, names))


def _empty_as_owner(case: TransactionTestCase) -> None:
    """Django empties tables after a test that committed; the role that serves may not, so their owner does.

    In the test cluster the owner may switch off the triggers that keep money and audit append-only.
    """
    cluster = postgres.test()
    with psycopg.connect(cluster.url(OWNER, str(connection.settings_dict["NAME"])), autocommit=True) as owner:
        rows = owner.execute(
            "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace"
        )
        tables = sorted({row[0] for row in rows} - set(KEPT_WHEN_EMPTYING))
        owner.execute("SET session_replication_role = replica")
        owner.execute("SET lock_timeout = '60s'")  # a transaction that a test left open fails it, and hangs nothing
        owner.execute(
            sql.SQL("TRUNCATE {} RESTART IDENTITY CASCADE").format(sql.SQL(", ").join(map(sql.Identifier, tables)))
        )


TransactionTestCase._fixture_teardown = _empty_as_owner  # type: ignore[method-assign]


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the browser; a journey without one is skipped, or fails where browsers are required."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None and os.environ.get("OTIUM_REQUIRE_BROWSER") == "1":
        pytest.fail("OTIUM_REQUIRE_BROWSER is set and there is no Chromium: apt install chromium")
    if path is None:
        pytest.skip("no Chromium")
    return path


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """One for each file of journeys: while it runs, its loop runs in this thread, where other tests want their own."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's loop shares our thread
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, headless=True, args=CHROMIUM_FLAGS)
        yield running
        running.close()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = [report for report in terminalreporter.stats.get("skipped", ()) if "no Chromium" in str(report.longrepr)]
    if skipped:
        terminalreporter.section("journeys that were not run")
        for report in skipped:
            terminalreporter.line(report.nodeid)
        terminalreporter.line("They need a browser: apt install chromium")
