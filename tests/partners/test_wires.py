"""The X12 files hold against a judge that others wrote, and against the counts of the standard."""

import re
from pathlib import Path

import pytest
from x12sdk.io import X12ModelReader

from partners.x12 import UnwritableText, text
from tests.partners.folder import Folder, Transaction


def files(practice: Folder, kind: str) -> list[Path]:
    cut = {t.file for t in practice.answers if not t.is_whole}
    return [path for path in sorted(practice.path.glob(f"x12/*.{kind}")) if path not in cut]


JUDGE_ERRORS = (
    (re.compile(r"[\r\n]"), ""),  # it loses its way at line ends
    (re.compile(r"(~EB(?:\*[^*~]*){8}\*)(?:VS|99)(?=\*)"), r"\g<1>1"),  # it takes EB09, a code, for a number
    (re.compile(r"(~EB(?:\*[^*~]*){9}\*)0(?=~)"), r"\g<1>1"),  # it takes a quantity of 0 for none
    (re.compile(r"(~AAA\*N\*\*)75"), r"\g<1>15"),  # it knows the reject codes of the provider's loop only
)
"""Where x12sdk 2.2.0 itself departs from the guide."""


def for_the_judge(path: Path) -> str:
    content = path.read_text(encoding="ascii")
    for pattern, repair in JUDGE_ERRORS:
        content = pattern.sub(repair, content)
    return content


def test_another_reader_takes_every_271(practice: Folder) -> None:
    for path in files(practice, "271"):
        content = for_the_judge(path)

        with X12ModelReader(content) as reader:
            models = list(reader.models())

        assert len(models) == content.count("~ST*271*") > 0


@pytest.mark.parametrize("kind", ["271", "278"])
def test_counts_and_control_numbers_agree(practice: Folder, kind: str) -> None:
    for path in files(practice, kind):
        segments = [s.strip().split("*") for s in path.read_text(encoding="ascii").split("~") if s.strip()]
        opened = [n for n, s in enumerate(segments) if s[0] == "ST"]
        closed = [n for n, s in enumerate(segments) if s[0] == "SE"]

        assert [int(segments[b][1]) for b in closed] == [b - a + 1 for a, b in zip(opened, closed, strict=True)]
        assert [segments[a][2] for a in opened] == [segments[b][2] for b in closed]
        assert (segments[-2][0], int(segments[-2][1]), segments[-2][2]) == ("GE", len(opened), segments[1][6])
        assert (segments[-1][0], segments[-1][2]) == ("IEA", segments[0][13])


@pytest.mark.parametrize("kind", ["271", "278"])
def test_levels_are_numbered_and_know_their_parents(practice: Folder, kind: str) -> None:
    for transaction in practice.whole_answers if kind == "271" else practice.decisions:
        levels = transaction.all("HL")
        numbers = [level[1] for level in levels]
        parents = {level[2] for level in levels[1:]}

        assert numbers == [str(n) for n in range(1, len(levels) + 1)]
        assert parents <= set(numbers)
        assert all((level[4] == "1") == (level[1] in parents) for level in levels)


def test_control_numbers_of_a_practice_are_unique(practice: Folder) -> None:
    controls = [path.read_text(encoding="ascii").split("*")[13] for path in practice.path.glob("x12/*")]

    assert len(controls) == len(set(controls)) > 10


def test_every_message_goes_to_the_practice(practice: Folder) -> None:
    npi = practice.rows("webpt/clinics")[0]["npi"]

    for transaction in practice.whole_answers + practice.decisions:
        assert transaction.receiver == npi
        assert [segment[9] for segment in transaction.all("NM1", "1P")] == [npi]


def test_every_member_but_the_stranger_is_a_policy_of_a_case(practice: Folder) -> None:
    policies = {row["primary_policy_number"] for row in practice.rows("webpt/cases")}
    members = {t.member_id for t in practice.whole_answers + practice.decisions}

    assert members - policies == {plant["key"] for plant in practice.plants("person_unknown")}


def test_names_and_birth_dates_are_those_of_the_extract(practice: Folder) -> None:
    people = {(r["last_name"].upper(), r["date_of_birth"].replace("-", "")) for r in practice.rows("webpt/patients")}
    strangers = {plant["key"] for plant in practice.plants("person_unknown")}

    for transaction in practice.whole_answers + practice.decisions:
        if transaction.member_id not in strangers:
            assert patient_of(transaction) in people


def patient_of(transaction: Transaction) -> tuple[str, str]:
    own = transaction.first("NM1", "03") or transaction.first("NM1", "QC") or transaction.all("NM1", "IL")[0]
    return own[3], transaction.all("DMG")[0][2]


def test_children_under_a_parents_plan_are_dependents(practice: Folder) -> None:
    loops = [(t.first("NM1", "03"), t.member_id) for t in practice.whole_answers]

    assert any(dependent and member.startswith(("EVG", "NSH", "TRW")) for dependent, member in loops) or (
        practice.path.name == "tidewater"
    )
    assert not any(dependent for dependent, member in loops if member.startswith("MCP"))


def test_a_day_of_a_medicaid_plan_comes_in_one_file(practice: Folder) -> None:
    files = [(t.on, t.file) for t in practice.whole_answers if t.member_id.startswith("MCP")]

    assert len({on for on, _ in files}) == len({file for _, file in files})


def test_payers_end_their_lines_differently(tidewater: Folder) -> None:
    contents = [path.read_bytes() for path in tidewater.path.glob("x12/*.271")]

    assert any(b"~\r\n" in content for content in contents)
    assert any(b"~\n" in content for content in contents)
    assert any(b"\n" not in content for content in contents)


def test_text_with_a_delimiter_is_refused() -> None:
    with pytest.raises(UnwritableText, match="delimiter"):
        text("ONE*TWO")


def test_accents_are_written_plainly() -> None:
    assert text("Muñoz") == "MUNOZ"
