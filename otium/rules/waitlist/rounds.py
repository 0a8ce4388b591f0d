"""The order of steps of one round of offers: who is asked now, until when, when the next are asked, what a yes meets.

Source: ours. A hold is over when the next are asked as well; it takes the hour from nobody: a yes that comes later has
it as long as nobody else does and there is time to get there. The nearer the hour, the shorter the hold, so that a few
waves fit into what is left; how soon families answer is no part of the rule.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from otium.rules.waitlist import waves
from otium.terms.offers import OfferRules, Reach, Wave

LOOKED_AT = (10, 30, 60)  # so many are looked at for readiness, more only where too few of them can be asked
Look = Callable[[int], Sequence[Reach]]
"""Those who fit and were not asked yet, in order; of so many it is known whether they are ready."""


def ask(look: Look, rules: OfferRules, *, held: int, phones: Iterable[str], starts_at: datetime, at: datetime) -> Wave:
    """As many as a wave holds shall be able to take the hour; `held` can now, by these phones."""
    room = rules.wave - held
    if room <= 0:
        return Wave((), ())
    known, rules = set(phones), replace(rules, wave=room)
    for depth in LOOKED_AT:
        reaches = look(depth)
        found = waves.wave(reaches, rules, starts_at=starts_at, at=at, asked_already=known)
        if len(found.asked) == room or depth >= len(reaches):
            break
    return found


def next_at(holds: Iterable[datetime], again_at: datetime | None) -> datetime | None:
    """When the next are to be asked: the first hold is over, or somebody is asked about no other hour any more, as
    `again_at` of the wave says. None: nobody is left, the round led to nobody."""
    return min((*holds, *([again_at] if again_at else [])), default=None)


def can_take(*, at: datetime, latest: datetime, is_free: bool) -> bool:
    """Whether a yes has the hour, in its hold or after it. `latest`: as the wave said, so long before the hour."""
    return is_free and at < latest
