"""`otium serve`: one process that sets up, starts and watches PostgreSQL, the pages and the worker.

Anything of it may be killed at any moment. What dies is started again here; if this process itself is killed, the next
start ends what it left behind. Nothing is kept here that the database does not hold.
"""

import errno
import fcntl
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from otium.desk.saving import standing
from otium.ops import children, demo_partners, house, places, ports, postgres, ready, role_check
from otium.ops.children import Child
from otium.ops.errors import CannotStart
from otium.ops.logbook import LogBook
from otium.ops.postgres import spare
from otium.ops.tail import Tail

Say = Callable[[str], None]
TICK_SECONDS = 0.25
PATIENCE_SECONDS = 90.0
LONGEST_WAIT_SECONDS = 30.0  # between two tries at a database that does not start
LOOK_AT_ROOM_SECONDS = 10.0
NO_DISK = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS})


@contextmanager
def _full_disk_said() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno not in NO_DISK:
            raise
        place = error.filename or places.var()
        raise CannotStart(
            f"Otium writes to {place} and cannot: {error.strerror}. Mend that and start again."
        ) from error


@_full_disk_said()
def serve(say: Say) -> None:
    """Serves until SIGINT or SIGTERM. Raises CannotStart with one sentence if it cannot begin."""
    stop = _stop_at_signals()
    at = house.address()
    house.check_packages()
    ready.own_keys()
    ready.check_settings()
    with _only_one(at):
        if children.end_orphans():
            say("Ended what an earlier Otium left running.")
        ports.check_free(at.host, at.port)
        log = LogBook(places.log_file())
        try:
            Supervisor(at=at, log=log, say=say, stop=stop).run()
        finally:
            log.close()


def stop_serving() -> bool:
    """Asks the running supervisor to stop and waits; ends what a killed one left. False when nothing ran."""
    pid = _holder()
    if pid:
        os.kill(pid, signal.SIGTERM)
        until = time.monotonic() + 40
        while _holder() == pid and time.monotonic() < until:
            time.sleep(0.1)
    orphans = children.end_orphans()
    left = not ready.is_external() and postgres.stop(postgres.main())
    return bool(pid or orphans or left)


