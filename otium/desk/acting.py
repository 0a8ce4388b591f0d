"""Whose rows a transaction may see: the settings that row-level security reads (ADR 0001, design section 9).

Set inside a transaction only, so that a pooled connection never carries one request's practices to the next.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import connection, transaction

_SET = "select set_config('otium.practices', %s, true)"


def see_practices(practices: Iterable[UUID]) -> None:
    """From here to the end of the transaction, rows of these practices and no others."""
    with connection.cursor() as cursor:
        cursor.execute(_SET, ["{" + ",".join(map(str, practices)) + "}"])


def see_as(staff_id: UUID | None) -> None:
    """From here to the end of the transaction, this person's own memberships may be read."""
    with connection.cursor() as cursor:
        cursor.execute("select set_config('otium.user', %s, true)", ["" if staff_id is None else str(staff_id)])


@contextmanager
def acting_for(*practices: UUID) -> Iterator[None]:
    """A transaction that sees only these practices; what an outer transaction saw is set again afterwards."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("select coalesce(current_setting('otium.practices', true), '')")
            before = cursor.fetchone()[0]
        see_practices(practices)
        yield
        with connection.cursor() as cursor:
            cursor.execute(_SET, [before])


def practice_ids() -> list[UUID]:
    """Every practice of this installation, by slug: for workers that then act for them one by one."""
    with connection.cursor() as cursor:
        cursor.execute("select practice_ids()")
        return [row[0] for row in cursor.fetchall()]
