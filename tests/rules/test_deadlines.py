"""Filing, correcting, appealing, deciding: vectors D05 to D08, and both sides of each day."""

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from otium.rules import deadlines
from otium.terms.payers import PayerRules, PayerType
from tests.rules import cast

NEW_YORK = ZoneInfo("America/New_York")


def rules(kind: PayerType = PayerType.MEDICARE_B, key: str = "", on: date = date(2026, 11, 25)) -> PayerRules:
    return cast.book(on).rules_for(kind, key)


def test_d05_a_medicare_notice_is_presumed_received_after_five_days_and_appealed_within_120_of_that() -> None:
    noticed = date(2026, 11, 2)

    assert deadlines.received_on(rules(), noticed) == date(2026, 11, 7)
    assert deadlines.appeal_by(rules(), notice_on=noticed) == date(2027, 3, 7)
    assert deadlines.appeal_target(rules(), notice_on=noticed) == date(2027, 3, 2)


def test_d06_a_commercial_denial_is_appealed_within_180_days_of_its_notice() -> None:
    found = deadlines.appeal_by(rules(PayerType.COMMERCIAL), notice_on=date(2026, 8, 14))

    assert found == date(2027, 2, 10)


@pytest.mark.parametrize(
    ("service_on", "expected"),
    [
        (date(2026, 3, 2), date(2027, 3, 2)),  # D07
        (date(2027, 3, 2), date(2028, 3, 2)),  # 366 days: the same calendar date, not 365 days
        (date(2028, 2, 29), date(2029, 2, 28)),
    ],
)
def test_d07_medicare_is_billed_by_the_same_date_of_the_next_year(service_on: date, expected: date) -> None:
    assert deadlines.filing_by(rules(), starts_on=service_on) == expected


def test_d08_medicare_advantage_decides_within_7_days_14_more_if_extended_and_72_hours_when_urgent() -> None:
    plan, asked = rules(PayerType.MEDICARE_ADVANTAGE, on=date(2027, 1, 4)), date(2027, 1, 4)

    assert deadlines.decide_by(plan, received_on=asked) == date(2027, 1, 11)
    assert deadlines.decide_by(plan, received_on=asked, is_extended=True) == date(2027, 1, 25)
    at = datetime(2027, 1, 4, 16, 30, tzinfo=NEW_YORK)
    assert deadlines.urgent_decide_by(plan, received_at=at) == datetime(2027, 1, 7, 16, 30, tzinfo=NEW_YORK)


def test_72_hours_are_clock_hours_over_a_change_of_the_clock() -> None:
    plan = rules(PayerType.MEDICARE_ADVANTAGE)
    at = datetime(2026, 10, 31, 12, tzinfo=NEW_YORK)  # the clock goes back on 1 November

    found = deadlines.urgent_decide_by(plan, received_at=at)

    assert found is not None
    assert (found.astimezone(UTC) - at.astimezone(UTC)).total_seconds() == 72 * 3600
    assert found.hour == 11


@pytest.mark.parametrize(
    ("kind", "key", "service_on", "expected"),
    [
        (PayerType.MEDICAID_FFS, "medicaid_ne", date(2026, 1, 1), date(2026, 6, 30)),
        (PayerType.MEDICAID_FFS, "medicaid_sd", date(2026, 8, 31), date(2027, 2, 28)),
        (PayerType.MEDICAID_FFS, "medicaid_ia", date(2027, 3, 2), date(2028, 3, 1)),
        (PayerType.MEDICAID_FFS, "medicaid_ks", date(2026, 3, 2), date(2027, 3, 2)),
        (PayerType.MEDICAID_FFS, "medicaid_tx", date(2026, 1, 1), date(2026, 4, 6)),
        (PayerType.COMMERCIAL, "uhc_commercial", date(2026, 1, 1), date(2026, 4, 1)),
        (PayerType.WORKERS_COMP, "workers_comp_tx", date(2026, 1, 1), date(2026, 4, 6)),
        (PayerType.WORKERS_COMP, "workers_comp_ca", date(2026, 1, 31), date(2027, 1, 31)),
        (PayerType.AUTO, "auto_fl", date(2026, 1, 1), date(2026, 2, 5)),
        (PayerType.AUTO, "auto_ny", date(2026, 1, 1), date(2026, 2, 15)),
        (PayerType.TRICARE, "", date(2026, 1, 1), date(2027, 1, 1)),
        (PayerType.COMMERCIAL, "", date(2026, 1, 1), None),
        (PayerType.MEDICAID_MCO, "", date(2026, 1, 1), None),
    ],
)
def test_a_first_claim_is_filed_in_time(kind: PayerType, key: str, service_on: date, expected: date | None) -> None:
    assert deadlines.filing_by(rules(kind, key), starts_on=service_on) == expected


@pytest.mark.parametrize(
    ("earlier", "enrolled", "expected"),
    [
        (None, None, date(2026, 3, 2)),
        (date(2026, 4, 20), None, date(2026, 4, 20)),
        (None, date(2026, 6, 1), date(2026, 6, 1)),
        (date(2026, 4, 20), date(2026, 3, 1), date(2026, 4, 20)),
    ],
)
def test_the_time_begins_with_the_service_the_first_remittance_or_the_late_notice(
    earlier: date | None, enrolled: date | None, expected: date
) -> None:
    found = deadlines.filing_starts_on(date(2026, 3, 2), earlier_payer_on=earlier, enrolled_notice_on=enrolled)

    assert found == expected


def test_a_corrected_claim_and_a_notice_of_treatment_have_their_own_days() -> None:
    assert deadlines.corrected_by(rules(PayerType.TRICARE), remitted_on=date(2026, 1, 1)) == date(2026, 4, 1)
    assert deadlines.corrected_by(rules(), remitted_on=date(2026, 1, 1)) == date(2027, 1, 1)
    assert deadlines.corrected_by(rules(PayerType.COMMERCIAL), remitted_on=date(2026, 1, 1)) is None
    new_jersey = rules(PayerType.AUTO, "auto_nj")
    assert deadlines.notice_by(new_jersey, first_treatment_on=date(2026, 1, 1)) == date(2026, 1, 22)
    assert deadlines.notice_by(rules(PayerType.AUTO), first_treatment_on=date(2026, 1, 1)) is None


def test_what_is_not_known_gives_no_day() -> None:
    nothing = replace(rules(PayerType.OTHER), appeal_days=None)

    assert deadlines.appeal_by(nothing, notice_on=date(2026, 1, 1)) is None
    assert deadlines.decide_by(nothing, received_on=date(2026, 1, 1)) is None
    assert deadlines.urgent_decide_by(nothing, received_at=datetime(2026, 1, 1, tzinfo=UTC)) is None
    ffs = rules(PayerType.MEDICAID_FFS)
    assert deadlines.decide_by(ffs, received_on=date(2026, 1, 1)) == date(2026, 1, 8)
    assert deadlines.decide_by(ffs, received_on=date(2026, 1, 1), is_extended=True) is None


def test_the_last_days_of_all_time_are_no_error() -> None:
    assert deadlines.months_after(date(9999, 12, 31), 12) == date.max
    assert deadlines.appeal_by(rules(), notice_on=date.max) == date.max
