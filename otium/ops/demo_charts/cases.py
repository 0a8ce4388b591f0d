"""The data files of the demo's charts, and which case a patient is."""

import importlib.resources
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

FILES = ("children.toml", "adults.toml")
OLD = 200  # years; nobody is older


@dataclass(frozen=True, slots=True)
class Case:
    """`prefixes` of ICD-10 codes; empty: everybody up to `most_age` whom no other case fits."""

    prefixes: tuple[str, ...]
    most_age: int
    findings: tuple[tuple[str, str], ...]
    later: tuple[tuple[str, str], ...]
    goals: tuple[dict[str, Any], ...]
    scores: tuple[dict[str, Any], ...]


@cache
def cases() -> tuple[Case, ...]:
    folder = importlib.resources.files("otium.ops.demo_charts")
    texts = [(folder / name).read_text("utf-8") for name in FILES]
    return tuple(_case(row) for text in texts for row in tomllib.loads(text, parse_float=Decimal)["case"])


def case_of(diagnoses: Iterable[str], age: int) -> Case:
    codes = [code.replace(".", "") for code in diagnoses]
    by_code = (case for code in codes for case in cases() if case.prefixes and code.startswith(case.prefixes))
    by_age = (case for case in cases() if not case.prefixes and age <= case.most_age)
    return next(by_code, None) or next(by_age)


def _case(row: dict[str, Any]) -> Case:
    pairs = {name: tuple((kind, text) for kind, text in row[name]) for name in ("findings", "later")}
    return Case(
        prefixes=tuple(row["prefixes"]),
        most_age=row.get("most_age", OLD),
        goals=tuple(row["goals"]),
        scores=tuple(row["scores"]),
        **pairs,
    )
