"""Processes that are made to be killed: copies of this one, with database connections of their own."""

import os
import signal
import time
from collections.abc import Callable

from django.db import connections

FAILED = 3


def fork(work: Callable[[], object]) -> int:
    """Runs the work in a copy of this process; its process id. Closes our database connections: hold no transaction."""
    connections.close_all()
    pid = os.fork()
    if pid:
        return pid
    code = FAILED
    try:
        work()
        code = 0
    finally:
        os._exit(code)


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)


def ended(pid: int, *, seconds: float = 60.0) -> int:
    """Its exit code, minus the signal that ended it. Raises TimeoutError, and ends it, when it takes longer."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        done, status = os.waitpid(pid, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.005)
    kill(pid)
    raise TimeoutError(f"process {pid} did not end within {seconds} s")
