"""kill -9 in the middle of an import of 5,000 rows: in the end nothing is lost, doubled or half there.

Each practice imports the same folder. The first is left in peace; the others must end up with the same rows as it.
"""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from otium.ops import places, postgres
from tests.faults.conftest import Installation, kill, wait_until

ROWS = 5_000
COUNT = "SELECT count(*) FROM {} t JOIN records_practice p ON p.id = t.practice_id WHERE p.slug = %s"
SCALE = "2.2"
ABOUT_RUNS = {"records_importrun", "records_importfile", "records_blob", "records_blobchunk"}  # one more for each try
SETTINGS = {"records_auditevent", "records_auditseal", "records_history"}  # each try that ended has its own


@pytest.fixture(scope="session")
def extract(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("extract")
    command = [sys.executable, "-m", "partners", "write", "--out", str(out), "--scale", SCALE]
    subprocess.run(command, cwd=places.ROOT, check=True, capture_output=True)
    folder = out / "tidewater" / "webpt"
    assert sum(len(path.read_bytes().splitlines()) - 1 for path in folder.iterdir()) >= ROWS
    return folder


class Practices:
    """The practices of one installation, seen as the owner of the tables, past row security."""

    def __init__(self, installation: Installation, folder: Path) -> None:
        self._installation = installation
        self._folder = folder

    def found(self, slug: str) -> None:
        assert self.act("found", slug).wait() == 0

    def act(self, act: str, slug: str) -> "subprocess.Popen[str]":
        command = [sys.executable, "-m", "tests.faults.act", act, slug, str(self._folder)]
        return subprocess.Popen(command, cwd=places.ROOT, env=self._installation.environment, text=True)

    def step(self, slug: str) -> str:
        """How far the newest import is: a step while it works, a state when it has ended."""
        row = self._ask(
            "SELECT CASE WHEN r.finished_at IS NULL THEN r.step ELSE r.state END FROM records_importrun r"
            " JOIN records_practice p ON p.id = r.practice_id WHERE p.slug = %s ORDER BY r.started_at DESC LIMIT 1",
            slug,
        )
        return str(row[0][0]) if row else ""

    def rows(self, slug: str) -> dict[str, int]:
        """How many rows the practice has in each table that an import fills."""
        tables = self._ask(
            "SELECT table_name FROM information_schema.columns WHERE column_name = 'practice_id'"
            " AND table_schema = 'public' AND table_name LIKE 'records_%%'"
        )
        counted = {table: self._count(str(table), slug) for (table,) in tables if table not in ABOUT_RUNS | SETTINGS}
        return {table: count for table, count in counted.items() if count}

    def said(self, slug: str) -> list[tuple[object, ...]]:
        """Which of the source's rows the import remembers; their digests hold ids, so they differ by practice."""
        return self._ask(
            "SELECT i.table, i.key, i.is_removed FROM records_importedrow i"
            " JOIN records_practice p ON p.id = i.practice_id WHERE p.slug = %s ORDER BY 1, 2",
            slug,
        )

    def _count(self, table: str, slug: str) -> int:
        question = sql.SQL(
            "SELECT count(*) FROM {} t JOIN records_practice p ON p.id = t.practice_id WHERE p.slug = %s"
        )
        return int(str(self._ask(question.format(sql.Identifier(table)), slug)[0][0]))

    def _ask(self, question: str | sql.Composed, *values: str) -> list[tuple[object, ...]]:
        with psycopg.connect(self._installation.cluster().url("otium_owner")) as owner:
            return owner.execute(question, values or None).fetchall()


@pytest.fixture
def practices(running: Installation, extract: Path) -> Practices:
    found = Practices(running, extract)
    if not found.step("peace"):
        found.found("peace")
        assert found.act("take_over", "peace").wait() == 0
    return found


def _assert_same(practices: Practices, slug: str) -> None:
    assert practices.rows(slug) == practices.rows("peace")
    assert practices.said(slug) == practices.said("peace")


def test_a_database_killed_while_a_folder_is_imported_keeps_nothing_of_it(
    running: Installation, practices: Practices
) -> None:
    practices.found("folder")
    empty = practices.rows("folder")
    importing = practices.act("take_over", "folder")
    wait_until(lambda: practices.step("folder") == "participants", "rows are being written")

    kill(running.database())
    assert importing.wait() != 0
    wait_until(lambda: _answers(running), "the database is back")

    assert practices.rows("folder") == empty
    assert practices.act("take_over", "folder").wait() == 0
    _assert_same(practices, "folder")


def _worker(running: Installation) -> None:
    kill(running.child("worker"))


def _database(running: Installation) -> None:
    kill(running.database())


def _pages(running: Installation) -> None:
    kill(running.child("web"))


def _all(running: Installation) -> None:
    assert running.supervisor
    for pid in (running.supervisor.pid, running.child("web"), running.child("worker"), running.database()):
        kill(pid)
    running.supervisor.wait()
    running.start()


@pytest.mark.fault
@pytest.mark.parametrize("step", ["comparing", "participants", "settling"])
@pytest.mark.parametrize("strike", [_worker, _database, _pages, _all])
def test_an_import_asked_for_in_the_browser_ends_whole_whatever_was_killed(
    running: Installation, practices: Practices, strike: Callable[[Installation], None], step: str
) -> None:
    slug = f"{strike.__name__.strip('_')}-{step}"
    practices.found(slug)
    assert practices.act("ask", slug).wait() == 0
    wait_until(lambda: practices.step(slug) == step, f"the import is {step}")

    strike(running)

    wait_until(lambda: _answers(running) and practices.step(slug) == "applied", "a worker has ended it", seconds=180)
    _assert_same(practices, slug)


def _answers(running: Installation) -> bool:
    return postgres.is_answering(running.cluster())
