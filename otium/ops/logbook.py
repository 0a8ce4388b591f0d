"""One log for all processes: what the children print becomes lines of var/log/otium.log."""

import json
import logging
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path

from otium.ops import logs
from otium.ops.errors import CannotStart

BYTES = 10_000_000
KEPT_FILES = 5


class Lines(logging.Formatter):
    """A child's line: taken as it is when it is one of ours, wrapped and scrubbed when a library wrote it."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "process": getattr(record, "process_title", "supervisor"),
            "level": record.levelname.lower(),
        }
        said = record.getMessage()
        return json.dumps({**line, **(_structured(said) or {"message": logs.plain(said)})}, ensure_ascii=False)


class LossyHandler(RotatingFileHandler):
    """On a full disk lines are lost; how many is written once there is room, and nothing to the terminal."""

    lost = 0

    def emit(self, record: logging.LogRecord) -> None:
        before = self.lost
        super().emit(record)
        if before and self.lost == before:
            self.lost = 0
            words = f"{before} lines were lost: the disk of this log took none."
            super().emit(logging.LogRecord(record.name, logging.WARNING, "", 0, words, None, None))

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802
        self.lost += 1


class LogBook:
    """The open log. Threads may write to it at the same time."""

    def __init__(self, path: Path) -> None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._handler = LossyHandler(path, maxBytes=BYTES, backupCount=KEPT_FILES)
        except OSError as error:
            raise CannotStart(f"Otium writes its log to {path} and cannot: {error.strerror}.") from error
        path.chmod(0o600)
        self._handler.setFormatter(Lines())
        self._logger = logging.Logger("otium.house", logging.INFO)
        self._logger.addHandler(self._handler)
        self.path = path

    def write(self, process: str, line: str) -> None:
        if line.strip():
            self._logger.info("%s", line.rstrip(), extra={"process_title": process})

    def close(self) -> None:
        self._handler.close()


def _structured(line: str) -> dict[str, object] | None:
    if not line.startswith("{"):
        return None
    try:
        found = json.loads(line)
    except ValueError:
        return None
    if not isinstance(found, dict):
        return None
    return found | {"path": logs.scrub(found["path"])} if isinstance(found.get("path"), str) else found
