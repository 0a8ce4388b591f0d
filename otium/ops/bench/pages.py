"""Desk and patient page: the 95th percentile of 10 signed-in clients in a closed loop, beside a page without data.

Clients and server share the machine; each client waits for its answer and asks again, without a pause.
"""

import http.client
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from otium.ops.bench.figure import Figure, percentile

CLIENTS = 10
WARM_UP, MEASURED = 10.0, 60.0  # seconds
FLOOR_PATH = "/health/"


@dataclass(frozen=True, slots=True)
class Server:
    """Where the pages are served, the cookies of the signed-in people, and the pages to ask for."""

    port: int
    cookies: tuple[str, ...]
    pages: dict[str, tuple[str, ...]]  # name of the figure -> paths, taken in turn


class PageFailed(Exception):
    """A page answered with something else than 200; the figure would be of an error page."""


def figures(server: Server) -> Iterator[Figure]:
    floor = percentile(_load(server, (FLOOR_PATH,), WARM_UP), 0.95)
    for name, paths in server.pages.items():
        _load(server, paths, WARM_UP)
        taken = _load(server, paths, MEASURED)
        note = f"{CLIENTS} clients, {len(taken) / MEASURED:.0f} pages/s, p50 {percentile(taken, 0.5) * 1000:.0f} ms"
        yield Figure(
            f"{name}_p95", round(percentile(taken, 0.95) * 1000, 1), "ms", f"{FLOOR_PATH} under the same clients",
            round(floor * 1000, 1), len(taken), note,
        )  # fmt: skip


def _load(server: Server, paths: tuple[str, ...], seconds: float) -> list[float]:
    """Seconds each page took, of all clients."""
    end = time.perf_counter() + seconds
    with ThreadPoolExecutor(CLIENTS) as pool:
        loops = [pool.submit(_client, server, paths, place, end) for place in range(CLIENTS)]
        return [taken for loop in loops for taken in loop.result()]


def _client(server: Server, paths: tuple[str, ...], place: int, end: float) -> list[float]:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    headers = {"Cookie": server.cookies[place % len(server.cookies)], "Host": "localhost"}
    taken, turn = [], place
    while time.perf_counter() < end:
        path = paths[turn % len(paths)]
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
