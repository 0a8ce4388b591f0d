"""Reads a written practice back with nothing but the standard library: the judge shares no code with the writer."""

import csv
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

OPEN = ("Scheduled", "Confirmed")
Row = dict[str, str]
Segment = list[str]


@dataclass
class Transaction:
    """The elements of ST to SE, the interchange's receiver and day."""

    file: Path
    receiver: str
    on: date
    segments: list[Segment]

    def all(self, *start: str) -> list[Segment]:
        return [s for s in self.segments if s[: len(start)] == list(start)]

    def first(self, *start: str) -> Segment | None:
        return next(iter(self.all(*start)), None)

    @property
    def is_whole(self) -> bool:
        return self.segments[-1][0] == "SE"

    @property
    def member_id(self) -> str:
        return self.all("NM1", "IL")[0][9]


@dataclass
class Folder:
    """One practice's folder, written for the day `on`."""

    path: Path
    on: date
    _tables: dict[str, list[Row]] = field(default_factory=dict)

    def rows(self, table: str) -> list[Row]:
        if table not in self._tables:
            with (self.path / f"{table}.csv").open(encoding="utf-8", newline="") as file:
                self._tables[table] = list(csv.DictReader(file))
        return self._tables[table]

    @cached_property
    def planted(self) -> list[dict[str, str]]:
        return json.loads((self.path / "planted.json").read_text(encoding="utf-8"))

    def plants(self, kind: str) -> list[dict[str, str]]:
        return [one for one in self.planted if one["kind"] == kind]

    @cached_property
    def appointments(self) -> list[Row]:
        """Both files, duplicates resolved: the highest id is the true row."""
        best: dict[tuple[str, str, str], Row] = {}
        for row in self.rows("webpt/appointments") + self.rows("webpt/appointments_ahead"):
            key = (row["patient_id"], row["therapist_id"], row["start_date"])
            if key not in best or int(row["appointmnet_id"]) > int(best[key]["appointmnet_id"]):
                best[key] = row
        return list(best.values())

    @cached_property
    def _booked(self) -> dict[str, list[date]]:
        found = defaultdict(list)
        for row in sorted(self.appointments, key=lambda r: r["start_date"]):
            if row["appointment_status"] in OPEN:
                found[row["patient_id"]].append(date.fromisoformat(row["start_date"][:10]))
        return found

    def booked(self, patient: str) -> list[date]:
        return self._booked[patient]

    @cached_property
    def _visits(self) -> dict[str, list[Row]]:
        found = defaultdict(list)
        for row in sorted(self.rows("webpt/visits"), key=lambda r: (r["date_of_service"], r["start_time"])):
            found[row["patient_id"]].append(row)
        return found

    def visits(self, patient: str) -> list[Row]:
        return self._visits[patient]

    def visit_days(self, patient: str) -> list[date]:
        return [date.fromisoformat(row["date_of_service"]) for row in self.visits(patient)]

    def case(self, patient: str) -> Row:
        return next(row for row in self.rows("webpt/cases") if row["patient_id"] == patient)

    def authorizations(self, patient: str) -> list[Row]:
        return [row for row in self.rows("webpt/authorizations") if row["patient_id"] == patient]

    @cached_property
    def answers(self) -> list[Transaction]:
        return [t for path in sorted(self.path.glob("x12/*.271")) for t in transactions(path)]

    @cached_property
    def whole_answers(self) -> list[Transaction]:
        return [t for t in self.answers if t.is_whole]

    @cached_property
    def decisions(self) -> list[Transaction]:
        return [t for path in sorted(self.path.glob("x12/*.278")) for t in transactions(path)]

    def answers_of(self, patient: str) -> list[Transaction]:
        """Complete ones, oldest first."""
        member = self.case(patient)["primary_policy_number"]
        own = [t for t in self.whole_answers if t.member_id == member]
        return sorted(own, key=lambda t: t.on)

    def decisions_of(self, patient: str) -> list[Transaction]:
        member = self.case(patient)["primary_policy_number"]
        return [t for t in self.decisions if t.member_id == member]


def transactions(path: Path) -> Iterator[Transaction]:
    """Splits at the terminator; a truncated file gives what there is."""
    segments = [s.strip().split("*") for s in path.read_text(encoding="ascii").split("~") if s.strip()]
    receiver = segments[0][8].strip()
    on = day(segments[1][4])
    current: list[Segment] = []
    for segment in segments[2:]:
        if segment[0] in ("GE", "IEA"):
            continue
        current.append(segment)
        if segment[0] == "SE":
            yield Transaction(path, receiver, on, current)
            current = []
    if current:
        yield Transaction(path, receiver, on, current)


def day(text: str) -> date:
    """CCYYMMDD."""
    return date(int(text[:4]), int(text[4:6]), int(text[6:8]))
