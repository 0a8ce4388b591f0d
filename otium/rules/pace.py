"""How often a patient comes, to look beyond the last booked visit.

Source: the plan of care's frequency; without it the practice's own calendar, so a forecast. Certainty: estimate.
"""

import math
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from otium.rules.business_days import DAYS_PER_WEEK, shift
from otium.terms.care import PlanOfCare
from otium.terms.schedule import Visit

LOOK_BACK = 6 * 7  # calendar days


def visits_per_week(plan: PlanOfCare | None, visits: Sequence[Visit]) -> Decimal | None:
    """Visits a week: the plan's, else the pace of the last six weeks up to the last visit known, to a tenth.

    Depends on the visits alone, never on today. None when fewer than two visits tell it.
    """
    if plan and plan.frequency_per_week:
        return Decimal(plan.frequency_per_week)
    if len(visits) < 2:
        return None
    after = shift(visits[-1].on, -LOOK_BACK)
    recent = [v.on for v in visits if v.on > after]
    span = (recent[-1] - recent[0]).days
    if span <= 0:
        return None
    return max(Decimal(len(recent) - 1) * DAYS_PER_WEEK / span, Decimal("0.1")).quantize(Decimal("0.1"))


def day_of_visit(n: int, after: date, per_week: Decimal) -> date:
    """The day of the nth further visit after `after` at this pace (n >= 1)."""
    return shift(after, math.ceil(n * DAYS_PER_WEEK / per_week))