class Supervisor:
    """Everything between a first look at the machine and the last process stopped."""

    def __init__(self, *, at: house.Address, log: LogBook, say: Say, stop: threading.Event) -> None:
        self._at, self._log, self._say, self._stop = at, log, say, stop
        self._cluster = None if ready.is_external() else postgres.main()
        self._tail = Tail(self._cluster.log) if self._cluster else None
        self._children: list[Child] = []
        self._database_wait = 0.0
        self._database_not_before = 0.0
        self._look_at_room_at = 0.0

    def run(self) -> None:
        try:
            self._start()
            while not self._stop.is_set():
                self._look_after_all()
                self._stop.wait(TICK_SECONDS)
            self._say("Stopping.")
        finally:
            self._stop_all()

    def _start(self) -> None:
        mark = None
        if self._cluster:
            _bring_up(self._cluster, self._say)
            os.environ.update(ready.urls(self._cluster))
            mark = self._cluster.id
        else:
            standing.switch_on(standing.Who.HOUSE)  # a server of the operator's has no spare room of ours
        surroundings = {**os.environ, "PYTHONUNBUFFERED": "1", "OTIUM_SUPERVISED": "1"}
        shows_demo = ready.is_demo() and os.environ.get("OTIUM_DEMO") != "empty"
        if shows_demo:
            partner_ports = demo_partners.ports_beside(self._at.port)
            surroundings |= demo_partners.surroundings(*partner_ports)
        self._say("Looking after the tables.")
        self._bring_tables_up_to_date(surroundings, mark)
        role_check.check(os.environ["DATABASE_URL"])
        surroundings.pop("DATABASE_OWNER_URL", None)  # what serves has no business with the owner's password
        self._begin(house.web(self._at), surroundings)
        self._await_pages()
        self._begin(house.worker(), surroundings)
        self._say(f"\nOtium is at {self._at.url}")
        if shows_demo:
            self._say(house.sign_ins())
            self._begin(demo_partners.program(*partner_ports), surroundings)
            self._begin(house.demo(), surroundings)

    def _bring_tables_up_to_date(self, surroundings: dict[str, str], mark: str | None) -> None:
        try:
            house.bring_up_to_date(surroundings, mark=mark, log=self._log)
        except CannotStart as fault:
            if self._cluster and spare.is_short(self._cluster):  # the log may lie on the same disk and not say it
                raise CannotStart(_full(self._cluster)) from fault
            raise

    def _begin(self, program: children.Program, surroundings: dict[str, str]) -> None:
        child = Child(program, environment=surroundings, log=self._log)
        self._children.append(child)
        child.start()

    def _await_pages(self) -> None:
        """Raises CannotStart if the pages' process ends, or does not answer in time."""
        until = time.monotonic() + PATIENCE_SECONDS
        pages = self._children[0]
        while not ports.answers(self._at.host, self._at.port, tls=bool(self._at.certificate)):
            if self._stop.wait(0.1):
                return
            if pages.exit_code is not None or time.monotonic() > until:
                raise CannotStart(f"The pages do not start; the last lines of {self._log.path} say why.")

    def _look_after_all(self) -> None:
        if self._cluster:
            if not self._cluster.pid() and time.monotonic() >= self._database_not_before:
                self._restart_database(self._cluster)
            if time.monotonic() >= self._look_at_room_at:
                self._look_at_room_at = time.monotonic() + LOOK_AT_ROOM_SECONDS
                _keep_spare_room(self._cluster)
        for child in self._children:
            child.keep_alive()
        for line in self._tail.new_lines() if self._tail else ():
            self._log.write("postgres", line)

    def _restart_database(self, cluster: postgres.Cluster) -> None:
        """A failed try is written down and made again, ever later: there is nothing else to do without it."""
        self._log.write("supervisor", "PostgreSQL ended; starting again.")
        try:
            _bring_up(cluster, lambda words: self._log.write("supervisor", words))
        except (CannotStart, OSError) as fault:
            self._database_wait = min(max(1.0, self._database_wait * 2), LONGEST_WAIT_SECONDS)
            self._database_not_before = time.monotonic() + self._database_wait
            self._log.write("supervisor", f"{fault} Tried again in {self._database_wait:.0f} s.")
        else:
            self._database_wait = 0.0
            self._log.write("supervisor", "PostgreSQL answers again.")

    def _stop_all(self) -> None:
        for child in self._children:
            child.ask_to_stop()
        for child in self._children:
            child.stop()
        if self._cluster:
            postgres.stop(self._cluster)


def _bring_up(cluster: postgres.Cluster, say: Say) -> None:
    """Starts the database; on a full disk in the room that was kept for this. Raises CannotStart."""
    try:
        postgres.ensure(cluster, say)
    except CannotStart as fault:
        if spare.give_up(cluster):
            standing.switch_off(standing.Who.HOUSE)
            say(f"The disk of {cluster.home} is full: Otium can be read and saves nothing until there is room.")
            postgres.ensure(cluster, say)
        elif spare.is_short(cluster):
            raise CannotStart(_full(cluster)) from fault
        else:
            raise


def _full(cluster: postgres.Cluster) -> str:
    return f"The disk of {cluster.home} is full: make {spare.BYTES >> 20} MB of room."


def _keep_spare_room(cluster: postgres.Cluster) -> None:
    """Saving goes on only with the spare room back: without it, the next full disk could not even be read."""
    if spare.keep(cluster):
        standing.switch_on(standing.Who.HOUSE)


def _stop_at_signals() -> threading.Event:
    stop = threading.Event()

    def ask(number: int, frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, ask)
    return stop


@contextmanager
def _only_one(at: house.Address) -> Iterator[None]:
    """Holds the pid file's lock while serving; the system lets go of it even at kill -9."""
    with open(_pid_file(), "a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise CannotStart(f"Otium runs already, at {at.url}: stop it with `make stop`.") from error
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield
        file.truncate(0)


def _holder() -> int | None:
    """The process id of the supervisor that holds the lock, None when nobody does."""
    with open(_pid_file(), "a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            return int(file.read() or 0) or None
    return None


def _pid_file() -> Path:
    path = places.var() / "run" / "otium.pid"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    except OSError as error:
        raise CannotStart(f"Otium writes to {path.parent} and cannot: {error.strerror}.") from error
    return path
