"""Rows of a practice's own export, typed, and what could not be read. Names: the table's own, in Otium's words.

`None` is unknown: the cell is blank, or the file has no such column (`Sheet.absent` tells which). Times are local.
"""

from dataclasses import dataclass

from otium.terms.extract.parts import Finding, Flag, Place, Problem, Sheet, Table
from otium.terms.extract.rows import (
    AppointmentRow,
    AuthorizationRow,
    CaseRow,
    ChartRow,
    ClinicRow,
    FeeRow,
    Line,
    PatientRow,
    RateRow,
    Row,
    TherapistRow,
    VisitRow,
)
from otium.terms.payers import PayerType

__all__ = [
    "AppointmentRow",
    "AuthorizationRow",
    "CaseRow",
    "ChartRow",
    "ClinicRow",
    "Extract",
    "FeeRow",
    "Finding",
    "Flag",
    "KnownPayer",
    "Line",
    "PatientRow",
    "Place",
    "Problem",
    "RateRow",
    "Row",
    "Sheet",
    "Table",
    "TherapistRow",
    "VisitRow",
]


@dataclass(frozen=True, slots=True)
class KnownPayer:
    """What a practice's mapping says about a payer of that name; empty where it leaves the rest to the file."""

    name: str
    payer_type: PayerType | None = None
    rules_key: str = ""
    payer_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Extract:
    """All that was read of one export: files, rows in file order, what is wrong with the others."""

    sheets: tuple[Sheet, ...] = ()
    rows: tuple[Row, ...] = ()
    findings: tuple[Finding, ...] = ()
    payers: tuple[KnownPayer, ...] = ()
    visit_minutes: int = 60  # of a visit whose length nobody wrote down
