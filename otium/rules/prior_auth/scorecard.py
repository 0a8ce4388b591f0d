"""How a payer decides what it is asked: how often it approves, cuts and denies, how much, how fast.

Source: the practice's own requests; nothing is said of fewer than five (rules/measured). Certainty: practice.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from otium.rules import business_days, measured
from otium.terms.facts import BusinessDays
from otium.terms.measured import Share, Spread
from otium.terms.prior_auth import Basis, RequestState


class Outcome(StrEnum):
    APPROVED = "approved"  # in full
    CUT = "cut"  # fewer than asked, whatever the payer calls it
    DENIED = "denied"


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as far as a scorecard counts it. `codes` empty: visits of any code; None is unknown."""

    id: UUID
    payer_id: UUID
    state: RequestState
    submitted_on: date
    decided_on: date | None = None
    requested: int | None = None
    approved: int | None = None
    basis: Basis = Basis.VISITS
    is_urgent: bool = False
    pended_on: date | None = None
    plan: str = ""
    codes: tuple[str, ...] = ()
    therapist: str = ""

    @property
    def outcome(self) -> Outcome | None:
        """None while it is not decided, or where it ended without a decision.

        A modification without numbers is a cut; one that grants all that was asked is none.
        """
        if self.state is RequestState.DENIED:
            return Outcome.DENIED
        if self.state not in (RequestState.APPROVED, RequestState.MODIFIED):
            return None
        if self.requested is None or self.approved is None:
            return Outcome.CUT if self.state is RequestState.MODIFIED else Outcome.APPROVED
        return Outcome.CUT if self.approved < self.requested else Outcome.APPROVED


@dataclass(frozen=True, slots=True)
class Granted:
    """What was asked and granted over all decisions that state both; `n` decisions. A denial grants nothing."""

    asked: int = 0
    granted: int = 0
    n: int = 0


@dataclass(frozen=True, slots=True)
class Score:
    """Of some requests. `turnaround`: business days from sending to decision, of those that are not urgent."""

    sent: int
    decided: int
    approved: Share
    cut: Share
    denied: Share
    pended: Share  # of all that were sent
    granted: Mapping[Basis, Granted]
    turnaround: Spread

    @property
    def waiting(self) -> int:
        return self.sent - self.decided


def score(asked: Iterable[Asked], days: BusinessDays) -> Score:
    """Requests that ended without a decision (cancelled, expired, superseded) are left out altogether."""
    counted = [a for a in asked if a.outcome or a.state in WITH_PAYER]
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


WITH_PAYER = (RequestState.SUBMITTED, RequestState.ACKNOWLEDGED, RequestState.PENDED)


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
