"""`otium schedule` as a person calls it, without a database."""

import argparse
import json
from pathlib import Path

import pytest

from otium.doors.cli.commands import schedule
from otium.wires.calendar.plans import write_instance, write_solution
from tests.plans import TUE, instance, placed, solution, visit


@pytest.fixture
def parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser()
    schedule.add(parser.add_subparsers())
    return parser


def _run(parser: argparse.ArgumentParser, *words: str) -> int:
    return schedule.run(parser.parse_args(["schedule", *words]))


def _write(path: Path, data: bytes) -> str:
    path.write_bytes(data)
    return str(path)


def test_a_week_is_made_solved_and_checked(
    parser: argparse.ArgumentParser, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    week, plan = str(tmp_path / "week.json"), str(tmp_path / "plan.json")

    made = _run(parser, "make", "--therapists", "3", "--patients", "12", "--seed", "2", "--out", week)
    solved = _run(parser, "solve", week, "--seconds", "2", "--out", plan)
    told = capsys.readouterr()
    checked = _run(parser, "check", week, plan)

    assert (made, solved, checked) == (0, 0, 0)
    assert told.out == ""
    assert "tier 1" in told.err
    assert capsys.readouterr().out.endswith("violations=0\n")


def test_making_the_same_week_twice_gives_the_same_bytes(
    parser: argparse.ArgumentParser, capsys: pytest.CaptureFixture[str]
) -> None:
    _run(parser, "make", "--therapists", "3", "--patients", "12")
    one = capsys.readouterr().out
    _run(parser, "make", "--therapists", "3", "--patients", "12")

    assert capsys.readouterr().out == one


def test_without_out_the_solution_is_printed_and_nothing_else(
    parser: argparse.ArgumentParser, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    week = _write(tmp_path / "week.json", write_instance(instance(visit("a"))))

    code = _run(parser, "solve", week, "--seconds", "0", "--chains", "--quiet")

    assert code == 0
    assert json.loads(capsys.readouterr().out)["tier1"] == 5


def test_a_plan_that_breaks_a_rule_is_a_finding(
    parser: argparse.ArgumentParser, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    week = _write(tmp_path / "week.json", write_instance(instance(visit("a"), visit("b"))))
    plan = _write(tmp_path / "plan.json", write_solution(solution(placed("a"), placed("b", "09:30", room="office"))))

    code = _run(parser, "check", week, plan)

    assert code == 1
    assert capsys.readouterr().out.splitlines() == [
        "overlap: therapist ann on 2027-01-04: a and b overlap",
        "tier1=10 tier2=10 placed=2 of 2 violations=1",
    ]


def test_fixed_visits_that_cannot_be_are_a_finding(
    parser: argparse.ArgumentParser, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    week = _write(tmp_path / "week.json", write_instance(instance(visit("a", fixed=placed("a", day=TUE)))))

    code = _run(parser, "solve", week)

    assert code == 1
    assert "a: 2027-01-05 09:00 lies in none of its windows" in capsys.readouterr().err


def test_a_file_that_cannot_be_read_is_wrong_use(
    parser: argparse.ArgumentParser, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = _write(tmp_path / "week.json", b'{"name": "w", "slot_minutes": 0}')

    codes = [_run(parser, "solve", broken), _run(parser, "solve", str(tmp_path / "none.json"))]

    assert codes == [2, 2]
    told = capsys.readouterr().err
    assert "slot_minutes: 0 is not a whole number from 1 to 1440" in told
    assert "cannot be read: No such file or directory." in told


def test_a_folder_that_is_not_there_is_wrong_use(parser: argparse.ArgumentParser, tmp_path: Path) -> None:
    assert _run(parser, "make", "--patients", "1", "--out", str(tmp_path / "no" / "week.json")) == 2


@pytest.mark.parametrize(
    "words",
    [("solve", "x", "--seconds", "soon"), ("solve", "x", "--seconds", "-1"), ("make", "--patients", "0"),
     ("make", "--twice", "1.5"), ("dance",)],
    ids=["no number", "less than nothing", "nobody", "more than all", "no act"],
)  # fmt: skip
def test_wrong_words_are_wrong_use(parser: argparse.ArgumentParser, words: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as left:
        _run(parser, *words)

    assert left.value.code == 2
