"""A few simulated days: visits happen, payers answer by themselves, and the figures are those of the seed."""

import secrets
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from otium.desk import acting, codes
from otium.ops.commands import simulate as command
from otium.ops.simulate import seeded
from otium.ops.simulate.authorizing import WITH_PAYER
from otium.ops.simulate.opening import Wanted
from otium.ops.simulate.people import BY_DATES, COUNTED
from otium.ops.simulate.run import Stretch, run
from otium.ops.simulate.tally import Tally
from otium.records.models import AuthorizationRequest
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


@pytest.mark.django_db
def test_what_the_opening_shows_as_asked_lies_with_the_payer(tmp_path: Path) -> None:
    with seeded.drawn_from(1):
        stretch = Stretch.prepare(Wanted(date(2026, 7, 13), 1, 1), tmp_path, lambda _: None)

    with acting.acting_for(stretch.practice.pk):
        rows = AuthorizationRequest.objects.filter(state__in=WITH_PAYER, patient__is_active=True)
        asked = list(rows.filter(coverage__isnull=False).select_related("coverage__payer"))
        keys = [stretch.people.payers.key(row.coverage, stretch.office.true_number(row.coverage)) for row in asked]
    told = stretch.people.with_otium.asked
    known = [
        stretch.town.reviews.standing(payer_id, told.get(row.pk, row.trace))
        for row, (payer_id, _) in zip(asked, keys, strict=True)
        if payer_id
    ]
    assert known
    assert None not in known


def test_a_share_of_nothing_is_no_figure() -> None:
    assert Tally().figures()["verified_share"] is None
    assert Tally(visits_of_answering=4, verified=3).figures()["verified_share"] == 0.75


@pytest.mark.parametrize("days", [0, 733])
def test_days_that_are_none_are_refused(days: int, capsys: pytest.CaptureFixture[str]) -> None:
    args: Any = type("Args", (), {"days": days})()

    assert command.run(args) == 2
    assert "--days" in capsys.readouterr().err


def test_the_same_seed_draws_the_same_ids_and_numbers_and_another_seed_others() -> None:
    def drawn(seed: int) -> tuple[object, ...]:
        with seeded.drawn_from(seed):
            return uuid4(), codes.trace(), secrets.token_hex(4), uuid4()

    assert drawn(1) == drawn(1) != drawn(2)
    assert uuid4() != uuid4()


def test_one_id_more_changes_no_number_that_payers_see() -> None:
    with seeded.drawn_from(1):
        first = codes.trace()
    with seeded.drawn_from(1):
        uuid4()
        second = codes.trace()

    assert first == second
