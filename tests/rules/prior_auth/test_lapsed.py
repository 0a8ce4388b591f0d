"""An appeal that was not filed in time: what is lost is told, and filed late or let go."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from otium.terms.duty import Duty, DutyKind
from otium.terms.prior_auth import Appeal, AppealState, AppealTrack, RequestState
from tests.rules import cast

DECIDED, LAST = date(2026, 6, 1), date(2026, 11, 27)  # 180 days, a Friday
DAY = timedelta(days=1)
ON = LAST + DAY
PAYER = cast.coverage()
MADE = cast.made(date(2026, 6, 2), "97530")
BOOKED = cast.visit(date(2026, 12, 15), "97530")
DENIED = cast.request(RequestState.DENIED, PAYER, submitted_on=date(2026, 5, 20), decided_on=DECIDED)
A = AppealState


def duty(state: AppealState = A.EXPIRED, on: date = ON, file_by: date | None = LAST, **more: Any) -> Duty | None:
    lapsed = Appeal(cast.new_id(), DENIED.id, AppealTrack.COMMERCIAL, 1, state, file_by=file_by)
    usual = {"coverages": (PAYER,), "visits": (MADE, BOOKED), "requests": (DENIED,), "appeals": (lapsed,)}
    return cast.only(DutyKind.FILE_APPEAL, cast.patient(**usual | more), on, [cast.rate("100")])


@pytest.mark.parametrize("state", [A.EXPIRED, A.DRAFT, A.READY])
def test_what_is_lost_is_told_whether_it_was_moved_to_expired_yet_or_not(state: AppealState) -> None:
    found = duty(state)

    assert found is not None
    assert cast.codes(found) == ["appeal_lapsed", "lost_visits"]
    assert (found.due_on, found.last_safe_on) == (date(2026, 12, 1), None)
    assert (found.at_risk.amount, found.at_risk.visits, found.appointment_id) == (Decimal(200), 2, BOOKED.id)


@pytest.mark.parametrize(("on", "code"), [(LAST, "appeal_begun"), (ON, "appeal_lapsed")])
def test_on_its_last_day_it_is_still_to_be_filed(on: date, code: str) -> None:
    assert cast.codes(duty(A.DRAFT, on))[0] == code


@pytest.mark.parametrize(("days", "stands"), [(30, True), (31, False)])
def test_it_is_told_for_thirty_days(days: int, stands: bool) -> None:
    assert (duty(on=LAST + days * DAY) is not None) is stands


@pytest.mark.parametrize("state", [A.WITHDRAWN, A.FILED])
def test_let_go_or_filed_late_it_is_told_no_more(state: AppealState) -> None:
    assert duty(state) is None


def test_an_approval_that_came_meanwhile_ends_it() -> None:
    later = cast.authorization(date(2026, 9, 1), None, 30, coverage_id=PAYER.id, entered_on=date(2026, 9, 1))

    assert duty(authorizations=(later,)) is None


@pytest.mark.parametrize(("made_on", "count"), [(DECIDED, 2), (DECIDED - DAY, 1)])
def test_visits_from_before_the_decision_are_not_lost_by_it(made_on: date, count: int) -> None:
    found = duty(visits=(cast.made(made_on, "97530"), BOOKED))

    assert found is not None
    assert found.at_risk.visits == count


def test_without_a_visit_the_dollars_are_unknown() -> None:
    found = duty(visits=())

    assert found is not None
    assert (cast.codes(found), found.at_risk.amount) == (["appeal_lapsed"], None)
