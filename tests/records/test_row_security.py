"""Practices are strictly apart in the database itself: rows, keys, append-only tables. As the role that serves."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, models, transaction

from otium.desk import acting
from otium.ops import postgres
from otium.ops.postgres.cluster import APP, OWNER
from otium.records.fields import Within
from otium.records.models import AuditEvent, Membership, Practice, Staff
from tests import build
from tests.records import rows

AT = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db

WITH_PRACTICE = """
select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid
where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace
  and a.attname = 'practice_id' and not a.attisdropped
"""
KEYS_BETWEEN_PRACTICE_ROWS = f"""
select k.conname, array(select attname::text from pg_attribute where attrelid = k.conrelid and attnum = any (k.conkey))
from pg_constraint k
where k.contype = 'f'
  and k.conrelid::regclass::text in ({WITH_PRACTICE}) and k.confrelid::regclass::text in ({WITH_PRACTICE})
"""
TABLES = [model._meta.db_table for model in rows.tables()]


@dataclass
class Two:
    a: Practice
    b: Practice
    of_a: rows.Made
    of_b: rows.Made


@pytest.fixture
def two(db: None) -> Two:
    """Two practices with a row in every table."""
    a, b = build.open_practice(AT), build.open_practice(AT)
    with acting.acting_for(a.pk):
        of_a = rows.fill(a)
    with acting.acting_for(b.pk):
        of_b = rows.fill(b)
    return Two(a, b, of_a, of_b)


def ask(sql: str, *params: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall() if cursor.description else []


def count(table: str, where: str = "true") -> int:
    return ask(f'select count(*) from "{table}" where {where}')[0][0]


def test_the_tests_run_as_the_role_that_serves_and_it_may_bypass_nothing() -> None:
    ((name, is_super, bypasses),) = ask(
        "select rolname, rolsuper, rolbypassrls from pg_roles where rolname = current_user"
    )

    owned = ask("select count(*) from pg_class where relowner = current_user::regrole and relkind = 'r'")[0][0]

    assert (name, is_super, bypasses, owned) == (APP, False, False, 0)


def test_every_table_with_a_practice_is_in_these_tests() -> None:
    in_catalog = {row[0] for row in ask(WITH_PRACTICE)}

    assert in_catalog == set(TABLES)


def test_every_table_with_a_practice_has_row_security_switched_on() -> None:
    without = ask(f"select relname from pg_class where not relrowsecurity and relname in ({WITH_PRACTICE})")

    assert without == []


@pytest.mark.parametrize("table", [*TABLES, "records_practice"])
def test_raw_sql_sees_its_own_practice_and_no_other(two: Two, table: str) -> None:
    column = "id" if table == "records_practice" else "practice_id"

    with acting.acting_for(two.a.pk):
        own, foreign = count(table, f"{column} = '{two.a.pk}'"), count(table, f"{column} <> '{two.a.pk}'")
        named = count(table, f"{column} = '{two.b.pk}'")

    assert own > 0
    assert (foreign, named) == (0, 0)


@pytest.mark.parametrize("table", [*TABLES, "records_practice"])
def test_raw_sql_sees_nothing_where_no_practice_is_set(two: Two, table: str) -> None:
    with acting.acting_for():
        seen = count(table)
    ask("select set_config('otium.practices', '', true)")
    unset = count(table)

    assert (seen, unset) == (0, 0)


@pytest.mark.parametrize("table", TABLES)
def test_a_row_of_another_practice_is_neither_changed_nor_removed_nor_added(two: Two, table: str) -> None:
    is_kept = table in APPEND_ONLY

    with acting.acting_for(two.a.pk):
        for statement in [] if is_kept else ["update {} set practice_id = practice_id", "delete from {}"]:
            with connection.cursor() as cursor:
                cursor.execute(f"{statement.format(table)} where practice_id = %s", [two.b.pk])
                assert cursor.rowcount == 0
        with pytest.raises(DatabaseError, match=r"row-level security|append only"), transaction.atomic():
            ask(f'update "{table}" set practice_id = %s', two.b.pk)


@pytest.mark.parametrize(
    ("model", "field"), rows.pairs(), ids=lambda v: v if isinstance(v, str) else v._meta.model_name
)
def test_no_row_points_into_another_practice(two: Two, model: type[models.Model], field: str) -> None:
    column = model._meta.get_field(field).column
    target = model._meta.get_field(field).related_model
    foreign = two.of_b[target].pk

    other = rows.EITHER.get((model._meta.model_name, field))
    instead = f', "{other}_id" = null' if other else ""

    with acting.acting_for(two.a.pk), transaction.atomic():
        ask("set constraints all immediate")
        sql = f'update "{model._meta.db_table}" set "{column}" = %s{instead} where id = %s'
        with pytest.raises(IntegrityError, match="violates foreign key"), transaction.atomic():
            ask(sql, foreign, two.of_a[model].pk)


def test_every_key_between_rows_of_practices_holds_the_practice() -> None:
    keys = dict(ask(KEYS_BETWEEN_PRACTICE_ROWS))

    assert keys
    assert {name for name, columns in keys.items() if "practice_id" not in columns} == set()


def test_every_key_within_a_practice_is_kept_by_the_database() -> None:
    within = {
        (model._meta.model_name, f.name)
        for model in apps.get_app_config("records").get_models()
        for f in model._meta.concrete_fields
        if isinstance(f, Within)
    }

    kept = {(model._meta.model_name, field) for model, field in rows.pairs()}

    assert within - kept == set()


APPEND_ONLY = ("records_history", "records_auditevent", "records_auditseal")


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize(
    "statement", ['update "{}" set practice_id = practice_id', 'delete from "{}"', 'truncate "{}"']
)
def test_what_happened_stays_as_it_was_written(two: Two, table: str, statement: str) -> None:
    with (
        acting.acting_for(two.a.pk),
        pytest.raises(DatabaseError, match=r"append only|permission denied"),
        transaction.atomic(),
    ):
        ask(statement.format(table))

    with acting.acting_for(two.a.pk):
        assert count(table) > 0


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_not_even_their_owner_empties_append_only_tables(table: str) -> None:
    url = postgres.test().url(OWNER, str(connection.settings_dict["NAME"]))

    with psycopg.connect(url) as owner, pytest.raises(psycopg.errors.RaiseException, match="append only"):
        owner.execute(f'truncate "{table}" cascade')


def test_a_person_reads_their_own_memberships_and_writes_none_of_another_practice(two: Two) -> None:
    person = two.of_b[Staff]
    acting.see_as(person.pk)

    with acting.acting_for(two.a.pk):
        seen = set(Membership.objects.values_list("practice_id", flat=True))
        changed = Membership.objects.filter(practice_id=two.b.pk).update(role="owner")

    assert seen == {two.a.pk, two.b.pk}
    assert changed == 0


def test_what_a_transaction_may_see_ends_with_it(two: Two) -> None:
    with acting.acting_for(two.a.pk):
        pass

    assert AuditEvent.objects.count() == 0
