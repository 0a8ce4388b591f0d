"""Damaged files by the thousand through every reader: no exception, no silence, no lost byte, no hang, no growth.

`OTIUM_FUZZ_SECONDS` is how long, over all seeds: a moment by default, a minute in `make test`, ten in `make faults`.
What fails names its seed; a file that once failed is kept in `corpus`.
"""

import gc
import json
import os
import signal
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

import pytest

from otium.terms.remittance import Remittance
from otium.wires.x12.as_json import plain
from otium.wires.x12.explain import explain
from otium.wires.x12.read import READERS, read
from otium.wires.x12.scan import read_interchanges
from otium.wires.x12.t835.streaming import claims
from otium.wires.x12.therapy import therapy_benefits
from otium.wires.x12.write import roundtrip
from tests.wires.x12.messages import SAMPLES, SHARED

from .mutate import damaged

KEPT = Path(__file__).parent / "corpus"
THEIRS = sorted(SHARED.glob("*/*")) if SHARED.exists() else []
CORPUS = [*sorted(SAMPLES.glob("*.x12")), *sorted(KEPT.glob("*.x12")), *THEIRS]
FILES = [path.read_bytes() for path in CORPUS]
SECONDS = float(os.environ.get("OTIUM_FUZZ_SECONDS", "4"))
FIRST_SEED = 835
HANG_SECONDS = 60  # for one file of at most 200 kB, on a machine that may be busy
MOST_GROWN = 48_000_000  # bytes
SECRETS = ("TESTCASE", "ALMA", "ZZ0000001")
_STATUS = Path("/proc/self/statm")


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.name)
def test_every_reader_takes_every_kept_file(path):
    take(path.read_bytes())


def test_every_reader_takes_damaged_files():
    fuzz(FIRST_SEED, SECONDS)


@pytest.mark.fault
def test_every_reader_takes_damaged_files_for_ten_minutes():
    fuzz(Random().randrange(10**9), float(os.environ.get("OTIUM_FUZZ_SECONDS", "600")))


def fuzz(seed: int, seconds: float) -> None:
    """Takes damaged files until the time is over. Memory is looked at after a quarter of it and at the end."""
    began, taken, grown_from = time.monotonic(), 0, None
    while (elapsed := time.monotonic() - began) < seconds:
        dice = Random(seed + taken)
        data = damaged(dice.choice(FILES), dice, FILES)
        try:
            with within(HANG_SECONDS):
                take(data, readers=dice.sample(sorted(READERS), 1), is_explained=dice.random() < 0.25)
        except Exception as error:
            error.add_note(f"seed {seed + taken} over {len(FILES)} files")
            raise
        taken += 1
        if grown_from is None and elapsed > seconds / 4:
            grown_from = resident()
    print(f"{taken} damaged files from seed {seed}")
    assert taken
    assert grown_from is None or resident() < grown_from + MOST_GROWN


def take(data: bytes, *, readers: Iterable[str] = READERS, is_explained: bool = True) -> None:
    """Everything that reads, over one file; `readers` also take the transactions that are not their own."""
    result = read(data)
    assert result.transactions or result.findings or result.acknowledgements
    words = " ".join(finding.message for finding in result.findings)
    assert not any(secret in words for secret in SECRETS)
    assert json.dumps(plain(result))
    for answer in result.answers:
        therapy_benefits(answer)
    assert roundtrip(data) is None
    for transaction in read_interchanges(data).transactions:
        for kind in readers:
            READERS[kind].read(transaction)
    loops = list(claims(data))
    for loop in loops:
        loop.stated(), loop.money()
    assert [loop.read()[0] for loop in loops] == [claim for each in result.of(Remittance) for claim in each.claims]
    if is_explained:
        explain(data)


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raises TimeoutError where what is done takes longer."""

    def stop(*_: object) -> None:
        raise TimeoutError(f"longer than {seconds} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def resident() -> int:
    """Bytes of memory in use; 0 where the system does not say."""
    gc.collect()
    return int(_STATUS.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") if _STATUS.exists() else 0
