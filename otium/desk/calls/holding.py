"""How long this practice's payers keep callers waiting."""

from datetime import date, time
from uuid import UUID

from otium.desk import clock
from otium.records.calls import call_facts
from otium.records.models import Practice
from otium.rules.eligibility import hold_times as rules
from otium.terms.calls import HoldTime


def hold_times(practice: Practice, on: date) -> dict[UUID, HoldTime]:
    """By payer, over the last 90 days up to `on`; payers that nobody called are left out. One query."""
    since = clock.instant(on - rules.BACK, time(), practice)
    return rules.hold_times(call_facts(practice, since), on)
