"""How fast the readers are: bytes a second against bytes.split, thrown away."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

from otium.ops.bench.figure import Figure
from otium.wires.x12.read import read

SAMPLES = Path(__file__).resolve().parents[3] / "tests" / "wires" / "x12" / "samples"
SIZE = 6_000_000
ROUNDS = 5


def figures() -> Iterator[Figure]:
    for kind, pattern in (("271", "271_*.x12"), ("278", "278_*.x12")):
        data, messages = _large_file(sorted(SAMPLES.glob(pattern)))
        floor = max(_speed(lambda: data.split(b"~"), data) for _ in range(ROUNDS))  # noqa: B023
        ours = max(_speed(lambda: read(data), data) for _ in range(ROUNDS))  # noqa: B023
        note = f"{len(data)} bytes, {messages} transactions; best of {ROUNDS}"
        yield Figure(f"x12_{kind}_reader", round(ours, 2), "MB/s", "bytes.split", round(floor, 2), ROUNDS, note)


def _large_file(paths: list[Path]) -> tuple[bytes, int]:
    """Our own samples one after the other until the file is large; each interchange is whole."""
    parts = [path.read_bytes() for path in paths]
    wanted: list[bytes] = []
    size = 0
    while size < SIZE:
        for part in parts:
            wanted.append(part)
            size += len(part)
    return b"".join(wanted), sum(part.count(b"~ST*") + part.count(b"~\nST*") for part in wanted)


def _speed(work: Callable[[], object], data: bytes) -> float:
    """Megabytes a second."""
    start = time.perf_counter()
    work()
    return len(data) / (time.perf_counter() - start) / 1e6
