"""Samples with one thing broken, and the finding each must give. mutants/*.txt say what is changed, and what is said.

A row: the sample; what stands once in it (line breaks left out); what stands there instead; the code of the finding;
how the segment begins that the finding names (the first such); its element, if any; what is broken, in words.
"""

import re
from pathlib import Path
from typing import NamedTuple

from otium.wires.x12.read import check

from .messages import SAMPLES

HERE = Path(__file__).parent / "mutants"


class Mutant(NamedTuple):
    sample: str
    old: str
    new: str
    code: str
    at: str
    element: int | None
    name: str


def mutants(file: str) -> list[Mutant]:
    rows = [line.split(" | ") for line in (HERE / f"{file}.txt").read_text().splitlines()[1:]]
    return [Mutant(*row[:5], int(row[5]) if row[5] else None, row[6]) for row in rows]


def made(mutant: Mutant) -> bytes:
    """The sample with the change. SE01 counts right again, so that no mutant is found by its count alone."""
    text = (SAMPLES / f"{mutant.sample}.x12").read_text().replace("\n", "")
    assert text.count(mutant.old) == 1, f"{mutant.old} stands {text.count(mutant.old)} times in {mutant.sample}"
    return recounted(text.replace(mutant.old, mutant.new)).encode()


def recounted(text: str) -> str:
    def count(found: re.Match[str]) -> str:
        return f"{found[1]}SE*{found[1].count('~') + 1}*"

    return re.sub(r"(ST\*(?:(?!~SE\*).)*~)SE\*\d+\*", count, text, flags=re.DOTALL)


def place(data: bytes, beginning: str) -> int:
    """Position of the first segment that begins so."""
    return next(number for number, each in enumerate(data.decode().split("~"), 1) if each.startswith(beginning))


def is_found(mutant: Mutant) -> bool:
    data = made(mutant)
    position = place(data, mutant.at)
    return any(
        (each.code, each.segment, each.element) == (mutant.code, position, mutant.element) for each in check(data)
    )
