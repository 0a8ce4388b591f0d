"""Sheets of goals, scores and findings: what is taken, what is held, by row and column."""

from datetime import date
from decimal import Decimal

import pytest

from otium.terms.chart import FindingKind, GoalStatus
from otium.terms.charting import NewFinding, NewGoal, NewScore, Person
from otium.wires.sheets import charts

HEADER = "type,id,date,text,baseline,current,target,due,status,instrument,part,score,unit,side,kind"


def read(*rows: str, header: str = HEADER) -> charts.Reading:
    return charts.read("\n".join((header, *rows)).encode())


def test_each_kind_of_row_is_read() -> None:
    found = read(
        "goal,g1,2026-09-01,Ties shoes,0 of 5,2 of 5,4 of 5,2027-03-01,partly met,,,,,,",
        "score,s1,09/01/2026,,,,,,,Grip strength,Grip,31.5,lb,Left,",
        "Finding,f1,2026-09-01,Cannot fasten buttons.,,,,,,,,,,,deficit",
    )

    assert [p.item for p in found.proposals] == [
        NewGoal("Ties shoes", "0 of 5", "2 of 5", "4 of 5", date(2027, 3, 1), status=GoalStatus.PARTLY_MET,
                set_on=date(2026, 9, 1)),
        NewScore("Grip strength", "Grip", Decimal("31.5"), "lb", "left", taken_on=date(2026, 9, 1)),
        NewFinding(FindingKind.DEFICIT, "Cannot fasten buttons.", found_on=date(2026, 9, 1)),
    ]  # fmt: skip
    assert [p.own_id for p in found.proposals] == ["goal/g1", "score/s1", "finding/f1"]
    assert not found.unread


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        ("plan,,,,,,,,,,,,,,", "kind_unknown", "type"),
        ("goal,,,,0 of 5,,,,,,,,,,", "text_missing", "text"),
        ("goal,,,Ties shoes,,,,soon,,,,,,,", "day_unread", "due"),
        ("goal,,,Ties shoes,,,,,promising,,,,,,", "status_unread", "status"),
        ("score,,,,,,,,,BOT-2,Balance,high,,,", "number_unread", "score"),
        ("score,,,,,,,,,BOT-2,Balance,,,,", "number_unread", "score"),
        ("score,,,,,,,,,BOT-2,Balance,1e9,,,", "number_unread", "score"),
        ("score,,,,,,,,,,Balance,9,,,", "text_missing", "instrument"),
        ("score,,,,,,,,,Grip,,9,,both,", "kind_unknown", "side"),
        ("finding,,,Cannot dress.,,,,,,,,,,,opinion", "kind_unknown", "kind"),
    ],
)
def test_a_row_that_cannot_be_read_is_held_with_its_place_and_the_others_are_taken(
    row: str, code: str, column: str
) -> None:
    found = read(row, "goal,,,Ties shoes,,,,,,,,,,,")

    assert len(found.proposals) == 1
    assert [(u.code, u.place.line, u.place.column) for u in found.unread] == [(code, 2, column)]


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"name,amount\nx,3", "columns_missing"), (b"", "no_table"), (b"\x00\x01\x02", "no_table"),
     (b'type,text\n"goal,never closed', "no_table"), (b"type,type\ngoal,goal", "columns_missing")],
)  # fmt: skip
def test_a_sheet_with_other_columns_is_said_as_a_whole(data: bytes, code: str) -> None:
    found = charts.read(data)

    assert not found.proposals
    assert [u.code for u in found.unread] == [code]
    assert not charts.is_chart_sheet(data)


def test_an_unknown_column_is_said_and_the_rows_are_taken() -> None:
    found = read("goal,Ties shoes,blue", header="type,text,colour")

    assert len(found.proposals) == 1
    assert [(u.code, u.place.column) for u in found.unread] == [("column_unknown", "colour")]


def test_an_id_that_comes_twice_is_taken_once() -> None:
    found = read("goal,g1,,Ties shoes,,,,,,,,,,,", "goal,g1,,Buttons a shirt,,,,,,,,,,,")

    assert [p.own_id for p in found.proposals] == ["goal/g1"]
    assert [u.code for u in found.unread] == ["id_twice"]


def test_the_person_of_the_rows_is_told_and_two_persons_are_none() -> None:
    header = "type,text,first_name,last_name,birth_date"

    one = read("goal,Ties shoes,Theodora,Marshfield,2018-03-14", header=header)
    two = read("goal,Ties shoes,Theodora,Marshfield,", "goal,Zips,Ada,Other,", header=header)

    assert one.person == Person("Marshfield", "Theodora", date(2018, 3, 14))
    assert "Marshfield" not in one.proposals[0].quote
    assert (two.proposals, [u.code for u in two.unread]) == ((), ["several_subjects"])


def test_lines_beyond_the_limit_are_counted_out_with_the_limit_named() -> None:
    rows = ["goal,Ties shoes"] * charts.MOST_ROWS

    at_limit = read(*rows, header="type,text")
    beyond = read(*rows, "goal,Zips a coat", header="type,text")

    assert at_limit.unread == ()
    assert len(beyond.proposals) == charts.MOST_ROWS
    assert [(u.code, u.shown) for u in beyond.unread] == [("too_many_lines", "2,000")]
