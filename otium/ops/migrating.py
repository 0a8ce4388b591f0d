"""Tables, made and changed by the role that owns them and used by the role that serves."""

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from otium.ops.postgres import setting_up


def migrate(*, app: str, verbosity: int = 0) -> None:
    """Migrates the default database, signed in as its owner; `app` is the role that may then read and write rows.

    The grants come first, because they hold for what is created after them.
    """
    connection.ensure_connection()
    setting_up.add_extensions(connection.connection)
    setting_up.grant(connection.connection, app)
    call_command("migrate", verbosity=verbosity, interactive=False)
    call_command("createcachetable", verbosity=verbosity)


def is_behind() -> bool:
    """True when the code has migrations that the database has not."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
