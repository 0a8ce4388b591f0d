"""Who of those who fit is offered a freed hour now, until when, and why the others are not.

Source: ours. One offer a family at a time; none to who is not ready, as they could not come; texts only in the hours
in which they may reach people (rules/families/texting.toml).
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from otium.terms.offers import Asked, OfferRules, Reach, Wave
from otium.terms.waitlist import Passed

WAVES = 4  # so many shall fit into the time that is left
SHORTEST = timedelta(minutes=10)  # of a hold: a text is read and answered


def wave(
    reaches: Iterable[Reach], rules: OfferRules, *, starts_at: datetime, at: datetime, asked_already: Iterable[str] = ()
) -> Wave:
    """The first `rules.wave` of them who can be asked. `asked_already`: phones that were asked about this hour."""
    asked: list[Asked] = []
    passed = []
    phones = set(asked_already)
    again: list[datetime] = []
    for reach in reaches:
        latest = latest_of(starts_at, reach.notice_hours, rules)
        why = _why_not(reach, rules, latest, at, phones)
        if why is None and len(asked) >= rules.wave:
            why = Passed.TURN
        if why is not None:
            passed.append((reach.entry_id, why))
            if why is Passed.ASKED and reach.asked_until is not None and reach.asked_until < latest:
                again.append(reach.asked_until)
            continue
        asked.append(Asked(reach.entry_id, reach.leaves_at, _held_until(reach.leaves_at, latest, rules), latest))
        phones.add(reach.phone)
    return Wave(tuple(asked), tuple(passed), min(again, default=None))


def latest_of(starts_at: datetime, notice_hours: int, rules: OfferRules) -> datetime:
    """Up to which a family may say yes: they must know so long before, and get there."""
    return starts_at - max(timedelta(minutes=rules.least_minutes), timedelta(hours=notice_hours))


def _held_until(leaves_at: datetime, latest: datetime, rules: OfferRules) -> datetime:
    """When the next are asked as well: so soon that several waves fit into the time that is left."""
    hold = min(timedelta(minutes=rules.hold_minutes), max((latest - leaves_at) / WAVES, SHORTEST))
    return min(leaves_at + hold, latest)


def _why_not(reach: Reach, rules: OfferRules, latest: datetime, at: datetime, phones: set[str]) -> Passed | None:
    tests = (
        (reach.is_ready is None, Passed.TURN),  # so far down the list that nobody looked whether they are ready
        (reach.is_ready is False, Passed.NOT_READY),
        (reach.lacks is not None, reach.lacks),
        (reach.phone in phones, Passed.SAME_FAMILY),
        (reach.asked_until is not None, Passed.ASKED),
        (reach.texts >= rules.texts_a_week, Passed.TEXTS_ENOUGH),
        (at >= latest, Passed.LATE),
        (reach.leaves_at >= latest, Passed.QUIET),
    )
    return next((why for is_so, why in tests if is_so), None)
