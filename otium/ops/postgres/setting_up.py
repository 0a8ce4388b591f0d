"""Making a cluster: files, two roles, the database. The only place that signs in as the superuser."""

import shutil
import tempfile
from pathlib import Path

import psycopg
from psycopg import sql

from otium.ops.postgres import configuration, programs
from otium.ops.postgres.account import own
from otium.ops.postgres.cluster import APP, DATABASE, OWNER, SUPERUSER, Cluster

EXTENSIONS = ("btree_gist", "pg_trgm", "unaccent")
NOTHING_SPECIAL = "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS"
FOR_TESTS = (
    f"ALTER ROLE {OWNER} CREATEDB",
    f"GRANT pg_signal_backend TO {OWNER}",  # to drop a database that a test left somebody connected to
    f"GRANT SET ON PARAMETER session_replication_role TO {OWNER}",  # tables are emptied in spite of triggers
)


def is_set_up(cluster: Cluster) -> bool:
    """The id is written last: a cluster without it was interrupted and holds nothing yet."""
    mark = cluster.home / "id"
    return mark.exists() and mark.read_text() == cluster.id


def make_files(cluster: Cluster) -> None:
    """An empty cluster. One left by a deleted checkout is set aside, because its passwords are gone."""
    _set_aside(cluster)
    for folder in (cluster.home, cluster.data, cluster.log.parent):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        own(folder, cluster.account)
    with tempfile.NamedTemporaryFile("w", dir=cluster.home) as password:
        password.write(cluster.passwords()[SUPERUSER])
        password.flush()
        own(Path(password.name), cluster.account)
        programs.run(
            cluster,
            "initdb",
            *("--pgdata", str(cluster.data), "--username", SUPERUSER, "--pwfile", password.name),
            *("--auth", "scram-sha-256", "--data-checksums", "--encoding", "UTF8"),
            *("--locale", "C", "--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"),
            *(() if cluster.durable else ("--no-sync",)),
        )


def configure(cluster: Cluster) -> None:
    """Writes settings and access rules anew at each start, so that a newer Otium needs no hand at old clusters."""
    cluster.socket.mkdir(mode=0o700, exist_ok=True)
    own(cluster.socket, cluster.account)
    _put(cluster.data / "pg_hba.conf", configuration.PASSWORDS_ONLY)
    (cluster.data / "postgresql.auto.conf").touch()
    _put(cluster.data / "postgresql.conf", configuration.text(cluster))


def _put(path: Path, text: str) -> None:
    """Leaves alone what says so already: on a full disk, writing it anew would leave an empty file."""
    if not path.exists() or path.read_text() != text:
        path.write_text(text)


def make_roles(cluster: Cluster) -> None:
    """The role that owns tables, the role that serves, extensions, the database; then the mark that all is there."""
    passwords = cluster.passwords()
    with psycopg.connect(cluster.url(SUPERUSER, "template1"), autocommit=True) as connection:
        for role in (OWNER, APP):
            connection.execute(
                sql.SQL("CREATE ROLE {} {} PASSWORD {}").format(
                    sql.Identifier(role), sql.SQL(NOTHING_SPECIAL), sql.Literal(passwords[role])
                )
            )
        add_extensions(connection)
        for statement in FOR_TESTS if cluster.for_tests else ():
            connection.execute(statement)
    with psycopg.connect(cluster.url(SUPERUSER, "postgres"), autocommit=True) as connection:
        connection.execute(
            sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(DATABASE), sql.Identifier(OWNER))
        )
    (cluster.home / "id").write_text(cluster.id)


def add_extensions(connection: psycopg.Connection) -> None:
    """All are trusted: on a server of the operator's the owner of the database may add them."""
    for extension in EXTENSIONS:
        connection.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(extension)))


def grant(connection: psycopg.Connection, app: str = APP) -> None:
    """What the owner creates from now on, `app` may use but not own, empty or change in shape. Run as the owner."""
    for rights in ("SELECT, INSERT, UPDATE, DELETE ON TABLES", "USAGE, SELECT ON SEQUENCES", "EXECUTE ON FUNCTIONS"):
        connection.execute(
            sql.SQL("ALTER DEFAULT PRIVILEGES GRANT {} TO {}").format(sql.SQL(rights), sql.Identifier(app))
        )
    refuse_temporary_tables(connection)


def refuse_temporary_tables(connection: psycopg.Connection) -> None:
    """A temporary table could stand in the place of one that a function reads as its owner. Nobody needs any.

    Functions name pg_temp last as well; on a server whose database another role owns, that alone must do.
    """
    database = connection.execute("SELECT current_database()").fetchone()
    if database:
        connection.execute(sql.SQL("REVOKE TEMPORARY ON DATABASE {} FROM PUBLIC").format(sql.Identifier(database[0])))


def _set_aside(cluster: Cluster) -> None:
    if not cluster.data.exists():
        return
    if (cluster.home / "id").exists() and cluster.durable:
        count = len(list(cluster.home.glob("data.aside-*")))
        cluster.data.rename(cluster.home / f"data.aside-{count + 1}")
        (cluster.home / "id").unlink()
    else:
        shutil.rmtree(cluster.data)
