"""How fast remittances are read, in steps, beside cutting the same bytes up and beside others; and in how much memory.

Time is processor time, and the rounds of all are taken in turn, so that what else the machine does falls on each alike.
"""

import importlib
import io
import logging
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from otium.ops.bench.big_files import file_835
from otium.ops.bench.figure import Figure
from otium.wires.x12.read import check, read_transactions
from otium.wires.x12.scan import read_interchanges
from otium.wires.x12.t835.streaming import claims

MEGABYTES = 5
ROUNDS = 5
JUDGED_MEGABYTES = 0.1  # pyx12 takes its time
LARGE_MEGABYTES = 50

_STATUS = Path("/proc/self/status")

Work = Callable[[bytes], object]


def figures() -> Iterator[Figure]:
    data = file_835(megabytes=MEGABYTES)
    speeds = _speeds({**_OURS, **_PEERS, **_oxedi()}, data)
    for name, note in _NOTES.items():
        for peer in (*_PEERS, "oxedi.parse"):
            if peer in speeds:
                value, beside = round(speeds[name], 2), round(speeds[peer], 2)
                yield Figure(f"x12_835_{name}", value, "MB/s", peer, beside, ROUNDS, f"{len(data)} bytes; {note}")
    yield from _judged()
    yield from _memory()


def _segments(data: bytes) -> None:
    for transaction in read_interchanges(data).transactions:
        for window in transaction.windows():
            for _ in enumerate(window):
                pass


def _segment_values(data: bytes) -> None:
    for transaction in read_interchanges(data).transactions:
        deque(transaction.segments(), maxlen=0)


def _claims(data: bytes) -> None:
    for claim in claims(data):
        claim.stated()


def _money(data: bytes) -> None:
    for claim in claims(data):
        claim.stated()
        claim.money()


def _each_read(data: bytes) -> None:
    for claim in claims(data):
        claim.read()


def _read(data: bytes) -> None:
    deque(read_transactions(read_interchanges(data)), maxlen=0)


def _split(data: bytes) -> None:
    data.split(b"~")


def _split_twice(data: bytes) -> None:
    for segment in data.split(b"~"):
        segment.split(b"*")


_OURS: Mapping[str, Work] = {
    "segments": _segments, "segment_values": _segment_values, "claims": _claims, "claims_money": _money,
    "claims_read": _each_read, "read": _read,
}  # fmt: skip
_PEERS: Mapping[str, Work] = {
    "bytes.split into segments and elements": _split_twice, "bytes.split into segments": _split,
}  # fmt: skip
_NOTES = {
    "segments": "every segment as text with its position, as the typed readers take them",
    "segment_values": "every segment as a value with its bytes, offset and position",
    "claims": "each claim with CLP typed; the rest of it stays text until it is asked",
    "claims_money": "each claim with all money typed: CLP, SVC, CAS; the rest stays text until it is asked",
    "claims_read": "each claim in full with its own checks, one at a time",
    "read": "all terms of the payment, all checks",
}


def _oxedi() -> Mapping[str, Work]:
    """oxedi fills tables of payments, claims, services and adjustments. Only where the tests' requirements are."""
    module = _installed("oxedi")
    return {"oxedi.parse": module.parse} if module else {}


def _judged() -> Iterator[Figure]:
    """Claims a second: read and checked, beside pyx12's validation."""
    pyx12 = _installed("pyx12.x12n_document")
    data = file_835(megabytes=JUDGED_MEGABYTES)
    count = data.count(b"~CLP*")
    works: dict[str, Work] = {"ours": check}
    if pyx12:
        params = importlib.import_module("pyx12.params").params
        works["pyx12"] = lambda data: pyx12.x12n_document(
            param=params(), src_file=io.StringIO(data.decode()), fd_997=None, fd_html=None, fd_xmldoc=None
        )
    logging.disable(logging.CRITICAL)  # pyx12 logs that it can make no 999 for an 835
    speeds = _speeds(works, data, rounds=2)
    logging.disable(logging.NOTSET)
    each = {name: round(speed * 1e6 / len(data) * count) for name, speed in speeds.items()}
    note = f"{count} claims in one payment; terms, balances and every finding"
    yield Figure("x12_835_checked", each["ours"], "claims/s", "pyx12 validation", each.get("pyx12", 0), 2, note)


def _memory() -> Iterator[Figure]:
    """How much a fresh process grows while it reads every claim of a large file, the file's own bytes included.

    Nothing where the system does not say (it is Linux that has /proc).
    """
    if not _STATUS.exists():
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.x12"
        path.write_bytes(file_835(megabytes=LARGE_MEGABYTES))
        size = round(path.stat().st_size / 1e6, 1)
        grown = {name: _growth(name, path) for name in ("ours", *(("oxedi",) if _installed("oxedi") else ()))}
    note = f"peak resident memory over what the imports take, in a process of its own; {size} MB file, each claim read"
    yield Figure("x12_835_memory", grown["ours"], "MB", "size of the file", size, 1, note)
    if "oxedi" in grown:
        yield Figure("x12_835_memory", grown["ours"], "MB", "oxedi.parse_file", grown["oxedi"], 1, note)


def _growth(name: str, path: Path) -> float:
    """Megabytes."""
    program = [sys.executable, "-m", "otium.ops.bench.remits", name, str(path)]
    done = subprocess.run(program, check=True, capture_output=True, text=True)
    return round(float(done.stdout), 1)


def _grow(name: str, path: str) -> float:
    """What the process that runs this grows by at its highest, in megabytes."""
    oxedi = _installed("oxedi") if name == "oxedi" else None
    before = _resident("VmRSS")
    if oxedi:
        oxedi.parse_file(path)
    else:
        for claim in claims(Path(path)):
            claim.read()
    return _resident("VmHWM") - before


def _resident(field: str) -> float:
    """Megabytes now (VmRSS), or at their highest (VmHWM): what getrusage says begins with the parent's."""
    line = next(line for line in _STATUS.read_text().splitlines() if line.startswith(f"{field}:"))
    return int(line.split()[1]) * 1024 / 1e6


def _speeds(works: Mapping[str, Work], data: bytes, rounds: int = ROUNDS) -> dict[str, float]:
    """Megabytes of each in a second of processor time, of its fastest round."""
    best = dict.fromkeys(works, 0.0)
    for _ in range(rounds):
        for name, work in works.items():
            start = time.process_time()
            work(data)
            best[name] = max(best[name], len(data) / (time.process_time() - start) / 1e6)
    return best


def _installed(name: str) -> Any:
    """The module, None where it is not installed. Any: modules of others have no types here."""
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


if __name__ == "__main__":
    sys.stdout.write(f"{_grow(*sys.argv[1:])}\n")
