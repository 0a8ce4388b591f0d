"""A web server of its own for the figures, and cookies of people who are signed in."""

import socket
import subprocess  # nosec B404: our own server only
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from otium.ops import house
from otium.records.models import Staff

PATIENCE = 120.0  # seconds until the server must answer, on a busy machine too


class NotServing(Exception):
    """The server did not answer in time."""


@contextmanager
def served(surroundings: dict[str, str]) -> Iterator[int]:
    """The pages on a free port, as `make run` would serve them."""
    port = free_port()
    program = house.web(house.Address("127.0.0.1", port, "", ""))
    process = subprocess.Popen(program.command, env=surroundings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # nosec B603
    try:
        _wait(port)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _wait(port: int) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/", timeout=2):  # nosec B310
                return
        except OSError:
            time.sleep(0.1)
    raise NotServing(f"Nothing answered on port {port} within {PATIENCE:.0f} s.")


def cookie(staff: Staff, at: datetime) -> str:
    """A session of this person with both factors passed."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(staff.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = staff.get_session_auth_hash()
    session["has_second_factor"] = True
    session["seen_at"] = at.isoformat()
    session.create()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"
