"""A value of a JSON file together with its place in it, so that what is wrong can be said where it is."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

MOST_SAID = 20
MINUTES_A_DAY = 24 * 60
_CLOCK = re.compile(r"(\d{2}):([0-5]\d)")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
T = TypeVar("T")


class Unreadable(Exception):
    """The file cannot be taken. `said` is one sentence a place, at most 20."""

    def __init__(self, said: list[str]) -> None:
        super().__init__("\n".join(said))
        self.said = said


@dataclass(frozen=True, slots=True)
class Cursor:
    value: Any  # whatever JSON holds
    path: str = ""

    def wrong(self, words: str) -> Unreadable:
        shown = json.dumps(self.value, ensure_ascii=True)
        return Unreadable([f"{self.path or 'the file'}: {shown[:60]}{'…' * (len(shown) > 60)} {words}"])

    def at(self, name: str) -> "Cursor":
        """A field that must be there. Raises Unreadable."""
        if not isinstance(self.value, dict):
            raise self.wrong("is not an object")
        path = f"{self.path}.{name}" if self.path else name
        if name not in self.value:
            raise Unreadable([f"{path}: is missing"])
        return Cursor(self.value[name], path)

    def maybe(self, name: str) -> "Cursor | None":
        """A field that may be missing or null."""
        there = isinstance(self.value, dict) and self.value.get(name) is not None
        return self.at(name) if there else None

    def nullable(self, name: str) -> "Cursor | None":
        """A field that must be there and may be null."""
        found = self.at(name)
        return None if found.value is None else found

    def items(self) -> "Iterator[Cursor]":
        if not isinstance(self.value, list):
            raise self.wrong("is not a list")
        for place, value in enumerate(self.value):
            yield Cursor(value, f"{self.path}[{place}]")

    def entries(self) -> "Iterator[tuple[str, Cursor]]":
        if not isinstance(self.value, dict):
            raise self.wrong("is not an object")
        for name, value in self.value.items():
            yield name, Cursor(value, f"{self.path}.{name}")

    def text(self) -> str:
        if not isinstance(self.value, str) or not self.value:
            raise self.wrong("is not a text")
        return self.value

    def texts(self) -> tuple[str, ...]:
        """A list of texts, none twice."""
        found = tuple(item.text() for item in self.items())
        if len(set(found)) != len(found):
            raise self.wrong("names something twice")
        return found

    def number(self, least: int, most: int) -> int:
        if isinstance(self.value, bool) or not isinstance(self.value, int) or not least <= self.value <= most:
            raise self.wrong(f"is not a whole number from {least} to {most}")
        return self.value

    def clock(self) -> int:
        """Minutes since midnight, 24:00 included."""
        matched = _CLOCK.fullmatch(self.value) if isinstance(self.value, str) else None
        minute = int(matched[1]) * 60 + int(matched[2]) if matched else MINUTES_A_DAY + 1
        if minute > MINUTES_A_DAY:
            raise self.wrong("is not a time of day; write 08:00")
        return minute

    def day(self) -> date:
        if isinstance(self.value, str) and _DAY.fullmatch(self.value):
            try:
                return date.fromisoformat(self.value)
            except ValueError:
                pass
        raise self.wrong("is not a day; write 2027-01-04")


def parse(data: bytes) -> Cursor:
    """The whole file as JSON. Raises Unreadable with line and column."""
    try:
        return Cursor(json.loads(data.decode("utf-8-sig"), parse_constant=_no_number))
    except UnicodeDecodeError as error:
        raise Unreadable([f"byte {error.start}: is not UTF-8"]) from error
    except json.JSONDecodeError as error:
        raise Unreadable([f"line {error.lineno}, column {error.colno}: is not JSON ({error.msg})"]) from error
    except (ValueError, RecursionError) as error:
        raise Unreadable([f"the file: is not JSON that can be read ({type(error).__name__})"]) from error


def each(cursor: Cursor, read: Callable[[Cursor], T], said: list[str]) -> tuple[T, ...]:
    """Every element that can be read; what is wrong with the others goes into `said`."""
    found: list[T] = []
    for item in cursor.items():
        try:
            found.append(read(item))
        except Unreadable as unreadable:
            said += unreadable.said
            if len(said) >= MOST_SAID:
                raise Unreadable([*said[:MOST_SAID], "… and perhaps more"]) from unreadable
    return tuple(found)


def _no_number(constant: str) -> None:
    raise ValueError(constant)
