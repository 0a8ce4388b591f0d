"""What labelled lines of a paper propose, and what is left alone."""

from datetime import date
from decimal import Decimal

import pytest

from otium.rules.charting import read_pages
from otium.rules.charting.days import day
from otium.terms.chart import FindingKind, GoalStatus
from otium.terms.charting import NewFinding, NewGoal, NewScore, Person, Reading

PAGE = """Occupational Therapy Evaluation
Patient: Marshfield, Theodora
DOB: 03/14/2018
Date of evaluation: 11/09/2026

Prior level of function: Never dressed without help.
Functional deficits: Cannot fasten buttons and needs an
adult for dressing each morning.
The room was quiet.

BOT-2 Fine Manual Control: 32 (4th percentile)
Grip strength, left: 14 lbs
QuickDASH: 43.18
BOT-2 total impression: poor

Long-term goal 1: Fastens six buttons alone
Baseline: 0 of 6
Current: 2 of 6
Target: 6 of 6 in 2 minutes
Target date: May 9, 2027
Status: in progress
STG 2: Ties both shoes
Baseline: 0 of 5 trials
"""


def read(*pages: str) -> Reading:
    return read_pages(pages)


def items(found: Reading, kind: type) -> list:
    return [proposal.item for proposal in found.proposals if isinstance(proposal.item, kind)]


def test_goals_are_read_with_what_belongs_to_them() -> None:
    first, second = items(read(PAGE), NewGoal)

    assert first == NewGoal(
        "Fastens six buttons alone", baseline="0 of 6", current="2 of 6", target="6 of 6 in 2 minutes",
        due_on=date(2027, 5, 9), is_long_term=True, status=GoalStatus.ACTIVE,
    )  # fmt: skip
    assert second == NewGoal("Ties both shoes", baseline="0 of 5 trials", is_long_term=False)


def test_scores_are_read_where_instrument_part_and_number_are_sure() -> None:
    assert items(read(PAGE), NewScore) == [
        NewScore("BOT-2", "Fine Manual Control", Decimal(32), "standard score", norm="4th percentile"),
        NewScore("Grip strength", "Grip", Decimal(14), "lb", side="left"),
        NewScore("QuickDASH", "Disability/Symptom", Decimal("43.18"), "points"),
    ]


def test_findings_go_on_over_the_line_and_end_with_their_sentence() -> None:
    assert items(read(PAGE), NewFinding) == [
        NewFinding(FindingKind.PRIOR_LEVEL, "Never dressed without help."),
        NewFinding(FindingKind.DEFICIT, "Cannot fasten buttons and needs an adult for dressing each morning."),
    ]


def test_the_paper_says_whom_and_when_it_is_about() -> None:
    found = read(PAGE)

    assert (found.person, found.on) == (Person("Marshfield", "Theodora", date(2018, 3, 14)), date(2026, 11, 9))


def test_each_proposal_names_its_page_and_line_and_quotes_it() -> None:
    found = read("", PAGE)

    proposal = next(p for p in found.proposals if isinstance(p.item, NewScore))
    assert (proposal.place.page, proposal.key) == (2, "2-11")
    assert proposal.quote == "BOT-2 Fine Manual Control: 32 (4th percentile)"


def test_a_line_that_names_an_instrument_and_is_not_sure_is_said() -> None:
    assert [(u.code, u.shown) for u in read(PAGE).unread] == [("score_unread", "BOT-2 total impression: poor")]


@pytest.mark.parametrize(
    "line",
    [
        "BOT-2: 32",  # which part?
        "BOT-2 Fine Manual Control: 32/80",
        "BOT-2 Fine Manual Control: 32 to 35",
        "BOT-2 Fine Manual Control: below average",
        "BOT-2 Fine Manual Control: 32 lb",
        "Grip strength: 31 lb",  # which hand?
        "Grip strength right and left: 31 lb",
        "BOT-2 Fine Manual Control:",
    ],
)
def test_a_score_that_would_have_to_be_guessed_is_not_proposed(line: str) -> None:
    found = read(f"Date of service: 11/09/2026\n{line}")

    assert not found.proposals
    assert [u.code for u in found.unread] == ["score_unread"]


@pytest.mark.parametrize(
    ("line", "score"),
    [
        ("Beery VMI-6 standard score: 78", ("Beery VMI-6", "Visual-Motor Integration", Decimal(78), "standard score")),
        ("BOT-2 Manual Dexterity: 9 scale score", ("BOT-2", "Manual Dexterity", Decimal(9), "scale score")),
        ("BOT-2, Fine Manual Control: 2nd percentile", ("BOT-2", "Fine Manual Control", Decimal(2), "percentile")),
        ("9HPT right hand: 31.2 seconds", ("Nine-Hole Peg Test", "Time", Decimal("31.2"), "s", "right")),
        ("Purdue Pegboard Right = 11", ("Purdue Pegboard", "Right", Decimal(11), "pegs")),
        ("GAS: -1", ("GAS", "Level", Decimal(-1), "level")),
    ],
)
def test_usual_ways_to_write_a_score_are_read(line: str, score: tuple) -> None:
    assert items(read(line), NewScore) == [NewScore(*score)]


def test_scores_without_a_day_in_the_paper_say_so() -> None:
    assert [u.code for u in read("QuickDASH: 43.18").unread] == ["no_score_day"]


def test_two_days_in_one_paper_are_none() -> None:
    assert read("Date of service: 11/09/2026\nReport date: 11/12/2026").on is None


def test_a_baseline_without_a_goal_before_it_is_left_alone() -> None:
    assert not read("Baseline: 0 of 6").proposals


def test_a_goal_does_not_go_on_over_the_page() -> None:
    (goal,) = items(read("Goal 1: Ties shoes", "Baseline: 0 of 6"), NewGoal)

    assert goal.baseline == ""


def test_what_cannot_be_read_about_a_goal_stays_unknown_and_is_said() -> None:
    found = read("Goal: Ties shoes\nTarget date: soon\nStatus: promising")

    (goal,) = items(found, NewGoal)
    assert (goal.due_on, goal.status) == (None, GoalStatus.ACTIVE)
    assert [u.code for u in found.unread] == ["day_unread", "status_unread"]


@pytest.mark.parametrize("pages", [(), ("",), ("Some prose without any label at all.",), (":::\n=\n: 5",)])
def test_text_without_labels_proposes_nothing(pages: tuple[str, ...]) -> None:
    assert not read(*pages).proposals


@pytest.mark.parametrize("text", ["11/3/26", "13/40/2026", "2026-02-30", "Smarch 3, 2026", "next week", ""])
def test_a_day_that_would_have_to_be_guessed_is_none(text: str) -> None:
    assert day(text) is None
