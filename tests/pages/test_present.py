from datetime import date, time
from decimal import Decimal

import pytest

from otium.pages import present
from otium.terms.facts import BusinessDays

MONDAY = date(2026, 11, 23)
DAYS = BusinessDays(holidays=frozenset({date(2026, 11, 26)}))


@pytest.mark.parametrize(
    ("due_on", "words", "tone"),
    [
        (date(2026, 11, 19), "2 days late", "late"),
        (date(2026, 11, 20), "1 day late", "late"),
        (date(2026, 11, 22), "1 day late", "late"),  # a Sunday: no business day between, late all the same
        (date(2026, 11, 23), "Today", "today"),
        (date(2026, 11, 24), "Tomorrow", ""),
        (date(2026, 11, 25), "In 2 business days", ""),
        (date(2026, 11, 27), "In 3 business days", ""),  # Thanksgiving between
    ],
)
def test_due_words_count_the_practices_business_days(due_on: date, words: str, tone: str) -> None:
    due = present.due(due_on, on=MONDAY, days=DAYS)

    assert (due.words, due.tone, due.iso) == (words, tone, due_on.isoformat())


def test_what_is_due_on_the_weekend_is_due_on_friday() -> None:
    assert present.due(date(2026, 11, 28), on=date(2026, 11, 27), days=DAYS).words == "Today"


def test_the_hour_is_said_where_the_day_closes() -> None:
    assert present.due(MONDAY, on=MONDAY, days=DAYS, closes_at=time(17)).words == "Today, 5 pm"


@pytest.mark.parametrize(("at", "said"), [(time(0), "12 am"), (time(9, 5), "9:05 am"), (time(12), "12 pm")])
def test_hours_are_said_in_twelve(at: time, said: str) -> None:
    assert present.hour(at) == said


@pytest.mark.parametrize(
    ("amount", "cents", "said"),
    [
        (Decimal("1152.00"), False, "$1,152"),
        (Decimal("644.50"), False, "$645"),
        (Decimal("0"), False, "$0"),
        (Decimal("92"), True, "$92.00"),
        (Decimal("-1.27"), True, "-$1.27"),
        (Decimal("-0.4"), False, "$0"),
        (None, True, ""),
    ],
)
def test_money_is_whole_in_lists_and_unknown_is_not_zero(amount: Decimal | None, cents: bool, said: str) -> None:
    assert present.money(amount, cents=cents) == said


def test_a_day_far_off_is_shown_with_its_year() -> None:
    assert present.day(date(2026, 12, 8), MONDAY) == "Tue, Dec 8"
    assert present.day(date(2028, 12, 8), MONDAY) == "Fri, Dec 8, 2028"


def test_what_is_booked_beyond_the_limit_is_counted_apart() -> None:
    meter = present.meter(limit=24, used=19, booked=12)

    assert [(bar.kind, bar.count) for bar in meter.key] == [("used", 19), ("booked", 5), ("over", 7), ("left", 0)]
    assert sum(float(bar.width) for bar in meter.bars) == pytest.approx(100, abs=0.02)


def test_an_unknown_limit_draws_no_bar() -> None:
    assert present.meter(limit=None, used=3, booked=2).bars == ()


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (0, "0 minutes"),
        (1, "1 minute"),
        (59, "59 minutes"),
        (60, "1 hour"),
        (90, "1 hour 30 minutes"),
        (180, "3 hours"),
    ],
)
def test_a_length_is_said_in_words(minutes: int, said: str) -> None:
    assert present.length(minutes) == said
