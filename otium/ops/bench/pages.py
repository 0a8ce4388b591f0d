"""Desk, patient and eligibility pages: the 95th percentile of 10 signed-in clients in a closed loop, beside a floor.

Clients and server share the machine; each client waits for its answer and asks again, without a pause.
"""

import http.client
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from otium.ops.bench.figure import Figure, percentile

WARM_UP, MEASURED = 10.0, 60.0  # seconds
FLOOR_PATH = "/health/"


@dataclass(frozen=True, slots=True)
class Visitor:
    """A signed-in person: the cookie, and the paths asked for in turn."""

    cookie: str
    paths: tuple[str, ...]


class PageFailed(Exception):
    """A page answered with something else than 200; the figure would be of an error page."""


def floor(port: int, visitors: Sequence[Visitor]) -> float:
    """Milliseconds of the page without data under the same clients: the least the server and the machine take."""
    plain = [Visitor(v.cookie, (FLOOR_PATH,)) for v in visitors]
    return percentile(_load(port, plain, WARM_UP), 0.95) * 1000


def figure(name: str, port: int, visitors: Sequence[Visitor], *, floor_ms: float, note: str) -> Figure:
    """The 95th percentile of a page that the visitors ask for."""
    _load(port, visitors, WARM_UP)
    taken = _load(port, visitors, MEASURED)
    pace = f"{len(visitors)} clients, {len(taken) / MEASURED:.0f} pages/s, p50 {percentile(taken, 0.5) * 1000:.0f} ms"
    peer = f"{FLOOR_PATH} under the same clients"
    value = round(percentile(taken, 0.95) * 1000, 1)
    return Figure(f"{name}_p95", value, "ms", peer, round(floor_ms, 1), len(taken), f"{pace}; {note}")


def _load(port: int, visitors: Sequence[Visitor], seconds: float) -> list[float]:
    """Seconds each page took, of all clients."""
    end = time.perf_counter() + seconds
    with ThreadPoolExecutor(len(visitors)) as pool:
        loops = [pool.submit(_visit, port, visitor, place, end) for place, visitor in enumerate(visitors)]
        return [taken for loop in loops for taken in loop.result()]


def _visit(port: int, visitor: Visitor, place: int, end: float) -> list[float]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {"Cookie": visitor.cookie, "Host": "localhost"}
    taken, turn = [], place
    while time.perf_counter() < end:
        path = visitor.paths[turn % len(visitor.paths)]
        start = time.perf_counter()
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise PageFailed(f"{path} answered {answer.status}")
        taken.append(time.perf_counter() - start)
        turn += 1
    connection.close()
    return taken
