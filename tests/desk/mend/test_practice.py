"""What a practice says about itself."""

from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from otium.desk import acting, mend, payer_book
from otium.desk.actor import Actor
from otium.desk.mend import practice as house
from otium.desk.mend.practice import Override
from otium.records import models
from otium.terms.payers import PayerType
from tests import build

AT = datetime(2026, 11, 23, 15, 0, tzinfo=ZoneInfo("America/New_York"))
ON = AT.date()
BY = Actor("test")


@pytest.fixture
def practice(db: None) -> Iterator[models.Practice]:
    made = build.open_practice(AT)
    with acting.acting_for(made.pk):
        yield models.Practice.objects.get(pk=made.pk)


def change(practice: models.Practice, version: str = "", **values: Any) -> models.Practice:
    version = version or house.version_of(practice)
    return house.change(practice_id=practice.pk, values=values, version=version, by=BY, at=AT)


def test_a_change_is_kept_with_what_stood_before(practice: models.Practice) -> None:
    change(practice, time_zone="America/Chicago", closes_at=time(18, 30), name=practice.name)

    practice.refresh_from_db()
    row = models.History.objects.get(focus_id=practice.pk, event="changed")
    assert (practice.time_zone, practice.closes_at) == ("America/Chicago", time(18, 30))
    assert row.before == {"time_zone": "America/New_York", "closes_at": "17:00"}


def test_of_two_changes_the_second_is_shown_the_first(practice: models.Practice) -> None:
    seen = house.version_of(practice)
    change(practice, name="Juniper West")

    with pytest.raises(mend.ChangedSince) as caught:
        change(practice, seen, name="Juniper East")

    assert caught.value.differences == [mend.Difference("name", "Juniper East", "Juniper West")]


@pytest.mark.parametrize(
    ("name", "value"),
    [("time_zone", "America/Atlantis"), ("weekdays", []), ("name", "  "), ("short", "LONGER"), ("short", "")],
)
def test_a_practice_that_could_not_count_days_is_refused(practice: models.Practice, name: str, value: Any) -> None:
    with pytest.raises(mend.Invalid) as caught:
        change(practice, **{name: value})

    assert {p.field for p in caught.value.problems} == {name}


def test_an_override_beats_what_otium_ships_and_dropping_it_brings_that_back(practice: models.Practice) -> None:
    shipped = payer_book.book(practice, ON).by_type[PayerType.COMMERCIAL].check_stale_days
    override = Override("commercial", "check_stale_days", shipped + 5, "our contract", date(2026, 1, 1))

    done = house.override_rule(override, practice_id=practice.pk, by=BY, at=AT)
    rules = payer_book.book(done, ON).by_type[PayerType.COMMERCIAL]
    back = house.drop_override(
        practice_id=practice.pk, key="commercial", name="check_stale_days", starts_on="2026-01-01", by=BY, at=AT
    )

    assert (rules.check_stale_days, rules.certainty_of("check_stale_days")) == (shipped + 5, "practice")
    assert payer_book.book(back, ON).by_type[PayerType.COMMERCIAL].check_stale_days == shipped


def test_money_and_days_come_back_as_what_they_were(practice: models.Practice) -> None:
    override = Override("medicare_b", "kx_threshold", Decimal("2500.00"), "letter of Nov 9")

    done = house.override_rule(override, practice_id=practice.pk, by=BY, at=AT)

    assert payer_book.book(done, ON).by_type[PayerType.MEDICARE_B].kx_threshold == Decimal("2500.00")


@pytest.mark.parametrize(
    ("override", "field"),
    [
        (Override("commercial", "no_such_value", 1, "us"), "name"),
        (Override("commercial", "check_stale_days", 30, " "), "source"),
        (Override("commercial", "unit_rule", "ama", "us"), "value"),
        (Override("commercial", "appeal_days", "many", "us", date(2030, 1, 1)), "value"),  # before it would fail
        (Override("commercial", "check_stale_days", 30, "us", date(2026, 2, 1), date(2026, 1, 1)), "ends_on"),
    ],
)
def test_an_override_no_rule_reads_or_nobody_stands_for_is_refused(
    practice: models.Practice, override: Override, field: str
) -> None:
    with pytest.raises(mend.Invalid) as caught:
        house.override_rule(override, practice_id=practice.pk, by=BY, at=AT)

    assert {p.field for p in caught.value.problems} == {field}
    assert models.Practice.objects.get(pk=practice.pk).payer_overrides == {}


BILLING = {
    "npi": "1234567893",
    "tax_id": "123456789",
    "taxonomy": "225X00000X",
    "address": "12 Harbor St",
    "postal_code": "984021234",
}


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("npi", "1234567890"),
        ("tax_id", "12345678"),
        ("taxonomy", "225X"),
        ("address", "P.O. Box 12"),
        ("address", "po box 7"),
        ("postal_code", "9840212"),
    ],
)
def test_what_payers_would_refuse_of_a_practice_is_refused_here(
    practice: models.Practice, name: str, wrong: str
) -> None:
    with pytest.raises(mend.Invalid) as caught:
        change(practice, **{**BILLING, name: wrong})

    assert [problem.field for problem in caught.value.problems] == [name]


@pytest.mark.parametrize("name", BILLING)
def test_a_practice_may_leave_open_what_it_does_not_bill_with_yet(practice: models.Practice, name: str) -> None:
    change(practice, **{**BILLING, name: ""})

    practice.refresh_from_db()
    assert getattr(practice, name) == ""
