"""The files are what a customer would hand over: repeatable, plausible, synthetic."""

import ast
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from partners import practice as writing
from tests.partners.folder import Folder

ROOT = Path(__file__).parents[2]
ON = date(2026, 11, 23)
TABLES = (
    "appointments",
    "appointments_ahead",
    "authorizations",
    "patients",
    "cases",
    "visits",
    "therapists",
    "clinics",
)


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_the_same_day_gives_the_same_bytes(tmp_path: Path) -> None:
    writing.write_demo(tmp_path / "first", ON)
    writing.write_demo(tmp_path / "second", ON)

    assert contents(tmp_path / "first") == contents(tmp_path / "second")


def test_another_process_gives_the_same_bytes(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "partners", "write", "--on", str(ON), "--out", str(tmp_path / "command")]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)

    writing.write_demo(tmp_path / "function", ON)

    assert contents(tmp_path / "command") == contents(tmp_path / "function")


def test_writing_twice_into_one_folder_leaves_no_old_files(tmp_path: Path) -> None:
    writing.write_demo(tmp_path / "used", date(2026, 5, 4))
    writing.write_demo(tmp_path / "used", ON)
    writing.write_demo(tmp_path / "fresh", ON)

    assert contents(tmp_path / "used") == contents(tmp_path / "fresh")


def test_both_practices_take_less_than_five_seconds(tmp_path: Path) -> None:
    before = time.process_time()

    writing.write_demo(tmp_path, ON)

    assert time.process_time() - before < 5


def test_a_larger_scale_has_more_therapists(tmp_path: Path) -> None:
    folder = Folder(writing.write(writing.build(writing.TIDEWATER, on=ON, scale=2), tmp_path), ON)

    assert len(folder.rows("webpt/therapists")) == 4
    assert len(folder.plants("renewal_late")) == 2


@pytest.mark.parametrize("patients", [20, 300])
def test_a_bulk_practice_has_exactly_the_patients_asked_for(tmp_path: Path, patients: int) -> None:
    folder = Folder(writing.write_bulk(tmp_path, on=ON, patients=patients, seed=7), ON)

    assert sum(row["status"] == "Active" for row in folder.rows("webpt/cases")) == patients


def test_another_seed_is_another_practice(tmp_path: Path) -> None:
    one = Folder(writing.write_bulk(tmp_path / "1", on=ON, patients=20, seed=1), ON)
    two = Folder(writing.write_bulk(tmp_path / "2", on=ON, patients=20, seed=2), ON)

    assert one.rows("webpt/clinics")[0]["npi"] != two.rows("webpt/clinics")[0]["npi"]


def test_nothing_imports_otium() -> None:
    imported = {
        name
        for path in (ROOT / "partners").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for name in names_of(node)
    }

    assert "partners" in imported
    assert "otium" not in imported
    assert "django" not in imported


def names_of(node: ast.AST) -> set[str]:
    if isinstance(node, ast.Import):
        return {alias.name.split(".")[0] for alias in node.names}
    return {(node.module or "").split(".")[0]} if isinstance(node, ast.ImportFrom) else set()


def luhn_holds(npi: str) -> bool:
    """Written from the standard's own words, apart from the generator."""
    digits = [int(d) for d in reversed("80840" + npi)]
    doubled = [d * 2 if place % 2 else d for place, d in enumerate(digits)]
    return len(npi) == 10 and sum(d // 10 + d % 10 for d in doubled) % 10 == 0


def test_every_npi_has_its_check_digit(practice: Folder) -> None:
    npis = {row["npi"] for table in ("clinics", "therapists") for row in practice.rows(f"webpt/{table}")}
    npis |= {row["referring_npi"] for row in practice.rows("webpt/cases") if row["referring_npi"]}

    assert len(npis) > 5
    assert all(luhn_holds(npi) for npi in npis)


def test_people_are_plainly_synthetic(practice: Folder) -> None:
    patients, cases = practice.rows("webpt/patients"), practice.rows("webpt/cases")
    phones = [row[column] for row in patients for column in ("phone", "guardian_phone") if row[column]]

    assert all("-555-01" in phone for phone in phones)
    assert all(row["email"].endswith("@example.com") for row in patients)
    assert all("TEST" in number or "0SYN" in number for row in cases if (number := row["primary_policy_number"]))
    assert len({(row["first_name"], row["last_name"]) for row in patients}) == len(patients)


def test_every_row_points_to_rows_that_exist(practice: Folder) -> None:
    patients = {row["patient_id"] for row in practice.rows("webpt/patients")}
    cases = {row["case_id"] for row in practice.rows("webpt/cases")}
    orphans = {plant["key"] for plant in practice.plants("orphan_authorization")}

    for table in ("appointments", "appointments_ahead", "visits", "authorizations"):
        lost = [
            r for r in practice.rows(f"webpt/{table}") if r["case_id"] not in cases or r["patient_id"] not in patients
        ]
        assert {row.get("record_id") for row in lost} == (orphans if table == "authorizations" else set())


def test_the_format_page_names_every_column(practice: Folder) -> None:
    page = " ".join((ROOT / "docs/formats/webpt-extract.md").read_text(encoding="utf-8").split())

    for table in TABLES:
        header = ", ".join(practice.rows(f"webpt/{table}")[0])
        assert header in page
    assert "ins_name, visit_type, amount, effective_date" in page


def test_ids_of_authorizations_repeat_but_records_do_not(tidewater: Folder) -> None:
    rows = tidewater.rows("webpt/authorizations")

    assert len({row["record_id"] for row in rows}) == len(rows)
    assert len({row["authorization_id"] for row in rows}) < len(rows)


def test_no_moment_lies_after_the_morning_of_the_export(practice: Folder) -> None:
    today = practice.on.isoformat()

    assert all(row["time_stamp"] < today for row in practice.rows("webpt/appointments"))
    assert all(row["date_of_service"] < today for row in practice.rows("webpt/visits"))
    for table in ("patients", "cases", "visits", "authorizations"):
        assert all(row["modified_date"] < today for row in practice.rows(f"webpt/{table}"))


@pytest.mark.parametrize("payer_type", ["2", "3", "6", "7", "8", "9", "16", "17", "5"])
def test_every_kind_of_payer_has_active_patients(tidewater: Folder, payer_type: str) -> None:
    active = [row for row in tidewater.rows("webpt/cases") if row["status"] == "Active"]

    assert any(row["primary_payer_type"] == payer_type for row in active)
