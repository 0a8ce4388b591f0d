"""How a payer decides what it is asked: how often it approves, cuts and denies, how much, how fast.

Source: the practice's own requests; nothing is said of fewer than five (rules/measured). Certainty: practice.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date

from otium.rules import business_days, measured
from otium.terms.facts import BusinessDays
from otium.terms.prior_auth import Basis, RequestState
from otium.terms.scorecard import Asked, Granted, Outcome, Score

WITH_PAYER = (RequestState.SUBMITTED, RequestState.ACKNOWLEDGED, RequestState.PENDED)


def counted_of(asked: Iterable[Asked]) -> list[Asked]:
    """Those that end without a decision (cancelled, expired, superseded) are left out altogether."""
    return [a for a in asked if a.outcome or a.state in WITH_PAYER]


def score(asked: Iterable[Asked], days: BusinessDays) -> Score:
    counted = counted_of(asked)
    outcomes = [a.outcome for a in counted if a.outcome]
    shares = {name: measured.share(outcomes.count(name), len(outcomes)) for name in Outcome}
    return Score(
        sent=len(counted),
        decided=len(outcomes),
        approved=shares[Outcome.APPROVED],
        cut=shares[Outcome.CUT],
        denied=shares[Outcome.DENIED],
        pended=measured.share(sum(a.pended_on is not None for a in counted), len(counted)),
        granted=_granted(counted),
        turnaround=measured.spread(taken(counted, days)),
    )


def taken(asked: Iterable[Asked], days: BusinessDays) -> list[int]:
    """Business days from sending to decision, of each that was decided and is not urgent; never less than 0."""
    return [
        max(business_days.between(a.submitted_on, a.decided_on, days), 0)
        for a in asked
        if a.outcome and a.decided_on and not a.is_urgent
    ]


def by(asked: Iterable[Asked], keys: Callable[[Asked], Iterable[str]], days: BusinessDays) -> dict[str, Score]:
    """Scores by plan, code, therapist: most requests first, then by name. A request counts under each of its keys."""
    groups: dict[str, list[Asked]] = defaultdict(list)
    for each in asked:
        for key in keys(each):
            groups[key].append(each)
    scores = {key: score(group, days) for key, group in groups.items()}
    return dict(sorted(((k, s) for k, s in scores.items() if s.sent), key=lambda pair: (-pair[1].sent, pair[0])))


def months(asked: Iterable[Asked], until: date, n: int = 12) -> dict[date, dict[Outcome, int]]:
    """Decisions by month and outcome, the last `n` months up to that of `until`; by the first day of each month."""
    first = until.year * 12 + until.month - n
    found = {date(m // 12, m % 12 + 1, 1): dict.fromkeys(Outcome, 0) for m in range(first, first + n)}
    for each in asked:
        outcome = each.outcome
        if outcome and each.decided_on and each.decided_on.replace(day=1) in found:
            found[each.decided_on.replace(day=1)][outcome] += 1
    return found


def _granted(asked: Iterable[Asked]) -> dict[Basis, Granted]:
    """Visits and units apart: they are never added."""
    sums: dict[Basis, list[tuple[int, int]]] = defaultdict(list)
    for each in asked:
        granted = 0 if each.outcome is Outcome.DENIED else each.approved
        if each.outcome and each.requested is not None and granted is not None:
            sums[each.basis].append((each.requested, granted))
    return {basis: Granted(sum(a for a, _ in rows), sum(g for _, g in rows), len(rows)) for basis, rows in sums.items()}
