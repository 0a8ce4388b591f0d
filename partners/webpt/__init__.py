"""Writes a practice as the folder of WebPT's Standard Extract: one CSV a table, header row, local times."""

from pathlib import Path

from partners.webpt import appointments, charts, office
from partners.webpt.table import write_table
from partners.world import World


def write_extract(world: World, folder: Path) -> None:
    """The tables of docs/formats/webpt-extract.md; beside it lie expected rates and what is typed in."""
    folder.mkdir(parents=True, exist_ok=True)
    near, ahead = appointments.rows(world)
    write_table(folder / "appointments.csv", appointments.COLUMNS, near)
    write_table(folder / "appointments_ahead.csv", appointments.COLUMNS, ahead)
    write_table(folder / "authorizations.csv", charts.AUTHORIZATION_COLUMNS, charts.authorizations(world))
    write_table(folder / "patients.csv", charts.PATIENT_COLUMNS, charts.patients(world))
    write_table(folder / "cases.csv", charts.CASE_COLUMNS, charts.cases(world))
    write_table(folder / "visits.csv", charts.VISIT_COLUMNS, charts.visits(world))
    write_table(folder / "therapists.csv", office.THERAPIST_COLUMNS, office.therapists(world))
    write_table(folder / "clinics.csv", office.CLINIC_COLUMNS, office.clinics(world))
    write_table(folder.parent / "expected_rates.csv", office.RATE_COLUMNS, office.rates(world))
    write_table(folder.parent / "practice.csv", office.PRACTICE_COLUMNS, office.practice(world))
    write_table(folder.parent / "fees.csv", office.FEE_COLUMNS, office.fees(world))
    write_table(folder.parent / "payers.csv", office.PAYER_COLUMNS, office.payers(world))
