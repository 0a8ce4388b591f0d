"""When a talk or an appeal is over by itself."""

from datetime import date, timedelta

import pytest

from otium.rules.appeals import expiry
from otium.terms.prior_auth import AppealState, PeerToPeerState

LAST = date(2026, 12, 4)
DAY = timedelta(days=1)
P, A = PeerToPeerState, AppealState


@pytest.mark.parametrize("state", [P.OPEN, P.ASKED, P.SCHEDULED, P.MISSED])
@pytest.mark.parametrize(("on", "is_over"), [(LAST, False), (LAST + DAY, True)])
def test_a_talk_that_is_ahead_is_over_the_day_after_its_last(state: PeerToPeerState, on: date, is_over: bool) -> None:
    assert expiry.is_talk_over(state, until_on=LAST, slot_on=None, on=on) is is_over


@pytest.mark.parametrize("state", [P.HELD, P.WITHDRAWN, P.EXPIRED])
def test_a_talk_that_came_to_an_end_is_not_over_again(state: PeerToPeerState) -> None:
    assert not expiry.is_talk_over(state, until_on=LAST, slot_on=None, on=LAST + DAY)


def test_a_talk_whose_last_day_is_not_known_is_never_over() -> None:
    assert not expiry.is_talk_over(P.OPEN, until_on=None, slot_on=None, on=date(2030, 1, 1))


@pytest.mark.parametrize(("on", "is_over"), [(LAST + 3 * DAY, False), (LAST + 4 * DAY, True)])
def test_a_time_set_after_the_last_day_is_waited_for(on: date, is_over: bool) -> None:
    assert expiry.is_talk_over(P.SCHEDULED, until_on=LAST, slot_on=LAST + 3 * DAY, on=on) is is_over
    assert expiry.is_talk_over(P.MISSED, until_on=LAST, slot_on=LAST + 3 * DAY, on=on)  # a slot gone by counts no more


@pytest.mark.parametrize("state", [A.DRAFT, A.READY])
@pytest.mark.parametrize(("on", "is_over"), [(LAST, False), (LAST + DAY, True)])
def test_an_appeal_at_home_is_over_the_day_after_its_last(state: AppealState, on: date, is_over: bool) -> None:
    assert expiry.is_appeal_over(state, file_by=LAST, on=on) is is_over
    assert not expiry.is_appeal_over(state, file_by=None, on=on)


@pytest.mark.parametrize("state", [A.FILED, A.ACKNOWLEDGED, A.DECIDED, A.WITHDRAWN, A.EXPIRED])
def test_an_appeal_that_left_or_ended_is_not_over_again(state: AppealState) -> None:
    assert not expiry.is_appeal_over(state, file_by=LAST, on=LAST + DAY)
