"""The day an authorization stops covering what is booked or to be expected, and the days to renew it.

Source: the calendar and the approval; the payer's decision time as measured, else from its rules, its first day from
its terms; 14 days and 3 visits ahead is the practice's own margin. Certainty: by calendar where visits are booked,
estimate where pace is projected.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from otium.rules import business_days, pace
from otium.rules.case import Case
from otium.rules.prior_auth import asking, decided, ledger, misfits
from otium.rules.prior_auth.decided import Tempo
from otium.rules.prior_auth.ledger import Ledger
from otium.terms.care import PlanOfCare
from otium.terms.coverage import Coverage
from otium.terms.payers import PayerRules, PayerType
from otium.terms.prior_auth import Authorization, AuthState, Basis, RequestKind
from otium.terms.schedule import Visit, VisitType

AHEAD = 14  # calendar days
VISITS_AHEAD = 3
NEW_EPISODE = 90  # calendar days; a gap this long is a new request, not a renewal (UnitedHealthcare MA, 2025)


@dataclass(frozen=True, slots=True)
class Window:
    """When to send the renewal: first day the payer takes it, the day to have done it, the last safe day."""

    opens_on: date
    due_on: date
    last_safe_on: date


@dataclass(frozen=True, slots=True)
class Outlook:
    """One active authorization. `runs_out_on` is the first day of care that it and its fellows do not cover.

    `uncovered` are visits it should have covered and cannot, by time. Without any, the day is projected from
    `per_week`; None when neither visits nor pace tell it, or another authorization follows.
    """

    authorization: Authorization
    ledger: Ledger
    runs_out_on: date | None
    uncovered: tuple[Visit, ...]
    per_week: Decimal | None
    window: Window | None

    @property
    def is_projected(self) -> bool:
        return self.runs_out_on is not None and not self.uncovered


def outlooks(case: Case) -> tuple[Outlook, ...]:
    """Of every active authorization, what lapses first in front."""
    lacking, _ = uncovered_by_authorization(case)
    return outlooks_of(case, lacking)


def outlooks_of(case: Case, lacking: Mapping[UUID, Sequence[Visit]]) -> tuple[Outlook, ...]:
    """`outlooks`, the uncovered visits of each authorization being known."""
    active = _active(case)
    return tuple(_outlook(case, a, active, tuple(lacking.get(a.id, ()))) for a in active)


def uncovered_by_authorization(case: Case) -> tuple[dict[UUID, list[Visit]], list[Visit]]:
    """Treatment visits without authorization: by the one that ought to be renewed for them, and those with none.

    That is the latest active one begun by then, of the same coverage and codes, ended less than 90 days before.
    Evaluations need none (payers commonly exempt them; PayerRules speak of treatment visits).
    """
    order = _active(case)
    lacking: dict[UUID, list[Visit]] = {}
    orphans: list[Visit] = []
    for uncovered in case.allocation.uncovered:
        visit = uncovered.visit
        if visit.kind is VisitType.EVALUATION or misfits.names_another(case, visit):  # the latter is CHECK_APPROVAL's
            continue
        parent = next((a for a in reversed(order) if _ought_to_cover(case, a, visit)), None)
        (orphans if parent is None else lacking.setdefault(parent.id, [])).append(visit)
    return lacking, orphans


def _active(case: Case) -> list[Authorization]:
    return sorted((a for a in case.patient.authorizations if a.state is AuthState.ACTIVE), key=_order)


def _order(a: Authorization) -> tuple[date, date, str, UUID]:
    return (a.ends_on or date.max, a.starts_on or date.min, a.number, a.id)


def _ought_to_cover(case: Case, authorization: Authorization, visit: Visit) -> bool:
    payer = case.payer_of(visit)
    if authorization.coverage_id and payer and authorization.coverage_id != payer.id:
        return False
    if authorization.starts_on and visit.on < authorization.starts_on:
        return False
    if authorization.ends_on and visit.on >= business_days.shift(authorization.ends_on, NEW_EPISODE):
        return False
    return not visit.lines or _names(authorization, {line.code for line in visit.lines})


def _names(authorization: Authorization, codes: Iterable[str]) -> bool:
    wanted = frozenset(codes)
    return any(not s.codes or s.codes & wanted for s in authorization.services)


def _outlook(
    case: Case, authorization: Authorization, active: list[Authorization], uncovered: tuple[Visit, ...]
) -> Outlook:
    count = ledger.of_taken(authorization, case.allocation.taken.get(authorization.id, ()), case.on)
    per_week = None
    runs_out_on = uncovered[0].on if uncovered else None
    if runs_out_on is None and _serves_care_to_come(case, authorization) and not _is_followed(authorization, active):
        plan = case.newest_plan()
        per_week = pace.visits_per_week(plan, case.counted)
        runs_out_on = _projected(case, count, plan, per_week)
    window = None if runs_out_on is None else _window(case, authorization, runs_out_on)
    return Outlook(authorization, count, runs_out_on, uncovered, per_week, window)


def _serves_care_to_come(case: Case, authorization: Authorization) -> bool:
    """The last visit booked lies in its period and under its coverage; beyond that only the pace can tell."""
    if not case.upcoming:
        return False
    last = case.upcoming[-1]
    payer = case.payer_of(last)
    is_same = not authorization.coverage_id or payer is None or authorization.coverage_id == payer.id
    return is_same and (authorization.ends_on is None or last.on <= authorization.ends_on)


def _is_followed(authorization: Authorization, active: list[Authorization]) -> bool:
    """True when another one that serves the same coverage and codes outlasts it."""
    later = active[active.index(authorization) + 1 :]
    return any(_may_share_coverage(authorization, b) and _may_share_codes(authorization, b) for b in later)


def _may_share_coverage(a: Authorization, b: Authorization) -> bool:
    return a.coverage_id is None or b.coverage_id is None or a.coverage_id == b.coverage_id


def _may_share_codes(a: Authorization, b: Authorization) -> bool:
    return any(not s.codes for s in a.services) or _names(b, frozenset[str]().union(*(s.codes for s in a.services)))


def _projected(case: Case, count: Ledger, plan: PlanOfCare | None, per_week: Decimal | None) -> date | None:
    """The first day of care beyond what is approved, if care goes on at this pace; None when the plan ends before."""
    days = []
    if per_week:
        visits_left = [n for s in count.services if (n := _visits_left(s, case)) is not None]
        days += [pace.day_of_visit(max(n, 0) + 1, case.counted[-1].on, per_week) for n in visits_left]
    if count.authorization.ends_on and (per_week or plan):
        days.append(business_days.shift(count.authorization.ends_on, 1))
    day = min(days, default=None)
    ends_on = _plan_end(plan)
    return None if day is None or (ends_on is not None and ends_on < day) else day


def _visits_left(service: ledger.ServiceLedger, case: Case) -> int | None:
    """Further visits that the service covers after those booked; for units, at the mean units of its visits so far."""
    left = service.left_after_booked
    if left is None or service.service.basis is Basis.VISITS:
        return left
    taken = [u for uses in case.allocation.taken.values() for _, u in uses if u.service_id == service.service.id]
    units = sum(u.quantity for u in taken)
    return left * len(taken) // units if units else None


def _plan_end(plan: PlanOfCare | None) -> date | None:
    if plan is None or plan.ends_on or not plan.duration_weeks:
        return plan.ends_on if plan else None
    return business_days.shift(plan.starts_on, plan.duration_weeks * business_days.DAYS_PER_WEEK)


def coverage_for(case: Case, authorization: Authorization) -> Coverage | None:
    """The coverage it names; when it names none, who pays when it ends, or at the last visit known."""
    named = next((c for c in case.patient.coverages if c.id == authorization.coverage_id), None)
    return named or case.primary_on[authorization.ends_on or case.counted[-1].on]


def rules_for(case: Case, authorization: Authorization) -> PayerRules:
    """The rules of its coverage; without any, those of an unknown payer."""
    coverage = coverage_for(case, authorization)
    return case.rules_of(coverage) if coverage else case.book.by_type[PayerType.OTHER]


def tempo_for(case: Case, authorization: Authorization) -> Tempo:
    """Within how many business days its payer decides."""
    return decided.tempo(case, coverage_for(case, authorization), rules_for(case, authorization))


def _window(case: Case, authorization: Authorization, runs_out_on: date) -> Window:
    rules = rules_for(case, authorization)
    opens_on = business_days.shift(runs_out_on, -_accepted_days_before(case, authorization, rules))
    last_safe_on = business_days.back(runs_out_on, tempo_for(case, authorization).business_days, case.days)
    taken = case.allocation.taken.get(authorization.id, ())
    covered = sorted({visit.on for visit, _ in taken if visit.on < runs_out_on})
    target = min([business_days.shift(runs_out_on, -AHEAD), *covered[-VISITS_AHEAD : -VISITS_AHEAD + 1]])
    due_on = min(max(target, opens_on), last_safe_on)
    opens_on = min(opens_on, due_on)
    open_day = business_days.back(due_on, 0, case.days)
    if open_day < opens_on:  # the payer does not take it yet
        open_day = business_days.add(due_on, 0, case.days)
    return Window(opens_on, open_day, last_safe_on)


def _accepted_days_before(case: Case, authorization: Authorization, rules: PayerRules) -> int:
    coverage = coverage_for(case, authorization)
    if coverage is None:
        return rules.earliest_renewal_days
    terms = asking.terms_for(case, coverage, RequestKind.RENEWAL)
    return rules.earliest_renewal_days if terms.accepted_days_before is None else terms.accepted_days_before
