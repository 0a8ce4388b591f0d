"""Who is asked first when an hour comes free, and why the others are not.

Source: ours. Clinical urgency first, then who has waited longest; a wish is a wish, never bent. Nobody is passed over
without a reason.
"""

from collections.abc import Iterable, Iterator

from otium.terms.waitlist import Opening, Passed, Ranked, Waiting, WaitNeed


def rank(opening: Opening, waiting: Iterable[Waiting]) -> Ranked:
    """Every entry is in the answer once."""
    fitting: list[Waiting] = []
    passed: list[tuple[Waiting, Passed]] = []
    for entry in sorted(waiting, key=_order):
        reason = next(_reasons(opening, entry), None)
        if reason is None:
            fitting.append(entry)
        else:
            passed.append((entry, reason))
    return Ranked(tuple(fitting), tuple(passed))


def _order(entry: Waiting) -> tuple[int, object, str]:
    return entry.urgency, entry.asked_on, str(entry.id)


def _reasons(opening: Opening, entry: Waiting) -> Iterator[Passed]:
    starts = opening.starts_at
    ends = opening.starts_at.hour * 60 + opening.starts_at.minute + entry.minutes
    if entry.minutes > opening.minutes:
        yield Passed.TOO_SHORT
    if entry.therapist_id not in (None, opening.therapist_id):
        yield Passed.THERAPIST
    if entry.location_id not in (None, opening.location_id):
        yield Passed.LOCATION
    if entry.weekdays and opening.on.weekday() not in entry.weekdays:
        yield Passed.WEEKDAY
    if (entry.since and starts < entry.since) or (entry.until and ends > entry.until.hour * 60 + entry.until.minute):
        yield Passed.HOUR
    if entry.notice_hours > opening.hours_ahead:
        yield Passed.NOTICE
    if entry.is_busy:
        yield Passed.BUSY
    if entry.comes_that_day and entry.need is not WaitNeed.EARLIER:
        yield Passed.SAME_DAY
