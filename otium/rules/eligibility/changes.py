"""REVIEW_CHANGE: the newest answer says something else than the one before, and it matters for a booked visit.

What goes on by itself (visits left go down with our own, a deductible fills) is no change. Payers count processed
claims, so visits of the two weeks before the earlier answer may be counted only in the later one. Source: the house's
rule; certainty: knowledge.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from otium.rules import business_days
from otium.rules.allocation import OT
from otium.rules.because import because
from otium.rules.case import Case
from otium.rules.eligibility import drawing
from otium.terms.coverage import Benefit, BenefitCheck, CheckStatus, Coverage
from otium.terms.coverage import BenefitKind as Kind
from otium.terms.duty import Duty, DutyKind, Param, Reason
from otium.terms.provenance import Source, SourceKind

FOR_DAYS = 30  # calendar days after the answer; by then the next answers speak
LATE_CLAIMS = timedelta(days=14)
FAMILY = "FAM"
OwnVisits = Callable[[date, date, tuple[str, ...]], int]  # from, to (inclusive), disciplines that share


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is not as it was. `matters` False: told on the coverage's page, no duty."""

    code: str  # a reason of terms.reasons.REASONS, but for what does not matter
    params: dict[str, Param]
    matters: bool = True


def compare(before: BenefitCheck, after: BenefitCheck, own_visits: OwnVisits) -> tuple[Change, ...]:
    """What `after` says otherwise than `before`, of those things that both say. Both of one coverage and road."""
    return (
        *_plan(before, after),
        *_days(before, after),
        *_flags(before, after),
        *_limits(before, after),
        *_remaining(before, after, own_visits),
        *_shares(before, after),
        *_network(before, after),
    )


def duties(case: Case) -> Iterator[Duty]:
    """One a coverage: the newest answer with a change that matters and still stands."""
    for coverage in case.patient.coverages:
        checks = [c for c in case.checks_of(coverage) if c.status is CheckStatus.ACTIVE]
        visits = drawing.visits_of(case, coverage) if len(checks) > 1 else []
        found = _newest_change(case, coverage, checks) if visits else None
        if found:
            before, after, changes = found
            told = {"answered_on": after.answered_on, "earlier_on": before.answered_on}
            source = Source(SourceKind.BENEFIT_CHECK, after.id)
            why: list[Reason] = [because(each.code, source, **each.params, **told) for each in changes]
            ground: dict[str, Param] = {
                f"{each.code} {name}": value for each in changes for name, value in each.params.items()
            }
            ground["codes"] = " ".join(each.code for each in changes)
            yield drawing.duty(case, coverage, DutyKind.REVIEW_CHANGE, str(after.id), why, visits, ground)


def _newest_change(
    case: Case, coverage: Coverage, checks: list[BenefitCheck]
) -> tuple[BenefitCheck, BenefitCheck, list[Change]] | None:
    """Back from the newest answer: an answer that says the same again does not hide what changed before it."""
    own = _own_visits(case, coverage)
    now = checks[-1]
    for after, before in _pairs(checks):
        if case.on > business_days.shift(after.answered_on, FOR_DAYS):
            return None
        if coverage.changed_on and before.answered_on < coverage.changed_on:
            continue  # another plan, or another member: nothing to compare
        changes = [each for each in compare(before, after, own) if each.matters and _stands(each, after, now)]
        if changes:
            return before, after, changes
    return None


def _pairs(checks: list[BenefitCheck]) -> Iterator[tuple[BenefitCheck, BenefitCheck]]:
    """(later, earlier) by the same road, newest first."""
    for at in range(len(checks) - 1, 0, -1):
        after = checks[at]
        before = next((c for c in reversed(checks[:at]) if c.channel == after.channel), None)
        if before is not None:
            yield after, before


def _stands(change: Change, after: BenefitCheck, now: BenefitCheck) -> bool:
    """Whether the newest answer has not taken it back: it says the same as the one that told, or nothing."""
    if after is now:
        return True
    reversed_back = {each.code for each in compare(after, now, lambda _from, _to, _pool: 999)}
    return change.code not in reversed_back


def _own_visits(case: Case, coverage: Coverage) -> OwnVisits:
    def count(first: date, last: date, pool: tuple[str, ...]) -> int:
        shares = {OT, *pool}
        return sum(
            v.status.uses_benefits and v.discipline in shares and first <= v.on <= last and case.payer_of(v) is coverage
            for v in case.patient.visits
        )

    return count


def _plan(before: BenefitCheck, after: BenefitCheck) -> Iterator[Change]:
    if before.plan_name and after.plan_name and _plain(before.plan_name) != _plain(after.plan_name):
        yield Change("plan_changed", {"was_plan": before.plan_name, "now_plan": after.plan_name})


