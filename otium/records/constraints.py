"""Integrity that the database keeps: pair keys, row security, append-only tables. Migrations may import this."""

from abc import abstractmethod
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models.constraints import BaseConstraint

PRACTICES = "(select nullif(current_setting('otium.practices', true), '')::uuid[])::uuid[]"
USER = "(select nullif(current_setting('otium.user', true), '')::uuid)"


class TableRule(BaseConstraint):
    """A rule of a table that only the database checks; made at the end of its migration, when all tables stand."""

    @abstractmethod
    def sql(self, model: Any) -> str:
        """The statement that makes the rule on the model's table."""

    def create_sql(self, model: Any, schema_editor: BaseDatabaseSchemaEditor | None) -> None:
        if schema_editor is not None:
            schema_editor.deferred_sql.append(self.sql(model))  # type: ignore[arg-type]

    def constraint_sql(self, model: Any, schema_editor: BaseDatabaseSchemaEditor | None) -> None:
        self.create_sql(model, schema_editor)

    def validate(
        self,
        model: Any,
        instance: Any,
        exclude: Any = None,
        using: str = DEFAULT_DB_ALIAS,
    ) -> None:
        """The database alone decides: nothing is checked in Python."""


class SamePractice(TableRule):
    """Foreign key over (practice_id, `field`_id): a row can only point at a row of its own practice."""

    def __init__(self, *, field: str, name: str) -> None:
        super().__init__(name=name)
        self.field = field

    def sql(self, model: Any) -> str:
        field = model._meta.get_field(self.field)
        table, target = model._meta.db_table, field.remote_field.model._meta.db_table
        return (
            f'alter table "{table}" add constraint "{self.name}" foreign key (practice_id, "{field.column}") '
            f'references "{target}" (practice_id, id) deferrable initially deferred'
        )

    def remove_sql(self, model: Any, schema_editor: Any) -> str:
        return f'alter table "{model._meta.db_table}" drop constraint "{self.name}"'

    def deconstruct(self) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
        path, args, kwargs = super().deconstruct()
        return path, args, {**kwargs, "field": self.field}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SamePractice) and (self.name, self.field) == (
            other.name,
            other.field,
        )

    __hash__ = BaseConstraint.__hash__


class RowSecurity(TableRule):
    """Only rows of the practices set in this transaction are seen or written.

    `column` names the practice; `own` names a column that the signed-in person may always read by (Membership).
    It binds every role but the tables' owner, who runs migrations and nothing else. The setting is read once a
    statement (an initplan), which made 100 practices 38 times faster.
    """

    def __init__(self, *, name: str, column: str = "practice_id", own: str = "") -> None:
        super().__init__(name=name)
        self.column, self.own = column, own

    def sql(self, model: Any) -> str:
        table = model._meta.db_table
        mine = f"{self.column} = any ({PRACTICES})"
        sql = (
            f'alter table "{table}" enable row level security; '
            f'create policy "{self.name}" on "{table}" using ({mine}) with check ({mine})'
        )
        if self.own:
            sql += f'; create policy "{self.name}_own" on "{table}" for select using ({self.own} = {USER})'
        return sql

    def remove_sql(self, model: Any, schema_editor: Any) -> str:
        table = model._meta.db_table
        own = f'drop policy "{self.name}_own" on "{table}"; ' if self.own else ""
        return f'{own}drop policy "{self.name}" on "{table}"; alter table "{table}" disable row level security'

    def deconstruct(self) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
        path, args, kwargs = super().deconstruct()
        return path, args, {**kwargs, "column": self.column, "own": self.own}

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, RowSecurity):
            return False
        return (self.name, self.column, self.own) == (
            other.name,
            other.column,
            other.own,
        )

    __hash__ = BaseConstraint.__hash__


class AppendOnly(TableRule):
    """Rows are added, never changed or removed: a trigger refuses update, delete and truncate."""

    def __init__(self, *, name: str) -> None:
        super().__init__(name=name)

    def sql(self, model: Any) -> str:
        table = model._meta.db_table
        return (
            "create or replace function otium_append_only() returns trigger language plpgsql as $$ begin "
            "raise exception '% is append only', tg_table_name; end $$; "
            f'create trigger "{self.name}" before update or delete or truncate on "{table}" '
            "for each statement execute function otium_append_only()"
        )

    def remove_sql(self, model: Any, schema_editor: Any) -> str:
        return f'drop trigger "{self.name}" on "{model._meta.db_table}"'

    def __eq__(self, other: object) -> bool:
        return isinstance(other, AppendOnly) and self.name == other.name

    __hash__ = BaseConstraint.__hash__
