"""The town of the simulated half-year: who comes, whose card changes, what payers have counted."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from partners.adjudication.contracts import CONTRACTS
from partners.exchange import ledger
from partners.sites import TIDEWATER
from partners.state import members
from partners.town import LEARNS_AFTER, Town

ON = date(2026, 7, 13)
MORNING = datetime(2026, 7, 13, 13, tzinfo=UTC)
LIMITED = "CSB47"  # 30 visits a year


@pytest.fixture
def town(tmp_path: Path) -> Town:
    return Town.found(tmp_path / "town", TIDEWATER, at=MORNING, on=ON, seed=3)


def member_of(town: Town, payer_id: str) -> str:
    return next(
        e.coverage.policy_number
        for e in town.world.episodes
        if e.coverage.payer.payer_id == payer_id and e.status == "Active" and e.scene is None
    )


def test_the_same_seed_is_the_same_town(tmp_path: Path) -> None:
    towns = [Town.found(tmp_path / name, TIDEWATER, at=MORNING, on=ON, seed=3) for name in ("a", "b")]

    came = [[n.coverage.policy_number for day in range(20) for n in t.newcomers(ON + timedelta(day))] for t in towns]

    assert came[0] == came[1]
    assert came[0]


def test_newcomers_are_known_to_their_payers(town: Town) -> None:
    came = [n.coverage for day in range(30) for n in town.newcomers(ON + timedelta(day))]

    wired = [c for c in came if c.payer.answers_eligibility]
    assert wired
    assert all(members.find(town.exchange.store, c.payer.payer_id, c.policy_number) for c in wired)


def test_a_changed_card_is_found_by_the_old_number_and_the_old_one_ends(town: Town) -> None:
    key = (LIMITED, member_of(town, LIMITED))

    assert town._change(key, ON)

    card = town.card(*key)
    assert card is not None
    assert card.member_id != key[1]
    (old,) = members.find(town.exchange.store, *key)
    (new,) = members.find(town.exchange.store, LIMITED, card.member_id)
    assert (old.terminates_on, new.effective_on) == (ON - timedelta(days=1), ON)
    assert not town._change(key, ON), "a card that is no longer held cannot change"


def test_a_payer_counts_a_visit_only_when_its_claim_has_come(town: Town) -> None:
    member_id = member_of(town, LIMITED)
    (member,) = members.find(town.exchange.store, LIMITED, member_id)

    def counted() -> int:
        return len(ledger.earlier(town.exchange, CONTRACTS[LIMITED], member, 2026).visits)

    before = counted()
    town.serve(LIMITED, member_id, ON)
    town.pass_to(MORNING + LEARNS_AFTER - timedelta(days=1))
    early = counted()
    town.pass_to(MORNING + LEARNS_AFTER)

    assert (early, counted()) == (before, before + 1)


def test_a_visit_beyond_the_limit_is_told_by_the_payers_own_count(town: Town) -> None:
    member_id = member_of(town, LIMITED)
    days = [date(2026, 1, 1) + timedelta(days=7 * n) for n in range(40)]

    beyond = [town.serve(LIMITED, member_id, day) for day in days]

    assert beyond[0] is False
    assert beyond[-1] is True
    assert beyond == sorted(beyond)
    assert town.serve("MCP88", member_of(town, "MCP88"), ON) is False, "Medicaid here has no limit"


def test_who_a_payer_does_not_find_has_another_number_on_the_card(town: Town) -> None:
    unknown = next(e for e in town.world.episodes if any(a.reject for a in e.answers))

    card = town.card(unknown.coverage.payer.payer_id, unknown.coverage.policy_number)

    assert card is not None
    assert card.member_id != unknown.coverage.policy_number
    assert members.find(town.exchange.store, card.payer.payer_id, card.member_id)
