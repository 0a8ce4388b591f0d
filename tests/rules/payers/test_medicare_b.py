"""Medicare Part B: plan of care, threshold, telehealth to the end of 2027, one calendar year to file."""

from datetime import date
from typing import Any

import pytest

from .table import all_hold, holds, said

CASES = [
    *all_hold(check_stale_days=30, service_types="30 AD"),
    *all_hold(authorization_required=False, evaluation_needs_authorization=False, referral_required=False),
    *holds("plan_of_care_certification", True, until=date(2024, 12, 31), after=True),
    *holds("plan_of_care_certification", True, since=date(2025, 1, 1), before=True),
    *holds("certification_days", 30, until=date(2024, 12, 31), after=30),
    *holds("certification_days", 30, since=date(2025, 1, 1), before=30),
    *holds("recertification_days", 90, until=date(2024, 12, 31), after=90),
    *holds("recertification_days", 90, since=date(2025, 1, 1), before=90),
    *holds("progress_report_days", 10, until=date(2024, 12, 31), after=10),
    *holds("progress_report_days", 10, since=date(2025, 1, 1), before=10),
    *holds("progress_warning_days", 8, until=date(2024, 12, 31), after=8),
    *holds("progress_warning_days", 8, since=date(2025, 1, 1), before=8),
    *holds("order_stands_in_from", date(2025, 1, 1), since=date(2025, 1, 1)),
    *holds("kx_applies", True, since=date(2018, 1, 1)),
    *holds("limit_year", "calendar", since=date(2018, 1, 1)),
    *holds("telehealth_allowed", True, since=date(2026, 2, 3), until=date(2027, 12, 31)),
    *holds("telehealth_until", date(2027, 12, 31), since=date(2026, 2, 3), until=date(2027, 12, 31)),
    (date(2026, 1, 30), "telehealth_allowed", None),  # the lapse
    *all_hold(co_treatment="apart"),
    *holds("telehealth_modifier", "95", since=date(2024, 1, 1)),
    *all_hold(unit_rule="cms", mppr_applies=True, sequestration_applies=True),
    *all_hold(filing_months=12, corrected_months=12),
    *all_hold(appeal_days=120, notice_received_days=5, advance_notice="abn"),
]


@pytest.mark.parametrize(("on", "name", "expected"), CASES)
def test_medicare_b_says(on: date, name: str, expected: Any) -> None:
    assert said("medicare_b", name, on) == expected
