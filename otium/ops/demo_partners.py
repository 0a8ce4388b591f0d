"""The other side of the demo: which program it is, where it listens, and what it tells those who want to connect."""

import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from otium.ops import places
from otium.ops.children import Program
from partners.exchange.scenario import FOLDER

HOST = "127.0.0.1"
SPEED = 43_200  # a payer's day takes two seconds
SCENARIO = FOLDER / "reviewed.toml"
PATIENCE_SECONDS = 60.0


def state() -> Path:
    return places.var() / "partners" / "otium-demo"


def exchange() -> Path:
    """Where mailboxes by folder lie."""
    return places.var() / "exchange"


def ports_beside(port: int) -> tuple[int, int]:
    """Two free ports for mailboxes and CORE: those after the pages' own, where nobody has them."""
    first = _free(port + 1)
    return first, _free(first + 1)


def program(sftp_port: int, http_port: int) -> Program:
    command = (sys.executable, "-m", "partners", "serve", "--state", str(state()), "--folder", str(exchange()))
    ways = ("--sftp-port", str(sftp_port), "--http-port", str(http_port), "--speed", str(SPEED),
            "--scenario", str(SCENARIO))  # fmt: skip
    return Program("partners", (*command, *ways))


def surroundings(sftp_port: int, http_port: int) -> dict[str, str]:
    """What pages and worker must know to be allowed to reach it: it lives at a private address."""
    hosts = [os.environ.get("OTIUM_PRIVATE_HOSTS", ""), f"{HOST}:{sftp_port}", f"{HOST}:{http_port}"]
    roots = [os.environ.get("OTIUM_FOLDER_ROOTS", ""), str(exchange())]
    return {
        "OTIUM_PRIVATE_HOSTS": ",".join(filter(None, hosts)),
        "OTIUM_FOLDER_ROOTS": ",".join(filter(None, roots)),
    }


def settings() -> dict[str, Any]:
    """What it tells practices that want to connect. Raises TimeoutError when it does not come up."""
    until = time.monotonic() + PATIENCE_SECONDS
    command = (sys.executable, "-m", "partners", "settings", "--state", str(state()))
    while True:
        done = subprocess.run(command, cwd=places.ROOT, capture_output=True, text=True, check=False)
        if done.returncode == 0:
            told: dict[str, Any] = json.loads(done.stdout)
            return told
        if time.monotonic() > until:
            raise TimeoutError("the other side of the demo did not start")
        time.sleep(0.5)


def _free(port: int) -> int:
    """This port, or any free one."""
    for candidate in (port, 0):
        with socket.socket() as probe:
            try:
                probe.bind((HOST, candidate))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise OSError("no port is free")
