"""What a request would ask for, as far as the records tell: from when, how long, how often, how much of what.

Nothing is guessed: what no record says stays None, and a person enters it. Source: the plan of care's frequency and
duration, the authorization that runs out, the lines usual for this patient. Certainty: pattern; the clinician reads it.
"""

import math
from collections import Counter
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from uuid import UUID

from otium.rules import business_days
from otium.rules.case import Case
from otium.rules.prior_auth import outlook
from otium.terms.auth_content import AskedLine, Proposal
from otium.terms.care import PlanOfCare
from otium.terms.coverage import Coverage
from otium.terms.prior_auth import Authorization, AuthorizedService, Basis, RequestKind
from otium.terms.schedule import Visit, VisitStatus, VisitType

WEEK = 7
NEWEST = 8  # visits with known lines that tell what is usual
SHORTEST = 4  # weeks; a plan that ends sooner is recertified within the period, so its own length counts


def proposed(
    case: Case,
    kind: RequestKind,
    coverage: Coverage | None,
    authorization: Authorization | None = None,
    *,
    basis: Basis | None = None,
    most_weeks: int | None = None,
) -> Proposal:
    """`basis` is what this payer counts, where its terms say so; `most_weeks` the longest period it approves."""
    if kind is RequestKind.ASSESSMENT:
        return _assessment(case)
    lacking = _lacking(case, coverage, authorization)
    starts_on = _starts_on(case, lacking, authorization)
    plan = case.newest_plan()
    weeks = _weeks(plan, starts_on, authorization, most_weeks)
    ends_on = business_days.shift(starts_on, weeks * WEEK - 1) if weeks else None
    per_week = Decimal(plan.frequency_per_week) if plan and plan.frequency_per_week else None
    visits = _visits(per_week, weeks, authorization, lacking, ends_on)
    first = lacking[0] if lacking else None
    return Proposal(
        starts_on=starts_on,
        ends_on=ends_on,
        per_week=per_week,
        weeks=weeks,
        lines=_lines(case, authorization, basis, visits),
        therapist_id=(first.therapist_id if first else None) or case.patient.therapist_id,
    )


def _assessment(case: Case) -> Proposal:
    """The evaluation itself: one visit, on the day it is booked for."""
    booked = next((v for v in case.upcoming if v.kind is VisitType.EVALUATION), None)
    starts_on = booked.on if booked else case.on
    line = AskedLine(_codes([booked] if booked else []), Basis.VISITS, 1)
    therapist_id = (booked.therapist_id if booked else None) or case.patient.therapist_id
    return Proposal(starts_on, None, None, None, (line,), therapist_id)


def _lacking(case: Case, coverage: Coverage | None, authorization: Authorization | None) -> list[Visit]:
    """Booked treatment that the request is for, by time."""
    by_authorization, orphans = outlook.uncovered_by_authorization(case)
    found: Iterable[Visit] = by_authorization.get(authorization.id, ()) if authorization else orphans
    ahead = [v for v in found if v.status is VisitStatus.BOOKED and v.on >= case.on]
    if authorization is None and coverage is not None:
        ahead = [v for v in ahead if (payer := case.payer_of(v)) is not None and payer.id == coverage.id]
    return ahead


def _starts_on(case: Case, lacking: list[Visit], authorization: Authorization | None) -> date:
    """The first day that needs it; the day after the old one ends where that comes first, so that no day is bare."""
    first = lacking[0].on if lacking else None
    if authorization is not None:
        found = next((o for o in outlook.outlooks(case) if o.authorization.id == authorization.id), None)
        first = first or (found.runs_out_on if found else None)
        ends_on = authorization.ends_on
        if ends_on and ends_on >= case.on and (first is None or first > ends_on):
            first = business_days.shift(ends_on, 1)
    return max(first or case.on, case.on)


def _weeks(
    plan: PlanOfCare | None, starts_on: date, authorization: Authorization | None, most: int | None
) -> int | None:
    weeks = _planned(plan, starts_on) or _as_before(authorization)
    return min(weeks, most) if weeks and most else weeks


def _planned(plan: PlanOfCare | None, starts_on: date) -> int | None:
    if plan is None:
        return None
    left = ((plan.ends_on - starts_on).days + 1) // WEEK if plan.ends_on else 0
    return left if left >= SHORTEST else plan.duration_weeks


def _as_before(authorization: Authorization | None) -> int | None:
    if authorization is None or authorization.starts_on is None or authorization.ends_on is None:
        return None
    return max(1, ((authorization.ends_on - authorization.starts_on).days + 1) // WEEK)


def _visits(
    per_week: Decimal | None,
    weeks: int | None,
    authorization: Authorization | None,
    lacking: list[Visit],
    ends_on: date | None,
) -> int | None:
    """By the plan; else as many as before; else those that are booked. None where none of them tells."""
    if per_week and weeks:
        return math.ceil(per_week * weeks)
    pools = [s for s in authorization.services if s.basis is Basis.VISITS and s.approved] if authorization else []
    if len(pools) == 1:
        return pools[0].approved
    booked = sum(ends_on is None or v.on <= ends_on for v in lacking)
    return booked or None


def _lines(
    case: Case, authorization: Authorization | None, basis: Basis | None, visits: int | None
) -> tuple[AskedLine, ...]:
    usual = _usual(case.counted)
    services = authorization.services if authorization else ()
    if basis is Basis.UNITS and not any(s.basis is Basis.UNITS for s in services):
        return _by_units(usual, visits)
    if services and (basis is None or any(s.basis is basis for s in services)):
        is_alone = len(services) == 1
        return tuple(_again(each, usual, visits, is_alone=is_alone) for each in services)
    return (AskedLine(tuple(sorted(usual)), Basis.VISITS, visits),)


def _by_units(usual: dict[str, Decimal], visits: int | None) -> tuple[AskedLine, ...]:
    """A line a code. Without known lines there is nothing to count: one line to fill in."""
    if not usual:
        return (AskedLine((), Basis.UNITS, None),)
    counts = {code: math.ceil(units * visits) if visits else None for code, units in usual.items()}
    return tuple(AskedLine((code,), Basis.UNITS, counts[code]) for code in sorted(usual))


def _again(service: AuthorizedService, usual: dict[str, Decimal], visits: int | None, *, is_alone: bool) -> AskedLine:
    """The same line once more; of several lines each as it was approved before."""
    codes = tuple(sorted(service.codes))
    if service.basis is Basis.VISITS:
        return AskedLine(codes, Basis.VISITS, visits if is_alone else service.approved)
    units = sum((usual[code] for code in codes if code in usual), Decimal(0))
    quantity = math.ceil(units * visits) if units and visits else service.approved
    return AskedLine(codes, Basis.UNITS, quantity)


def _usual(visits: Iterable[Visit]) -> dict[str, Decimal]:
    """Units a visit of each code, over the newest treatments whose lines are known."""
    known = [v for v in visits if v.lines and v.kind is not VisitType.EVALUATION][-NEWEST:]
    units: Counter[str] = Counter()
    for visit in known:
        for line in visit.lines:
            units[line.code] += line.units
    return {code: Decimal(count) / len(known) for code, count in units.items()}


def _codes(visits: Iterable[Visit]) -> tuple[str, ...]:
    return tuple(sorted({line.code for visit in visits for line in visit.lines}))


def authorization_of(case: Case, authorization_id: UUID | None) -> Authorization | None:
    return next((a for a in case.patient.authorizations if a.id == authorization_id), None)
