"""Starting and stopping a cluster, whatever state a kill, a crash or another command left it in."""

import fcntl
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg

from otium.ops import processes
from otium.ops.errors import CannotStart
from otium.ops.postgres import programs, setting_up
from otium.ops.postgres.account import own
from otium.ops.postgres.cluster import Cluster

Say = Callable[[str], None]
START_SECONDS = "60"
RECOVERY_SECONDS = 60.0
# Of others' sessions a plain role is shown no more than who and where; a session of the server itself has not both.
OTHERS = """
    SELECT count(*) FROM pg_stat_activity
     WHERE usesysid IS NOT NULL AND datid IS NOT NULL AND pid <> pg_backend_pid()
"""


def ensure(cluster: Cluster, say: Say = print) -> bool:
    """Makes sure the server runs. True when it had to be started."""
    with _alone(cluster):
        if setting_up.is_set_up(cluster) and _comes_to_answer(cluster):
            return False
        start(cluster, say)
        return True


def start(cluster: Cluster, say: Say = print) -> None:
    """Starts a server that does not run; makes the cluster first when there is none."""
    fresh = not setting_up.is_set_up(cluster)
    _clear_leftovers(cluster)
    if fresh:
        say("Setting up PostgreSQL.")
        setting_up.make_files(cluster)
    setting_up.configure(cluster)
    _launch(cluster)
    if fresh:
        setting_up.make_roles(cluster)


def stop(cluster: Cluster) -> bool:
    """Stops the server and waits for it; False when it did not run."""
    if not cluster.secrets.exists() or not cluster.pid():
        return False
    programs.run(cluster, "pg_ctl", "stop", "--pgdata", str(cluster.data), "--mode", "fast", "--silent")
    return True


def stop_if_idle(cluster: Cluster) -> bool:
    """Stops the server unless somebody else is connected, so that a command leaves nothing running behind it."""
    with _alone(cluster):
        with psycopg.connect(cluster.url(), autocommit=True) as connection:
            row = connection.execute(OTHERS).fetchone()
        return row == (0,) and stop(cluster)


def remove(cluster: Cluster) -> None:
    """Stops the server and deletes the cluster with all its data; the next start makes an empty one."""
    stop(cluster)
    shutil.rmtree(cluster.home, ignore_errors=True)
    cluster.secrets.unlink(missing_ok=True)
    _lock_file(cluster).unlink(missing_ok=True)
    with suppress(OSError):  # the other cluster of this installation is still there
        cluster.home.parent.rmdir()


def is_answering(cluster: Cluster) -> bool:
    """True when a role can sign in, which is more than a process that exists."""
    try:
        psycopg.connect(cluster.url(), connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


def _comes_to_answer(cluster: Cluster) -> bool:
    """Waits for a server that another process has just started, or that repairs itself after a crash."""
    until = time.monotonic() + RECOVERY_SECONDS
    while cluster.pid() and time.monotonic() < until:
        if is_answering(cluster):
            return True
        time.sleep(0.1)
    return False


def _launch(cluster: Cluster) -> None:
    cluster.log.touch(mode=0o600)
    own(cluster.log, cluster.account)
    try:
        programs.run(
            cluster,
            "pg_ctl",
            *("start", "--wait", "--silent", "--timeout", START_SECONDS),
            *("--pgdata", str(cluster.data), "--log", str(cluster.log)),
        )
    except CannotStart as error:
        words = [line for line in cluster.log.read_text(errors="replace").splitlines() if "FATAL" in line]
        raise CannotStart(f"{error} Its log {cluster.log} ends with: {words[-1] if words else 'nothing'}") from error


def _clear_leftovers(cluster: Cluster) -> None:
    """After a kill -9 of the server its sessions may still run and its pid may belong to another program by now.

    A server must never start beside such sessions, so they end before the stale lock file goes.
    """
    if cluster.pid():
        programs.run(cluster, "pg_ctl", "stop", "--pgdata", str(cluster.data), "--mode", "immediate", "--silent")
    processes.stop(lambda process: process.command.startswith(f"postgres: {cluster.title}: "), patience=3)
    for stale in (cluster.data / "postmaster.pid", cluster.socket / ".s.PGSQL.5432.lock"):
        stale.unlink(missing_ok=True)


@contextmanager
def _alone(cluster: Cluster) -> Iterator[None]:
    """One starter at a time, among all processes of this installation."""
    _make_writable(cluster.home.parent)
    with _lock_file(cluster).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _lock_file(cluster: Cluster) -> Path:
    return cluster.home.with_name(f"{cluster.home.name}.lock")


def _make_writable(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotStart(f"Otium keeps its database in {folder} and cannot: {error.strerror}.") from error
    if not os.access(folder, os.W_OK):
        raise CannotStart(f"Otium keeps its database in {folder}, which this account may not write.")
