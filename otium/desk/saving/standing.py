"""Whether Otium saves at the moment: a file, because a database that cannot write cannot be told.

The file has all its room on the disk from the start, so it can be written when nothing else can. Its first line holds
a mark for each of those who switch saving off; lines of audit entries follow (`reserve`), then zeros.
"""

import fcntl
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

NAME = "audit-reserve"
BYTES = 8 * 1024 * 1024  # some 25,000 pages of one patient each
HEAD = b"..\n"
_OFF = b"!"
log = logging.getLogger(__name__)


class Who(IntEnum):
    """Who switched saving off, by the place of the mark: a write that failed, or the house that gave up its spare room.

    Each alone switches it on again.
    """

    WRITE = 0
    HOUSE = 1


def file() -> Path:
    return Path(settings.OTIUM_VAR) / NAME


def make() -> None:
    """Take the room, if it is not taken yet. Raises OSError when there is none."""
    path = file()
    if path.exists() and path.stat().st_size >= BYTES:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as opened:
        fcntl.flock(opened, fcntl.LOCK_EX)
        there = opened.read() or HEAD
        opened.seek(0)
        opened.write(there.ljust(BYTES, b"\0"))
        flush(opened)


@contextmanager
def opened() -> Iterator[BinaryIO]:
    """The file, nobody else's for the while. Raises FileNotFoundError where its room was never taken."""
    with file().open("r+b") as found:
        fcntl.flock(found, fcntl.LOCK_EX)
        yield found


def flush(opened: BinaryIO) -> None:
    """Onto the disk. Raises OSError if that fails."""
    opened.flush()
    os.fsync(opened.fileno())


def is_off(who: Who | None = None) -> bool:
    """True while somebody, or this one, has switched saving off."""
    try:
        with file().open("rb") as found:
            marks = found.read(len(Who))
    except FileNotFoundError:
        return False
    return _OFF in marks if who is None else marks[who : who + 1] == _OFF


def switch_off(who: Who) -> None:
    _mark(who, _OFF, "Saving is off: the database cannot write.")


def switch_on(who: Who) -> None:
    _mark(who, HEAD[:1], "Saving is on again.")


def _mark(who: Who, mark: bytes, words: str) -> None:
    """Without the file nothing is marked: then each write fails on its own and each answer says so."""
    if is_off(who) == (mark == _OFF):
        return
    try:
        with opened() as found:
            found.seek(who)
            found.write(mark)
            flush(found)
    except OSError as error:
        log.warning("Whether saving is on could not be noted (errno %s).", error.errno)
    else:
        log.warning(words)
