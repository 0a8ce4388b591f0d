"""Which processes run, by their command lines: to recognize our own after a kill and never touch another's."""

import os
import signal
import subprocess  # nosec B404: fixed commands only
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")


@dataclass(frozen=True, slots=True)
class Process:
    pid: int
    group: int
    command: str  # arguments joined by a space


def running() -> Iterator[Process]:
    """Every process whose command line we may see; the dead that wait for their parent are left out."""
    return _from_proc() if PROC.joinpath("self").exists() else _from_ps()


def command_of(pid: int) -> str:
    """The command line of a process, empty when there is none such."""
    return next((process.command for process in running() if process.pid == pid), "")


def stop(chosen: Callable[[Process], bool], *, patience: float = 10) -> None:
    """Ends every process that is chosen: politely first, by SIGKILL when `patience` seconds are over."""
    for number, seconds in ((signal.SIGTERM, patience), (signal.SIGKILL, 5.0)):
        _signal(chosen, number)
        until = time.monotonic() + seconds
        while any(map(chosen, running())) and time.monotonic() < until:
            time.sleep(0.05)


def _signal(chosen: Callable[[Process], bool], number: signal.Signals) -> None:
    for process in list(running()):
        if process.pid != os.getpid() and chosen(process):
            try:
                os.kill(process.pid, number)
            except ProcessLookupError:
                continue


def _from_proc() -> Iterator[Process]:
    for folder in PROC.iterdir():
        if folder.name.isdigit():
            try:
                command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
                if command:
                    yield Process(int(folder.name), os.getpgid(int(folder.name)), command)
            except OSError:
                continue


def _from_ps() -> Iterator[Process]:
    listing = subprocess.run(  # nosec B603 B607
        ["ps", "-axo", "pid=,pgid=,stat=,command="], capture_output=True, text=True, check=True
    )
    for line in listing.stdout.splitlines():
        pid, group, stat, command = line.split(None, 3)
        if not stat.startswith("Z"):
            yield Process(int(pid), int(group), command)
