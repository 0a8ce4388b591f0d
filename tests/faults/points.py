"""A process that kills itself at one point: before or after one of its commits, or one of its acts at the partner's."""

import os
import signal
from collections.abc import Callable
from pathlib import Path

from django.db.backends.base.base import BaseDatabaseWrapper

from otium.ops.faults import forks
from otium.wires.carriers.folder import FolderCarrier

ACTS = ("send", "confirm", "was_received")


def passed(work: Callable[[], object], tally: Path) -> list[str]:
    """The points that the work passes, in order, when nothing kills it."""
    assert forks.ended(forks.fork(lambda: _watched(work, tally, None))) == 0
    return tally.read_text().split()


def kill_at(point: int, work: Callable[[], object], tally: Path) -> bool:
    """Runs the work in a process that is killed at this point, counted from 0; False if it never came there."""
    return forks.ended(forks.fork(lambda: _watched(work, tally, point))) == -signal.SIGKILL


def _watched(work: Callable[[], object], tally: Path, fatal: int | None) -> None:
    tally.write_text("")
    count = 0

    def pass_point(name: str) -> None:
        nonlocal count
        if count == fatal:
            os.kill(os.getpid(), signal.SIGKILL)
        with tally.open("a") as file:
            file.write(f"{name}\n")
        count += 1

    def watch(owner: type, name: str) -> None:
        act = getattr(owner, name)

        def watched(self: object, *args: object) -> object:
            pass_point(f"before-{name}")
            found = act(self, *args)
            pass_point(f"after-{name}")
            return found

        setattr(owner, name, watched)

    watch(BaseDatabaseWrapper, "commit")
    for each in ACTS:
        watch(FolderCarrier, each)
    work()
