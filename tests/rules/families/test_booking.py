"""When a household is told that visits were booked."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from otium.rules.families.booking import BookedVisit, due

AT = datetime(2026, 12, 1, 12, tzinfo=UTC)
PHONE, OTHER = "+13125550142", "+13125550177"


def visit(number: int, ago: float, *, to: str = PHONE, ahead: float = 72) -> BookedVisit:
    """Booked so many minutes ago, so many hours ahead."""
    return BookedVisit(UUID(int=number), to, AT + timedelta(hours=ahead), AT - timedelta(minutes=ago))


@pytest.mark.parametrize(
    ("ago", "is_told"),
    [
        ([10], True),
        ([9.99], False),
        ([10, 10, 10], True),  # a series
        ([30, 9], False),  # they are still booking
        ([60, 9], True),  # but not for longer than an hour
        ([59.99, 0], False),
    ],
)
def test_a_household_is_told_once_nobody_booked_more_for_a_while(ago: list[float], is_told: bool) -> None:
    visits = [visit(n, minutes) for n, minutes in enumerate(ago)]

    assert [len(those) for those in due(visits, AT)] == ([len(ago)] if is_told else [])


def test_each_household_is_told_of_its_own_visits_in_order_of_time() -> None:
    visits = [visit(1, 20, ahead=50), visit(2, 20, ahead=30), visit(3, 20, to=OTHER, ahead=40)]

    assert [[v.id.int for v in those] for those in due(visits, AT)] == [[2, 1], [3]]


@pytest.mark.parametrize(("ahead", "count"), [(0.01, 1), (0, 0), (-1, 0)])
def test_a_visit_that_began_is_told_to_nobody(ahead: float, count: int) -> None:
    assert len(due([visit(1, 20, ahead=ahead)], AT)) == count
