"""How fast the readers are: megabytes a second, beside cutting the same bytes up and throwing the pieces away."""

import time
from collections import deque
from collections.abc import Callable, Iterator

from otium.ops.bench.big_files import file_271, file_278
from otium.ops.bench.figure import Figure
from otium.wires.x12.read import read_transactions
from otium.wires.x12.scan import read_interchanges

MEGABYTES = 5
ROUNDS = 5


def figures() -> Iterator[Figure]:
    for kind, data in (("271", file_271(megabytes=MEGABYTES)), ("278", file_278(megabytes=MEGABYTES))):
        ours, segments, elements = (_best(work, data) for work in (_read, _segments, _elements))
        note = f"{len(data)} bytes, every person different; best of {ROUNDS}; terms and findings, one message at a time"
        floors = (("bytes.split into segments", segments), ("bytes.split into segments and elements", elements))
        for floor, speed in floors:
            yield Figure(f"x12_{kind}_reader", round(ours, 2), "MB/s", floor, round(speed, 2), ROUNDS, note)


def _read(data: bytes) -> None:
    deque(read_transactions(read_interchanges(data)), maxlen=0)


def _segments(data: bytes) -> None:
    data.split(b"~")


def _elements(data: bytes) -> None:
    for segment in data.split(b"~"):
        segment.split(b"*")


def _best(work: Callable[[bytes], None], data: bytes) -> float:
    """Megabytes a second, of the fastest round."""
    return max(_speed(work, data) for _ in range(ROUNDS))


def _speed(work: Callable[[bytes], None], data: bytes) -> float:
    start = time.perf_counter()
    work(data)
    return len(data) / (time.perf_counter() - start) / 1e6