def _plain(name: str) -> str:
    return "".join(c for c in name.casefold() if c.isalnum())


def _days(before: BenefitCheck, after: BenefitCheck) -> Iterator[Change]:
    """Visits after an end of coverage are REPLACE_COVERAGE."""
    if before.coverage_ends_on != after.coverage_ends_on and after.coverage_ends_on:
        params: dict[str, Param] = {"was": before.coverage_ends_on, "now": after.coverage_ends_on}
        yield Change("coverage_end_changed", params, matters=False)


def _flags(before: BenefitCheck, after: BenefitCheck) -> Iterator[Change]:
    was, now = _flag(before, Kind.AUTHORIZATION_REQUIRED), _flag(after, Kind.AUTHORIZATION_REQUIRED)
    if was is not None and now is not None and was != now:
        code = "authorization_now_required" if now else "authorization_no_longer_required"
        yield Change(code, {}, matters=now)
    was, now = _flag(before, Kind.COVERED), _flag(after, Kind.COVERED)
    if was and now is False:
        yield Change("therapy_no_longer_covered", {})


def _flag(check: BenefitCheck, kind: Kind) -> bool | None:
    said = {b.flag for b in _own(check, kind)}
    return said.pop() if len(said) == 1 else None


def _limits(before: BenefitCheck, after: BenefitCheck) -> Iterator[Change]:
    for kind, code in ((Kind.VISIT_LIMIT, "limit_changed"), (Kind.DOLLAR_LIMIT, "dollar_limit_changed")):
        names = ("was", "now") if kind is Kind.VISIT_LIMIT else ("was_dollars", "now_dollars")
        for was, now in _by_pool(before, after, kind):
            if was.amount != now.amount and was.period == now.period:
                yield Change(code, dict(zip(names, (was.amount, now.amount), strict=True)))


def _remaining(before: BenefitCheck, after: BenefitCheck, own_visits: OwnVisits) -> Iterator[Change]:
    """Fewer left than our own visits explain. A new year, or a limit that changed, begins anew."""
    if before.answered_on.year != after.answered_on.year or any(_limits(before, after)):
        return
    for was, now in _by_pool(before, after, Kind.VISITS_REMAINING):
        if was.amount is None or now.amount is None or now.amount >= was.amount:
            continue
        since = before.answered_on - LATE_CLAIMS
        own = own_visits(since, after.answered_on, was.pooled_with)
        if was.amount - now.amount > own:
            yield Change("visits_used_elsewhere", {"was": was.amount, "now": now.amount, "count": own})


def _shares(before: BenefitCheck, after: BenefitCheck) -> Iterator[Change]:
    for kind, code in ((Kind.COPAY, "copay_changed"), (Kind.DEDUCTIBLE, "deductible_changed")):
        was, now = _amount(before, kind), _amount(after, kind)
        if was is not None and now is not None and was != now:
            yield Change(code, {"was_dollars": was, "now_dollars": now})
    was, now = _amount(before, Kind.COINSURANCE), _amount(after, Kind.COINSURANCE)
    if was is not None and now is not None and was != now:
        yield Change("coinsurance_changed", {"was_share": was, "now_share": now})


def _network(before: BenefitCheck, after: BenefitCheck) -> Iterator[Change]:
    """Figures for providers in network were given, and now only those out of network are."""
    was, now = ({b.in_network for b in check.benefits if b.in_network is not None} for check in (before, after))
    if True in was and now == {False}:
        yield Change("network_lost", {})


def _amount(check: BenefitCheck, kind: Kind) -> Decimal | None:
    said = {b.amount for b in _own(check, kind) if b.amount is not None}
    return said.pop() if len(said) == 1 else None


def _own(check: BenefitCheck, kind: Kind) -> list[Benefit]:
    return [
        b
        for b in check.benefits
        if b.kind is kind and b.level != FAMILY and b.in_network is not False and not b.is_ambiguous
    ]


def _by_pool(before: BenefitCheck, after: BenefitCheck, kind: Kind) -> Iterator[tuple[Benefit, Benefit]]:
    """(was, now) of the benefits that both answers state once for the same disciplines."""
    old, new = (_single(check, kind) for check in (before, after))
    return ((old[key], new[key]) for key in old if key in new)


def _single(check: BenefitCheck, kind: Kind) -> dict[tuple[str, ...], Benefit]:
    found: dict[tuple[str, ...], list[Benefit]] = {}
    for benefit in _own(check, kind):
        found.setdefault(tuple(sorted(benefit.pooled_with)), []).append(benefit)
    return {pool: rows[0] for pool, rows in found.items() if len(rows) == 1}
