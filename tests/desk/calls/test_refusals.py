"""What cannot be recorded is refused by its entry, and nothing is written."""

from datetime import date, timedelta
from typing import Any

import pytest

from otium.desk.actor import Actor
from otium.records.models import BenefitCheck, Call, History, InjuryClaim, Practice
from tests.desk.calls.conftest import AT, cover, record, refused, said

pytestmark = pytest.mark.django_db


REFUSALS = [
    ({"active": "perhaps"}, {}, ("active", "not_an_option")),
    ({"copay": "a lot"}, {}, ("copay", "dollars_unreadable")),
    ({"copay": "-5"}, {}, ("copay", "dollars_unreadable")),
    ({"copay": "12.345"}, {}, ("copay", "dollars_unreadable")),
    ({"copay": "NaN"}, {}, ("copay", "dollars_unreadable")),
    ({"copay": "1e9999999"}, {}, ("copay", "dollars_unreadable")),
    ({"coinsurance": "101"}, {}, ("coinsurance", "percent_unreadable")),
    ({"visits_used": "ten"}, {}, ("visits_used", "number_unreadable")),
    ({"visits_used": "10000"}, {}, ("visits_used", "number_unreadable")),
    ({"covered_from": "2026-02-30"}, {}, ("covered_from", "day_unreadable")),
    ({"covered_from": "0026-02-03"}, {}, ("covered_from", "day_unreadable")),
    ({"covered_from": "2026-03-01", "covered_until": "2026-02-01"}, {}, ("covered_until", "ends_before_it_starts")),
    ({"limit_period": "fortnight"}, {}, ("limit_period", "not_an_option")),
    ({"limit_period": "calendar_year"}, {}, ("visit_limit", "limit_missing")),
    ({"active": "yes", "visit_limit": "none", "visits_used": "3"}, {}, ("visits_used", "no_limit_was_said")),
    ({"visits_used": "3"}, {}, ("active", "count_needs_active")),
    ({"pooled_with": "PT, ST"}, {}, ("pooled_with", "not_an_option")),
    ({"deductible": "500", "deductible_remaining": "501"}, {}, ("deductible_remaining", "more_than_the_whole")),
    ({"injured_on": "2026-11-26"}, {}, ("injured_on", "day_ahead")),
    ({"claims_address": "x" * 201}, {}, ("claims_address", "text_too_long")),
    ({"shoe_size": "9"}, {}, ("", "question_unknown")),
    ({"active": "yes"}, {"representative": " "}, ("representative", "who_said_it")),
    ({"active": "yes"}, {"reference": ""}, ("reference", "reference_or_why")),
    ({"active": "yes"}, {"outcome": "voicemail"}, ("outcome", "learned_from_nobody")),
    ({}, {}, ("", "call_says_nothing")),
    ({}, {"outcome": "shouted"}, ("outcome", "not_an_option")),
    ({"active": "yes"}, {"hold_minutes": 601}, ("hold_minutes", "minutes_out_of_range")),
    ({"active": "yes"}, {"called_at": AT + timedelta(seconds=1)}, ("called_on", "day_ahead")),
    ({"active": "yes"}, {"promise": "Faxes it"}, ("promised_on", "missing")),
    ({"active": "yes"}, {"promised_on": date(2026, 12, 1)}, ("promise", "missing")),
    ({"active": "yes"}, {"promise": "x", "promised_on": date(2026, 11, 24)}, ("promised_on", "promise_before_call")),
    ({"active": "yes"}, {"promise": "x", "promised_on": date(2027, 11, 26)}, ("promised_on", "wait_too_long")),
    ({"active": "yes"}, {"note": "x" * 4001}, ("note", "text_too_long")),
]


@pytest.mark.parametrize(("learned", "more", "expected"), REFUSALS)
def test_what_cannot_be_is_refused_by_its_entry_and_nothing_is_written(
    practice: Practice, person: Actor, learned: dict[str, str], more: dict[str, Any], expected: tuple[str, str]
) -> None:
    row = cover(practice)
    before = History.objects.count()

    assert refused(record, row, said(learned, **more), person) == expected

    assert not Call.objects.exists()
    assert not BenefitCheck.objects.exists()
    assert not InjuryClaim.objects.exists()
    assert History.objects.count() == before


def test_a_fault_in_the_last_thing_learned_leaves_nothing_of_the_first(practice: Practice, person: Actor) -> None:
    """The answer and its benefits are written before the injury claim is looked at."""
    row = cover(practice, "workers_comp")
    record(row, said({"authorized_ends_on": "2026-12-31"}), person)
    checks = BenefitCheck.objects.count()

    late = {"active": "yes", "authorized_starts_on": "2027-01-01"}
    assert refused(record, row, said(late), person) == ("authorized_ends_on", "ends_before_it_starts")

    assert BenefitCheck.objects.count() == checks
    assert InjuryClaim.objects.get().authorized_starts_on is None
    assert Call.objects.count() == 1
