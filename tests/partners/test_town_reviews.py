"""What the simulated town's payers hold valid, and why a visit was not."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from partners.exchange import scenario
from partners.exchange.on_paper import Filed
from partners.sites import TIDEWATER
from partners.town import Town
from partners.town_reviews import Ground

ON = date(2026, 7, 13)
MORNING = datetime(2026, 7, 13, 16, tzinfo=UTC)
MEADOW = "MCP88"
DAY = timedelta(days=1)


@pytest.fixture
def town(tmp_path: Path) -> Town:
    plan = scenario.FOLDER / "reviewed.toml"
    return Town.found(tmp_path / "town", TIDEWATER, at=MORNING, on=ON, seed=3, plan=plan)


def newcomer(town: Town, payer_id: str = MEADOW) -> str:
    """Of somebody without any authorization."""
    for day in range(200):
        for one in town.newcomers(ON + day * DAY):
            if one.coverage.payer.payer_id == payer_id:
                return one.coverage.policy_number
    raise AssertionError("nobody came")


def filed(member_id: str, papers: frozenset[str] = frozenset({"08", "09"}), visits: int = 2) -> Filed:
    return Filed(MEADOW, member_id, "portal", ON, ON + 60 * DAY, visits, papers=papers)


def test_an_approval_covers_as_many_visits_as_it_says(town: Town) -> None:
    member = newcomer(town)
    before = town.reviews.ground(MEADOW, member, ON)
    town.reviews.file(filed(member))
    town.pass_to(MORNING)
    waits = town.reviews.ground(MEADOW, member, ON + DAY)
    town.pass_to(MORNING + 7 * DAY)

    on = ON + 7 * DAY
    uses = [(town.reviews.ground(MEADOW, member, on), town.reviews.use(MEADOW, member, on)) for _ in range(3)]

    assert (before, waits) == (Ground.NOT_ASKED, Ground.ASKED_LATE)
    assert uses == [(Ground.VALID, True), (Ground.VALID, True), (Ground.NOT_ASKED, False)]


def test_a_payer_is_slow_after_its_median_time(town: Town) -> None:
    member = newcomer(town)
    town.reviews.file(filed(member))
    town.pass_to(MORNING)

    grounds = [town.reviews.ground(MEADOW, member, ON + days * DAY) for days in (4, 5)]

    assert grounds == [Ground.ASKED_LATE, Ground.PAYER_SLOW]


def test_what_waits_for_papers_is_told_apart_and_goes_on_when_they_come(town: Town) -> None:
    member = newcomer(town)
    reference = town.reviews.file(filed(member, frozenset()))
    town.pass_to(MORNING)

    before = town.reviews.ground(MEADOW, member, ON + 9 * DAY)
    letters = list(town.reviews.letters())
    is_sent = town.reviews.send_more(MEADOW, reference)
    town.pass_to(MORNING + 7 * DAY)

    assert before is Ground.WANTS_PAPERS
    assert letters == [(MEADOW, reference)]
    assert is_sent
    assert town.reviews.ground(MEADOW, member, ON + 8 * DAY) is Ground.VALID


def test_a_cut_that_is_used_up_is_the_payers_doing_until_it_is_talked_over(town: Town) -> None:
    member = newcomer(town, "BAY65")
    reference = town.reviews.file(Filed("BAY65", member, "portal", ON, ON + 60 * DAY, 2, papers=frozenset({"08"})))
    town.pass_to(MORNING)
    town.pass_to(MORNING + 7 * DAY)
    on = ON + 7 * DAY
    town.reviews.use("BAY65", member, on)

    before = town.reviews.ground("BAY65", member, on)
    is_won = town.reviews.talk("BAY65", reference)

    assert before is Ground.DENIED
    assert is_won
    assert town.reviews.ground("BAY65", member, on) is Ground.VALID


def test_a_payer_that_asks_for_none_needs_none(town: Town) -> None:
    assert town.reviews.ground("NSH22", "anybody", ON) is Ground.NOT_NEEDED
    assert town.reviews.ground("", "", ON) is Ground.NOT_NEEDED


def test_visits_before_the_first_day_are_used_already(town: Town) -> None:
    runs_out = next(e for e in town.world.episodes if e.scene == "authorization_runs_out")
    number = runs_out.authorizations[0].number

    assert town.reviews.used[number] == runs_out.authorizations[0].visits - 3
