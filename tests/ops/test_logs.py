"""No name, birth date or member id reaches the log, whichever way a library tries to put it there."""

import json
import logging
from pathlib import Path

import pytest
from django.db import DatabaseError, IntegrityError

from otium.ops import logs
from otium.ops.errors import CannotStart
from otium.ops.logbook import LogBook

SECRET = "Okafor-1987-W123456789"


def _line(message: str, *values: object, error: BaseException | None = None) -> dict[str, object]:
    exc_info = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord("django.request", logging.ERROR, "views.py", 1, message, values, exc_info)
    found: dict[str, object] = json.loads(logs.JsonLines().format(record))
    return found


def _raised(error: BaseException, cause: BaseException | None = None) -> BaseException:
    try:
        raise error from cause
    except BaseException as caught:
        return caught


def test_a_query_string_is_dropped_and_the_path_kept() -> None:
    line = _line("Not Found: %s", f"/patients/?q={SECRET}&page=2")

    assert line["message"] == "Not Found: /patients/"


@pytest.mark.parametrize("end", ["/", "/?lang=es", "", " 200", '/"'])
def test_a_family_link_is_masked(end: str) -> None:
    line = _line(f"Unprocessable Entity: /portal/3CqF-k_9{end}")

    assert "3CqF" not in str(line["message"])
    assert "/portal/<link>" in str(line["message"])


def test_an_address_of_a_person_is_masked() -> None:
    assert _line("signed in: ada@example.org")["message"] == "signed in: <email>"


def test_the_words_of_a_librarys_error_are_left_out() -> None:
    line = _line("Internal Server Error", error=_raised(ValueError(f"cannot parse {SECRET}")))

    assert SECRET not in json.dumps(line)
    assert line["error"]["class"] == "builtins.ValueError"  # type: ignore[index]


def test_the_words_of_our_own_error_are_kept() -> None:
    line = _line("ended", error=_raised(CannotStart("Port 8000 is taken.")))

    assert line["error"]["message"] == "Port 8000 is taken."  # type: ignore[index]


def test_an_error_of_the_database_names_the_constraint_and_not_the_row() -> None:
    class Diagnosis:
        constraint_name, table_name = "member_id_once_a_payer", "records_coverage"

    class UniqueViolationError(Exception):
        sqlstate, diag = "23505", Diagnosis()

    error = _raised(IntegrityError(f"Key (member_id)=({SECRET}) already exists."), UniqueViolationError())

    line = _line("Internal Server Error", error=error)

    assert SECRET not in json.dumps(line)
    assert line["error"]["constraint"] == "member_id_once_a_payer"  # type: ignore[index]
    assert isinstance(error, DatabaseError)


@pytest.mark.parametrize(
    ("printed", "kept"),
    [
        (f"psycopg.errors.UniqueViolation: Key ({SECRET}) already exists", "psycopg.errors.UniqueViolation"),
        (f"ValueError: {SECRET}", "ValueError"),
        (f"DETAIL:  Failing row contains ({SECRET}).", "DETAIL"),
        ("ImportError: cannot import name 'duties'", "ImportError: cannot import name 'duties'"),
        ("[INFO] Starting granian", "[INFO] Starting granian"),
    ],
)
def test_lines_that_libraries_print_lose_what_they_quote(printed: str, kept: str) -> None:
    assert logs.plain(printed) == kept


def test_an_uncaught_error_ends_as_one_line_without_its_words(capsys: pytest.CaptureFixture[str]) -> None:
    error = _raised(KeyError(SECRET))

    logs.log_uncaught(type(error), error, error.__traceback__)

    printed = capsys.readouterr().err
    assert SECRET not in printed
    assert json.loads(printed)["error"]["class"] == "builtins.KeyError"


def test_the_log_has_one_object_a_line_whoever_wrote_it(tmp_path: Path) -> None:
    book = LogBook(tmp_path / "log" / "otium.log")

    book.write("web", '{"logger": "web", "status": 200, "level": "warning", "path": "/portal/3CqF/"}\n')
    book.write("postgres", "123 LOG:  database system is ready\n")
    book.close()

    web, postgres = map(json.loads, book.path.read_text().splitlines())
    assert web["path"] == "/portal/<link>/"
    assert (web["process"], web["status"], web["level"]) == ("web", 200, "warning")
    assert (postgres["process"], postgres["message"]) == ("postgres", "123 LOG:  database system is ready")
    assert book.path.stat().st_mode & 0o077 == 0
