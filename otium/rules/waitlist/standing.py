"""Whether an hour that came free is free as a standing one: a family that waits for one hour each week gains nothing
from one that others have in the weeks after.

Source: ours. Looked at as far as the forecast looks (rules/capacity); days on which the therapist is away or the
practice closed are no hindrance, as a standing visit leaves those out.
"""

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from otium.rules.capacity.forecast import WEEKS
from otium.terms.waitlist import Opening

A_WEEK = timedelta(days=7)
Span = tuple[datetime, datetime]  # local, without a zone: an hour keeps its time when clocks change


def is_standing(opening: Opening, taken: Iterable[Span]) -> bool:
    """Whether its therapist has nothing at that time in the weeks after. `taken`: what they have, from when until when.

    The hour's own week is not looked at.
    """
    first = datetime.combine(opening.on, time(opening.starts_at.hour, opening.starts_at.minute))
    length = timedelta(minutes=opening.minutes)
    weeks = [first + n * A_WEEK for n in range(1, WEEKS)]
    return not any(start < until and begin < start + length for begin, until in taken for start in weeks)
