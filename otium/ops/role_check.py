"""Asks the database what the serving role may do, before it serves."""

import psycopg

from otium.ops.errors import CannotStart
from otium.settings.refusals import DatabaseRole, of_database_role

QUESTION = """
    WITH tables AS (
        SELECT oid, relowner FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace
    )
    SELECT current_user, rolsuper, rolbypassrls,
           (SELECT count(*) FROM tables WHERE pg_has_role(current_user, relowner, 'MEMBER')),
           (SELECT count(*) FROM tables WHERE has_table_privilege(oid, 'TRUNCATE'))
      FROM pg_roles WHERE rolname = current_user
"""


def check(url: str) -> None:
    """Raises CannotStart if the role of this address would see past row security, or cannot sign in."""
    faults = of_database_role(ask(url))
    if faults:
        raise CannotStart("\n".join(faults))


def ask(url: str) -> DatabaseRole:
    try:
        with psycopg.connect(url, connect_timeout=10) as connection:
            row = connection.execute(QUESTION).fetchone()
    except psycopg.OperationalError as error:
        raise CannotStart("The database that DATABASE_URL names does not let us in: check its address.") from error
    if row is None:
        raise CannotStart("The database does not say what the role of DATABASE_URL may do.")
    return DatabaseRole(*row)
