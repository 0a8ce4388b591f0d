"""The segments of a 275. Source: X12 005010X210. The content of BIN and BDS is bytes, and is no decoder's matter."""

from datetime import date
from typing import NamedTuple

from otium.wires.x12.segments.shared import Decode
from otium.wires.x12.values import Problem, Separators, named_day, whole


class Beginning(NamedTuple):
    """BGN."""

    purpose: str
    reference: str | None
    on: date | None
    time: str | None


class Category(NamedTuple):
    """CAT."""

    report: str | None
    format: str | None


class Binary(NamedTuple):
    """BIN and BDS without their content."""

    coding: str | None  # BDS01: B64, ASC ...
    length: int | None


def _bgn(e: list[str], _: Separators, problems: list[Problem]) -> Beginning:
    return Beginning(e[1], e[2] or None, named_day(e[3], 3, problems), e[4] or None)


def _bds(e: list[str], _: Separators, problems: list[Problem]) -> Binary:
    return Binary(e[1] or None, whole(e[2], 2, problems))


def _bin(e: list[str], _: Separators, problems: list[Problem]) -> Binary:
    return Binary(None, whole(e[1], 1, problems))


def _cat(e: list[str], _: Separators, __: list[Problem]) -> Category:
    return Category(e[1] or None, e[2] or None)


def _efi(e: list[str], _: Separators, __: list[Problem]) -> str | None:
    return e[1] or None


DECODERS: dict[str, Decode] = {"BDS": _bds, "BGN": _bgn, "BIN": _bin, "CAT": _cat, "EFI": _efi}
