"""What a plan is worth, in two tiers; the second never buys anything of the first."""

from collections import defaultdict
from collections.abc import Iterable

from otium.terms.planning import EXTRA_THERAPIST_COST, Instance, Placed, Tiers, WantedVisit


def score(instance: Instance, placed: Iterable[Placed]) -> Tiers:
    """Both tiers of these placements, each visit counted once, those of other instances left out."""
    visits = {visit.id: visit for visit in instance.visits}
    plan: dict[str, Placed] = {}
    for one in placed:
        if one.visit in visits:
            plan.setdefault(one.visit, one)
    tier2 = sum(worth(visits[name], one) for name, one in plan.items())
    tier2 -= EXTRA_THERAPIST_COST * _extra_therapists(visits, plan)
    tier2 -= instance.move_cost * sum(plan.get(today.visit) != today for today in instance.current)
    return Tiers(sum(visits[name].priority for name in plan), tier2)


def worth(visit: WantedVisit, placed: Placed) -> int:
    """The best window that contains it, and the preferred value of each of its therapists."""
    preferred = dict(visit.preferred)
    return window_worth(visit, placed) + sum(preferred.get(who, 0) for who in placed.therapists)


def window_worth(visit: WantedVisit, placed: Placed) -> int:
    end = placed.start_minute + visit.minutes
    fitting = (
        window.preference
        for window in visit.windows
        if window.day == placed.day and window.start_minute <= placed.start_minute and end <= window.end_minute
    )
    return max(fitting, default=0)


def _extra_therapists(visits: dict[str, WantedVisit], plan: dict[str, Placed]) -> int:
    """How many therapists beyond the first each role of each group uses, summed."""
    used: dict[tuple[str, int], set[str]] = defaultdict(set)
    for name, placed in plan.items():
        for role, who in enumerate(placed.therapists):
            used[visits[name].group, role].add(who)
    return sum(len(people) - 1 for people in used.values())
