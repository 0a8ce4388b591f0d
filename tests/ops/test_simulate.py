"""A few simulated days: visits happen, payers answer by themselves, and the figures are those of the seed."""

from datetime import date
from typing import Any

import pytest

from otium.ops.commands import simulate as command
from otium.ops.simulate.opening import Wanted
from otium.ops.simulate.people import BY_DATES, COUNTED
from otium.ops.simulate.run import run
from otium.ops.simulate.tally import Tally
from partners.sites import JUNIPER


@pytest.mark.django_db
def test_a_week_goes_by() -> None:
    told = run(Wanted(date(2026, 7, 13), 7, 1, JUNIPER), lambda _: None)

    assert told["simulated"] is True
    assert told["visits"] > 5
    assert told["inquiries"] > 0
    assert told["answers"] >= told["inquiries"]
    assert told["verified_share"] is not None
    assert told["beyond_without_notice"] == 0
    assert told["authorizations"]["arm"] == "with"
    assert told["authorizations"]["treatment_visits"] > 0


@pytest.mark.django_db
@pytest.mark.parametrize("arm", [BY_DATES, COUNTED])
def test_the_same_days_go_by_in_an_office_that_works_by_its_own_list(arm: str) -> None:
    told = run(Wanted(date(2026, 7, 13), 2, 1, JUNIPER, arm), lambda _: None)["authorizations"]

    assert told["arm"] == "without"
    assert told["touches"]["look_through"] > 0
    assert "read_and_sign" not in told["touches"]
    assert told["therapist_minutes_a_week"] is not None


def test_a_share_of_nothing_is_no_figure() -> None:
    assert Tally().figures()["verified_share"] is None
    assert Tally(visits_of_answering=4, verified=3).figures()["verified_share"] == 0.75


@pytest.mark.parametrize("days", [0, 733])
def test_days_that_are_none_are_refused(days: int, capsys: pytest.CaptureFixture[str]) -> None:
    args: Any = type("Args", (), {"days": days})()

    assert command.run(args) == 2
    assert "--days" in capsys.readouterr().err
