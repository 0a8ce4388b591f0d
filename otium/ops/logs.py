"""Log lines as JSON, free of patient data.

Names, birth dates and member ids hide in what libraries put into messages: rows quoted by the database, values that
would not parse, query strings. So an exception is logged by its class and place; its words only if they are our own.
"""

import json
import logging
import re
import sys
import traceback
from datetime import UTC, datetime
from types import TracebackType

from django.db import Error as DatabaseError

QUERY_STRING = re.compile(r"(/[^\s?\"']*)\?[^\s\"']*")
# The token is what lets a family, a calendar or a service of texts in.
SECRET_LINK = re.compile(r"(/(?:portal|calendar|receipts/texts)/)[^/\s\"']+")
EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
ERROR_WORDS = re.compile(r"^([\w.]*(?:Error|Exception|Warning|Violation|Exit|Interrupt|DoesNotExist))\b:.*", re.DOTALL)
NAMES_OF_CODE = ("ImportError", "ModuleNotFoundError", "NameError", "AttributeError", "SyntaxError", "CannotStart")
DATABASE_DETAIL = re.compile(r"^\s*(DETAIL|CONTEXT|HINT|STATEMENT|QUERY|LINE \d+):.*", re.DOTALL)
EXTRAS = ("status_code", "job_id", "task", "action")  # fields of a record that hold no values of patients


class JsonLines(logging.Formatter):
    """One object a line: at, level, logger, message, and for an exception its class and place."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": scrub(record.getMessage()),
        }
        line.update({name: str(getattr(record, name)) for name in EXTRAS if hasattr(record, name)})
        if record.exc_info and record.exc_info[1]:
            line["error"] = describe(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


def scrub(message: str) -> str:
    """The message without query strings, tokens of family links and addresses of people."""
    return EMAIL.sub("<email>", SECRET_LINK.sub(r"\1<link>", QUERY_STRING.sub(r"\1", message)))


def log_uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """In place of Python's own last words, which quote the error's: for processes that nobody watches."""
    if not isinstance(error, KeyboardInterrupt):
        line = {"level": "critical", "logger": "otium", "message": "ended by an error", "error": describe(error)}
        print(json.dumps(line), file=sys.stderr, flush=True)


def plain(line: str) -> str:
    """A line that some library printed: the words of errors are cut, because they quote what they fell over.

    Errors that can only speak of names in the code keep theirs.
    """
    error = ERROR_WORDS.match(line)
    if error and error[1].rpartition(".")[2] not in NAMES_OF_CODE:
        return error[1]
    return scrub(DATABASE_DETAIL.sub(r"\1", line))


def describe(error: BaseException) -> dict[str, object]:
    """Class, place and cause of an error; its words only where our own code chose them."""
    frames = traceback.extract_tb(error.__traceback__)
    said: dict[str, object] = {
        "class": f"{type(error).__module__}.{type(error).__qualname__}",
        "frames": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames[-12:]],
    }
    if type(error).__module__.split(".")[0] == "otium" or type(error).__name__ in NAMES_OF_CODE:
        said["message"] = scrub(str(error))
    if isinstance(error, DatabaseError):
        said.update(_of_database(error))
    return said


def _of_database(error: DatabaseError) -> dict[str, object]:
    """The code and the constraint's name, which say what was broken without the row that broke it."""
    diagnosis = getattr(error.__cause__, "diag", None)
    return {
        "sqlstate": getattr(error.__cause__, "sqlstate", None),
        "constraint": getattr(diagnosis, "constraint_name", None),
        "table": getattr(diagnosis, "table_name", None),
    }
