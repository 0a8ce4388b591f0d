"""Which processes run, by their command lines: to recognize our own after a kill and never touch another's."""

import os
import signal
import subprocess
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
    if PROC.joinpath("self").exists():
        found = _read(pid)
        return found.command if found else ""
    return next((process.command for process in _from_ps() if process.pid == pid), "")


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
        found = _read(int(folder.name)) if folder.name.isdigit() else None
        if found:
            yield found


def _read(pid: int) -> Process | None:
    """None for a process that is gone, or dead and waiting for its parent: that one has no command line any more."""
    try:
        words = (PROC / str(pid) / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
        return Process(pid, os.getpgid(pid), words) if words else None
    except OSError:
        return None


def _from_ps() -> Iterator[Process]:
    listing = subprocess.run(["ps", "-axo", "pid=,pgid=,stat=,command="], capture_output=True, text=True, check=True)
    for line in listing.stdout.splitlines():
        pid, group, stat, command = line.split(None, 3)
        if not stat.startswith("Z"):
            yield Process(int(pid), int(group), command)
