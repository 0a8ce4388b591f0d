"""`otium x12` as a person calls it: exit codes and what is printed, without a database."""

import argparse
import json
from pathlib import Path

import pytest

from otium.doors.cli.commands import x12

GOOD = (
    b"ISA*00*          *00*          *ZZ*PAYER          *ZZ*CLINIC         *261123*0900*^*00501*000000001*0*T*:~"
    b"GS*HB*PAYER*CLINIC*20261123*0900*1*X*005010X279A1~"
    b"ST*271*0001*005010X279A1~BHT*0022*11*T1*20261123*0900~"
    b"HL*1**20*1~NM1*PR*2*ACME*****PI*12345~"
    b"HL*2*1*21*1~NM1*1P*2*CLINIC*****XX*1234567893~"
    b"HL*3*2*22*0~NM1*IL*1*DOE*JANE****MI*TEST1~EB*1**30~"
    b"SE*10*0001~GE*1*1~IEA*1*000000001~"
)
WRONG_COUNT = GOOD.replace(b"SE*10*", b"SE*11*")


@pytest.fixture
def parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser()
    x12.add(parser.add_subparsers())
    return parser


def _run(parser: argparse.ArgumentParser, *words: str) -> int:
    return x12.run(parser.parse_args(["x12", *words]))


def _file(folder: Path, data: bytes) -> str:
    path = folder / "answer.271"
    path.write_bytes(data)
    return str(path)


def test_reading_gives_transactions_as_terms(
    parser: argparse.ArgumentParser, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = _run(parser, "read", _file(tmp_path, GOOD), "--json")

    read = json.loads(capsys.readouterr().out)
    transaction = read["interchanges"][0]["transactions"][0]
    assert code == 0
    assert (transaction["kind"], transaction["control"], len(transaction["terms"])) == ("271", "0001", 1)
    assert read["findings"] == []


def test_a_finding_is_told_with_its_position_and_exit_code_1(
    parser: argparse.ArgumentParser, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = _run(parser, "check", _file(tmp_path, WRONG_COUNT), "--json")

    findings = json.loads(capsys.readouterr().out)["findings"]
    assert code == 1
    assert [(finding["code"], finding["segment"]) for finding in findings] == [("wrong-count", 12)]


def test_a_file_that_comes_back_byte_for_byte_is_said_to(
    parser: argparse.ArgumentParser, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = _run(parser, "roundtrip", _file(tmp_path, GOOD))

    assert code == 0
    assert f"byte-identical, {len(GOOD)} bytes" in capsys.readouterr().out


def test_what_is_not_x12_is_a_finding_and_no_crash(
    parser: argparse.ArgumentParser, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = _run(parser, "check", _file(tmp_path, b"%PDF-1.7"))

    assert code == 1
    said = capsys.readouterr().out
    assert "not-x12" in said
    assert "None" not in said
    assert said.endswith("\n1 finding\n")


def test_a_file_is_explained_in_words_with_findings_under_their_segment(
    parser: argparse.ArgumentParser, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = _run(parser, "explain", _file(tmp_path, WRONG_COUNT))

    said = capsys.readouterr().out.splitlines()
    assert code == 1
    assert said[0] == "Eligibility answer (271), from PAYER to CLINIC, Nov 23, 2026"
    assert "    Eligibility answer (271): number 0001, 1 subscriber, 1 benefit" in said
    at = next(number for number, line in enumerate(said) if " SE " in line)
    assert said[at + 1].strip().startswith("!! SE01 says 11, there are 10 segments. (element 1) Something was lost")


def test_an_explanation_as_json_holds_every_segment(
    parser: argparse.ArgumentParser, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = _run(parser, "explain", _file(tmp_path, GOOD), "--json")

    told = json.loads(capsys.readouterr().out)
    assert (code, told["segments"], told["more"], told["told"]) == (0, 14, None, [])
    assert told["parts"][0]["parts"][0]["values"][0] == {
        "element": 6, "name": "from", "text": "PAYER", "meaning": "",
    }  # fmt: skip


def test_an_explanation_of_few_segments_says_how_many_more_there_are(
    parser: argparse.ArgumentParser, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _run(parser, "explain", _file(tmp_path, GOOD), "--most", "5")

    assert "... 9 more segments; --most shows more" in capsys.readouterr().out


def test_a_missing_file_is_wrong_use(parser: argparse.ArgumentParser, capsys: pytest.CaptureFixture[str]) -> None:
    code = _run(parser, "read", "/nowhere/answer.271")

    assert code == 2
    assert "cannot be read" in capsys.readouterr().err
