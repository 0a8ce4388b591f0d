"""A whole Otium of its own: temporary folder, own port, own database; gone when the tests are through."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from otium.ops import children, places, ports, postgres

PATIENCE_SECONDS = 120  # a busy machine starts a house slowly; no figure


class Installation:
    """Starts and kills the processes of one Otium, and looks whether it serves."""

    def __init__(self, var: Path, port: int, *, state: Path | None = None) -> None:
        self.var = var
        self.port = port
        self.state = state  # where its database lies; None: where it always does
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_", "DJANGO_"))},
            "OTIUM_VAR": str(var),
            "OTIUM_PORT": str(port),
            "OTIUM_MODE": "demo",
            "OTIUM_DEMO": "empty",
            **({"OTIUM_STATE": str(state)} if state else {}),
        }
        self.supervisor: subprocess.Popen[str] | None = None

    def start(self, *, seconds: float = PATIENCE_SECONDS) -> None:
        """Waits for pages of its own: those of a killed supervisor may still be answering."""
        before = set(self.children().values())
        self.supervisor = self.otium_in_background("serve")
        wait_until(
            lambda: "worker" in self.children() and not before & set(self.children().values()),
            "it has started",
            seconds=seconds,
        )
        self.wait_until_it_serves()

    def otium_in_background(self, *words: str) -> "subprocess.Popen[str]":
        command = [sys.executable, "-m", "otium", *words]
        return subprocess.Popen(
            command, cwd=places.ROOT, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )

    def otium(self, *words: str) -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "-m", "otium", *words]
        return subprocess.run(
            command, cwd=places.ROOT, env=self.environment, capture_output=True, text=True, check=False, timeout=300
        )

    def act(self, act: str, *words: str) -> "subprocess.CompletedProcess[str]":
        """What a person would do in it; tests.faults.acts has the names."""
        command = [sys.executable, "-m", "tests.faults.act", act, *words]
        return subprocess.run(
            command, cwd=places.ROOT, env=self.environment, capture_output=True, text=True, check=False, timeout=120
        )

    def log(self) -> str:
        return (self.var / "log" / "otium.log").read_text()

    def serves(self) -> bool:
        return ports.answers("127.0.0.1", self.port, tls=False)

    def wait_until_it_serves(self) -> None:
        wait_until(self.serves, "the pages answer")

    def children(self) -> dict[str, int]:
        """The process id of each child by its name, which is also its group's number."""
        with self.surroundings():
            return children.noted()

    def child(self, name: str) -> int:
        return self.children()[name]

    def database(self) -> int:
        pid = self.cluster().pid()
        assert pid
        return pid

    def cluster(self) -> postgres.Cluster:
        with self.surroundings():
            return postgres.main()

    @contextmanager
    def surroundings(self) -> Iterator[None]:
        """Otium's own functions look here for its files, as its processes do."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("OTIUM_VAR", str(self.var))
            if self.state:
                patch.setenv("OTIUM_STATE", str(self.state))
            yield


def wait_until(true: Callable[[], object], what: str, *, seconds: float = PATIENCE_SECONDS) -> None:
    until = time.monotonic() + seconds
    while not true():
        if time.monotonic() > until:
            pytest.fail(f"waited {seconds} s in vain until {what}")
        time.sleep(0.02)


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    found = Installation(tmp_path_factory.mktemp("otium"), free_port())
    cluster = found.cluster()
    yield found
    found.otium("stop")
    postgres.remove(cluster)


@pytest.fixture
def running(installation: Installation) -> Installation:
    """The installation, started when the test before it stopped it; what it only killed is coming back by itself."""
    if installation.supervisor is None or installation.supervisor.poll() is not None:
        installation.start()
    installation.wait_until_it_serves()
    return installation
