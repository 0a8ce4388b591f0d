"""Who fits an hour that came free, in the order in which they are asked, and why the others do not.

Source: ours. A wish is a wish, never bent: what is not on file of a therapist fulfils none. Nobody is passed over
without a reason.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from otium.terms.waitlist import Criterion, Opening, Passed, Ranked, Waiting, WaitNeed

DAYS_A_WEEK = 7
USUAL = (Criterion.READINESS, Criterion.URGENCY, Criterion.WAIT, Criterion.FAIRNESS)


def rank(opening: Opening, waiting: Iterable[Waiting], order: Sequence[Criterion] = USUAL) -> Ranked:
    """Every entry is in the answer once. Among equals, who asked first."""
    fitting: list[Waiting] = []
    passed: list[tuple[Waiting, tuple[Passed, ...]]] = []
    for entry in sorted(waiting, key=lambda each: _key(opening, each, order)):
        found = tuple(reasons(opening, entry))
        if found:
            passed.append((entry, found))
        else:
            fitting.append(entry)
    return Ranked(tuple(fitting), tuple((e, why[0]) for e, why in passed), tuple(why for _e, why in passed))


def in_order(
    opening: Opening, waiting: Iterable[Waiting], order: Sequence[Criterion], missed: Mapping[UUID, int]
) -> list[Waiting]:
    """All of them as they would be asked if the hour suited everybody. `missed`: turns that somebody else had."""
    known = [replace(entry, missed=missed.get(entry.id, 0)) for entry in waiting]
    return sorted(known, key=lambda each: _key(opening, each, order))


def _key(opening: Opening, entry: Waiting, order: Sequence[Criterion]) -> tuple[object, ...]:
    return (*[PLACES[criterion](opening, entry) for criterion in order], entry.asked_on, str(entry.id))


PLACES: Mapping[Criterion, Callable[[Opening, Waiting], int]] = {
    Criterion.READINESS: lambda _opening, entry: entry.is_ready is not True,
    Criterion.URGENCY: lambda _opening, entry: int(entry.urgency),
    Criterion.WAIT: lambda opening, entry: -((opening.on - entry.asked_on).days // DAYS_A_WEEK),
    Criterion.FAIRNESS: lambda _opening, entry: -entry.missed,
}


def reasons(opening: Opening, entry: Waiting) -> Iterator[Passed]:
    """Every reason why the hour is nothing for them, what they cannot change first."""
    if entry.discipline != opening.discipline:
        yield Passed.DISCIPLINE
    if entry.lacks_later:
        yield Passed.NO_LATER
    if not _has_room(opening, entry):
        yield Passed.TOO_SHORT
    yield from _wishes(opening, entry)
    if entry.notice_hours > opening.hours_ahead:
        yield Passed.NOTICE
    if entry.is_busy:
        yield Passed.BUSY
    if entry.comes_that_day and entry.need is not WaitNeed.EARLIER:
        yield Passed.SAME_DAY


def _has_room(opening: Opening, entry: Waiting) -> bool:
    """Whether the visit is over within the hour, and its travel and notes meet nothing else of the therapist's."""
    if entry.minutes > opening.minutes or (opening.before is not None and entry.before > opening.before):
        return False
    return opening.after is None or entry.minutes + entry.after <= opening.minutes + opening.after


def _wishes(opening: Opening, entry: Waiting) -> Iterator[Passed]:
    if entry.therapist_id not in (None, opening.therapist_id):
        yield Passed.THERAPIST
    if entry.skill and entry.skill not in opening.skills:
        yield Passed.SKILL
    if entry.language and entry.language not in opening.languages:
        yield Passed.LANGUAGE
    if entry.locations and opening.location_id not in entry.locations:
        yield Passed.LOCATION
    if not entry.windows:
        return
    that_day = [window for window in entry.windows if window.is_on(opening.on)]
    if not that_day:
        yield Passed.WEEKDAY
    elif not any(window.holds(opening.starts_at, entry.minutes) for window in that_day):
        yield Passed.HOUR
