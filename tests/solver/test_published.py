"""The solutions in bench/ are of the instances that are named there, and hold."""

import gzip
import re
from pathlib import Path

import pytest

from otium.rules.planning.legal import breaches
from otium.solver.invented import Wish, invent
from otium.wires.calendar.plans import read_solution

BENCH = Path(__file__).parents[2] / "bench"
ROOMS = {"5x60": 4, "20x300": 14, "40x800": 22}


@pytest.mark.parametrize("path", sorted(BENCH.glob("*.gz")), ids=lambda path: str(path.name))
def test_a_published_solution_holds(path: Path) -> None:
    named = re.match(r"(\d+)x(\d+)-seed(\d+)", path.name)
    assert named is not None
    therapists, patients, seed = map(int, named.groups())
    week = invent(Wish(therapists=therapists, patients=patients, rooms=ROOMS[f"{therapists}x{patients}"], seed=seed))

    solution = read_solution(gzip.decompress(path.read_bytes()))

    assert breaches(week, solution) == []


def test_something_is_published() -> None:
    assert len(list(BENCH.glob("*.gz"))) >= 4
