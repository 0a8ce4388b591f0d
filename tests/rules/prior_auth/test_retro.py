"""Visits made without authorization that the payer still takes a request for."""

from datetime import date, timedelta
from typing import Any

import pytest

from otium.rules import case as cases
from otium.rules.duties import patient_duties
from otium.rules.prior_auth import retro, roads
from otium.terms.duty import DutyKind
from otium.terms.payers import PayerType
from otium.terms.prior_auth import RequestKind
from otium.terms.roads import RoadBook
from otium.terms.schedule import VisitType
from tests.rules import cast

ON = date(2026, 12, 7)  # a Monday
BOOK = RoadBook(rows=roads.read((cast.RULES / "prior_auth" / "roads.toml").read_text()))
TEN_DAYS = cast.coverage(PayerType.MEDICARE_ADVANTAGE, payer_key="uhc_medicare_advantage")
UNKNOWN = cast.coverage(PayerType.MEDICARE_ADVANTAGE)
# Ten business days after Friday, November 20, Thanksgiving left out, is Monday, December 7.


def found(*visits: Any, coverage: Any = TEN_DAYS, **more: Any) -> retro.Window | None:
    facts = cast.patient(coverages=(coverage,), visits=visits, **more)
    case = cases.of(facts, cast.practice(ON, roads=BOOK), ON)
    return retro.window(case, coverage, RequestKind.INITIAL)


@pytest.mark.parametrize(("made_on", "is_open"), [(date(2026, 11, 20), True), (date(2026, 11, 19), False)])
def test_the_window_is_the_payers_business_days_after_the_visit(made_on: date, *, is_open: bool) -> None:
    window = found(cast.made(made_on))

    assert (window is not None) is is_open
    if window:
        assert (window.until_on, window.certainty) == (ON, "verified")


def test_only_visits_still_within_it_are_named_and_the_first_sets_the_day() -> None:
    window = found(cast.made(date(2026, 11, 16)), cast.made(date(2026, 11, 23)), cast.made(date(2026, 12, 1)))

    assert window is not None
    assert [v.on for v in window.visits] == [date(2026, 11, 23), date(2026, 12, 1)]
    assert window.until_on == date(2026, 12, 8)


@pytest.mark.parametrize(
    "visit",
    [
        cast.made(date(2026, 12, 1), kind=VisitType.EVALUATION),
        cast.visit(ON),
        cast.made(date(2026, 12, 1), discipline="PT"),
    ],
    ids=["evaluation", "to come", "another discipline"],
)
def test_nothing_else_is_asked_for(visit: Any) -> None:
    assert found(visit) is None


def test_a_payer_whose_window_nobody_knows_takes_none() -> None:
    assert found(cast.made(date(2026, 12, 1)), coverage=UNKNOWN) is None


def test_a_visit_that_is_covered_needs_none() -> None:
    granted = cast.authorization(date(2026, 11, 1), date(2026, 12, 31), 5)

    assert found(cast.made(date(2026, 12, 1)), authorizations=(granted,)) is None


def test_an_authorization_that_came_late_shows_the_visits_before_it_that_can_be_asked_for() -> None:
    late = cast.authorization(date(2026, 12, 2), date(2027, 1, 31), 9, coverage_id=TEN_DAYS.id)
    visits = (cast.made(date(2026, 11, 30)), cast.visit(ON + timedelta(days=1)))
    facts = cast.patient(coverages=(TEN_DAYS,), visits=visits, authorizations=(late,))

    duties = patient_duties(facts, cast.practice(ON, roads=BOOK), ON).duties
    (duty,) = (d for d in duties if d.kind is DutyKind.CHECK_APPROVAL)

    assert [reason.code for reason in duty.why] == ["retroactive_until"]
    assert duty.last_safe_on == duty.why[0].params["on"] == date(2026, 12, 14)
