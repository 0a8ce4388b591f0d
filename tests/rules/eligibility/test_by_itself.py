"""When Otium asks by itself, and when it leaves that to a person."""

from datetime import UTC, date, datetime, timedelta

import pytest

from otium.rules.eligibility.by_itself import AskedSoFar, ask_from, may_wait
from otium.terms.coverage import CheckStatus

AT = datetime(2026, 11, 25, 15, 0, tzinfo=UTC)
SECOND, MINUTE, HOUR, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def down(today: int, ago: timedelta = timedelta(0), code: str = "42") -> AskedSoFar:
    return AskedSoFar(today=today, status=CheckStatus.REJECTED, reject_code=code, answered_at=AT - ago)


@pytest.mark.parametrize(
    ("so_far", "cause", "expected"),
    [
        (AskedSoFar(), "check_missing", AT),
        (AskedSoFar(is_out=True), "check_missing", None),
        # asked today already: once for each cause
        (AskedSoFar(today=1, status=CheckStatus.ACTIVE, answered_at=AT), "check_stale", None),
        (AskedSoFar(today=1, status=CheckStatus.ACTIVE, answered_at=AT), "check_before_denial", AT),
        (AskedSoFar(today=3, status=CheckStatus.ACTIVE, answered_at=AT), "check_before_denial", AT),
        (AskedSoFar(today=4, status=CheckStatus.ACTIVE, answered_at=AT), "check_before_denial", None),
        (AskedSoFar(status=CheckStatus.ACTIVE, answered_at=AT - 40 * DAY), "check_stale", AT),
        # down: later each time, then a person; the next day anew
        (down(1), "check_missing", AT + 15 * MINUTE),
        (down(1, code="80"), "check_missing", AT + 15 * MINUTE),
        (down(1, 15 * MINUTE + SECOND), "check_missing", AT),
        (down(2), "check_missing", AT + HOUR),
        (down(3), "check_missing", AT + 3 * HOUR),
        (down(4), "check_missing", None),
        (down(0, DAY), "check_missing", AT),
        # what must be mended first
        (down(1, code="75"), "check_missing", None),
        (down(0, 30 * DAY, code="72"), "check_missing", None),
        # neither active nor inactive: a person reads it, and has a week for it
        (AskedSoFar(status=CheckStatus.UNKNOWN, answered_at=AT - 7 * DAY + SECOND), "check_missing", None),
        (AskedSoFar(status=CheckStatus.UNKNOWN, answered_at=AT - 7 * DAY), "check_missing", AT),
        # withdrawn, refused or failed: the same, unless an answer came since
        (AskedSoFar(ended_at=AT - 7 * DAY + SECOND), "check_missing", None),
        (AskedSoFar(ended_at=AT - 7 * DAY), "check_missing", AT),
        (AskedSoFar(ended_at=AT - DAY, status=CheckStatus.ACTIVE, answered_at=AT - 2 * DAY), "check_stale", None),
        (AskedSoFar(ended_at=AT - DAY, status=CheckStatus.ACTIVE, answered_at=AT - HOUR), "check_stale", AT),
    ],
)
def test_the_instant_from_which_it_asks(so_far: AskedSoFar, cause: str, expected: datetime | None) -> None:
    assert ask_from(cause, so_far, AT) == expected


@pytest.mark.parametrize(("days", "may"), [(0, False), (1, False), (2, True)])
def test_only_a_visit_after_tomorrow_can_wait_for_a_batch(days: int, may: bool) -> None:
    on = date(2026, 11, 25)

    assert may_wait(on + timedelta(days=days), on) is may
