"""The order of the desk. Today is Monday 2026-11-23; Thursday is a holiday."""

from datetime import date, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otium.rules import rank
from otium.rules.rank import Group, Pressing
from tests.rules.cast import DAYS

ON = date(2026, 11, 23)
TUE, WED, HOLIDAY, FRI = (date(2026, 11, day) for day in (24, 25, 26, 27))
LAST_FRI = date(2026, 11, 20)

dates = st.dates(date(2026, 11, 1), date(2026, 12, 31))
items = st.builds(
    Pressing,
    dates,
    st.none() | dates,
    st.none() | st.decimals(0, 5000, places=2),
    st.none() | st.times(),
)


def key(item: Pressing) -> rank.Key:
    return rank.key(item, on=ON, days=DAYS)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        # past the last safe day before all else, whatever its dollars
        (Pressing(LAST_FRI, LAST_FRI, None), Pressing(ON, ON, Decimal(9000))),
        (Pressing(TUE, LAST_FRI, Decimal(1)), Pressing(LAST_FRI, FRI, Decimal(9000))),
        # on the last safe day it is not past: then the due day decides
        (Pressing(LAST_FRI, FRI, Decimal(1)), Pressing(ON, ON, Decimal(9000))),
        (Pressing(ON, None, Decimal(1)), Pressing(TUE, None, Decimal(9000))),
        # today by the hour it closes, without an hour last
        (Pressing(ON, None, None, time(14)), Pressing(ON, None, Decimal(900), time(17))),
        (Pressing(ON, None, None, time(17)), Pressing(ON, None, Decimal(900))),
        # then dollars: large, small, unknown, none
        (Pressing(FRI, None, Decimal("400.01")), Pressing(FRI, None, Decimal(400))),
        (Pressing(FRI, None, Decimal("0.01")), Pressing(FRI, None, None)),
        (Pressing(FRI, None, None), Pressing(FRI, None, Decimal(0))),
        # the same number of business days left: the earlier day
        (Pressing(WED, None, Decimal(1)), Pressing(HOLIDAY, None, Decimal(900))),
    ],
)
def test_the_more_pressing_comes_first(first: Pressing, second: Pressing) -> None:
    assert sorted([second, first], key=key) == [first, second]


@given(items, items, items)
def test_the_order_is_total(a: Pressing, b: Pressing, c: Pressing) -> None:
    assert (key(a) < key(b)) + (key(b) < key(a)) + (key(a) == key(b)) == 1
    assert not (key(a) <= key(b) <= key(c)) or key(a) <= key(c)


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (Pressing(LAST_FRI, None, None), Group.LATE),
        (Pressing(TUE, LAST_FRI, None), Group.LATE),
        (Pressing(ON, ON, None), Group.TODAY),
        (Pressing(TUE, ON, None), Group.NEXT),
        (Pressing(TUE, FRI, None), Group.NEXT),
    ],
)
def test_groups_are_late_today_and_next(item: Pressing, expected: Group) -> None:
    assert rank.group(item, on=ON, days=DAYS) is expected


def test_what_is_due_on_a_closed_day_is_for_the_open_day_before() -> None:
    on_a_holiday = Pressing(HOLIDAY, None, None)

    assert rank.group(on_a_holiday, on=WED, days=DAYS) is Group.TODAY
    assert rank.group(on_a_holiday, on=TUE, days=DAYS) is Group.NEXT
