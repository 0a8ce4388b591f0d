"""One cell of a sheet: text in, value out, or Unreadable with the problem. Nothing is guessed and nothing repaired."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from otium.terms.extract import Problem
from otium.terms.identifiers import hcpcs_has_shape

EARLIEST, LATEST = 1900, 2100  # years outside are slips of the old system: 0001-01-01, 9999-12-31 stand for nothing
MOST = 32_000  # visits, weeks, minutes: above it somebody typed "unlimited" as a number
MONEY = re.compile(r"\$?(\d+|\d{1,3}(,\d{3})+)(\.\d{1,2})?")
SCORE = re.compile(r"-?\d{1,6}(\.\d{1,2})?")
LONGEST, LONGEST_CODE = 4_000, 40  # letters: of what a clinician states, of a code of ours
NPI = re.compile(r"\d{10}")
LINE = re.compile(r"([A-Z0-9]{5})\s*:\s*([1-9]\d{0,2})")


class Unreadable(Exception):
    """The cell does not say what its column should; `shown` is its text where that identifies nobody."""

    def __init__(self, problem: Problem, shown: str = "") -> None:
        super().__init__(problem)
        self.problem, self.shown = problem, shown


@dataclass(frozen=True, slots=True)
class Formats:
    """How this export writes days, times of day and moments (strptime patterns, tried in order)."""

    dates: Sequence[str]
    times: Sequence[str]
    moments: Sequence[str]


Reader = Callable[[str, Formats], object]


def text(cell: str, formats: Formats) -> str:
    if "\x00" in cell:
        raise Unreadable(Problem.BAD_TEXT)
    return cell


def line(cell: str, formats: Formats) -> str:
    """Text on one line: inner runs of white space count as one blank."""
    return " ".join(text(cell, formats).split())


def stated(cell: str, formats: Formats) -> str:
    """What a clinician wrote, as it stands: at most LONGEST letters."""
    found = text(cell, formats)
    if len(found) > LONGEST:
        raise Unreadable(Problem.TOO_LONG)
    return found


def short(cell: str, formats: Formats) -> str:
    found = line(cell, formats)
    if len(found) > LONGEST_CODE:
        raise Unreadable(Problem.TOO_LONG)
    return found


def score(cell: str, formats: Formats) -> Decimal | None:
    """A score as an instrument states it, with at most two places."""
    if cell and not SCORE.fullmatch(cell):
        raise Unreadable(Problem.BAD_SCORE)
    return Decimal(cell) if cell else None


def day(cell: str, formats: Formats) -> date | None:
    found = _first(cell, (*formats.dates, *formats.moments), Problem.BAD_DATE)
    return found.date() if found else None


def moment(cell: str, formats: Formats) -> datetime | None:
    """A local date and time, without a zone."""
    return _first(cell, formats.moments, Problem.BAD_TIME)


def stamp(cell: str, formats: Formats) -> datetime | None:
    """When the row last changed; a day alone is its first moment."""
    return _first(cell, (*formats.moments, *formats.dates), Problem.BAD_TIME)


def clock(cell: str, formats: Formats) -> time | None:
    for pattern in formats.times:
        found = _parse(cell, pattern)
        if found:
            return found.time()
    if cell:
        raise Unreadable(Problem.BAD_TIME)
    return None


def procedure(cell: str, formats: Formats) -> str:
    """A CPT or HCPCS code, in capitals."""
    code = line(cell, formats).upper()
    if code and not hcpcs_has_shape(code):
        raise Unreadable(Problem.BAD_CODES, cell)
    return code


def whole(cell: str, formats: Formats) -> int | None:
    """0 to MOST; "12.0" is 12, as some spreadsheets write it."""
    if not cell:
        return None
    plain = cell.removesuffix(".0").removesuffix(".00")
    if not plain.isascii() or not plain.isdigit() or len(plain) > 5 or int(plain) > MOST:
        raise Unreadable(Problem.BAD_NUMBER)
    return int(plain)


def money(cell: str, formats: Formats) -> Decimal | None:
    """Dollars, not negative, with at most two places."""
    if not cell:
        return None
    if not MONEY.fullmatch(cell) or len(cell) > 12:
        raise Unreadable(Problem.BAD_MONEY)
    return Decimal(cell.lstrip("$").replace(",", ""))


def npi(cell: str, formats: Formats) -> str:
    if cell and not NPI.fullmatch(cell):
        raise Unreadable(Problem.BAD_NPI)
    return cell


def state(cell: str, formats: Formats) -> str:
    if cell and not (len(cell) == 2 and cell.isascii() and cell.isalpha()):
        raise Unreadable(Problem.BAD_STATE)
    return cell.upper()


def diagnoses(cell: str, formats: Formats) -> tuple[str, ...]:
    """ICD-10-CM codes between semicolons, commas or blanks, in the file's order."""
    return tuple(dict.fromkeys(code.upper() for code in re.split(r"[;,\s]+", text(cell, formats)) if code))


def lines(cell: str, formats: Formats) -> tuple[tuple[str, int], ...]:
    """Codes with units: "97530:2;97535:1"."""
    found = []
    for part in filter(None, (p.strip() for p in cell.split(";"))):
        match = LINE.fullmatch(part)
        if not match:
            raise Unreadable(Problem.BAD_CODES)
        found.append((match[1], int(match[2])))
    return tuple(found)


def _first(cell: str, patterns: Sequence[str], problem: Problem) -> datetime | None:
    """The cell as the first pattern that fits reads it; None for a blank cell."""
    if not cell:
        return None
    for pattern in patterns:
        found = _parse(cell, pattern)
        if found:
            if not EARLIEST <= found.year <= LATEST:
                break
            return found
    raise Unreadable(problem)


def _parse(cell: str, pattern: str) -> datetime | None:
    """strptime, with a short way for the commonest pattern (it is ten times as fast, and files are long)."""
    try:
        if pattern == "%Y-%m-%d":
            return datetime.fromisoformat(cell) if len(cell) == 10 and cell[4] == cell[7] == "-" else None
        return datetime.strptime(cell, pattern)  # noqa: DTZ007 - local
    except ValueError:
        return None
