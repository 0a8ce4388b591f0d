"""From the text of rules/claims/codes/diagnoses/*.txt to the diagnoses that may be billed in one period.

Source: CDC/NCHS, ICD-10-CM releases (each file names its own).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

_DAYS = ("effective_from", "effective_to")


class DiagnosisListError(ValueError):
    """A list that cannot be used. The message says which line."""


@dataclass(frozen=True)
class DiagnosisList:
    """One release: codes without their point, and what they begin with."""

    starts_on: date
    ends_on: date
    codes: frozenset[str]
    stems: frozenset[str]  # from three characters: categories, which are not billed themselves

    def holds(self, on: date) -> bool:
        return self.starts_on <= on <= self.ends_on


def diagnosis_lists(texts: Iterable[str]) -> tuple[DiagnosisList, ...]:
    """The earliest first. Raises DiagnosisListError for text that is not as the shipped file's head says."""
    return tuple(sorted((_list(text) for text in texts), key=lambda each: each.starts_on))


def of_day(lists: Sequence[DiagnosisList], on: date) -> tuple[DiagnosisList | None, bool]:
    """The list of that day and True; where none holds, the nearest before (else the first) and False."""
    for each in lists:
        if each.holds(on):
            return each, True
    before = [each for each in lists if each.starts_on <= on]
    return (before[-1] if before else lists[0] if lists else None), False


def _list(text: str) -> DiagnosisList:
    days: dict[str, date] = {}
    codes: set[str] = set()
    stems: set[str] = set()
    for number, line in enumerate(text.splitlines(), 1):
        left, _, right = line.partition(" ")
        if line.startswith("#") or not line:
            continue
        if left in _DAYS:
            days[left] = _day(right.removeprefix("= "), number)
        elif left.isalnum() and right.isalnum():
            codes.update(left + last for last in right)
            stems.update(left[:length] for length in range(3, len(left) + 1))
        else:
            raise DiagnosisListError(f"line {number} is no stem with its last characters")
    if len(days) < len(_DAYS) or not codes:
        raise DiagnosisListError("a list needs effective_from, effective_to and codes")
    return DiagnosisList(days["effective_from"], days["effective_to"], frozenset(codes), frozenset(stems - codes))


def _day(text: str, number: int) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise DiagnosisListError(f"line {number} is no day") from None
