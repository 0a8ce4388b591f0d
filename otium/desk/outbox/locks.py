"""Locks that end with whoever holds them: a killed worker's are free at once, without anybody clearing up.

They belong to the database session, not to a transaction, because a send takes long and holds none. They need a direct
connection (not PgBouncer in transaction mode), as the worker does anyway.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

_HELD = set[str]()  # by threads of this process
_GUARD = threading.Lock()


@contextmanager
def held(name: str) -> Iterator[bool]:
    """True while this process alone has the lock of that name; False, at once, where somebody else has it.

    A database that restarts forgets its locks while a send still goes on: another thread of ours does not get it then.
    """
    if not _claim(name):
        yield False
        return
    try:
        is_ours = _ask("pg_try_advisory_lock", name)
        try:
            yield is_ours
        finally:
            if is_ours:
                _ask("pg_advisory_unlock", name)
    finally:
        with _GUARD:
            _HELD.discard(name)


def _claim(name: str) -> bool:
    with _GUARD:
        is_free = name not in _HELD
        _HELD.add(name)
    return is_free


def is_free(name: str) -> bool:
    with held(name) as is_ours:
        return is_ours


def _ask(function: str, name: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"select {function}(hashtextextended(%s, 0))", [name])  # nosec B608: our own words
        return bool(cursor.fetchone()[0])
