"""`otium import webpt`: what it prints, what it changes, and its exit codes."""

import argparse
import json
from pathlib import Path

import pytest

from otium.desk import acting
from otium.desk.clock import now
from otium.doors.cli.commands import import_
from otium.records import models
from tests import build
from tests.desk.imports.scene import PEOPLE, Row, rows, text

pytestmark = pytest.mark.django_db


def write(folder: Path, *tables: tuple[str, list[Row]]) -> Path:
    for name, table in tables:
        (folder / name).write_text(text(table))
    return folder


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    import_.add(parser.add_subparsers())
    return import_.run(parser.parse_args(["import", "webpt", *words]))


def patients(practice: models.Practice) -> int:
    with acting.acting_for(practice.pk):
        return models.Patient.objects.count()


def test_a_folder_is_taken_over_and_accounted_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    practice = build.open_practice(now())

    code = run(str(write(tmp_path, *PEOPLE)))

    out = capsys.readouterr().out
    assert (code, patients(practice)) == (0, 1)
    assert "patients: 1 read, 1 added" in out


def test_held_rows_are_named_with_their_place_and_give_exit_code_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    build.open_practice(now())

    code = run(str(write(tmp_path, rows("patient", {"date_of_birth": "soon"}))))

    assert code == 1
    assert "patients.csv row 2, date_of_birth: The cell is not a date" in capsys.readouterr().out


def test_a_preview_changes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    practice = build.open_practice(now())

    code = run(str(write(tmp_path, *PEOPLE)), "--preview", "--json")

    report = json.loads(capsys.readouterr().out)
    assert (code, patients(practice)) == (0, 0)
    assert next(t["added"] for t in report["tables"] if t["table"] == "patients") == 1


def test_json_findings_carry_their_sentences(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    build.open_practice(now())

    run(str(write(tmp_path, rows("case"))), "--json")

    (held,) = json.loads(capsys.readouterr().out)["held"]
    assert (held["problem"], held["what"]) == (
        "orphan",
        "It refers to patient 7, which is neither in the files nor on file.",
    )


def test_a_mapping_file_takes_the_place_of_the_practices_own(tmp_path: Path) -> None:
    practice = build.open_practice(now())
    folder = write(tmp_path, ("clients.csv", [{"no": 7, "first_name": "Ann", "last_name": "Lee"}]))
    mapping = tmp_path / "own.toml"
    mapping.write_text('[files]\npatients = ["clients.csv"]\n[columns.patients]\nkey = "no"\n')

    run(str(folder / "clients.csv"), "--mapping", str(mapping))

    assert patients(practice) == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["/nowhere"], "There is no file /nowhere"),
        ([".", "--practice", "nobody"], "There is no practice 'nobody'"),
    ],
)
def test_wrong_use_gives_exit_code_2_and_one_sentence(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    build.open_practice(now())

    assert run(*words) == 2
    assert said in capsys.readouterr().err


def test_a_mapping_that_cannot_be_used_changes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    practice = build.open_practice(now())
    mapping = tmp_path / "own.toml"
    mapping.write_text("[colums]")
    folder = tmp_path / "export"
    folder.mkdir()

    code = run(str(write(folder, *PEOPLE)), "--mapping", str(mapping))

    assert (code, patients(practice)) == (2, 0)
    assert "colums" in capsys.readouterr().err
