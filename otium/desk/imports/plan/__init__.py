"""What an import would do: rows and what is on file in, changes and an account of every row out. Pure, no Django.

`make_plan` is the door. Each table has its file; `draft` is the plan while it is being made.
"""

from collections import Counter
from collections.abc import Iterable
from typing import TypeVar

from otium.desk.imports.on_file import Model, OnFile, is_same
from otium.desk.imports.plan.calendar import plan_appointments
from otium.desk.imports.plan.care import plan_cases
from otium.desk.imports.plan.charts import plan_charts
from otium.desk.imports.plan.clashes import plan_presences
from otium.desk.imports.plan.coverage import Coverages
from otium.desk.imports.plan.draft import Draft, Frame
from otium.desk.imports.plan.payers import Payers, plan_fees, plan_rates
from otium.desk.imports.plan.people import plan_clinics, plan_patients, plan_therapists
from otium.desk.imports.plan.prior_auth import plan_authorizations
from otium.desk.imports.plan.result import Change, Outcome, Plan, Presence, Tally
from otium.desk.imports.plan.visits import first_treated, plan_visits
from otium.terms import extract as terms
from otium.terms.extract import Extract, Problem, Sheet, Table

__all__ = ["Change", "Frame", "Outcome", "Plan", "Presence", "Tally", "make_plan"]

R = TypeVar("R")
ORDER = list(Model)


def make_plan(extract: Extract, on_file: OnFile, frame: Frame) -> Plan:
    """Everything the extract changes. The same extract on top of its own result changes nothing."""
    draft = Draft(extract, on_file, frame)
    payers = Payers(draft)
    coverages = Coverages(draft, payers)
    visits = _rows(extract, terms.VisitRow)
    plan_clinics(draft, _rows(extract, terms.ClinicRow))
    plan_therapists(draft, _rows(extract, terms.TherapistRow))
    plan_patients(draft, _rows(extract, terms.PatientRow))
    plan_cases(draft, _rows(extract, terms.CaseRow), coverages, first_treated(draft, visits))
    plan_rates(draft, _rows(extract, terms.RateRow), payers)
    plan_fees(draft, _rows(extract, terms.FeeRow))
    plan_authorizations(draft, _rows(extract, terms.AuthorizationRow), coverages, payers)
    plan_appointments(draft, _rows(extract, terms.AppointmentRow))
    plan_visits(draft, visits)
    plan_charts(draft, _rows(extract, terms.ChartRow))
    presences = plan_presences(draft)
    return Plan(
        changes=tuple(_real(draft.changes.values())),
        known={mark: known for mark, known in draft.known.items() if known != on_file.known.get(mark)},
        presences=tuple(presences),
        tallies=_tallies(draft),
        findings=(*extract.findings, *draft.findings),
    )


def _rows(extract: Extract, kind: type[R]) -> list[R]:
    return [row for row in extract.rows if isinstance(row, kind)]


def _real(changes: Iterable[Change]) -> list[Change]:
    """Changes that are one in the end: a column that went and came back did not change."""
    real = []
    for change in changes:
        for name in [n for n, before in change.before.items() if is_same(before, change.after[n])]:
            del change.before[name], change.after[name]
        if change.is_new or change.after:
            real.append(change)
    return sorted(real, key=lambda change: ORDER.index(change.model))


def _tallies(draft: Draft) -> dict[Table, Tally]:
    """Every row of every file is counted once: held by the reader, or by what became of it here."""
    read, unread = Counter[Table](), Counter[Table]()
    for sheet in draft.extract.sheets:
        if sheet.table:
            read[sheet.table] += sheet.read
            unread[sheet.table] += _unread(draft.extract, sheet)
    seen = Counter(draft.outcomes.values())
    orphans = Counter(f.table for f in draft.findings if f.problem is Problem.ORPHAN)
    return {
        table: Tally(
            read=read[table],
            added=seen[table, Outcome.ADDED],
            changed=seen[table, Outcome.CHANGED],
            unchanged=seen[table, Outcome.UNCHANGED],
            removed=seen[table, Outcome.REMOVED],
            held=seen[table, Outcome.HELD] + unread[table],
            duplicates=seen[table, Outcome.DUPLICATE],
            set_aside=seen[table, Outcome.SET_ASIDE],
            orphans=orphans[table],
            gone=draft.gone if table is Table.APPOINTMENTS else 0,
        )
        for table in Table
        if table in read
    }


def _unread(extract: Extract, sheet: Sheet) -> int:
    """Rows of a file that the reader held: all of them where the file has a fault, else those with a finding.

    A fault stands at the header, row 1. What has no header has a row 1 like any other, and keeps its keys.
    """
    rows = {f.place.row for f in extract.findings if f.holds and f.place.file == sheet.file}
    return min(sheet.read, sheet.read if 1 in rows and sheet.keys is None else len(rows))
