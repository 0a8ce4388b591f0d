"""The processes that the supervisor keeps alive."""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from otium.ops import places, processes
from otium.ops.logbook import LogBook
from otium.ops.terminal import say

FIRST_WAIT_SECONDS = 0.2
LONGEST_WAIT_SECONDS = 10.0
HEALTHY_SECONDS = 30.0  # one that lived this long and dies is started again at once
TRIES = 4  # of a program that does one thing
MARK = "otium"  # stands in the command line of every child


@dataclass(frozen=True, slots=True)
class Program:
    """What to run. A lasting program is started again whenever it ends; another only if it failed, a few times."""

    name: str
    command: Sequence[str]
    lasting: bool = True
    speaks: bool = False  # its lines also go to the terminal


class Child:
    """A program that runs, or waits to be started again. Each leads a process group, so that none of its own is left.

    Its group's number is kept in a file: after a kill of the supervisor the next one finds and ends what is left.
    """

    def __init__(self, program: Program, *, environment: Mapping[str, str], log: LogBook) -> None:
        self.program = program
        self._environment = environment
        self._log = log
        self._process: subprocess.Popen[str] | None = None
        self._began = 0.0
        self._wait = FIRST_WAIT_SECONDS
        self._not_before = 0.0
        self._tries_left = TRIES - 1
        self.has_given_up = False

    def start(self) -> None:
        self._process = subprocess.Popen(
            self.program.command,
            cwd=places.ROOT,
            env=dict(self._environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
        )
        self._began = time.monotonic()
        self._note_group(self._process.pid)
        threading.Thread(target=self._relay, args=(self._process.stdout,), daemon=True).start()

    def _note_group(self, group: int) -> None:
        """On a full disk it runs without a note: what a kill of the supervisor then leaves must be ended by hand."""
        try:
            _write(_note(self.program.name), str(group))
        except OSError as error:
            self._log.write("supervisor", f"{self.program.name} runs as {group}, not noted: {error.strerror}.")

    @property
    def exit_code(self) -> int | None:
        """None while it runs."""
        return self._process.poll() if self._process else None

    def keep_alive(self) -> None:
        """Starts it again when it has died: at once after a long life, ever later when it dies young."""
        if self._process is None:
            if time.monotonic() >= self._not_before:
                self.start()
        elif self._process.poll() is not None and self._shall_run_again():
            _end_group(self._process.pid, patience=1)
            lived = time.monotonic() - self._began
            self._wait = FIRST_WAIT_SECONDS if lived > HEALTHY_SECONDS else min(self._wait * 2, LONGEST_WAIT_SECONDS)
            self._not_before = time.monotonic() + self._wait
            self._log.write("supervisor", f"{self.program.name} ended with {self._process.returncode}; starting again.")
            self._process = None

    def _shall_run_again(self) -> bool:
        if self.program.lasting:
            return True
        if self.exit_code and self._tries_left:
            self._tries_left -= 1
            return True
        if self.exit_code and not self.has_given_up:
            self.has_given_up = True
            self._log.write("supervisor", f"{self.program.name} failed again and again; given up.")
            if self.program.speaks:
                say(f"{self.program.name} did not work out; {self._log.path} says why.")
        return False

    def ask_to_stop(self) -> None:
        if self._process and self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGTERM)

    def stop(self) -> None:
        if self._process:
            _end_group(self._process.pid, patience=10)
            self._process.wait()
        _note(self.program.name).unlink(missing_ok=True)

    def _relay(self, output: IO[str]) -> None:
        with output:
            for line in output:
                self._log.write(self.program.name, line)
                if self.program.speaks and not line.startswith("{"):
                    say(line.rstrip())


def noted() -> dict[str, int]:
    """Name and process group of every child that was started and not stopped, by this supervisor or one before it."""
    return {note.stem: int(note.read_text()) for note in _notes().glob("*.group")}


def end_orphans() -> int:
    """Ends what a killed supervisor left running; returns how many groups there were.

    A group counts only if a process in it still carries our mark, because numbers are used again.
    """
    found = 0
    for name, group in noted().items():
        if any(process.group == group and MARK in process.command for process in processes.running()):
            _end_group(group, patience=10)
            found += 1
        _note(name).unlink()
    return found


def _end_group(group: int, *, patience: float) -> None:
    processes.stop(lambda process: process.group == group, patience=patience)


def _notes() -> Path:
    folder = places.var() / "run"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _note(name: str) -> Path:
    return _notes() / f"{name}.group"


def _write(path: Path, text: str) -> None:
    """Whole or not at all: the next supervisor must be able to read it after a kill at any moment."""
    draft = path.with_suffix(".draft")
    draft.write_text(text)
    draft.replace(path)
