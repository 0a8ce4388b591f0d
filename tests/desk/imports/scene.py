"""A practice's export as few words as a test needs, and a stand-in for the database that keeps what a plan writes."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from itertools import count
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from otium.desk.imports import words
from otium.desk.imports.on_file import COLUMNS, Kind, Model, OnFile
from otium.desk.imports.plan import Frame, Plan, Tally, make_plan
from otium.terms.extract import Extract, Finding, Problem, Table
from otium.wires import sheets

NEW_YORK = ZoneInfo("America/New_York")
TODAY = date(2026, 11, 23)
Row = Mapping[str, object]

BLANK: dict[Model, dict[str, Any]] = {
    Model.COVERAGE: {"entered_in_error": False, "member_id": "", "group_number": ""},
    Model.REFERRAL: {"entered_in_error": False},
    Model.PLAN_OF_CARE: {"entered_in_error": False, "is_recertification": False},
    Model.PROGRESS_REPORT: {"entered_in_error": False},
    Model.APPOINTMENT: {"is_clash": False, "is_imported": False, "to_enter_in_emr": False, "note": "", "reason": ""},
    Model.AUTHORIZATION: {"external_id": "", "number": "", "note": "", "state": "active"},
    Model.SERVICE: {"codes": [], "basis": "visits"},
    Model.GOAL: {"status": "active", "current": "", "external_id": "", "entered_in_error": False},
    Model.GOAL_NOTE: {"entered_in_error": False},
    Model.MEASURE: {"part": "", "side": "", "external_id": "", "entered_in_error": False},
    Model.FINDING: {"external_id": "", "entered_in_error": False},
    Model.PATIENT: {"external_id": "", "phone": "", "first_name": "", "last_name": ""},
}
"""What the database puts where a new record says nothing."""

NAMES = {
    "clinic": ("clinics.csv", {"clinic_id": 4, "name": "Main"}),
    "therapist": ("therapists.csv", {"therapist_id": 41, "first_name": "Tia", "last_name": "Ruiz"}),
    "patient": ("patients.csv", {"patient_id": 7, "first_name": "Ann", "last_name": "Lee", "status": "Active"}),
    "case": ("cases.csv", {"case_id": 12, "patient_id": 7, "therapist_id": 41, "status": "Active"}),
    "authorization": (
        "authorizations.csv",
        {"record_id": 90, "case_id": 12, "patient_id": 7, "auth_number": "A1", "authorization_status": "A"},
    ),
    "appointment": (
        "appointments.csv",
        {
            "appointmnet_id": 501,
            "start_date": "2026-11-24 09:00:00",
            "end_date": "2026-11-24 10:00:00",
            "therapist_id": 41,
            "case_id": 12,
            "patient_id": 7,
            "appointment_status": "Scheduled",
        },
    ),
    "visit": (
        "visits.csv",
        {
            "visit_id": 801,
            "case_id": 12,
            "patient_id": 7,
            "therapist_id": 41,
            "date_of_service": "2026-11-20",
            "visit_type": "Daily Note",
            "cpt_units": "97530:2",
        },
    ),
    "fee": ("fees.csv", {"code": "97530", "amount": "72.00", "effective_date": "2026-01-01"}),
    "chart": (
        "charts.csv",
        {"id": 1, "patient_id": 7, "type": "goal", "date": "2026-09-01", "text": "Buttons a shirt", "current": ""},
    ),
    "rate": ("expected_rates.csv", {"ins_name": "Acme", "amount": "80.00", "effective_date": "2026-01-01"}),
}


def rows(name: str, *given: Row, file: str = "") -> tuple[str, list[Row]]:
    """Rows of one table, each with the usual values where it says nothing."""
    usual_file, usual = NAMES[name]
    return file or usual_file, [{**usual, **row} for row in given] if given else [dict(usual)]


PEOPLE = (rows("therapist"), rows("patient"), rows("case"))
"""One therapist, 41, one patient, 7, and their case, 12."""


def text(table: list[Row]) -> str:
    """CSV of rows; the header is every column that a row names."""
    columns = list(dict.fromkeys(name for row in table for name in row))
    lines = [",".join(columns), *(",".join(_cell(row.get(name, "")) for name in columns) for row in table)]
    return "\n".join(lines) + "\n"


def _cell(value: object) -> str:
    plain = "" if value is None else str(value)
    return f'"{plain}"' if "," in plain else plain


def extract(*tables: tuple[str, list[Row]], mapping: str = "") -> Extract:
    files: dict[str, list[Row]] = {}
    for file, table in tables:
        files.setdefault(file, []).extend(table)
    data = [(file, text(table).encode()) for file, table in files.items()]
    return sheets.read(data, sheets.read_mapping(mapping))


class Desk:
    """One practice's records as a plan leaves them. `run` imports and applies."""

    def __init__(self, zone: ZoneInfo = NEW_YORK) -> None:
        self.on_file = OnFile(records={model: {} for model in Model})
        self.zone = zone
        self._numbers = count(1)

    def run(self, *tables: tuple[str, list[Row]], mapping: str = "", on: date = TODAY) -> Plan:
        at = datetime(on.year, on.month, on.day, 15, tzinfo=UTC)
        plan = make_plan(extract(*tables, mapping=mapping), self.on_file, Frame(at, on, self.zone, self.new_id))
        assert all(tally.adds_up for tally in plan.tallies.values())
        assert all(words.what(finding.problem, finding.params) for finding in plan.findings)
        self._apply(plan)
        return plan

    def new_id(self) -> UUID:
        return UUID(int=next(self._numbers))

    def put(self, model: Model, **fields: Any) -> UUID:
        """A record that somebody entered, or a message brought."""
        record = self.new_id()
        self._records(model)[record] = {**_blank(model), **fields}
        return record

    def edit(self, model: Model, record: UUID, **fields: Any) -> None:
        self._records(model)[record].update(fields)

    def all(self, model: Model) -> list[dict[str, Any]]:
        return list(self._records(model).values())

    def one(self, model: Model) -> dict[str, Any]:
        (only,) = self.all(model)
        return only

    def id_of(self, kind: Kind, key: object) -> UUID:
        record = self.on_file.known[(kind, str(key))].record_id
        assert record is not None
        return record

    def _records(self, model: Model) -> dict[UUID, dict[str, Any]]:
        return self.on_file.records[model]  # type: ignore[return-value]

    def _apply(self, plan: Plan) -> None:
        for change in plan.changes:
            self._records(change.model).setdefault(change.record_id, _blank(change.model)).update(change.after)
        holding = set(self.on_file.holding)
        for presence in plan.presences:
            (holding.add if presence.is_held else holding.discard)(presence.appointment_id)
        known = {**self.on_file.known, **plan.known}
        self.on_file = OnFile(known, self.on_file.records, frozenset(holding), self.on_file.talks)


def _blank(model: Model) -> dict[str, Any]:
    return {**dict.fromkeys(COLUMNS[model]), **BLANK.get(model, {})}


def held(plan: Plan) -> list[tuple[Problem, int, str]]:
    return [(f.problem, f.place.row, f.column) for f in plan.held]


def remarks(plan: Plan) -> Iterator[Finding]:
    """Findings that hold nothing, but for those about missing files and columns."""
    dull = (Problem.FILE_ABSENT, Problem.COLUMN_ABSENT, Problem.COLUMN_UNKNOWN)
    return (f for f in plan.findings if not f.holds and f.problem not in dull)


def counts(plan: Plan, table: Table) -> dict[str, int]:
    """The tally of a table without its zeros."""
    tally = plan.tallies[table]
    return {name: getattr(tally, name) for name in Tally.__dataclass_fields__ if getattr(tally, name)}
